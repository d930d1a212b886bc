"""Large files: a thread that writes beside the one that works clocks out changes nothing of what is found afterwards, and the
clocks of patients who are new are those that are worked out from what was stored."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import msgspec
import pytest

from normverk.base.bulk import stored_key
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.norm.days import Unit
from normverk.use.pathways.actions import take_in
from normverk.use.pathways.engine import RecordEvent
from normverk.use.pathways.models import ClockState, IntakeRun, Oddity, Patient, Rejection
from normverk.use.pathways.queries.stored import as_stored, events_of
from tests.conftest import actor_with
from tests.use.pathways.breast import breast
from tests.use.pathways.conftest import AS_OF, NOW, Intake, ndjson, publish
from tests.use.pathways.events import MIDT, course, event
from tests.use.pathways.small import clock, limit, one, pathway
from tests.use.pathways.test_intake import many_events
from tests.use.pathways.test_rebuilding import anew, everything

MANY = "normverk.use.pathways.actions.intake._MANY"


@pytest.fixture(params=[1, 10**9], ids=["a thread writes", "one thread alone"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the thread for the smallest of files, and without it for the largest."""
    monkeypatch.setattr(MANY, request.param)


@pytest.mark.usefixtures("either_way")
def test_new_patients_and_known_ones_have_the_clocks_of_what_is_stored(intake: Intake) -> None:
    events = random.Random(3).sample(many_events(), len(many_events()))
    for part in (events[:30], events[30:], events[10:40]):
        intake([*part, "{not json"])
        before = everything()
        anew()
        assert everything() == before
    assert len(before[0]) > 30
    assert Rejection.objects.filter(kind="not-json").count() == 3
    assert list(faults()) == []


@pytest.mark.usefixtures("either_way")
def test_what_is_odd_about_a_new_patient_is_found(intake: Intake) -> None:
    intake([*course("A 2021-06-01, S 2021-06-05"), event("S", "2021-06-08", source="npr")])
    before = everything()
    assert list(Oddity.objects.values_list("kind", flat=True)) == ["sources-disagree"]
    anew()
    assert everything() == before


@pytest.mark.usefixtures("either_way")
def test_a_correction_in_the_same_file_and_one_that_voids_hold_for_new_patients(intake: Intake) -> None:
    first = event("A", "2021-06-03")
    voided = event("A", "2021-06-03", patient="p2", source_id="other")
    intake(
        [
            msgspec.structs.replace(first, version=2, time=date(2021, 6, 5)),
            voided,
            msgspec.structs.replace(voided, version=2, status="deleted"),
        ]
    )
    assert set(ClockState.objects.values_list("patient__pseudonym", "start")) == {("p1", "2021-06-05")}
    assert Patient.objects.count() == 2


@pytest.mark.usefixtures("either_way")
def test_a_correction_that_goes_from_a_known_patient_to_a_new_one_counts_for_both(intake: Intake) -> None:
    first = event("A", "2021-06-03")
    intake([first])
    report = intake([msgspec.structs.replace(first, version=2, patient="p2")])
    assert set(ClockState.objects.values_list("patient__pseudonym", flat=True)) == {"p2"}
    assert report.patients == 2


@pytest.mark.usefixtures("either_way")
def test_a_new_release_counts_for_those_who_are_new_and_those_who_are_not(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-09"))
    publish("3.0.0", breast(3, date(2021, 5, 15)), "2.0.0")
    report = intake([event("A", "2021-06-01", patient="p2", source_id="a"), event("S", "2021-06-09", patient="p2")])
    assert report.patients == Patient.objects.count() == 2
    assert set(ClockState.objects.values_list("release", flat=True)) == {"no.demo.normverk.brystkreft#3.0.0"}
    before = everything()
    anew()
    assert everything() == before


@pytest.mark.usefixtures("either_way")
def test_minutes_of_a_new_patient_are_those_that_pass_in_the_doubled_hour(db: None, fixed_day: None) -> None:
    publish("1.0.0", pathway(clock("A", "F", one(limit(60, Unit.MINUTES)))), None)
    lines = [event("A", "2021-10-31T02:30:00+02:00"), event("FK", "2021-10-31T02:31:00+01:00")]
    take_in(content=ndjson(lines), name="x", form="ndjson", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)
    state = ClockState.objects.get()
    assert (state.value, state.verdict) == (61, "late")


@pytest.mark.parametrize("worth_it", [1, 10**9])
def test_a_fault_in_the_middle_leaves_nothing(intake: Intake, monkeypatch: pytest.MonkeyPatch, worth_it: int) -> None:
    def fails(*args: Any) -> int:
        raise RuntimeError("power cut")

    monkeypatch.setattr(MANY, worth_it)
    monkeypatch.setattr("normverk.use.pathways.actions.clocks.put", fails)
    events = Event.objects.count()
    with pytest.raises(RuntimeError):
        intake(many_events())
    assert [model._default_manager.count() for model in (Patient, IntakeRun, ClockState)] == [0, 0, 0]
    assert Event.objects.count() == events


def test_an_event_is_as_it_is_read_back(intake: Intake) -> None:
    times = ["2021-06-03", "2021-10-31T02:30:00+02:00", "2021-10-31T02:30:00+01:00", "2021-03-28T01:59:59.25+01:00"]
    intake([event("A", time, treatment="drugs", episode="e", responsible_org=MIDT) for time in times])
    ((key, stored),) = events_of([stored_key(Patient.objects.get().pk)])
    sent = [event("A", time, treatment="drugs", episode="e", responsible_org=MIDT) for time in times]
    assert sorted(map(_plain, stored)) == sorted(_plain(as_stored(one, key)) for one in sent)


def _plain(held: RecordEvent) -> tuple[Any, ...]:
    return tuple(map(repr, msgspec.structs.astuple(held)))
