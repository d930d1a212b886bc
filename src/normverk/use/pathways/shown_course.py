"""What a patient's page shows of its courses: who coordinates, which hospitals, what waits, and what clashes."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.urls import reverse

from normverk.base.languages import say
from normverk.base.policy import Actor, decide
from normverk.base.rules import Finding
from normverk.use.pathways import queries
from normverk.use.pathways.models import Transfer
from normverk.use.pathways.queries import Course, PatientRecord
from normverk.use.pathways.shown import Names

DONE: Final[set[str]] = {"assigned", "corrected", "voided", "sent", "received", "joined", "parted"}
"""What a page may say that has just been done; other apps add theirs. The address holds one of these and nothing else."""


def done_words(done: str) -> str:
    """That something has been done, in words; empty for anything that nobody here does."""
    return say(f"patient.done.{done}") if done in DONE else ""


def courses(record: PatientRecord, names: Names, actor: Actor) -> list[dict[str, object]]:
    """The patient's courses with their coordinators and stretches, and what this actor may do with each."""
    pathways = names.pathways()
    held = queries.coordinators_of([record.patient.pk])
    people = queries.names_of(held.values())
    may_assign = decide(actor, "patient.assign", record.patient.policy_facts()).allowed
    last = {course.pathway: course for course in record.courses}
    shown = []
    for course in record.courses:
        account = held.get((record.patient.pk, course.pathway), "")
        newest = last[course.pathway] is course
        may_send = course.open and decide(actor, "patient.transfer", {"organisations": frozenset({course.at})}).allowed
        under_way = any(one.is_waiting and one.pathway == course.pathway for one in record.transfers)
        args = [record.patient.pk, course.pathway]
        shown.append(
            {
                "title": title(course, pathways),
                "course": course,
                "coordinator": people.get(account, account) if newest else "",
                "newest": newest,
                "stays": [
                    (record.hospitals.get(stay.hospital, stay.hospital), stay.begins, stay.until)
                    for stay in course.segments
                ],
                "assign": reverse("patient-assign", args=args) if may_assign and newest else "",
                "send": reverse("patient-transfer", args=args) if may_send and newest and not under_way else "",
            }
        )
    return shown


def title(course: Course, pathways: dict[str, str]) -> str:
    """The pathway's title, with the number of the course beyond the first."""
    words = pathways.get(course.pathway, course.pathway)
    return words if course.number == 1 else f"{words} ({say('patient.period', number=course.number)})"


def conflict(record: PatientRecord, names: Names, on: date) -> dict[str, object]:
    """Open courses that should be seen together, and the rule that warns of them; empty when there are none."""
    found: tuple[Finding, ...]
    shown, found = queries.conflicts(record.courses, on)
    pathways = names.pathways()
    return {"courses": [(title(one, pathways), one.begins) for one in shown], "findings": found} if shown else {}


def transfers(record: PatientRecord, names: Names, actor: Actor) -> list[dict[str, object]]:
    """The patient's transfers, newest first."""
    people = queries.names_of(one.sent_by for one in record.transfers)
    pathways = names.pathways()
    return [
        {
            "transfer": one,
            "pathway": pathways.get(one.pathway, one.pathway),
            "sender": record.hospitals.get(one.sender_id, one.sender_id),
            "to": record.hospitals.get(one.to_id, one.to_id),
            "by": people.get(one.sent_by, one.sent_by),
            "state_key": state_key(one),
            "receive": receive_address(one, actor),
        }
        for one in record.transfers
    ]


def state_key(transfer: Transfer) -> str:
    """The words of how far a transfer has come."""
    if transfer.withdrawn_at:
        return "transfer.state.withdrawn"
    return "transfer.state.waiting" if transfer.is_waiting else "transfer.state.received"


def receive_address(transfer: Transfer, actor: Actor) -> str:
    """Where this actor takes the patient over; empty when they may not, or it is done."""
    may = decide(actor, "patient.transfer", {"organisations": frozenset({transfer.to_id})}).allowed
    return reverse("transfer-receive", args=[transfer.pk]) if may and transfer.is_waiting else ""


def history(record: PatientRecord, names: Names) -> list[dict[str, object]]:
    """Everybody who has coordinated, newest first, with the reasons given."""
    rows = queries.coordinator_history(record.patient)
    people = queries.names_of({one.coordinator for one in rows} | {one.assigned_by for one in rows})
    pathways = names.pathways()
    return [
        {
            "who": people.get(one.coordinator, one.coordinator),
            "pathway": pathways.get(one.pathway, one.pathway),
            "by": people.get(one.assigned_by, one.assigned_by),
            "row": one,
        }
        for one in rows
    ]
