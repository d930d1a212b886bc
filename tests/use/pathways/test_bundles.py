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
from tests.use.pathways.events import VEST, course

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


@pytest.mark.parametrize(
    "content", [b"not json", b"[]", b'{"resourceType": "Patient"}', b'{"resourceType": "Bundle", "entry": 1}']
)
def test_what_is_no_bundle_is_refused_whole(content: bytes, releases: None) -> None:
    with pytest.raises(Unreadable):
        take_in(content=content, name="x", form="fhir", actor=actor_with(Role.ADMINISTRATOR), now=NOW, as_of=AS_OF)
