"""The WSGI callable that Granian (or gunicorn) serves."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import Any, Final

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")

_DJANGO: Final = get_wsgi_application()

from normverk.base.requests import only_utf8  # noqa: E402  (needs the settings)


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """One request, as a server hands it over."""
    return _DJANGO(only_utf8(environ), start_response)
