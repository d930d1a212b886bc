"""Answering proposals: confirm many at once, correct, refuse; and for confirmed ones, keep the code or take it back.

What is confirmed becomes a registration like any other (source «proposal», source id the proposal's), by the same intake
that hand-written registrations pass. Official figures count registrations, and so never what only is proposed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.events.models import Head
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.norm.days import Moment, local_date, parse_moment
from normverk.use.pathways import engine
from normverk.use.pathways.actions.entry import code_standing, enter, recorded_at
from normverk.use.proposals.actions.refresh import refresh
from normverk.use.proposals.events import ProposalDecided
from normverk.use.proposals.models import Proposal
from normverk.use.proposals.queries.facts import SOURCE
from normverk.use.proposals.rules import AnswerFacts


@transaction.atomic
def confirm(
    *, proposals: Collection[UUID], today: date, actor: Actor, now: datetime, as_of: date | None
) -> tuple[tuple[Proposal, ...], tuple[Finding, ...]]:
    """Registers the codes of these proposals as they are; all of them or none.

    Those confirmed already are passed by, so that the same click twice is one confirmation. Raises Denied when one of
    them belongs to another hospital, Broken when one of them no longer waits, or its code cannot be registered.
    """
    held = [row for row in _locked(proposals, actor) if row.state != "confirmed"]
    findings: tuple[Finding, ...] = ()
    for row in held:
        findings += uphold(_facts(row, "confirm", today), on=local_date(now))
    for row in held:
        _register(row, row.code, row.time, row.org, row.treatment)
        _decided(row, "confirmed", "", actor, now)
    enter([_event(row, now) for row in held], actor=actor, now=now, as_of=as_of)
    _tell(held, "confirmed", actor, now)
    return tuple(held), findings


@transaction.atomic
def refuse(
    *, proposals: Collection[UUID], reason: str, today: date, actor: Actor, now: datetime
) -> tuple[tuple[Proposal, ...], tuple[Finding, ...]]:
    """Says no to these proposals, with the reason; all of them or none. The next fact that fits may then be proposed.

    Those refused already are passed by. Raises Denied and Broken as `confirm` does.
    """
    held = [row for row in _locked(proposals, actor) if row.state != "refused"]
    findings: tuple[Finding, ...] = ()
    for row in held:
        findings += uphold(replace(_facts(row, "refuse", today), reason=reason), on=local_date(now))
        _decided(row, "refused", reason.strip(), actor, now)
    _tell(held, "refused", actor, now)
    refresh(patients={row.patient_id: row.patient for row in held}.values(), now=now)
    return tuple(held), findings


@transaction.atomic
def correct(
    *,
    proposal: UUID,
    code: str,
    time: Moment,
    org: str,
    treatment: str,
    reason: str,
    today: date,
    actor: Actor,
    now: datetime,
    as_of: date | None,
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Registers something else than what was proposed, or changes what was confirmed, with the reason.

    Raises Denied when the proposal, or the hospital that the code is to be registered for, is not the actor's own, and
    Broken when a rule refuses.
    """
    (row,) = _locked([proposal], actor)
    require(actor, "proposal.decide", {"organisations": frozenset({org})})
    facts = replace(
        _facts(row, "correct", today),
        code=code,
        day=local_date(time),
        standing=code_standing(code, local_date(time)),
        reason=reason,
    )
    findings = uphold(facts, on=local_date(now))
    _register(row, code, time.isoformat(), org, treatment)
    _decided(row, "corrected", reason.strip(), actor, now)
    enter([_event(row, now)], actor=actor, now=now, as_of=as_of)
    _tell([row], "corrected", actor, now)
    return row, findings


@transaction.atomic
def take_back(
    *, proposal: UUID, reason: str, today: date, actor: Actor, now: datetime, as_of: date | None
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Voids the registration that a confirmed proposal made, for instance because its fact was entered in error.

    The proposal is then refused, with the reason. Raises Denied and Broken.
    """
    (row,) = _locked([proposal], actor)
    findings = uphold(replace(_facts(row, "take-back", today), reason=reason), on=local_date(now))
    row.registered_version += 1
    _decided(row, "refused", reason.strip(), actor, now)
    enter([_event(row, now, status="entered-in-error")], actor=actor, now=now, as_of=as_of)
    _tell([row], "taken-back", actor, now)
    refresh(patients=[row.patient], now=now)
    return row, findings


@transaction.atomic
def keep(
    *, proposal: UUID, reason: str, today: date, actor: Actor, now: datetime
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Keeps a confirmed code although the fact under it has gone or changed, with the reason. Raises Denied and Broken."""
    (row,) = _locked([proposal], actor)
    findings = uphold(replace(_facts(row, "keep", today), reason=reason), on=local_date(now))
    row.kept_flag = row.flag
    _decided(row, row.state, reason.strip(), actor, now)
    _tell([row], "kept", actor, now)
    return row, findings


def _locked(proposals: Collection[UUID], actor: Actor) -> list[Proposal]:
    """The rows, each once and in a fixed order, after the policy has been asked about every one of them.

    Raises Proposal.DoesNotExist when one is not there.
    """
    Head.objects.select_for_update().get(pk=1)  # nothing comes in while these are answered
    wanted = set(proposals)
    rows = list(Proposal.objects.filter(pk__in=wanted).select_related("patient").order_by("patient_id", "day", "id"))
    if len(rows) != len(wanted):
        raise Proposal.DoesNotExist
    for row in rows:
        require(actor, "proposal.decide", row.policy_facts())
    return rows


def _facts(row: Proposal, decision: str, today: date) -> AnswerFacts:
    return AnswerFacts(decision, row.state, row.code, row.day, code_standing(row.code, row.day), today, "")


def _register(row: Proposal, code: str, time: str, org: str, treatment: str) -> None:
    row.registered_version += 1
    row.registered_code = code
    row.registered_time = time
    row.registered_org = org
    row.registered_treatment = treatment


def _decided(row: Proposal, state: str, reason: str, actor: Actor, now: datetime) -> None:
    row.state, row.reason, row.flag = state, reason, ""
    row.decided_by, row.decided_at = actor.id, now
    row.save()


def _event(row: Proposal, now: datetime, status: engine.Status | None = None) -> engine.RecordEvent:
    """The registration of a decided proposal."""
    return engine.RecordEvent(
        patient=row.patient.pseudonym,
        code=row.registered_code,
        time=parse_moment(row.registered_time),
        org=row.registered_org,
        source=SOURCE,
        source_id=str(row.id),
        version=row.registered_version,
        recorded=recorded_at(now),
        status=status or ("final" if row.registered_version == 1 else "amended"),
        treatment=row.registered_treatment,
    )


def _tell(rows: Sequence[Proposal], decision: str, actor: Actor, now: datetime) -> None:
    """One event a proposal, so that each patient can see who answered what about them."""
    for row in rows:
        record(
            data=ProposalDecided(proposal=str(row.id), decision=decision, code_version=row.registered_version),
            subject=f"patient/{row.patient_id}",
            actor=actor,
            now=now,
        )
