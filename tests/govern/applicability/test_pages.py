"""The pages, files and addresses of the reference catalogue, and its commands."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from django.test import Client

from normverk.base.events.queries import faults
from normverk.cli import main
from normverk.govern.applicability.api import Applies, Calendar, NormInFull, NormList
from normverk.govern.applicability.asking import BadMoment, known_moment
from normverk.govern.applicability.models import ApplicabilityRow, Exemption, Proposal, Stance
from normverk.norm.days import NORWAY
from normverk.sim.demonstration.catalogue import STANDARD, fill_catalogue
from normverk.sim.demonstration.persons import make_persons
from normverk.sim.organisations import MIDT, NORD, VEST
from tests.govern.applicability.samples import plain

pytestmark = pytest.mark.django_db
PAGE = f"/applies/norms/{STANDARD}/"


@pytest.fixture(autouse=True)
def catalogue(db: None, settings: Any) -> datetime:
    """The demonstration's catalogue, recorded a minute ago; without our own norm, which needs the stories."""
    settings.DEMONSTRATION = True
    moment = datetime.now(UTC) - timedelta(minutes=1)
    make_persons(now=moment)
    fill_catalogue(now=moment, today=moment.date())
    return moment


def client_of(name: str) -> Client:
    """A browser in which this demonstration person is logged in."""
    client = Client()
    assert client.post("/persons/", {"person": name}).status_code == 302
    return client


def body(answer: Any) -> str:
    return str(answer.content.decode())


def today(days: int = 0) -> str:
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def test_the_page_answers_with_the_ground_and_says_that_it_is_no_authority() -> None:
    answer = Client().get("/applies/", {"actor": "hospital", "action": "send", "on": today()})
    words = body(answer)
    assert answer.status_code == 200
    assert "Dette er ingen offisiell katalog." in words
    assert "Forskrift om standarder og nasjonale e-helseløsninger § 6 første ledd nr. 3" in words
    assert "Demoforskrift om standarder § 1 (oppdiktet)" in words
    assert 'slik det sto <time datetime="2024-12-31">' in words
    assert "Kan gjelde, men det er ikke kjent (" in words
    assert "MIT, © 2016 Direktoratet for e-helse." in words


@pytest.mark.parametrize(
    ("asked", "word"),
    [
        ({"actor": "moon"}, "Velg et av alternativene i listen."),
        ({"actor": ""}, "Fyll ut feltet."),
        ({"actor": "hospital", "action": "sing"}, "Velg et av alternativene i listen."),
        ({"actor": "hospital", "on": "i går"}, "Skriv en dag som finnes, for eksempel 31.01.2022"),
        ({"actor": "hospital", "known": "2999-01-01"}, "Hva som blir kjent senere, vet ingen ennå."),
        ({"actor": "hospital", "known": "2026-01-31T12:00:00"}, "Skriv en dato (2026-01-31) eller et tidspunkt"),
        ({"actor": "hospital", "theme": "<b>"}, "Velg et av alternativene i listen."),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused_with_the_way_out(asked: dict[str, str], word: str) -> None:
    answer = Client().get("/applies/", asked)
    assert (answer.status_code, word in body(answer)) == (400, True)
    machine = Client().get("/api/v1/applies/", asked)
    assert (machine.status_code, machine["Content-Type"]) == (400, "application/problem+json")
    assert word in json.loads(machine.content)["detail"]
    assert Client().get("/applies/answer.csv", asked).status_code == 400


def test_page_address_file_and_command_give_the_same_rows(capsys: Any) -> None:
    asked = {"actor": "general-practice", "action": "send", "on": today()}
    told = msgspec.json.decode(Client().get("/api/v1/applies/", asked).content, type=Applies)
    lines = list(csv.DictReader(io.StringIO(Client().get("/applies/answer.csv", asked).content.decode("utf-8-sig"))))
    assert (
        main(["applicability", "ask", "--actor", "general-practice", "--action", "send", "--on", today(), "--json"])
        == 0
    )
    printed = json.loads(capsys.readouterr().out)
    rows = [(row.row.norm, row.row.version, str(row.standing)) for row in told.rows]
    assert rows == [(line["norm"], line["version"], line["standing"]) for line in lines]
    assert rows == [(row["row"]["norm"], row["row"]["version"], row["standing"]) for row in printed["rows"]]
    assert ((STANDARD, "2.0", "trial") in rows, (STANDARD, "1.0", "applies") in rows) == (True, True)
    words = body(Client().get("/applies/", asked))
    assert all(f'href="/applies/norms/{norm}/"' in words for norm, _, _ in rows)


def test_who_is_exempted_stands_beside_what_is_mandatory() -> None:
    asked = {"actor": "hospital", "action": "send", "on": today()}
    told = msgspec.json.decode(Client().get("/api/v1/applies/", asked).content, type=Applies).rows
    assert [row.exempted for row in told if row.row.norm == STANDARD] == [(VEST.number,)]
    assert "Unntatt: <bdi>Demosykehuset Vest</bdi>" in body(Client().get("/applies/", asked))
    later = msgspec.json.decode(
        Client().get("/api/v1/applies/", {**asked, "on": today(151)}).content, type=Applies
    ).rows
    assert {row.exempted for row in later if row.row.norm == STANDARD} == {()}


def test_what_was_not_known_then_is_not_in_the_answer(catalogue: datetime) -> None:
    before = (catalogue - timedelta(days=2)).date().isoformat()
    asked = {"actor": "hospital", "on": today(), "known": before}
    assert msgspec.json.decode(Client().get("/api/v1/applies/", asked).content, type=Applies).rows == ()
    asked["known"] = catalogue.isoformat()
    first = msgspec.json.decode(Client().get("/api/v1/applies/", asked).content, type=Applies)
    assert first.known_on == catalogue
    wrong = {"actor": "general-practice", "on": today(), "known": catalogue.isoformat()}
    then = msgspec.json.decode(Client().get("/api/v1/applies/", wrong).content, type=Applies).rows
    now = msgspec.json.decode(Client().get("/api/v1/applies/", {**wrong, "known": ""}).content, type=Applies).rows
    assert {one.row.decided_by for one in then if one.row.version == "1.0" and one.row.norm == STANDARD} == {
        "Demodirektoratet"
    }
    (corrected,) = {one.row.decided_by for one in now if one.row.version == "1.0" and one.row.norm == STANDARD}
    assert "Demoutvalget" in corrected


def test_a_moment_of_knowledge_is_the_end_of_a_day_that_has_been() -> None:
    now = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert known_moment("", now) == known_moment("2026-03-02", now) == now
    assert known_moment("2026-03-01", now) == datetime(2026, 3, 1, 23, 59, 59, 999999, tzinfo=NORWAY)
    assert known_moment("2026-03-01T10:00:00+01:00", now) == datetime(2026, 3, 1, 9, tzinfo=UTC)
    for wrong in ("2026-03-03", "2026-03-02T12:00:00+01:00", "20260301", "9999-99-99"):
        with pytest.raises(BadMoment):
            known_moment(wrong, now)


def test_the_calendar_as_page_address_file_and_command(capsys: Any) -> None:
    told = msgspec.json.decode(Client().get("/api/v1/applies/calendar/").content, type=Calendar)
    kinds = {change.kind for change in told.changes if change.row.norm == STANDARD}
    assert kinds == {"phase-in", "mandatory-from", "active", "phase-out", "expired"}
    words = body(Client().get("/applies/calendar/"))
    assert all(word in words for word in ("Obligatorisk fra", "Utfasing begynner", "Utgått fra", "Innfasing begynner"))
    file = Client().get("/applies/calendar.ics")
    assert file["Content-Type"].startswith("text/calendar")
    assert file.content.count(b"BEGIN:VEVENT") == len(told.changes)
    assert all(len(line) <= 75 for line in file.content.split(b"\r\n"))
    assert main(["applicability", "calendar", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["changes"]) == len(told.changes)
    past = msgspec.json.decode(
        Client().get("/api/v1/applies/calendar/", {"first": "2022-01-01", "last": "2022-12-31"}).content, type=Calendar
    )
    assert {(change.day, change.kind) for change in past.changes} == {(date(2022, 7, 1), "expired")}
    assert len(past.changes) == 7
    assert Client().get("/applies/calendar/", {"first": "2026-02-01", "last": "2026-01-01"}).status_code == 400


def test_the_list_finds_by_number_and_theme() -> None:
    words = body(Client().get("/applies/norms/", {"q": "HIS 80822:2014"}))
    assert "standard-for-svarrapportering-av-medisinske-tjenester" in words
    assert "demostandard-henvisning" not in words
    assert "innkalling-dialogmote" in body(Client().get("/applies/norms/", {"q": "dialogmøte innkalling"}))
    listed = msgspec.json.decode(Client().get("/api/v1/applies/norms/").content, type=NormList)
    assert len(listed.norms) == 147
    assert {"hospital", "general-practice"} <= {kind.id for kind in listed.actors}
    assert Client().get("/applies/norms/", {"page": "999999999999", "theme": "x"}).status_code == 200


def test_the_page_of_a_norm_shows_both_times_exemptions_and_stances() -> None:
    words = body(Client().get(PAGE))
    for word in ("Rader som ikke lenger regnes som riktige", "Demosykehuset Vest", "Demosykehuset Midt", "DEMO 1:2026"):
        assert word in words, word
    told = msgspec.json.decode(Client().get(f"/api/v1{PAGE}").content, type=NormInFull)
    assert (len(told.rows), len(told.exemptions), len(told.stances)) == (9, 1, 1)
    assert Client().get("/applies/norms/finnes-ikke/").status_code == 404
    assert "/propose/" not in words
    assert "/propose/" in body(client_of("demo-normeier").get(PAGE))


ROW = {"actor": "pharmacy", "action": "use", "level": "guide", "source_title": "En kilde", "reason": "Trengs."}


def test_a_norm_owner_adds_a_norm_and_no_name_is_taken_twice() -> None:
    form = {"key": "ny-norm", "title_nb": "Ny norm", "kind": "guide", "source_title": "En kilde", "reason": "Mangler."}
    owner = client_of("demo-normeier")
    assert owner.post("/applies/norms/add/", {**form, "version": "1"})["Location"] == "/applies/norms/ny-norm/"
    assert "Ingen rad er kjent nå." in body(owner.get("/applies/norms/ny-norm/"))
    assert client_of("demo-beslutter").post("/applies/norms/add/", form).status_code == 403
    for wrong, word in (
        ({}, "Navnet er i bruk."),
        ({"key": "Ny norm"}, "Skriv små bokstaver"),
        ({"product_slug": "finnes-ikke"}, "Vi har ikke noe produkt med det navnet."),
        ({"address": "javascript:alert(1)"}, "Skriv en adresse som begynner med https://."),
    ):
        answer = owner.post("/applies/norms/add/", {**form, **wrong})
        assert (answer.status_code, word in body(answer)) == (422, True), wrong
    assert list(faults()) == []


def test_a_norm_owner_proposes_and_a_decision_maker_decides() -> None:
    answer = client_of("demo-normeier").post(f"{PAGE}propose/", {**ROW, "who": "here", "version": "3.0"})
    proposal = Proposal.objects.get()
    assert answer["Location"] == f"/applies/proposals/{proposal.ref}/"
    assert proposal.version.label == "3.0"
    assert "Avgjør forslaget" not in body(client_of("demo-normeier").get(answer["Location"]))
    decider = client_of("demo-beslutter")
    assert "Avgjør forslaget" in body(decider.get(answer["Location"]))
    decide = f"{answer['Location']}decide/"
    assert decider.post(decide, {"outcome": "accept"}).status_code == 422
    assert decider.post(decide, {"outcome": "accept", "reason": "Ja."}).status_code == 302
    assert ApplicabilityRow.objects.filter(actor="pharmacy").get().proposal == proposal
    assert decider.post(decide, {"outcome": "reject", "reason": "Nei."}).status_code == 422


def test_a_form_that_breaks_a_rule_comes_back_with_the_rule_and_what_was_written() -> None:
    form = {**ROW, "who": "elsewhere", "version": "1.0", "level": "mandatory", "note": "Skrevet før"}
    answer = client_of("demo-normeier").post(f"{PAGE}propose/", form)
    assert (answer.status_code, "Det som er obligatorisk, har et rettslig grunnlag." in body(answer)) == (422, True)
    assert "Skrevet før" in body(answer)
    bad = client_of("demo-normeier").post(f"{PAGE}propose/", {**form, "source_url": "javascript:alert(1)"})
    assert "Skriv en adresse som begynner med https://." in body(bad)
    bad = client_of("demo-normeier").post(f"{PAGE}propose/", {**form, "decision": "../ Jule kveld"})
    assert "Vi har ingen sak med den referansen." in body(bad)
    assert not ApplicabilityRow.objects.filter(actor="pharmacy").exists()


def test_whatever_is_written_is_shown_as_words() -> None:
    script = "<script>alert(1)</script>"
    form = {**ROW, "who": "elsewhere", "version": "1.0", "note": script, "source_title": script, "decided_by": script}
    assert client_of("demo-normeier").post(f"{PAGE}propose/", form).status_code == 302
    for address in (PAGE, "/applies/?actor=pharmacy"):
        words = body(Client().get(address))
        assert ("&lt;script&gt;alert(1)" in words, script in words) == (True, False), address


def test_an_organisation_says_what_it_does_and_only_for_itself() -> None:
    form = {"version": "2.0", "organisation": MIDT.number, "organisation_name": "X", "stance": "does-not-follow"}
    coordinator = client_of("demo-koordinator")
    assert coordinator.post(f"{PAGE}stance/", form).status_code == 422
    assert coordinator.post(f"{PAGE}stance/", {**form, "reason": "Byttes."}).status_code == 302
    assert Stance.objects.filter(version__label="2.0").get().reason == "Byttes."
    other = {**form, "reason": "Byttes.", "organisation": "310000043"}
    assert coordinator.post(f"{PAGE}stance/", other).status_code == 422
    assert client_of("demo-leverandor").get(f"{PAGE}stance/").status_code == 403


def test_exempting_ending_and_correcting_by_form() -> None:
    rows = ApplicabilityRow.objects.filter(version__norm_id=STANDARD, version__label="1.0", recorded_to__isnull=True)
    mandatory = rows.get(level="mandatory", action="receive")
    decider, owner = client_of("demo-beslutter"), client_of("demo-normeier")
    exempt = {"organisation": "12", "organisation_name": "N", "valid_from": today(), "valid_to": today(9)}
    exempt |= {"legal_ground": "§ 2", "reason": "Byttes."}
    address = f"/applies/rows/{mandatory.pk}/"
    assert decider.post(f"{address}exempt/", exempt).status_code == 422
    assert decider.post(f"{address}exempt/", {**exempt, "organisation": NORD.number}).status_code == 302
    assert Exemption.objects.filter(organisation=NORD.number).exists()
    assert decider.post(f"{address}end/", {"last_day": today(9), "reason": "Slutt."}).status_code == 422
    end = {"last_day": today(9), "reason": "Slutt.", "legal_basis": "§ 3"}
    assert owner.post(f"{address}end/", end).status_code == 403
    assert decider.post(f"{address}end/", end).status_code == 302
    assert decider.get(f"{address}end/").status_code == 404  # that row is closed now
    practice = rows.get(actor="general-practice")
    page = body(owner.get(f"/applies/rows/{practice.pk}/correct/"))
    assert "Demoutvalget" in page
    mended = {**ROW, "actor": "general-practice", "action": "send", "level": "recommended", "parallel": "on"}
    assert owner.post(f"/applies/rows/{practice.pk}/correct/", mended).status_code == 302


def test_the_command_reads_a_file_and_reports(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(plain(id="ny-norm")), encoding="utf-8")
    assert main(["applicability", "import", str(file), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["norms"], told["rows"], told["complaints"]) == (1, 1, [])
    assert main(["applicability", "import", str(file)]) == 0
    assert "norms 0, versions 0, rows 0, unchanged 1" in capsys.readouterr().out


def test_the_command_keeps_what_was_corrected_by_hand_until_told_otherwise(tmp_path: Path, capsys: Any) -> None:
    file = tmp_path / "catalogue.json"
    file.write_text(json.dumps(plain(id="ny-norm")), encoding="utf-8")
    assert main(["applicability", "import", str(file)]) == 0
    owner = client_of("demo-normeier")
    form = {"title_nb": "Rettet", "kind": "standard", "number": "HIS 1:2024", "theme": "Meldinger", "seen": "0"}
    assert owner.post("/applies/norms/ny-norm/correct/", {**form, "reason": "Feil i listen."}).status_code == 302
    capsys.readouterr()
    assert main(["applicability", "import", str(file)]) == 0
    told = capsys.readouterr().out
    assert "(ny-norm).title: corrected by hand" in told
    assert "kept 1, complaints 1" in told
    assert main(["applicability", "import", str(file), "--over-corrections"]) == 2
    assert "--correction REASON" in capsys.readouterr().err
    assert main(["applicability", "import", str(file), "--over-corrections", "--correction", "Listen er rett."]) == 0
    assert "filled 1, kept 0" in capsys.readouterr().out


def test_the_command_refuses_with_the_place_and_exit_code_2(tmp_path: Path, capsys: Any) -> None:
    bad, large = tmp_path / "bad.json", tmp_path / "large.json"
    bad.write_text("{", encoding="utf-8")
    with large.open("wb") as handle:
        handle.truncate(50 * 1024 * 1024)
    for path, word in ((bad, "nothing was read"), (large, "52428800 bytes"), (tmp_path / "none", "cannot be read")):
        assert main(["applicability", "import", str(path)]) == 2
        assert word in capsys.readouterr().err
    assert main(["applicability", "ask", "--actor", "moon"]) == 2
    assert "Kinds of actor: specialist-health-service" in capsys.readouterr().err
    assert main(["applicability", "ask", "--actor", "hospital", "--known-on", "2999-01-01"]) == 2
    assert "--known-on: Nobody knows yet" in capsys.readouterr().err


def test_the_command_checks_for_rows_that_cannot_both_be_right(capsys: Any) -> None:
    assert main(["applicability", "check"]) == 0
    held = ApplicabilityRow.objects.select_related("version").filter(level="mandatory").first()
    assert held is not None
    held.pk, held.level, held._state.adding = uuid4(), "guide", True
    held.save()  # past the actions, as a fault would be
    assert main(["applicability", "check", "--json"]) == 1
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert [one["kind"] for one in told] == ["two-levels"]


def test_the_front_page_leads_to_what_applies() -> None:
    words = body(Client().get("/"))
    assert "Hva gjelder for oss?" in words
    assert 'href="/applies/calendar/"' in words


def test_revoking_an_exemption_by_form_shows_both_times() -> None:
    given = Exemption.objects.order_by("recorded_from").first()
    assert given is not None
    decider, owner = client_of("demo-beslutter"), client_of("demo-normeier")
    address = f"/applies/exemptions/{given.pk}/revoke/"
    assert address in body(decider.get(PAGE))
    assert address not in body(owner.get(PAGE))
    assert decider.get(f"/applies/exemptions/{uuid4()}/revoke/").status_code == 404
    refused = decider.post(address, {"last_day": "2020-01-01", "reason": "Byttet er gjort."})
    assert refused.status_code == 422
    assert "ikke er passert" in body(refused)
    assert decider.post(address, {"last_day": today(), "reason": ""}).status_code == 422
    assert decider.post(address, {"last_day": today(), "reason": "Byttet er gjort."}).status_code == 302
    page = body(decider.get(PAGE))
    assert "Byttet er gjort." in page
    assert address not in page
    again = decider.post(address, {"last_day": today(), "reason": "En gang til."})
    assert again.status_code == 422
    told = Client().get(f"/api/v1/applies/norms/{STANDARD}/").json()["exemptions"]
    assert {(one["closed_reason"], one["shortens"]) for one in told} == {("Byttet er gjort.", ""), ("", str(given.pk))}


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_correcting_what_is_said_of_a_norm_by_form_shows_the_history(language: str) -> None:
    owner = client_of("demo-normeier")
    owner.cookies["django_language"] = language
    form = owner.get(f"{PAGE}correct/")
    fields = {name: field.value() for name, field in ((one.name, one) for one in form.context["form"])}
    told = {name: value for name, value in fields.items() if value not in (None, "")}
    wrong = owner.post(f"{PAGE}correct/", {**told, "address": "javascript:alert(1)", "reason": "Ny adresse."})
    assert wrong.status_code == 422
    former = told["title_nb"]
    mended = {**told, "title_nb": "<b>Ny tittel</b>", "reason": "Tittelen var feil."}
    assert owner.post(f"{PAGE}correct/", mended).status_code == 302
    page = body(Client().get(PAGE))
    assert "&lt;b&gt;Ny tittel&lt;/b&gt;" in page
    assert "Tittelen var feil." in page
    assert f"<del><bdi>nb: {former}" in page
    stale = owner.post(f"{PAGE}correct/", {**mended, "title_nb": "Tredje"})
    assert stale.status_code == 422
    assert client_of("demo-beslutter").get(f"{PAGE}correct/").status_code == 403
