"""What every request passes: a log line with the route (never the address as typed), and security headers."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from normverk.base.policy import Actor

_log = logging.getLogger("normverk.request")
_Handler = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)


def who(request: HttpRequest) -> Actor:
    """The actor that the accounts middleware found for this request."""
    found: Actor = request.actor  # type: ignore[attr-defined]
    return found


def request_log(get_response: _Handler) -> _Handler:
    """Middleware that writes one line a request: id, method, route name, status, milliseconds."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = secrets.token_hex(8)
        request.META["normverk.request_id"] = request_id
        begun = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        _log.info(
            "request",
            extra={
                "request_id": request_id,
                "method": request.method,
                "route": match.route if match else "no-route",
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - begun) * 1000, 1),
            },
        )
        response["X-Request-ID"] = request_id
        return response

    return middleware


def security_headers(get_response: _Handler) -> _Handler:
    """Middleware that sets the strict content policy and keeps pages about people out of caches."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(), interest-cohort=()")
        response.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("X-Frame-Options", "DENY")
        if not response.has_header("Cache-Control") and not request.path.startswith("/static/"):
            response["Cache-Control"] = "no-store"
        return response

    return middleware
