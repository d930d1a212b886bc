"""Registrations that cannot be right: they are kept and counted, and somebody is asked to look."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import msgspec
import pytest
from django.test import Client

from normverk.base.policy import Role
from normverk.sim.identity import identity_number
from normverk.use.pathways.actions import name_organisations, name_patients
from normverk.use.pathways.age_groups import group_of, is_of_wrong_age
from normverk.use.pathways.engine import RecordEvent as Registration
from normverk.use.pathways.engine import read_norms
from normverk.use.pathways.models import ClockState, Oddity, Patient, RecordEvent
from normverk.use.pathways.oddities import closing_codes, odd_about, starting_codes
from normverk.use.pathways.queries import odd_listed, unnamed_organisations
from tests.conftest import actor_with
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.conftest import NOW, Intake, ndjson
from tests.use.pathways.events import MIDT, VEST, course, event
from tests.use.pathways.test_pages import sign_in


def kinds(*events: Registration, born: date | None = None, died: date | None = None) -> list[tuple[str, str]]:
    """The kinds of oddities and the source ids they are about."""
    norms = read_norms(EDITIONS)
    found = odd_about(events, born=born, died=died, closing=closing_codes(norms), starting=starting_codes(norms))
    return [(odd.kind, odd.event.source_id) for odd in found]


def name(key: str, birth: date, **more: Any) -> None:
    """Names a patient born on that day."""
    line = {"patient": key, "identity_number": identity_number(random.Random(3), birth)} | more
    name_patients(content=ndjson([line]), name="p", actor=actor_with(Role.ADMINISTRATOR), now=NOW)


def test_an_event_before_birth_is_kept_counted_and_listed(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05"))
    name("p1", date(2021, 6, 3))
    assert RecordEvent.objects.count() == 2
    assert ClockState.objects.get(clock="OF1").verdict == "met"
    assert list(Oddity.objects.values_list("kind", "source_id")) == [("before-birth", "A-2021-06-01")]


def test_an_event_after_death_is_kept_counted_and_listed_and_an_ending_may_come_later(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05, X 2021-06-20"))
    name("p1", date(1960, 1, 1), died="2021-06-03")
    assert Patient.objects.get().died_on == date(2021, 6, 3)
    assert list(Oddity.objects.values_list("kind", "source_id")) == [("after-death", "S-2021-06-05")]
    name("p1", date(1960, 1, 1), died="2021-06-05")
    assert Oddity.objects.count() == 0


def test_two_sources_that_disagree_are_both_kept_and_shown(intake: Intake) -> None:
    mine, theirs = event("S", "2021-06-05"), event("S", "2021-06-09", source="dips", source_id="d1")
    intake([event("A", "2021-06-01"), mine, theirs])
    odd = Oddity.objects.get()
    assert (odd.kind, odd.source, odd.other_source, odd.other_source_id) == ("sources-disagree", "das", "dips", "d1")
    assert ClockState.objects.get(clock="OF1").stop == "2021-06-05"
    intake([event("S", "2021-06-05", source="dips", source_id="d1", version=2, status="amended")])
    assert Oddity.objects.count() == 0


@pytest.mark.parametrize(
    ("other", "disagrees"),
    [
        ({"time": date(2021, 6, 9)}, True),
        ({"time": date(2021, 6, 19)}, True),
        ({"time": date(2021, 6, 20)}, False),
        ({"time": date(2021, 6, 5)}, False),
        ({"time": date(2021, 6, 5), "treatment": "drugs"}, True),
        ({"time": date(2021, 6, 9), "org": MIDT}, False),
        ({"time": date(2021, 6, 9), "episode": "e9"}, False),
        ({"time": date(2021, 6, 9), "source": "das"}, False),
    ],
)
def test_what_counts_as_the_same_act(other: dict[str, Any], disagrees: bool) -> None:
    first = event("S", "2021-06-05", source="dips", source_id="d1")
    second = msgspec.structs.replace(first, **other)
    found = kinds(event("S", "2021-06-05"), second)
    assert [kind for kind, _ in found] == (["sources-disagree"] if disagrees else [])


@pytest.mark.parametrize(
    ("code", "age", "wrong"),
    [
        ("D12A", 17, False), ("D12A", 19, True), ("D11A", 17, True), ("D11A", 19, False), ("D08A", 30, True),
        ("D10A", 30, True), ("D01A", 15, False), ("D06A", 15, False), ("D09A", 15, False), ("A30A", 40, True),
        ("A30A", 4, False), ("A01A", 17, True), ("B01A", 17, True), ("C01A", 40, False), ("XX", 40, False),
    ],
)  # fmt: skip
def test_the_age_of_a_pathway(code: str, age: int, wrong: bool) -> None:
    assert is_of_wrong_age(code, date(2022 - age, 3, 1), date(2022, 4, 1)) is wrong


def test_the_eighteenth_birthday_itself_belongs_to_both() -> None:
    for code in ("D11A", "D12A"):
        assert not is_of_wrong_age(code, date(2004, 2, 29), date(2022, 3, 1))
    assert (group_of("D12A"), group_of("D01A"), group_of("A07A")) == ("children", None, "adults")


def test_a_start_in_a_pathway_of_another_age_group_is_listed_and_counted(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05"))
    name("p1", date(2010, 1, 1))
    assert list(Oddity.objects.values_list("kind", "source_id")) == [("wrong-age-group", "A-2021-06-01")]
    assert ClockState.objects.get(clock="OF1").verdict == "met"


def test_an_unknown_organisation_is_kept_listed_and_named_later(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05 @midt"))
    assert unnamed_organisations() == ((VEST, 1), (MIDT, 1))
    name_organisations(names={VEST: "Vest", MIDT: "Midt"}, actor=actor_with(Role.ADMINISTRATOR), now=NOW)
    assert unnamed_organisations() == ()


def test_the_list_holds_ones_own_patients_only(client: Client, intake: Intake) -> None:
    theirs = event("S", "2021-06-09", source="dips", source_id="d1")
    intake([event("S", "2021-06-05"), theirs])
    assert odd_listed(frozenset({VEST}), "", 1).counts == {"sources-disagree": 1}
    assert odd_listed(frozenset({MIDT}), "", 1).counts == {}
    assert odd_listed(frozenset({""}), "after-death", 9).rows == ()
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    page = client.get("/patients/odd/?kind=sources-disagree&page=x").content.decode()
    assert "dips d1" in page
    assert "das S-2021-06-05" in page
    patient = client.get(f"/patients/{Patient.objects.get().pk}/").content.decode()
    assert "dips d1" in patient
