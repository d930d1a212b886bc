"""A task, a note of delay, a meeting's entry and a plan for a patient of each of two organisations."""

from __future__ import annotations

from normverk.sim.organisations import NORD, VEST
from normverk.use.coordination.models import Delay, MeetingItem, Plan, PlanVersion, Task
from normverk.use.pathways.models import Patient
from tests.doors.door import Door
from tests.doors.pathways import asked, pathway_of
from tests.world import AS_OF, World

MADE = {"noted_by": "x", "noted_at": "2022-04-30T10:00Z", "noted_on": AS_OF}


def task(patient: Patient) -> Task:
    """An open task."""
    made = {"made_by": "x", "made_at": "2022-04-30T10:00Z"}
    return Task.objects.get_or_create(patient=patient, title="Ring", defaults=made)[0]


def delay(patient: Patient) -> Delay:
    """A note of delay without an end."""
    return Delay.objects.get_or_create(
        patient=patient, pathway=pathway_of(patient), begins=AS_OF, code="travel", defaults=MADE
    )[0]


def meeting(patient: Patient, at: str) -> MeetingItem:
    """An entry that waits for a decision."""
    put_up = {"question": "Hva nå?", "put_up_by": "x", "put_up_at": "2022-04-30T10:00Z"}
    return MeetingItem.objects.get_or_create(
        patient=patient, pathway=pathway_of(patient), organisation_id=at, held_on=AS_OF, defaults=put_up
    )[0]


def plan(patient: Patient) -> Plan:
    """A plan in one version."""
    made = Plan.objects.get_or_create(patient=patient, pathway=pathway_of(patient), defaults={"begun_on": AS_OF})[0]
    written = {"content": {"goals": ["Gå tur"]}, "written_by": "x", "written_at": "2022-04-30T10:00Z"}
    PlanVersion.objects.get_or_create(plan=made, number=1, defaults=written)
    return made


def coordination(world: World) -> dict[str, tuple[Door, ...]]:
    """Every page of the app, for a patient of one's own hospital and of another's."""
    both = ((world.patient_vest, VEST.number), (world.patient_nord, NORD.number))
    day = AS_OF.isoformat()

    def each(name: str, form: dict[str, str]) -> tuple[Door, ...]:
        """Doors to a form about a patient."""
        return tuple(
            Door({"id": one.pk}, {"organisations": {at}}, post=302, form=form | _pathway(one, name), seen=True)
            for one, at in both
        )

    def of(rows: list[tuple[object, str]], form: dict[str, str]) -> tuple[Door, ...]:
        """Doors to a form about one of these rows."""
        return tuple(
            Door({"id": row.pk}, {"organisations": {at}}, post=302, form=form, seen=True)  # type: ignore[attr-defined]
            for row, at in rows
        )

    def planned(post: int, form: dict[str, str]) -> tuple[Door, ...]:
        return tuple(
            Door({"id": one.pk, "pathway": pathway_of(one)}, {"organisations": {at}}, post=post, form=form, seen=True)
            for one, at in both
        )

    plans = [(plan(one), at) for one, at in both]
    return {
        "tasks": (Door(facts=asked, seen=True),),
        "task-add": each("task", {"title": "Ring pasienten"}),
        "task-close": of([(task(one), at) for one, at in both], {"state": "done"}),
        "delay-note": each("delay", {"begins": day, "code": "travel"}),
        "delay-end": of([(delay(one), at) for one, at in both], {"act": "end", "ends": day}),
        "meetings": (Door(facts=asked, seen=True),),
        "meetings-print": (Door(facts=asked, seen=True),),
        "meeting-add": each("mdt", {"organisation": VEST.number, "held_on": "2022-05-10", "question": "Hva nå?"}),
        "meeting-decide": of(
            [(meeting(one, at), at) for one, at in both], {"act": "decide", "decided_on": day, "words": "Opereres."}
        ),
        "plan": planned(302, {"goal-0": "Komme i arbeid", "status": "active"}),
        "plan-print": planned(405, {}),
        "fhir-careplan": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in plans),
    }


def _pathway(patient: Patient, name: str) -> dict[str, str]:
    return {} if name == "task" else {"pathway": pathway_of(patient)}
