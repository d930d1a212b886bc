"""Reading cases: the list, and the page of one case with everything decided in it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from normverk.base.policy import Actor, decide, require
from normverk.base.rules import REGISTRY
from normverk.govern.consultation.queries import facts_for_gate
from normverk.govern.process import queries
from normverk.govern.process.gate import gate_of
from normverk.govern.process.models import QUESTIONS, Case, Inquiry, Waiver
from normverk.govern.process.shown import shown_check, shown_judged
from normverk.govern.process.views.common import actor_of, case_or_404
from normverk.govern.process.views.trials import case_trials
from normverk.norm.text import Text

_COLORS = {"running": "info", "postponed": "warning", "stopped": "danger", "closed": "success"}
_UNDER_WAY = frozenset({"running", "postponed"})


@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """All cases."""
    require(actor_of(request), "case.view")
    rows = [
        {
            "case": case,
            "title": case.product.title_text,
            "phase": case.current_phase().name,
            "state_key": f"process.case-state.{case.state}",
            "color": _COLORS[case.state],
        }
        for case in queries.cases()
    ]
    return render(request, "process/cases.html", {"rows": rows})


@require_GET
def case_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One case: its way through the phases, what is left before the next decision, and all that was decided and why."""
    case = case_or_404(ref)
    actor = actor_of(request)
    require(actor, "case.view", case.policy_facts())
    return render(request, "process/case.html", case_context(case, actor, datetime.now(UTC)))


def case_context(case: Case, actor: Actor, now: datetime) -> dict[str, Any]:
    """Everything the page of a case shows to this reader at `now`."""
    gate = gate_of(case, now) if case.state in _UNDER_WAY else None
    hearing = facts_for_gate(case.edition_id, now)
    return {
        "case": case,
        "title": case.edition.revision.read().title,
        "phase": case.current_phase(),
        "process": case.process(),
        "state_key": f"process.case-state.{case.state}",
        "edition_state_key": f"catalogue.state.{case.edition.state}",
        "color": _COLORS[case.state],
        "line": queries.line_of(case),
        "gate": gate,
        "remaining": tuple(shown_judged(judged) for judged in gate.remaining) if gate else (),
        "checks": tuple(shown_judged(judged) for judged in gate.judged) if gate else (),
        "decisions": tuple(_shown_decision(case, decision) for decision in queries.decisions_of(case)),
        "waivers": tuple(_shown_waiver(waiver) for waiver in queries.waivers_of(case)),
        "inquiry": _shown_inquiry(case),
        "hearings": queries.hearings_of(case),
        "assessments": queries.assessments_of(case),
        "changed": hearing.held and hearing.changed_since and case.edition.state in {"draft", "review"},
        "release": queries.release_of(case),
        "trials": case_trials(case),
        **_may(case, actor),
    }


def _may(case: Case, actor: Actor) -> dict[str, bool]:
    facts, under_way = case.policy_facts(), case.state in _UNDER_WAY
    in_draft = case.edition.state in {"draft", "review"}
    may = {
        "may_try": decide(actor, "trial.issue", facts).allowed and in_draft and _has_pathway(case),
        "may_work": decide(actor, "case.work", facts).allowed and in_draft,
        "may_decide": decide(actor, "case.decide", facts).allowed,
        "may_waive": decide(actor, "rule.waive", facts).allowed,
    }
    return {name: under_way and allowed for name, allowed in may.items()}


def _has_pathway(case: Case) -> bool:
    return case.edition.revision.read().pathway is not None


def _shown_decision(case: Case, decision: Any) -> dict[str, Any]:
    process = case.process()
    return {
        "decision": decision,
        "anchor": decision.ref.rpartition("/")[2],
        "phase": process.phase(decision.phase),
        "outcome_key": f"process.outcome.{decision.outcome}",
        "to_phase": process.phase(decision.to_phase) if decision.outcome == "back" else None,
        "checks": tuple(shown_check(check) for check in queries.checks_of(decision)),
    }


def _shown_waiver(waiver: Waiver) -> dict[str, Any]:
    known = REGISTRY.get(waiver.rule)
    return {"row": waiver, "anchor": waiver.ref.rpartition("/")[2], "text": known.text if known else Text(nb="")}


def _taken_for(inquiry: Inquiry, question: int) -> list[dict[str, Any]]:
    """The evidence taken into the answer to a question, with the moment it was frozen."""
    return [
        {**taken, "at": datetime.fromisoformat(taken["at"])}
        for taken in inquiry.evidence
        if taken["question"] == question
    ]


def _shown_inquiry(case: Case) -> dict[str, Any] | None:
    inquiry = queries.inquiry_of(case)
    if inquiry is None:
        return None
    answers = [*inquiry.answers, *[""] * QUESTIONS][:QUESTIONS]
    essential = {True: "yes", False: "no", None: "unknown"}[inquiry.essential_effects]
    return {
        "row": inquiry,
        "questions": [
            (f"process.inquiry.question.{n}", answer, _taken_for(inquiry, n))
            for n, answer in enumerate(answers, start=1)
        ],
        "level_key": f"process.inquiry.level.{inquiry.level}",
        "analysis_key": f"process.inquiry.analysis.{inquiry.analysis}",
        "essential_key": f"process.inquiry.essential.{essential}",
        "what_for": [(f"process.inquiry.{name}", inquiry.text(name)) for name in ("purpose", "scope", "target_group")],
    }
