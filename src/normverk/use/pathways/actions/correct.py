"""Correcting a registration: a version of its own, with a reason; what stood before stays readable."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.norm.days import Moment, local_date, parse_moment
from normverk.use.pathways.actions.entry import code_standing, enter, recorded_at
from normverk.use.pathways.actions.transfer import take_back_what_was_sent_as
from normverk.use.pathways.engine import LIVE
from normverk.use.pathways.events import RegistrationAmended, RegistrationVoided
from normverk.use.pathways.models import Correction, RecordEvent
from normverk.use.pathways.queries.events import engine_event
from normverk.use.pathways.rules_course import CorrectionFacts, EntryFacts


def correction_facts(event: RecordEvent) -> dict[str, frozenset[str]]:
    """What the policy may look at: only the hospital that registered it, or answers for it, may correct it."""
    return {"organisations": frozenset({event.org, event.responsible_org} - {""})}


@transaction.atomic
def amend_date(
    *, event: RecordEvent, time: Moment, reason: str, today: date, actor: Actor, now: datetime, as_of: date | None
) -> tuple[Correction, tuple[Finding, ...]]:
    """Gives a registration another date (or instant). Raises Denied, and Broken for what a rule refuses."""
    require(actor, "registration.correct", correction_facts(event))
    event = RecordEvent.objects.select_for_update().select_related("patient").get(pk=event.pk)
    held = engine_event(event)
    facts = CorrectionFacts(bool(reason), time != parse_moment(event.time), event.current and event.status in LIVE)
    findings = uphold(facts, on=local_date(now))
    day = local_date(time)
    findings += uphold(EntryFacts(day, today, code_standing(event.code, day)), on=local_date(now))
    version = held.version + 1
    changed = msgspec.structs.replace(held, time=time, version=version, recorded=recorded_at(now), status="amended")
    (row,) = enter([changed], actor=actor, now=now, as_of=as_of)
    data = RegistrationAmended(version=version)
    return _noted(row, reason, data, actor, now), findings


@transaction.atomic
def void(
    *, event: RecordEvent, reason: str, actor: Actor, now: datetime, as_of: date | None
) -> tuple[Correction, tuple[Finding, ...]]:
    """Marks a registration as entered in error: it counts as if it never was. Raises Denied and Broken."""
    require(actor, "registration.correct", correction_facts(event))
    event = RecordEvent.objects.select_for_update().select_related("patient").get(pk=event.pk)
    held = engine_event(event)
    facts = CorrectionFacts(bool(reason), True, event.current and event.status in LIVE)
    findings = uphold(facts, on=local_date(now))
    version = held.version + 1
    changed = msgspec.structs.replace(held, version=version, recorded=recorded_at(now), status="entered-in-error")
    (row,) = enter([changed], actor=actor, now=now, as_of=as_of)
    take_back_what_was_sent_as(event=event, actor=actor, now=now)
    return _noted(row, reason, RegistrationVoided(version=version), actor, now), findings


def _noted(
    row: RecordEvent, reason: str, data: RegistrationAmended | RegistrationVoided, actor: Actor, now: datetime
) -> Correction:
    noted = Correction.objects.create(event=row, reason=reason, made_by=actor.id, made_at=now)
    record(data=data, subject=f"patient/{row.patient_id}", actor=actor, now=now, rows=[noted])
    return noted
