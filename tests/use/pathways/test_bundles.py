"""FHIR R4 bundles: the Procedure that carries a pathway code, and what is said about everything else."""

from __future__ import annotations

import json
from typing import Any

import pytest

from normverk.base.events.queries import faults
from normverk.base.policy import Role
from normverk.use.pathways.actions import IntakeReport, take_in
from normverk.use.pathways.intake import Unreadable
from normverk.use.pathways.models import ClockState, RecordEvent
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, Intake
from tests.use.pathways.events import MIDT, NORD, VEST, course

SYSTEM = "urn:oid:2.16.578.1.12.4.1.1.8480"
FODSELSNUMMER = "urn:oid:2.16.578.1.12.4.1.4.1"


def procedure(letters: str, time: str, /, **changes: Any) -> dict[str, Any]:
    """A Procedure as a record system would send it; changes of None leave a field out."""
    resource = {
        "resourceType": "Procedure",
        "id": f"{letters}-{time}",
        "meta": {"versionId": "1", "lastUpdated": "2022-01-01T12:00:00Z", "source": "das"},
        "status": "completed",
        "code": {
            "coding": [{"system": "http://snomed.info/sct", "code": "1"}, {"system": SYSTEM, "code": f"A01{letters}"}]
        },
        "subject": {"reference": "Patient/p1"},
        "performedDateTime": time,
        "performer": [{"actor": {"identifier": {"system": "urn:oid:2.16.578.1.12.4.1.4.101", "value": VEST}}}],
    }
    return {key: value for key, value in (resource | changes).items() if value is not None}


def send(*resources: Any) -> IntakeReport:
    """Takes in a bundle of these resources."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": held} for held in resources]}
    return take_in(
        content=json.dumps(bundle).encode(),
        name="bundle.json",
        form="fhir",
        actor=actor_with(Role.ADMINISTRATOR),
        now=NOW,
        as_of=AS_OF,
    )


def states() -> list[tuple[Any, ...]]:
    """The clocks worked out."""
    return sorted(ClockState.objects.values_list("clock", "verdict", "start", "stop", "org"))


def test_a_bundle_gives_the_same_clocks_as_the_same_lines(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-05T10:00:00+02:00"))
    expected = states()
    ClockState.objects.all().delete()
    RecordEvent.objects.all().delete()
    assert send(procedure("A", "2021-06-01"), procedure("S", "2021-06-05T08:00:00Z")).counts == {"taken-in": 2}
    assert states() == expected
    assert list(faults()) == []


def test_entered_in_error_voids(releases: None) -> None:
    send(procedure("A", "2021-06-01"))
    meta = {"versionId": "2", "lastUpdated": "2022-01-02T12:00:00Z", "source": "das"}
    send(procedure("A", "2021-06-01", status="entered-in-error", meta=meta))
    assert states() == []


@pytest.mark.parametrize(
    ("changes", "kind", "detail"),
    [
        ({"resourceType": "Encounter"}, "resource-not-read", "Encounter"),
        ({"code": {"coding": [{"system": "http://snomed.info/sct", "code": "1"}]}}, "other-code-system", ""),
        ({"code": None}, "other-code-system", ""),
        ({"code": {"coding": [{"system": SYSTEM, "code": "A01Z"}]}}, "unknown-code", "A01Z"),
        ({"status": "in-progress"}, "not-completed", "in-progress"),
        ({"performedDateTime": None}, "missing-field", "performedDateTime"),
        ({"performedDateTime": "2021-06"}, "no-such-time", "time: 2021-06"),
        ({"performedDateTime": "2021-06-01T10:00:00"}, "time-without-offset", "time: 2021-06-01T10:00:00"),
        ({"performer": None}, "missing-field", "performer"),
        ({"subject": {}}, "missing-field", "subject"),
        ({"subject": {"identifier": {"system": FODSELSNUMMER, "value": "01819000049"}}}, "identity-number", ""),
        ({"meta": {"lastUpdated": "2022-01-01T12:00:00Z"}}, "missing-field", "meta.versionId"),
        ({"meta": {"versionId": "a", "lastUpdated": "2022-01-01T12:00:00Z"}}, "wrong-value", "meta.versionId"),
        ({"meta": {"versionId": "1"}}, "missing-field", "meta.lastUpdated"),
        ({"id": 7}, "wrong-value", "id"),
    ],
)
def test_what_is_not_understood_is_listed(changes: dict[str, Any], kind: str, detail: str, releases: None) -> None:
    report = send(procedure("A", "2021-06-01"), procedure("S", "2021-06-05", **changes))
    assert [(line, complaint.kind, complaint.detail) for line, complaint in report.complaints] == [(2, kind, detail)]
    assert report.counts == {kind: 1, "taken-in": 1}


def test_an_entry_without_a_resource_is_listed(releases: None) -> None:
    assert send(None, 7, procedure("A", "2021-06-01")).counts == {"no-resource": 2, "taken-in": 1}


ORGANISATIONS = "urn:oid:2.16.578.1.12.4.1.4.101"
EPISODE = {"url": "http://hl7.org/fhir/StructureDefinition/workflow-episodeOfCare"}
PLAN = "https://normverk.example/fhir/StructureDefinition/planned-treatment"


def by_number(number: str) -> dict[str, Any]:
    """A reference to an organisation by its number."""
    return {"identifier": {"system": ORGANISATIONS, "value": number}}


def stored() -> tuple[str, str, str]:
    """Who is responsible, the plan and the episode, as the one event holds them."""
    row = RecordEvent.objects.get()
    return row.responsible_org, row.treatment, row.episode


def test_encounter_episode_and_order_say_who_is_responsible_what_is_planned_and_which_course(releases: None) -> None:
    episode = {
        "resourceType": "EpisodeOfCare", "id": "e1", "identifier": [{"system": "urn:x", "value": "course-7"}],
        "managingOrganization": {"reference": "Organization/o1"},
    }  # fmt: skip
    organisation = {
        "resourceType": "Organization", "id": "o1", "identifier": [{"system": ORGANISATIONS, "value": MIDT}]
    }  # fmt: skip
    encounter = {
        "resourceType": "Encounter", "id": "c1", "episodeOfCare": [{"reference": "EpisodeOfCare/e1"}],
        "serviceProvider": by_number(NORD),
    }  # fmt: skip
    order = {"resourceType": "ServiceRequest", "id": "s1", "code": {"coding": [{"system": SYSTEM, "code": "A01CK"}]}}
    held = procedure(
        "A", "2021-06-01", encounter={"reference": "Encounter/c1"}, basedOn=[{"reference": "ServiceRequest/s1"}]
    )
    assert send(episode, organisation, encounter, order, held).counts == {"taken-in": 1}
    assert stored() == (MIDT, "A01CK", "course-7")


def test_the_service_provider_is_responsible_where_the_episode_names_nobody(releases: None) -> None:
    encounter = {"resourceType": "Encounter", "id": "c1", "serviceProvider": by_number(NORD)}
    send(encounter, procedure("A", "2021-06-01", encounter={"reference": "https://ehr.example/fhir/Encounter/c1"}))
    assert stored() == (NORD, "", "")


def test_the_hospital_itself_is_not_named_twice(releases: None) -> None:
    encounter = {"resourceType": "Encounter", "id": "c1", "serviceProvider": by_number(VEST)}
    send(encounter, procedure("A", "2021-06-01", encounter={"reference": "Encounter/c1"}))
    assert stored() == ("", "", "")


def test_extensions_on_the_procedure_say_it_alone(releases: None) -> None:
    said = [EPISODE | {"valueReference": {"reference": "EpisodeOfCare/e9"}}, {"url": PLAN, "valueCode": "surgery"}]
    send(procedure("A", "2021-06-01", extension=said))
    assert stored() == ("", "surgery", "e9")


def test_what_lies_outside_the_bundle_is_not_known_and_keeps_nothing_out(releases: None) -> None:
    held = procedure("A", "2021-06-01", encounter={"reference": "Encounter/9"}, basedOn=[{"reference": "x"}, 7])
    assert send(held).counts == {"taken-in": 1}
    assert stored() == ("", "", "")


def test_a_plan_in_a_bundle_narrows_the_limit_as_it_does_in_a_line(intake: Intake) -> None:
    intake(course("A 2021-06-01, S 2021-06-02, CK 2021-06-05 :drugs"))
    expected = sorted(ClockState.objects.values_list("clock", "verdict", "branch", "due"))
    assert "drugs" in {branch for _, _, branch, _ in expected}
    ClockState.objects.all().delete()
    RecordEvent.objects.all().delete()
    planned = [{"url": PLAN, "valueCode": "drugs"}]
    send(procedure("A", "2021-06-01"), procedure("S", "2021-06-02"), procedure("CK", "2021-06-05", extension=planned))
    assert sorted(ClockState.objects.values_list("clock", "verdict", "branch", "due")) == expected


@pytest.mark.parametrize(
    ("extension", "kind"),
    [
        ({"url": PLAN, "valueCode": "x" * 41}, "wrong-value"),
        (
            EPISODE | {"valueReference": {"identifier": {"system": FODSELSNUMMER, "value": "01819000049"}}},
            "identity-number",
        ),
        (EPISODE | {"valueReference": {"identifier": {"value": "x" * 81}}}, "wrong-value"),
    ],
)
def test_what_cannot_be_carried_is_listed(extension: dict[str, Any], kind: str, releases: None) -> None:
    assert send(procedure("A", "2021-06-01", extension=[extension])).counts == {kind: 1}


def test_a_deletion_is_set_aside_with_what_it_would_delete(releases: None) -> None:
    entry = {"request": {"method": "DELETE", "url": "Procedure/A-2021-06-01"}}
    bundle = {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [entry, {"resource": procedure("A", "2021-06-01")}],
    }
    report = take_in(
        content=json.dumps(bundle).encode(), name="b", form="fhir", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF
    )  # fmt: skip
    assert report.counts == {"delete-entry": 1, "taken-in": 1}
    assert report.complaints[0][1].detail == "Procedure/A-2021-06-01"


@pytest.mark.parametrize(
    "content", [b"not json", b"[]", b'{"resourceType": "Patient"}', b'{"resourceType": "Bundle", "entry": 1}']
)
def test_what_is_no_bundle_is_refused_whole(content: bytes, releases: None) -> None:
    with pytest.raises(Unreadable):
        take_in(content=content, name="x", form="fhir", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)
