"""Handing a patient over to another hospital: code O on the day it is sent, a new start where it is received.

The course stays one: time runs from the first start, whoever has the patient.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.norm.days import local_date
from normverk.use.pathways.actions.entry import SOURCE, code_standing, enter, recorded_at
from normverk.use.pathways.engine import RecordEvent as Registration
from normverk.use.pathways.events import PatientReceived, PatientSent, TransferWithdrawn
from normverk.use.pathways.models import Organisation, Patient, RecordEvent, Transfer
from normverk.use.pathways.queries.courses import Course
from normverk.use.pathways.rules_course import EntryFacts, ReceivingFacts, SendingFacts


@transaction.atomic
def send_patient(
    *,
    patient: Patient,
    course: Course,
    to: Organisation,
    sent_on: date,
    responsibility_moves: bool,
    reason: str,
    today: date,
    actor: Actor,
    now: datetime,
    as_of: date | None,
) -> tuple[Transfer, tuple[Finding, ...]]:
    """Hands the course over from the hospital that has it now. Raises Denied unless that is the actor's, and Broken."""
    require(actor, "patient.transfer", {"organisations": frozenset({course.at})})
    under_way = Transfer.objects.filter(patient=patient, pathway=course.pathway, received_on=None, withdrawn_at=None)
    facts = SendingFacts(to.number != course.at, responsibility_moves, course.open, under_way.exists())
    findings = uphold(facts, on=local_date(now))
    standing = code_standing(course.transfer_code, sent_on) if course.transfer_code else "known"
    findings += uphold(EntryFacts(sent_on, today, standing), on=local_date(now))
    sent = Transfer(
        id=uuid.uuid4(),
        patient=patient,
        pathway=course.pathway,
        sender_id=course.at,
        to=to,
        sent_on=sent_on,
        reason=reason,
        sent_by=actor.id,
        sent_at=now,
    )
    if course.transfer_code:
        sent.sent_as = f"transfer-{sent.id}-sent"
        written = _written(
            sent, code=course.transfer_code, day=sent_on, org=course.at, source_id=sent.sent_as, course=course, now=now
        )
        enter([written], actor=actor, now=now, as_of=as_of)
    sent.save(force_insert=True)
    checks = tuple(finding.plain() for finding in findings)
    data = PatientSent(sender=course.at, to=to.number, checks=_without_days(checks))
    record(data=data, subject=f"patient/{patient.id}", actor=actor, now=now, rows=[sent])
    return sent, findings


@transaction.atomic
def receive_patient(
    *,
    transfer: Transfer,
    course: Course,
    received_on: date,
    today: date,
    actor: Actor,
    now: datetime,
    as_of: date | None,
) -> tuple[Transfer, tuple[Finding, ...]]:
    """Takes the patient over with a start of one's own. Raises Denied unless it was sent to the actor's hospital, Broken."""
    require(actor, "patient.transfer", {"organisations": frozenset({transfer.to_id})})
    transfer = Transfer.objects.select_for_update().get(pk=transfer.pk)
    facts = ReceivingFacts(transfer.is_waiting, (received_on - transfer.sent_on).days)
    findings = uphold(facts, on=local_date(now))
    standing = code_standing(course.start_code, received_on)
    # A pathway whose last edition has ended takes no new starts, and a start of the receiver's is one.
    findings += uphold(EntryFacts(received_on, today, standing), on=local_date(now))
    transfer.received_on, transfer.received_by = received_on, actor.id
    transfer.received_as = f"transfer-{transfer.id}-received"
    written = _written(
        transfer,
        code=course.start_code,
        day=received_on,
        org=transfer.to_id,
        source_id=transfer.received_as,
        course=course,
        now=now,
    )
    enter([written], actor=actor, now=now, as_of=as_of)
    transfer.save()
    checks = _without_days(tuple(finding.plain() for finding in findings))
    data = PatientReceived(sender=transfer.sender_id, to=transfer.to_id, checks=checks)
    record(data=data, subject=f"patient/{transfer.patient_id}", actor=actor, now=now, rows=[transfer])
    return transfer, findings


def take_back_what_was_sent_as(*, event: RecordEvent, actor: Actor, now: datetime) -> None:
    """Withdraws the waiting transfer whose registration is being voided, in the caller's transaction."""
    if event.source != SOURCE:
        return
    waiting = Transfer.objects.select_for_update().filter(received_on=None, withdrawn_at=None)
    for transfer in waiting.filter(patient=event.patient, sent_as=event.source_id):
        transfer.withdrawn_at = now
        transfer.save()
        data = TransferWithdrawn(sender=transfer.sender_id, to=transfer.to_id)
        record(data=data, subject=f"patient/{event.patient_id}", actor=actor, now=now, rows=[transfer])


def _written(
    transfer: Transfer, *, code: str, day: date, org: str, source_id: str, course: Course, now: datetime
) -> Registration:
    return Registration(
        patient=transfer.patient.pseudonym,
        code=code,
        time=day,
        org=org,
        source=SOURCE,
        source_id=source_id,
        version=1,
        recorded=recorded_at(now),
        episode=course.episode,
    )


def _without_days(checks: tuple[dict[str, object], ...]) -> tuple[dict[str, object], ...]:
    """The rules' answers without the facts: the log holds no dates of a patient's course."""
    return tuple({key: value for key, value in check.items() if key != "facts"} for check in checks)
