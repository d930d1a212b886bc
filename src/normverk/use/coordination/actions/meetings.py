"""Patients on the lists of multidisciplinary meetings."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.norm.days import local_date
from normverk.use.coordination.events import MeetingDecided, MeetingPutUp, MeetingTakenOff
from normverk.use.coordination.models import MeetingItem
from normverk.use.coordination.rules import DecisionFacts, MeetingFacts
from normverk.use.pathways.models import Organisation, Patient


@transaction.atomic
def put_up(
    *,
    patient: Patient,
    pathway: str,
    organisation: Organisation,
    held_on: date,
    question: str,
    today: date,
    actor: Actor,
    now: datetime,
) -> MeetingItem:
    """Puts the patient up for a meeting at a hospital. Raises Denied and Broken."""
    require(actor, "patient.follow-up", patient.policy_facts())
    there = MeetingItem.objects.filter(
        patient=patient, pathway=pathway, held_on=held_on, organisation=organisation, taken_off_at=None
    )
    uphold(MeetingFacts(held_on, today, there.exists()), on=local_date(now))
    item = MeetingItem.objects.create(
        patient=patient,
        pathway=pathway,
        organisation=organisation,
        held_on=held_on,
        question=question,
        put_up_by=actor.id,
        put_up_at=now,
    )
    data = MeetingPutUp(item=str(item.id))
    record(data=data, subject=f"patient/{patient.id}", actor=actor, now=now, rows=[item])
    return item


@transaction.atomic
def decide_meeting(
    *, item: MeetingItem, decision: str, decided_on: date, today: date, actor: Actor, now: datetime
) -> MeetingItem:
    """Writes down what was decided. The code of the decision is registered in the record. Raises Denied and Broken."""
    require(actor, "patient.follow-up", item.patient.policy_facts())
    item = MeetingItem.objects.select_for_update().get(pk=item.pk)
    uphold(DecisionFacts(item.is_waiting, decided_on, item.held_on, today), on=local_date(now))
    item.decision, item.decided_on, item.decided_by = decision, decided_on, actor.id
    item.save()
    data = MeetingDecided(item=str(item.id))
    record(data=data, subject=f"patient/{item.patient_id}", actor=actor, now=now, rows=[item])
    return item


@transaction.atomic
def take_off(*, item: MeetingItem, reason: str, actor: Actor, now: datetime) -> MeetingItem:
    """Takes the patient off the list. What is decided or off already stays as it is. Raises Denied."""
    require(actor, "patient.follow-up", item.patient.policy_facts())
    item = MeetingItem.objects.select_for_update().get(pk=item.pk)
    if item.is_waiting:
        item.taken_off_at, item.reason = now, reason
        item.save()
        data = MeetingTakenOff(item=str(item.id))
        record(data=data, subject=f"patient/{item.patient_id}", actor=actor, now=now, rows=[item])
    return item
