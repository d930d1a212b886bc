"""The pages of hearings that are open to everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from normverk.base.policy import decide, require
from normverk.base.rules import REGISTRY
from normverk.govern.consultation import queries
from normverk.govern.consultation.public import public_answers
from normverk.govern.consultation.timing import Status
from normverk.govern.consultation.views import common

COLORS = {
    Status.PLANNED: "info",
    Status.OPEN: "success",
    Status.CLOSED: "neutral",
    Status.WITHDRAWN: "warning",
}
"""The colour of each status; the word stands beside it."""


@require_GET
def consultations(request: HttpRequest) -> HttpResponse:
    """All hearings, open ones first."""
    require(common.actor_of(request), "consultation.view", {"public": True})
    rows = queries.listed(common.present())
    context = {
        "running": [_row(row) for row in rows if row.status in {Status.OPEN, Status.PLANNED}],
        "over": [_row(row) for row in rows if row.status in {Status.CLOSED, Status.WITHDRAWN}],
    }
    return render(request, "consultation/list.html", context)


@require_GET
def consultation_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One hearing: its deadline, the draft place by place, and the answers that are public."""
    consultation = common.hearing(ref)
    actor, now = common.actor_of(request), common.present()
    facts = consultation.policy_facts()
    require(actor, "consultation.view", facts)
    content = consultation.revision.read()
    status = consultation.status(now)
    context = {
        "consultation": consultation,
        "status": str(status),
        "color": COLORS[status],
        "days_left": consultation.days_left(now),
        "takes_answers": status in {Status.OPEN, Status.CLOSED} and consultation.outcome_at is None,
        "is_late": status is Status.CLOSED,
        "content": content,
        "places": queries.places(content),
        "limits": queries.limits(content),
        "deviations": [REGISTRY[rule] for rule in consultation.deviation_rules if rule in REGISTRY],
        "extensions": queries.extensions(consultation),
        "answers": public_answers(consultation, now),
        "changed_since": consultation.edition.revision_id != consultation.revision_id,
        "may_manage": decide(actor, "consultation.open", facts).allowed,
        "may_treat": decide(actor, "response.treat", facts).allowed,
    }
    return render(request, "consultation/hearing.html", context)


@require_GET
def outcome(request: HttpRequest, ref: str) -> HttpResponse:
    """What became of every part of every answer, once the outcome is published."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.view", consultation.policy_facts())
    answers = public_answers(consultation, common.present()) if consultation.outcome_at else ()
    lines = [(answer, part) for answer in answers for part in answer.parts]
    context = {"consultation": consultation, "lines": lines, "answers": answers}
    return render(request, "consultation/outcome.html", context)


def _row(row: queries.Listed) -> dict[str, object]:
    return {
        "consultation": row.consultation,
        "status": str(row.status),
        "color": COLORS[row.status],
        "days_left": row.days_left,
    }
