"""Deciding at the end of a phase: on, back, stop or postpone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from django.db import models, transaction

from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.jobs.actions import enqueue
from normverk.base.policy import Actor, require
from normverk.base.rules import Broken, uphold
from normverk.govern.catalogue.actions import move
from normverk.govern.catalogue.states import may_follow
from normverk.govern.process.actions.cases import locked
from normverk.govern.process.actions.waivers import waive_rule
from normverk.govern.process.events import CaseDecided
from normverk.govern.process.gate import Gate, Judged, gate_of
from normverk.govern.process.jobs import BUILD, WITHDRAW, BuildRelease, WithdrawRelease
from normverk.govern.process.models import Case, Decision, GateCheck, Inquiry, PhaseRun, Waiver
from normverk.govern.process.rules import DecidingFacts, LeavingFacts
from normverk.norm.days import local_date


@dataclass(frozen=True)
class Waived:
    """A rule to be waived together with a decision, and why."""

    rule: str
    reason: str


@transaction.atomic
def decide(
    *,
    case: Case,
    outcome: str,
    reason: str,
    actor: Actor,
    now: datetime,
    to_phase: str = "",
    conditions: str = "",
    waive: tuple[Waived, ...] = (),
) -> tuple[Decision, Gate]:
    """Decides at the end of the phase the case is in, and returns the decision with the gate as it was judged.

    `outcome` is on, back (to the earlier phase `to_phase`), stop or postpone. Every rule of the gate is judged and
    kept with the decision; going on is refused (Broken) while a `skal` is neither met nor waived. Going on from the
    phase that approves makes the edition approved and asks for its release to be built; stopping what has been
    approved takes the edition back and asks for its release to be withdrawn.
    """
    case = locked(case)
    require(actor, "case.decide", case.policy_facts())
    uphold(_deciding_facts(case, actor, outcome, to_phase, reason=reason), on=local_date(now))
    for waived in waive:
        waive_rule(case=case, rule=waived.rule, reason=waived.reason, actor=actor, now=now)
    gate = gate_of(case, now)
    if outcome == "on" and not gate.is_open:
        raise Broken(tuple(judged.finding for judged in gate.remaining))
    decision = _write_decision(
        case, outcome=outcome, to_phase=to_phase, reason=reason, conditions=conditions, actor=actor, now=now
    )
    checks = [_write_check(decision, judged) for judged in gate.judged]
    event = record(
        data=_decided(decision, gate),
        subject=f"case/{case.ref}",
        actor=actor,
        now=now,
        reason=decision.reason,
        rows=[decision, *checks, *_carry_out(case, decision, now)],
    )
    _move_edition(case, decision, actor, now, event)
    return decision, gate


def _deciding_facts(case: Case, actor: Actor, outcome: str, to_phase: str, *, reason: str) -> DecidingFacts:
    phase = case.current_phase()
    return DecidingFacts(
        decider=actor.id,
        writers=case.policy_facts()["authors"],
        case_state=case.state,
        outcome=outcome,
        allowed=phase.outcomes,
        to_phase=to_phase,
        back_to=phase.back_to,
        reason=reason,
    )


def _decided(decision: Decision, gate: Gate) -> CaseDecided:
    return CaseDecided(
        case=decision.case_id,
        decision=decision.ref,
        phase=decision.phase,
        outcome=decision.outcome,
        to_phase=decision.to_phase,
        revision=decision.revision,
        checks=tuple(judged.finding.plain() for judged in gate.judged),
        waived=tuple(judged.waiver.ref for judged in gate.judged if judged.waiver),
    )


def _write_decision(
    case: Case, *, outcome: str, to_phase: str, reason: str, conditions: str, actor: Actor, now: datetime
) -> Decision:
    following = case.process().after(case.phase)
    inquiry = Inquiry.objects.filter(case=case).first()
    decision = Decision(
        ref=f"{case.ref}/V{Decision.objects.filter(case=case).count() + 1}",
        case=case,
        phase=case.phase,
        outcome=outcome,
        to_phase=to_phase if outcome == "back" else (following.id if outcome == "on" and following else ""),
        reason=reason.strip(),
        conditions=conditions.strip(),
        decided_by=actor.id,
        decided_at=now,
        revision=case.edition.revision_id,
        inquiry_version=inquiry.version if inquiry else 0,
        evidence=[taken["digest"] for taken in inquiry.evidence] if inquiry else [],
    )
    decision.save(force_insert=True)
    return decision


def _write_check(decision: Decision, judged: Judged) -> GateCheck:
    """Keeps a rule as it stood on the day: its words and source, so that the answer stays readable for ever."""
    rule = judged.finding.rule
    return GateCheck.objects.create(
        decision=decision,
        rule=rule.id,
        strength=str(rule.strength),
        outcome=str(judged.finding.result.outcome),
        facts=msgspec.to_builtins(dict(judged.finding.result.facts)),
        text=msgspec.to_builtins(rule.text),
        source={
            "document": rule.citation.document,
            "heading": rule.citation.heading,
            "sentence": rule.citation.sentence,
            "url": rule.citation.url,
            "reading": rule.citation.reading,
        },
        waiver=judged.waiver,
    )


def _carry_out(case: Case, decision: Decision, now: datetime) -> list[models.Model]:
    """Leaves the phase and enters the one decided on, or ends the case; returns the rows written."""
    if decision.outcome == "postpone":
        case.state = "postponed"
        case.save()
        return [case]
    run = PhaseRun.objects.get(case=case, left_at__isnull=True)
    uphold(LeavingFacts(run.phase, decision.ref), on=local_date(now))
    run.left_at, run.left_by = now, decision
    run.save()
    rows: list[models.Model] = [case, run]
    if decision.outcome == "stop" or not decision.to_phase:
        case.state = "stopped" if decision.outcome == "stop" else "closed"
        case.ended_at = now
    else:
        case.state, case.phase = "running", decision.to_phase
        number = PhaseRun.objects.filter(case=case, phase=case.phase).count() + 1
        rows.append(
            PhaseRun.objects.create(case=case, phase=case.phase, number=number, entered_at=now, entered_by=decision)
        )
    case.save()
    return rows + (_lapse_waivers(case, decision) if decision.outcome == "back" else [])


def _lapse_waivers(case: Case, decision: Decision) -> list[Waiver]:
    """A case sent back is thought through anew, and so is what was let be in it."""
    waivers = list(Waiver.objects.filter(case=case, lapsed_by__isnull=True))
    for waiver in waivers:
        waiver.lapsed_by = decision
        waiver.save()
    return waivers


def _move_edition(case: Case, decision: Decision, actor: Actor, now: datetime, cause: Event) -> None:
    """What the decision means for the edition: approved and on its way to a release, a draft again, or given up."""
    edition = case.edition
    step: dict[str, Any] = {"edition": edition, "actor": actor, "now": now, "reason": decision.reason, "cause": cause}
    if decision.outcome == "on" and case.process().phase(decision.phase).approves:
        move(to="approved", **step)
        enqueue(kind=BUILD, payload=BuildRelease(case=case.ref), now=now, key=f"{BUILD}:{edition.ref}")
    elif decision.outcome == "back" and edition.state == "review":
        move(to="draft", **step)
    elif decision.outcome == "stop" and may_follow(edition.state, "discarded"):
        move(to="discarded", **step)
    elif decision.outcome == "stop":
        move(to="withdrawn", **step)
        told = WithdrawRelease(case=case.ref, decision=decision.ref, event=cause.seq)
        enqueue(kind=WITHDRAW, payload=told, now=now, key=f"{WITHDRAW}:{edition.ref}")
