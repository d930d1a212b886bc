"""Hearings for programs, spreadsheets and calendars."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET

from normverk.base.policy import require
from normverk.govern.consultation import exports, queries
from normverk.govern.consultation.views import common


@require_GET
def api_list(request: HttpRequest) -> HttpResponse:
    """All hearings, open ones first."""
    require(common.actor_of(request), "consultation.view", {"public": True})
    now = common.present()
    rows = [exports.summary_json(row.consultation, now) for row in queries.listed(now)]
    return JsonResponse({"consultations": rows})


@require_GET
def api_one(request: HttpRequest, ref: str) -> HttpResponse:
    """One hearing."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.view", consultation.policy_facts())
    return JsonResponse(exports.hearing_json(consultation, common.present()))


@require_GET
def api_responses(request: HttpRequest, ref: str) -> HttpResponse:
    """The public answers to one hearing."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.view", consultation.policy_facts())
    return JsonResponse(exports.responses_json(consultation, common.present()))


@require_GET
def answers_csv(request: HttpRequest, ref: str) -> HttpResponse:
    """The public answers as a file for spreadsheets; the byte order mark tells them that it is UTF-8."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.view", consultation.policy_facts())
    written = exports.responses_csv(consultation, common.present())
    response = HttpResponse("\ufeff" + written, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{consultation.ref}.csv"'
    return response


@require_GET
def deadline(request: HttpRequest, ref: str) -> HttpResponse:
    """The deadline as a calendar entry."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.view", consultation.policy_facts())
    response = HttpResponse(exports.deadline_ics(consultation, common.present()), content_type="text/calendar")
    response["Content-Disposition"] = f'attachment; filename="{consultation.ref}.ics"'
    return response
