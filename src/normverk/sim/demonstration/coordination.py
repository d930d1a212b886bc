"""A coordinator's day in the demonstration: who follows whom, tasks, a meeting, a delay, a plan, a patient sent on, and a
registration that a second source says otherwise. All of it is invented."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from normverk.base.policy import system
from normverk.norm.days import NORWAY
from normverk.sim.demonstration.persons import person
from normverk.use.coordination.actions.delays import note_delay
from normverk.use.coordination.actions.meetings import put_up
from normverk.use.coordination.actions.plans import keep_plan
from normverk.use.coordination.actions.tasks import add_task
from normverk.use.coordination.models import Task
from normverk.use.coordination.plan import Activity, PlanContent
from normverk.use.pathways.actions.assign import assign_coordinator
from normverk.use.pathways.actions.intake import take_in
from normverk.use.pathways.actions.transfer import send_patient
from normverk.use.pathways.models import ClockState, Organisation, Patient, RecordEvent
from normverk.use.pathways.queries.record import course_of

COORDINATOR: Final = "demo-koordinator"
FOLLOWED, MEETING = 24, 6
"""So many courses the coordinator follows, and so many of them are put up for the meeting."""
_TASKS: Final = (
    ("Ring pasienten om innkallingen", 1),
    ("Etterlys patologisvar", 0),
    ("Avklar transport fra hjemmet", 3),
    ("Bekreft time til stråleplanlegging", -1),
)


@transaction.atomic
def coordinate(*, now: datetime, as_of: date) -> None:
    """Lets the coordinator follow those whose limits pass soonest, and do some of what a day brings. Once only."""
    if Task.objects.exists():
        return
    actor = person(COORDINATOR)
    courses = _soonest(as_of)
    for patient, pathway in courses:
        assign_coordinator(patient=patient, pathway=pathway, coordinator=actor.id, reason="", actor=actor, now=now)
    for (patient, _), (title, days) in zip(courses, _TASKS, strict=False):
        add_task(
            patient=patient,
            title=title,
            details="Oppdiktet oppgave.",
            due_on=as_of + timedelta(days=days),
            assigned_to=actor.id,
            actor=actor,
            now=now,
        )
    for patient, pathway in courses[:MEETING]:
        put_up(
            patient=patient,
            pathway=pathway,
            organisation=_hospital(patient),
            held_on=as_of + timedelta(days=2),
            question="Hvilken behandling skal pasienten få? (oppdiktet)",
            today=as_of,
            actor=actor,
            now=now,
        )
    if courses:
        _wishes(*courses[-1], now=now, as_of=as_of)
        _sent_on(*courses[-2 if len(courses) > 1 else -1], now=now, as_of=as_of)
        _said_otherwise([patient for patient, _ in courses], now=now, as_of=as_of)


def _wishes(patient: Patient, pathway: str, *, now: datetime, as_of: date) -> None:
    """A patient who wants to wait, and has a plan."""
    actor = person(COORDINATOR)
    note_delay(
        patient=patient,
        pathway=pathway,
        begins=as_of - timedelta(days=3),
        ends=None,
        code="travel",
        details="Ønsker å reise først (oppdiktet).",
        today=as_of,
        actor=actor,
        now=now,
    )
    keep_plan(
        patient=patient,
        pathway=pathway,
        content=PlanContent(
            own_words="Jeg vil være hjemme til barnebarnets konfirmasjon. (oppdiktet)",
            goals=("Behandlingen begynner uka etter konfirmasjonen.",),
            activities=(
                Activity("Samtale med kreftsykepleier", "Demosykehuset", as_of + timedelta(days=4), "in-progress"),
                Activity("Blodprøver før behandlingen", "Fastlegen", as_of + timedelta(days=6)),
            ),
        ),
        today=as_of,
        actor=actor,
        now=now,
    )


def _sent_on(patient: Patient, pathway: str, *, now: datetime, as_of: date) -> None:
    """A patient who has been sent to another hospital, which has not received them yet."""
    course = course_of(patient, pathway, as_of)
    if course is None:
        return
    send_patient(
        patient=patient,
        course=course,
        to=Organisation.objects.exclude(number=course.at).order_by("number")[0],
        sent_on=as_of,
        responsibility_moves=True,
        reason="Operasjonen gjøres der (oppdiktet).",
        today=as_of,
        actor=person(COORDINATOR),
        now=now,
        as_of=as_of,
    )


def _said_otherwise(patients: list[Patient], *, now: datetime, as_of: date) -> None:
    """A first attendance that the outpatient clinic's own system dates two days later. The first one counts, as before."""
    attended = RecordEvent.objects.filter(
        patient__in=patients, current=True, code__endswith="S", day__lte=as_of - timedelta(days=2)
    )
    one = attended.select_related("patient").order_by("-day", "pk").first()
    if one is None:
        return
    day = one.day + timedelta(days=2)
    said = {
        "patient": one.patient.pseudonym,
        "code": one.code,
        "time": day.isoformat(),
        "org": one.org,
        "source": "demo-poliklinikk",
        "source_id": f"{one.source_id}-p",
        "version": 1,
        "status": "final",
        "recorded": datetime.combine(day, time(15), NORWAY).isoformat(),
    }
    content = json.dumps(said).encode()
    take_in(content=content, name="poliklinikk.ndjson", form="ndjson", actor=system(), now=now, as_of=as_of)


def _soonest(as_of: date) -> list[tuple[Patient, str]]:
    """The courses whose running clocks pass their limit soonest from the day on, one clock each."""
    rows = ClockState.objects.filter(verdict="", due_on__gte=as_of).select_related("patient").order_by("due_on", "pk")
    found: dict[tuple[object, str], tuple[Patient, str]] = {}
    for row in rows[: FOLLOWED * 4]:
        found.setdefault((row.patient_id, row.pathway), (row.patient, row.pathway))
    return list(found.values())[:FOLLOWED]


def _hospital(patient: Patient) -> Organisation:
    return Organisation.objects.filter(number__in=patient.policy_facts()["organisations"]).order_by("number")[0]
