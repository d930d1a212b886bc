"""Where a form may send the reader on to: only within this installation."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


def safe_address(request: HttpRequest, wanted: str) -> str:
    """The path (with query) of `wanted` when it lies in this installation, otherwise the front page."""
    hosts = {request.get_host(), urlsplit(settings.ORIGIN).netloc}
    if not wanted or not url_has_allowed_host_and_scheme(wanted, allowed_hosts=hosts):
        return reverse("front")
    parts = urlsplit(wanted)
    path = urlunsplit(("", "", parts.path, parts.query, ""))
    # What is left after taking scheme and host away must still be a path here, not a way to another host.
    return path if path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else "/"
