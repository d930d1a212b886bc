"""Patients of two organisations, and a transfer each way between them."""

from __future__ import annotations

from datetime import date
from typing import Any

from normverk.base.policy import Actor, Role
from normverk.sim.organisations import NORD, VEST
from normverk.use.pathways.models import ClockState, Patient, PatientJoin, RecordEvent, Transfer
from normverk.use.pathways.queries import course_of
from tests.doors.door import Door
from tests.world import AS_OF, World

SENT = date(2021, 4, 1)
"""While the edition that the world has loaded takes new starts."""


def asked(actor: Actor) -> dict[str, Any]:
    """The organisations that a list is asked for: the actor's own."""
    held = (actor.organisations(role) for role in (Role.PATHWAY_COORDINATOR, Role.CLINICIAN))
    return {"organisations": frozenset().union(*held)}


def pathway_of(patient: Patient) -> str:
    """The pathway of a patient's newest course."""
    state = ClockState.objects.filter(patient=patient).order_by("period").last()
    assert state is not None
    return state.pathway


def under_way(patient: Patient) -> bool:
    """True when the newest course has not ended: only then can it be handed over."""
    course = course_of(patient, pathway_of(patient), AS_OF)
    return course is not None and course.open


def waiting(patient: Patient, sender: str, to: str) -> Transfer:
    """A transfer that nobody has received."""
    return Transfer.objects.get_or_create(
        patient=patient,
        pathway=pathway_of(patient),
        defaults={"sender_id": sender, "to_id": to, "sent_on": SENT, "sent_by": "x", "sent_at": "2022-04-30T10:00Z"},
    )[0]


def joined(patient: Patient) -> PatientJoin:
    """Another key, without registrations, that is joined to the patient's."""
    other = Patient.objects.get_or_create(pseudonym=f"{patient.pseudonym}-annen")[0]
    return PatientJoin.objects.get_or_create(
        retired=other,
        kept=patient,
        defaults={"reason": "x", "made_through": "person", "made_by": "x", "made_at": "2022-04-30T10:00Z"},
    )[0]


def pathways(world: World) -> dict[str, tuple[Door, ...]]:
    """Patients of two organisations, what may be done with their courses, and who has looked."""
    both = ((world.patient_vest, VEST.number), (world.patient_nord, NORD.number))
    coordinators = {VEST.number: world.actors["coordinator-vest"].id, NORD.number: world.actors["coordinator-nord"].id}
    first = {one.pk: RecordEvent.objects.filter(patient=one, current=True).order_by("day").first() for one, _ in both}
    other = {VEST.number: NORD.number, NORD.number: VEST.number}
    sent = [(waiting(_third(world), VEST.number, NORD.number), NORD.number)]
    send = {"sent_on": AS_OF.isoformat(), "responsibility_moves": "on", "reason": "Flyttes."}
    return {
        "patients": (Door(facts=asked, seen=True),),
        "patient": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in both),
        "patient-why": tuple(Door(world.clock_of(one), {"organisations": {at}}, seen=True) for one, at in both),
        **_joining(both),
        "transfers": (Door(facts=asked, seen=True),),
        "transfer-receive": tuple(
            Door({"id": one.pk}, {"organisations": {to}}, 200, 302, {"received_on": SENT.isoformat()}, seen=True)
            for one, to in sent
        ),
        "patients-find": (Door(facts=asked, post=422, form={"patient": "ukjent"}, writes=False),),
        "patient-insight": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in both),
        "patient-correct": tuple(
            Door(
                {"id": one.pk, "event": first[one.pk].pk},  # type: ignore[union-attr]
                {"organisations": {at}},
                post=302,
                form={"act": "void", "reason": "Feil pasient."},
                seen=True,
            )
            for one, at in both
        ),
        "patient-assign": tuple(
            Door(
                {"id": one.pk, "pathway": pathway_of(one)},
                {"organisations": {at}},
                post=302,
                form={"coordinator": coordinators[at]},
                seen=True,
            )
            for one, at in both
        ),
        "patient-transfer": tuple(
            Door(
                {"id": one.pk, "pathway": pathway_of(one)},
                {"organisations": {at}},
                post=302 if under_way(one) else 422,
                form=send | {"to": other[at]},
                writes=under_way(one),
                seen=True,
            )
            for one, at in both
        ),
    }


def _joining(both: tuple[tuple[Patient, str], ...]) -> dict[str, tuple[Door, ...]]:
    """Keys that are joined and parted, and what is listed because it cannot be right or has changed."""
    return {
        "patients-odd": (Door(facts=asked, seen=True),),
        "patients-changed": (Door(facts=asked, seen=True),),
        "patient-join": tuple(
            Door(
                {"id": one.pk},
                {"organisations": {at}},
                post=422,
                form={"other": "ukjent", "reason": "Samme person."},
                writes=False,
                seen=True,
            )
            for one, at in both
        ),
        "patient-part": tuple(
            Door({"id": joined(one).pk}, {"organisations": {at}}, post=302, form={"reason": "To personer."}, seen=True)
            for one, at in both
        ),
    }


def _third(world: World) -> Patient:
    """A patient that no other door is about: whoever waits for it to be received may see it too."""
    known = {world.patient_vest.pk, world.patient_nord.pk}
    found = Patient.objects.filter(clocks__isnull=False).exclude(pk__in=known).distinct().order_by("pseudonym").first()
    assert found is not None
    return found
