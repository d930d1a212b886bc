"""What changed since somebody looked last, on the page that says why and on the list: what was known when, and in which words."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from normverk.base.events.models import Event
from normverk.base.policy import Role
from normverk.cli import parser, run
from normverk.publish.models import Release
from normverk.use.pathways.actions import note_patient_seen, take_in
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.changed import looks_of, maybe_changed
from normverk.use.pathways.queries.since import changes_since, editions_at, known_at, last_look
from tests.conftest import actor_with
from tests.use.pathways.conftest import AS_OF, NOW, ndjson, plain
from tests.use.pathways.events import VEST, course
from tests.use.pathways.test_pages import sign_in

LATER = NOW + timedelta(days=2)
LOOKED = NOW + timedelta(hours=3)
EVERYWHERE = frozenset({""})


def day_of(moment: datetime) -> date:
    """The pages of these tests stand on one day."""
    return AS_OF


def comes(happened: str, at: datetime, **changes: Any) -> None:
    """These registrations come in at a moment."""
    lines = [plain(one, recorded="2022-04-30T12:00:00Z", **changes) for one in course(happened)]
    take_in(content=ndjson(lines), name="f", form="ndjson", actor=actor_with(Role.ADMINISTRATOR), now=at, as_of=AS_OF)


@pytest.fixture
def patient(releases: None) -> Patient:
    """Referred on 20 April: a week later the limit of OF1 is passed."""
    comes("A 2022-04-20", NOW)
    return Patient.objects.get()


def looks(patient: Patient, account: str, at: datetime = LOOKED) -> None:
    """The account opened the patient's page at a moment."""
    actor = actor_with(Role.PATHWAY_COORDINATOR, id=account, organisation=VEST)
    note_patient_seen(patient=patient, page="patient", actor=actor, now=at)


def test_what_was_known_is_what_had_come_in(patient: Patient) -> None:
    comes("S 2022-04-25", LATER)
    comes("S 2022-04-25", LATER + timedelta(days=1), version=2, status="entered-in-error", source_id="S-2022-04-25")
    known = [
        sorted((event.code, event.version, event.status) for event in known_at(patient, moment))
        for moment in (NOW - timedelta(days=1), LOOKED, LATER, LATER + timedelta(days=2))
    ]
    start = ("A01A", 1, "final")
    assert known == [
        [], [start], [start, ("A01S", 1, "final")], [start, ("A01S", 2, "entered-in-error")],
    ]  # fmt: skip


def test_editions_are_those_that_were_loaded_and_in_force_then(patient: Patient) -> None:
    assert editions_at(NOW - timedelta(days=1)) == ()
    assert [edition.release.rpartition("#")[2] for edition in editions_at(NOW)] == ["1.0.0", "2.0.0"]
    assert [edition.definition.valid_to for edition in editions_at(NOW)] == [date(2021, 4, 30), None]


def test_a_registration_that_came_since_is_the_cause(patient: Patient) -> None:
    comes("S 2022-04-25", LATER)
    found = changes_since(patient, LOOKED, LATER, (AS_OF, AS_OF))
    assert {line[3]: [cause.kind for cause in change.causes] for line, change in found.items()} == {
        "OF1": ["event-new"],
        "OF2": ["event-new"],
    }
    assert changes_since(patient, LATER, LATER + timedelta(days=1), (AS_OF, AS_OF)) == {}


def test_looks_of_the_same_day_do_not_hide_what_changed_before_them(patient: Patient) -> None:
    looks(patient, "kari", LOOKED)
    looks(patient, "kari", LATER)
    looks(patient, "per", LATER)
    assert last_look(patient, "kari", LATER.date()) == LOOKED
    assert last_look(patient, "per", LATER.date()) is None


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nb", ("Hva er endret siden sist?", "Siden du sist så på pasienten, 2. mars 2026", "En registrering er kommet til: A01S")),
        ("nn", ("Kva er endra sidan sist?", "Sidan du sist såg på pasienten, 2. mars 2026", "Ei registrering er komen til: A01S")),
        ("en", ("What has changed since last time?", "Since you last looked at the patient, 2 Mar 2026", "A registration has come: A01S")),
    ],
)  # fmt: skip
def test_the_page_tells_the_change_and_its_cause(
    client: Client, patient: Patient, language: str, words: tuple[str, ...]
) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    looks(patient, account)
    comes("S 2022-04-25", LATER)
    html = client.get(
        f"/patients/{patient.pk}/brystkreft/1/OF1/", headers={"accept-language": language}
    ).content.decode()
    assert [said for said in words if said not in html] == []
    assert "das S-2022-04-25" in html


def test_the_page_says_when_nothing_changed_and_when_there_is_nothing_to_compare_with(
    client: Client, patient: Patient
) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    address = f"/patients/{patient.pk}/brystkreft/1/OF1/"
    assert "Du har ikke sett på denne pasienten en tidligere dag." in client.get(address).content.decode()
    looks(patient, account)
    assert "Ingenting er endret for denne fristen." in client.get(address).content.decode()


def test_a_day_can_be_asked_for_and_a_later_one_is_refused(client: Client, patient: Patient) -> None:
    sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    address = f"/patients/{patient.pk}/brystkreft/1/OF1/"
    html = client.get(address, {"since": "2022-04-22"}).content.decode()
    assert "Siden 22. april 2022 var over:" in html
    assert "En registrering er kommet til: A01A" in html  # it was recorded on the 30th
    refused = client.get(address, {"since": "2022-05-01"})
    assert refused.status_code == 200
    assert "Dagen har ikke vært ennå." in refused.content.decode()
    assert client.get(address, {"since": "x"}).status_code == 200


def test_the_list_shows_the_patient_until_it_is_opened(client: Client, patient: Patient) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, VEST)
    assert "Ingenting er endret" in client.get("/patients/changed/").content.decode()
    looks(patient, account)
    assert "Ingenting er endret" in client.get("/patients/changed/").content.decode()
    comes("S 2022-04-25", LATER)
    html = client.get("/patients/changed/").content.decode()
    assert html.count("En registrering er kommet til: A01S") == 2
    assert f"/patients/{patient.pk}/brystkreft/1/OF1/" in html
    seen = Event.objects.filter(type="patients.listed", subject="patients-changed").order_by("seq").last()
    assert seen is not None
    assert seen.data["patients"] == [str(patient.pk)]
    client.get(f"/patients/{patient.pk}/")
    assert "Ingenting er endret" in client.get("/patients/changed/").content.decode()


def test_a_patient_of_another_hospital_is_not_on_the_list(client: Client, patient: Patient) -> None:
    account = sign_in(client, Role.PATHWAY_COORDINATOR, "310000033")
    looks(patient, account)
    comes("S 2022-04-25", LATER)
    assert str(patient.pk) not in client.get("/patients/changed/").content.decode()


def test_the_quick_question_leaves_nobody_out_and_asks_for_few(patient: Patient) -> None:
    looks(patient, "kari")
    held = looks_of("kari", EVERYWHERE)
    assert held == {patient.pk: LOOKED}
    assert maybe_changed(held, AS_OF, day_of) == []
    assert maybe_changed(held, AS_OF, lambda _: date(2022, 4, 26)) == [patient.pk]  # the 27th was the last day
    comes("S 2022-04-25", LATER)
    assert maybe_changed(held, AS_OF, day_of) == [patient.pk]


def test_a_registration_that_moved_to_another_patient_is_noticed_and_told_as_gone(patient: Patient) -> None:
    comes("S 2022-04-25", NOW)
    looks(patient, "kari")
    comes("S 2022-04-25", LATER, version=2, status="amended", patient="p2", source_id="S-2022-04-25")
    assert maybe_changed(looks_of("kari", EVERYWHERE), AS_OF, day_of) == [patient.pk]
    found = changes_since(patient, LOOKED, LATER, (AS_OF, AS_OF))
    assert {cause.kind for change in found.values() for cause in change.causes} == {"event-gone"}


def test_a_new_edition_makes_everybody_be_asked_about(patient: Patient) -> None:
    looks(patient, "kari", NOW - timedelta(days=3))
    assert maybe_changed(looks_of("kari", EVERYWHERE), AS_OF, day_of) == [patient.pk]


def test_the_command_adds_what_changed_since_a_day_to_the_derivation(
    releases: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = []
    for release in Release.objects.order_by("version"):
        files.append(str(tmp_path / f"{release.version}.tgz"))
        Path(files[-1]).write_bytes(bytes(release.file))
    first, second = course("A 2022-04-20, S 2022-04-25")
    events = tmp_path / "events.ndjson"
    lines = [plain(first, recorded="2022-04-20T12:00:00Z"), plain(second, recorded="2022-04-26T12:00:00Z")]
    events.write_bytes(ndjson(lines))
    words = ["pathway", "evaluate", "--release", *files, "--events", str(events), "--as-of", "2022-04-30", "--json"]
    assert run(parser().parse_args([*words, "--since", "2022-04-25"])) == 0
    told = {
        line["clock"]: line["explanation"]["since"] for line in map(json.loads, capsys.readouterr().out.splitlines())
    }
    assert (told["OF1"]["before"]["verdict"], told["OF1"]["after"]["verdict"]) == ("running", "met")
    assert [(cause["kind"], cause["event"]["source_id"]) for cause in told["OF1"]["causes"]] == [
        ("event-new", second.source_id)
    ]
    assert run(parser().parse_args([*words, "--since", "2022-04-26"])) == 0
    told = {
        line["clock"]: line["explanation"]["since"] for line in map(json.loads, capsys.readouterr().out.splitlines())
    }
    assert told["OF1"] is None
