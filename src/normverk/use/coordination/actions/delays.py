"""Notes that the patient wants to wait. They move no clock: what they mean follows from the norm that measures."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.norm.days import local_date
from normverk.use.coordination.events import DelayEnded, DelayNoted, DelayWithdrawn
from normverk.use.coordination.models import Delay
from normverk.use.coordination.rules import DelayDates
from normverk.use.pathways.models import Patient


@transaction.atomic
def note_delay(
    *,
    patient: Patient,
    pathway: str,
    begins: date,
    ends: date | None,
    code: str,
    details: str,
    today: date,
    actor: Actor,
    now: datetime,
) -> Delay:
    """Notes a delay that the patient wants; `code` is one of DelayReason. Raises Denied and Broken.

    The same note sent twice, by a second press of the button, is one note unless it has been withdrawn.
    """
    require(actor, "patient.follow-up", patient.policy_facts())
    Patient.objects.select_for_update().get(pk=patient.pk)
    findings = uphold(DelayDates(begins, ends, today), on=local_date(now))
    words = {"pathway": pathway, "begins": begins, "ends": ends, "code": code, "details": details}
    note = {"patient": patient, "noted_on": today, "noted_by": actor.id, **words}
    if there := Delay.objects.filter(withdrawn_at__isnull=True, **note).first():
        return there
    delay = Delay.objects.create(noted_at=now, **note)
    data = DelayNoted(delay=str(delay.id), checks=tuple(finding.plain() for finding in findings))
    record(data=data, subject=f"patient/{patient.id}", actor=actor, now=now, rows=[delay])
    return delay


@transaction.atomic
def end_delay(*, delay: Delay, ends: date, today: date, actor: Actor, now: datetime) -> Delay:
    """Says when the patient is ready again. Raises Denied and Broken."""
    require(actor, "patient.follow-up", delay.patient.policy_facts())
    delay = Delay.objects.select_for_update().get(pk=delay.pk)
    uphold(DelayDates(delay.begins, ends, today), on=local_date(now))
    delay.ends = ends
    delay.save()
    data = DelayEnded(delay=str(delay.id))
    record(data=data, subject=f"patient/{delay.patient_id}", actor=actor, now=now, rows=[delay])
    return delay


@transaction.atomic
def withdraw_delay(*, delay: Delay, reason: str, actor: Actor, now: datetime) -> Delay:
    """Marks a note as a mistake; it stays readable. A second time changes nothing. Raises Denied."""
    require(actor, "patient.follow-up", delay.patient.policy_facts())
    delay = Delay.objects.select_for_update().get(pk=delay.pk)
    if delay.withdrawn_at is None:
        delay.withdrawn_at, delay.reason = now, reason
        delay.save()
        data = DelayWithdrawn(delay=str(delay.id))
        record(data=data, subject=f"patient/{delay.patient_id}", actor=actor, now=now, rows=[delay])
    return delay
