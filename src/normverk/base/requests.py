"""What every request passes: a log line with the route (never the address as typed), security headers, and a check
that it can be read at all."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.http import parse_header_parameters

from normverk.base.policy import Actor
from normverk.base.problems import problem
from normverk.base.routes import FILE_ROUTES

_log = logging.getLogger("normverk.request")
_Handler = Callable[[HttpRequest], HttpResponse]

REFUSED: Final = "normverk.refused_content_type"
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


def only_utf8(environ: dict[str, Any]) -> dict[str, Any]:
    """The WSGI environment without a content type that Django cannot make a request of, marked so that it is refused.

    Django looks up whatever charset a content type names, before any middleware can step in, and stumbles over those of
    Python's that are none for text.
    """
    given = str(environ.get("CONTENT_TYPE", ""))
    try:
        charset = parse_header_parameters(given)[1].get("charset", "utf-8")
    except (LookupError, ValueError):
        charset = ""
    if charset.lower() in {"utf-8", "utf8"}:
        return environ
    return {**environ, "CONTENT_TYPE": "application/octet-stream", REFUSED: given}


def readable_only(get_response: _Handler) -> _Handler:
    """Middleware that refuses what cannot be read as UTF-8, and NUL bytes, which no database takes.

    A browser or program that means well sends neither. What is let through can be decoded anywhere below without fault.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            readable = _is_readable(request)
        except RequestDataTooBig:
            return problem(request, status=413, kind="bad-request")
        return get_response(request) if readable else problem(request, status=400, kind="bad-request")

    return middleware


class NoFiles(FileUploadHandler):
    """Refuses files: no form takes any but those whose route says so, which take one, held in memory, up to its limit.

    A larger one is dropped as soon as it is too large, and `request.file_too_large` says so. Nothing is written to disk.
    """

    limit = 0
    held: BytesIO | None = None

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Refuses a file at its first byte, unless the route takes one and this is the first."""
        super().new_file(*args, **kwargs)
        match = self.request.resolver_match if self.request else None
        self.limit = FILE_ROUTES.get(match.view_name, 0) if match else 0
        if not self.limit or self.held is not None:
            raise SuspiciousOperation("no form here takes files")
        self.held = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Holds a piece of the file; stops reading when it is too large."""
        assert self.held is not None
        if self.held.tell() + len(raw_data) > self.limit:
            self.held = BytesIO()
            self.request.file_too_large = True  # type: ignore[union-attr]
            raise SkipFile
        self.held.write(raw_data)

    def file_complete(self, file_size: int) -> UploadedFile[bytes] | None:
        """The file, in memory."""
        assert self.held is not None
        self.held.seek(0)
        return InMemoryUploadedFile(
            self.held, self.field_name, str(self.file_name), self.content_type, file_size, self.charset
        )


def _is_readable(request: HttpRequest) -> bool:
    query = unquote_to_bytes(str(request.META.get("QUERY_STRING", "")))
    # Django has read the address as UTF-8 by now, and left what it could not read as the percent signs it came in.
    address = str(request.META.get("PATH_INFO", "")).encode(errors="replace")
    if REFUSED in request.META or any("\0" in held for held in request.COOKIES.values()):
        return False
    if b"\0" in query + address:
        return False
    form = request.content_type == "application/x-www-form-urlencoded"
    try:
        return all(
            part.decode() is not None for part in (query, address, unquote_to_bytes(request.body) if form else b"")
        )
    except (UnicodeDecodeError, UnreadablePostError):
        return False
