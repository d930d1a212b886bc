"""What people and programs get when something is refused or goes wrong: a page, or an RFC 9457 problem.

Programs get `application/problem+json` under the machine addresses; people get a page in their language that says
what was refused, why, on which source, and the way out. Nothing of a request's content is echoed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any, Final
from urllib.parse import urlencode

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.shortcuts import render
from django.urls import reverse

from normverk.base.languages import current_language, say
from normverk.base.policy import Denied
from normverk.base.rules import Broken

_log = logging.getLogger("normverk.problems")
_MACHINE: Final = ("/api/", "/fhir/", "/packages/", "/cds-services", "/innhold")
_Handler = Callable[[HttpRequest], HttpResponse]


class ToLogin(HttpResponseRedirect):
    """The refusal of somebody not logged in, as a person gets it; the one redirect that needs no policy's leave."""


def problem_responses(get_response: _Handler) -> _Handler:
    """Middleware that turns every refusal and every fault into a page or a problem."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 405 or response.content:
            return response
        answer = problem(request, status=405, kind="not-allowed")
        answer["Allow"] = response["Allow"]
        return answer

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return _answer(request, exception)

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def is_machine(request: HttpRequest) -> bool:
    """True for the addresses that programs use."""
    return request.path.startswith(_MACHINE)


def problem(
    request: HttpRequest, *, status: int, kind: str, findings: tuple[Any, ...] = (), detail: str = ""
) -> HttpResponse:
    """A refusal or fault as a page or as a problem. `kind` chooses the words problem.<kind>.title and .text."""
    title, text = say(f"problem.{kind}.title"), say(f"problem.{kind}.text")
    if is_machine(request):
        body: dict[str, Any] = {
            "type": f"/problems/{kind}",
            "title": title,
            "status": status,
            "detail": detail or text,
            "instance": request.META.get("normverk.request_id", ""),
        }
        if findings:
            body["rules"] = [
                finding.plain() | {"text": finding.rule.text.in_language(current_language())} for finding in findings
            ]
        return JsonResponse(body, status=status, content_type="application/problem+json")
    context = {
        "kind": kind,
        "title": title,
        "text": text,
        "detail": detail,
        "findings": findings,
        "request_id": request.META.get("normverk.request_id", ""),
    }
    return render(request, "web/problem.html", context, status=status)


def _answer(request: HttpRequest, exception: Exception) -> HttpResponse | None:
    if isinstance(exception, Broken):
        return problem(request, status=422, kind="refused", findings=exception.findings)
    if isinstance(exception, Denied | PermissionDenied):
        actor = getattr(request, "actor", None)
        if actor is not None and actor.is_visitor and not is_machine(request):
            return ToLogin(f"{reverse('login')}?{urlencode({'next': request.get_full_path()})}")
        return problem(request, status=401 if actor is None or actor.is_visitor else 403, kind="denied")
    if isinstance(exception, Http404):
        return problem(request, status=404, kind="not-found")
    if isinstance(exception, BadRequest | SuspiciousOperation | MultiPartParserError | UnreadablePostError):
        # Only our own sentences are shown: the framework's quote what was sent.
        detail = str(exception) if type(exception) is BadRequest else ""
        return problem(request, status=400, kind="bad-request", detail=detail)
    _log.error("fault", exc_info=exception, extra={"request_id": request.META.get("normverk.request_id", "")})
    return problem(request, status=500, kind="fault")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for addresses that lead nowhere."""
    return problem(request, status=404, kind="not-found")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for requests that make no sense."""
    return problem(request, status=400, kind="bad-request")


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler for refused requests."""
    return problem(request, status=403, kind="denied")


def fault(request: HttpRequest) -> HttpResponse:
    """Django's handler for faults of ours."""
    return problem(request, status=500, kind="fault")


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's handler for a form whose protection token does not fit."""
    return problem(request, status=403, kind="form-expired")
