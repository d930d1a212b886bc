"""One person under several keys: what is counted together, that parting gives everything back, and that it can be seen."""

from __future__ import annotations

import json
import random
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Actor, Denied, Grant, Role
from normverk.base.rules import Broken
from normverk.sim.identity import identity_number
from normverk.use.pathways.actions import join_patients, name_patients, part_patients, take_in
from normverk.use.pathways.engine import RecordEvent as Registration
from normverk.use.pathways.engine import as_one, evaluate, read_norms, roots, settle
from normverk.use.pathways.engine.board import Board
from normverk.use.pathways.events import PatientSeen
from normverk.use.pathways.models import ClockState, Patient, PatientJoin, RecordEvent
from normverk.use.pathways.queries import clock_rows, facts_of, loaded_editions, looks_at, record_of
from normverk.use.proposals.actions import take_facts
from normverk.web.charts.words import day_words
from tests.conftest import actor_with
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.conftest import AS_OF, NOW, Intake, ndjson
from tests.use.pathways.events import VEST, course, event
from tests.use.pathways.test_engine_laws import as_ofs, histories
from tests.use.pathways.test_intake import found
from tests.use.pathways.test_pages import sign_in

HEAD = "MSH|^~\\&|das|310000019|mottak|310000027|20220120120000||{kind}|1|P|2.5.1|||||NOR|UNICODE UTF-8"


def coordinator(at: str = VEST) -> Actor:
    """Somebody who coordinates at one hospital."""
    return Actor(f"c-{at}", "Test", frozenset({Grant(Role.PATHWAY_COORDINATOR, at)}))


def keyed(key: str, said: str) -> list[Registration]:
    """A course under a key of the record."""
    return [
        event(held.code[3:], held.time.isoformat(), patient=key, source_id=f"{key}{n}")
        for n, held in enumerate(course(said))
    ]


def of(key: str) -> Patient:
    """The patient with that key."""
    return Patient.objects.get(pseudonym=key)


def join(kept: str = "p1", retired: str = "p2", **more: Any) -> PatientJoin:
    """Joins two keys by hand."""
    said: dict[str, Any] = {"reason": "Samme person", "actor": coordinator(), "now": NOW, "as_of": AS_OF} | more
    return join_patients(kept=of(kept), retired=of(retired), **said)[0]


def part(held: PatientJoin, reason: str = "Likevel to personer") -> None:
    """Parts two keys by hand."""
    part_patients(join=held, reason=reason, actor=coordinator(), now=NOW, as_of=AS_OF)


def message(kind: str, *segments: str) -> None:
    """Takes an HL7 v2 message in."""
    text = "\r".join((HEAD.format(kind=kind), *segments))
    take_facts(content=text.encode(), name="m", form="hl7", actor=actor_with(Role.ADMINISTRATOR), now=NOW)


def bundle(*resources: dict[str, Any]) -> Any:
    """Takes a bundle of resources in."""
    content = json.dumps({"resourceType": "Bundle", "entry": [{"resource": one} for one in resources]}).encode()
    return take_in(content=content, name="b", form="fhir", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)


@pytest.fixture
def two(intake: Intake) -> Intake:
    """A start under one key, and the first attendance of the same person under another."""
    intake([*keyed("p1", "A 2021-06-01"), *keyed("p2", "S 2021-06-05, CK 2021-06-15")])
    return intake


def test_a_course_that_is_spread_over_two_keys_is_counted_as_one(two: Intake) -> None:
    assert ClockState.objects.filter(clock="OF1", verdict="met").count() == 0
    join()
    assert ClockState.objects.get(clock="OF1").verdict == "met"
    assert set(ClockState.objects.values_list("patient__pseudonym", flat=True)) == {"p1"}
    assert list(faults()) == []


def test_events_keep_the_key_they_came_under(two: Intake) -> None:
    before = list(RecordEvent.objects.order_by("pk").values_list("pk", "patient__pseudonym", "version", "current"))
    join()
    assert (
        list(RecordEvent.objects.order_by("pk").values_list("pk", "patient__pseudonym", "version", "current")) == before
    )
    assert len(record_of(of("p1"), AS_OF).events) == 3


def test_parting_gives_the_exact_earlier_states(two: Intake) -> None:
    before = found()
    held = join()
    assert found() != before
    part(held)
    assert found() == before
    assert list(faults()) == []


def test_what_comes_in_meanwhile_under_either_key_is_counted_and_belongs_to_its_key_after_parting(two: Intake) -> None:
    held = join()
    two(keyed("p2", "S 2021-06-05, CK 2021-06-15, FK 2021-06-20"))
    assert ClockState.objects.get(clock="OF3").patient.pseudonym == "p1"
    part(held)
    assert ClockState.objects.get(clock="OF3").patient.pseudonym == "p2"


def test_keys_are_joined_in_a_chain_and_a_link_in_it_can_be_parted(two: Intake) -> None:
    two(keyed("p3", "FK 2021-06-25"))
    first = join("p1", "p2")
    join("p3", "p1")
    assert set(ClockState.objects.values_list("patient__pseudonym", flat=True)) == {"p3"}
    part(first)
    assert ClockState.objects.filter(clock="OF1", verdict="met").count() == 0
    assert {state.patient.pseudonym for state in ClockState.objects.all()} == {"p2", "p3"}


@pytest.mark.parametrize(
    ("kept", "retired", "reason", "rule"),
    [("p1", "p1", "Ja", "join.of-two-keys"), ("p2", "p1", "Ja", "join.of-two-keys"), ("p1", "p2", "", "join.has-a-reason"),
     ("p3", "p2", "Ja", "join.to-one-only")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(kept: str, retired: str, reason: str, rule: str, two: Intake) -> None:
    two(keyed("p3", "A 2021-06-01"))
    if reason:
        join("p1", "p2")
    with pytest.raises(Broken, match=rule.replace(".", r"\.")):
        join(kept, retired, reason=reason)


def test_who_may_not_see_both_may_not_join_them(two: Intake) -> None:
    with pytest.raises(Denied):
        join(actor=coordinator("310000099"))


def test_another_date_of_birth_warns_and_is_written_down(two: Intake) -> None:
    chance = random.Random(1)
    lines = [
        {"patient": key, "identity_number": identity_number(chance, birth)}
        for key, birth in (("p1", date(1960, 1, 1)), ("p2", date(1960, 2, 1)))
    ]
    name_patients(content=ndjson(lines), name="p", actor=actor_with(Role.ADMINISTRATOR), now=NOW)
    made = join_patients(kept=of("p1"), retired=of("p2"), reason="Ja", actor=coordinator(), now=NOW, as_of=AS_OF)
    assert [finding.rule.id for finding in made[1] if finding.warns] == ["join.same-birth-date"]
    checks = {one["rule"]: one["outcome"] for one in Event.objects.get(type="patients.joined").data["checks"]}
    assert checks["join.same-birth-date"] == "not-met"


def test_the_patient_can_see_who_joined_and_parted(two: Intake) -> None:
    part(join())
    for key in ("p1", "p2"):
        assert [look.type for look in looks_at(of(key)) if look.type.startswith("patients.")] == [
            "patients.parted", "patients.joined"]  # fmt: skip


def test_an_hl7_merge_joins_and_an_unlink_parts(two: Intake) -> None:
    before = found()
    message("ADT^A40", "PID|1||p1^^^journal^PI", "MRG|p2^^^journal^PI")
    held = PatientJoin.objects.get()
    assert (held.kept.pseudonym, held.retired.pseudonym, held.made_through) == ("p1", "p2", "hl7")
    assert ClockState.objects.get(clock="OF1").verdict == "met"
    message("ADT^A40", "PID|1||p1^^^journal^PI", "MRG|p2^^^journal^PI")
    assert PatientJoin.objects.count() == 1
    message("ADT^A37", "PID|1||p1", "PID|2||p2")
    assert found() == before


@pytest.mark.parametrize(
    "links",
    [
        [
            {
                "resourceType": "Patient",
                "id": "p2",
                "link": [{"type": "replaced-by", "other": {"reference": "Patient/p1"}}],
            }
        ],
        [{"resourceType": "Patient", "id": "p1", "link": [{"type": "replaces", "other": {"reference": "Patient/p2"}}]}],
    ],
)
def test_a_fhir_link_joins(links: list[dict[str, Any]], two: Intake) -> None:
    report = bundle(*links)
    assert report.counts == {"said": 1}
    assert ClockState.objects.get(clock="OF1").verdict == "met"
    assert bundle(*links).run is None


def test_a_message_that_joins_a_key_to_a_third_is_set_aside_and_the_rest_is_done(two: Intake) -> None:
    join()
    report = bundle(
        {"resourceType": "Patient", "id": "p3", "link": [{"type": "replaces", "other": {"reference": "Patient/p2"}}]},
        {"resourceType": "Patient", "id": "p1", "deceasedDateTime": "2022-02-01"},
    )
    assert [(line, one.kind, one.detail) for line, one in report.complaints] == [(1, "not-joined", "join.to-one-only")]
    assert of("p1").died_on == date(2022, 2, 1)
    assert PatientJoin.objects.count() == 1


def test_figures_count_a_person_once(two: Intake) -> None:
    join()
    rows = list(clock_rows("brystkreft", date(2021, 6, 6)))
    assert {(row.clock, row.state) for row in rows} >= {("OF1", "met")}
    assert len([row for row in rows if row.clock == "OF1"]) == 1


def test_the_states_say_what_the_reference_says_of_the_joined_set(two: Intake) -> None:
    join()
    events = [*keyed("p1", "A 2021-06-01"), *keyed("p2", "S 2021-06-05, CK 2021-06-15")]
    expected = evaluate(as_one(events, {"p2": "p1"}), loaded_editions(), AS_OF)
    rows = [(row.clock, row.state) for row in clock_rows("brystkreft", AS_OF)]
    assert sorted(rows) == sorted((line.clock, line.verdict) for line in expected)


@given(histories, as_ofs, st.booleans())
def test_the_board_joins_and_parts_as_the_reference_does(history: list[Registration], as_of: date, early: bool) -> None:
    board, norms = Board(read_norms(EDITIONS)), EDITIONS
    if early:
        board.join({"p2": "p1"})
    board.take(history)
    board.join({"p2": "p1"})
    held = settle(history)
    assert tuple(board.lines(as_of)) == evaluate(as_one(held, {"p2": "p1"}), norms, as_of)
    board.join({})
    assert tuple(board.lines(as_of)) == evaluate(history, norms, as_of)


def test_joins_in_a_ring_are_refused() -> None:
    with pytest.raises(ValueError, match="ring"):
        roots({"a": "b", "b": "a"})
    assert roots({"a": "b", "b": "c"}) == {"a": "c", "b": "c"}


def test_the_pages_join_and_part_and_lead_to_each_other(client: Client, two: Intake) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    kept, retired = of("p1").pk, of("p2").pk
    assert client.post(f"/patients/{kept}/join/", {"other": "nobody", "reason": "Ja"}).status_code == 422
    asked = client.post(f"/patients/{kept}/join/", {"other": "p2", "reason": "Samme person"})
    assert (asked.status_code, PatientJoin.objects.count()) == (200, 0)
    assert f'name="sure" value="{retired}"' in asked.content.decode()
    other = {"other": "p1", "reason": "Samme person", "sure": str(retired)}
    assert client.post(f"/patients/{kept}/join/", other).status_code != 302, "what was confirmed is of another key"
    answer = client.post(f"/patients/{kept}/join/", {"other": "p2", "reason": "Samme person", "sure": str(retired)})
    assert answer["location"] == f"/patients/{kept}/?done=joined"
    assert f"/patients/{kept}/" in client.get(f"/patients/{retired}/").content.decode()
    shown = client.get(f"/patients/{kept}/").content.decode()
    assert "Samme person" in shown
    held = PatientJoin.objects.get()
    assert f"/patients/joins/{held.pk}/" in shown
    assert client.post(f"/patients/joins/{held.pk}/", {"reason": ""}).status_code == 422
    assert client.post(f"/patients/joins/{held.pk}/", {"reason": "To"})["location"] == f"/patients/{kept}/?done=parted"
    assert client.get(f"/patients/joins/{held.pk}/").status_code == 404


def test_whose_the_other_key_is_stands_there_before_it_is_joined_and_is_a_look(client: Client, two: Intake) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    kept, other = of("p1"), of("p2")
    seen = Event.objects.filter(type=PatientSeen.type_name, subject=f"patient/{other.pk}").count()
    page = client.post(f"/patients/{kept.pk}/join/", {"other": "p2", "reason": "Samme person"}).content.decode()
    held = facts_of(other)
    assert held.registrations == RecordEvent.objects.filter(patient=other, current=True).count() > 0
    assert (
        f"Registreringer som gjelder: {held.registrations}, fra {day_words(held.first)} til {day_words(held.last)}"
        in page
    )
    assert "Fødselsdato er ikke kjent." in page
    assert Event.objects.filter(type=PatientSeen.type_name, subject=f"patient/{other.pk}").count() == seen + 1


def test_that_dates_of_birth_differ_is_told_before_two_keys_are_joined(client: Client, two: Intake) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    kept, other = of("p1"), of("p2")
    for years, told in (((1950, 1950), False), ((1950, 1967), True)):
        for patient, year in zip((kept, other), years, strict=True):
            patient.identity_number = identity_number(random.Random(patient.pseudonym), date(year, 3, 1))
            patient.save()
        page = client.post(f"/patients/{kept.pk}/join/", {"other": "p2", "reason": "Samme person"}).content.decode()
        assert ("Fødselsdatoene er ulike." in page) is told
