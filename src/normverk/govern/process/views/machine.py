"""Needs and cases for programs; read only."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from normverk.base.policy import require
from normverk.govern.process import queries
from normverk.govern.process.api import CaseList, NeedList, case_answer, case_in_list, need_answer
from normverk.govern.process.views.common import actor_of, case_or_404


@require_GET
def api_needs(request: HttpRequest) -> HttpResponse:
    """All public needs, newest first."""
    require(actor_of(request), "need.view", {"public": True})
    return _json(NeedList(tuple(need_answer(need) for need in queries.needs(public_only=True))))


@require_GET
def api_need(request: HttpRequest, ref: str) -> HttpResponse:
    """One public need; one that nobody has read through is as if it were not there."""
    need = queries.find_need(ref)
    if need is None or not need.is_public:
        raise Http404(ref)
    require(actor_of(request), "need.view", need.policy_facts())
    return _json(need_answer(need))


@require_GET
def api_cases(request: HttpRequest) -> HttpResponse:
    """All cases, those under way first."""
    require(actor_of(request), "case.view")
    return _json(CaseList(tuple(case_in_list(case) for case in queries.cases())))


@require_GET
def api_case(request: HttpRequest, ref: str) -> HttpResponse:
    """One case with its phases, decisions, checks and waivers, and its gate as it stands."""
    case = case_or_404(ref)
    require(actor_of(request), "case.view", case.policy_facts())
    return _json(case_answer(case, datetime.now(UTC)))


def _json(answer: msgspec.Struct) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")
