"""Where a form may send the reader on to: only within this installation."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, wanted: str) -> str:
    """The path (with query) of `wanted` when it lies in this installation, otherwise the front page."""
    hosts = {*_asked_host(request), urlsplit(settings.ORIGIN).netloc}
    if not wanted or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts):
        return reverse("front")
    parts = urlsplit(wanted)
    path = urlunsplit(("", "", parts.path, parts.query, ""))
    # What is left after taking scheme and host away must still be a path here, not a way to another host.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"


def _asked_host(request: HttpRequest) -> tuple[str, ...]:
    """The host asked for; none when this installation does not answer to it, so that the refusal too can be shown."""
    try:
        return (request.get_host(),)
    except DisallowedHost:
        return ()
