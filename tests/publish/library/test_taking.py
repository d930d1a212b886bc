"""What is read in becomes nodes, revisions and links; what cannot be used is refused whole, with its place."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.policy import Denied, operator, visitor
from normverk.cli import main
from normverk.norm.blocks import Paragraph, words
from normverk.norm.content import to_plain
from normverk.norm.diff import apply
from normverk.norm.text import Text
from normverk.norm.units import Coding, Strength
from normverk.publish.library import queries
from normverk.publish.library.actions import Taker, begin_run, erase_officials, taking
from normverk.publish.library.files import documents_of, files_in
from normverk.publish.library.importing import import_files
from normverk.publish.library.models import ImportRun, Link, Node, NodeCode, NodeRevision, Sighting
from normverk.publish.library.reading import documents as reading
from normverk.publish.library.reading import read_infobit, sameness
from normverk.publish.library.report import ALL_KINDS
from tests.publish.library.examples import NOW, documents, id_of, infobit, link, take

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(days=1)


def kinds(run: ImportRun) -> set[str]:
    return set(run.defects)


def refused(run: ImportRun) -> list[tuple[str, str]]:
    return [(one["kind"], one["place"]) for one in run.refused]


def test_an_infobit_becomes_a_node_with_one_revision() -> None:
    run = take(infobit(tekst="<p>Hei <b>du</b>.</p>"))
    revision = queries.current(id_of(1))
    assert run.counts == {"new": 1}
    assert (revision.number, revision.clock, revision.valid_from, revision.valid_to) == (
        1,
        "first",
        date(2025, 2, 1),
        None,
    )
    assert revision.node.source == "Demodirektoratet"
    assert revision.node.licence == "Apache-2.0"
    assert words(queries.infobit_of(revision).section.blocks, "nb") == "Hei du."
    assert list(faults()) == []


def test_reading_the_same_again_makes_no_revision_also_when_the_source_has_copied_it_again() -> None:
    take(infobit())
    run = take(infobit(sistImportertTilHapi="2026-01-01T00:00:00.0000000+00:00"), now=LATER)
    assert run.counts == {"unchanged": 1}
    assert NodeRevision.objects.count() == 1
    assert Sighting.objects.get().seen_at == LATER
    assert Sighting.objects.get().copied.startswith("2026-01-01")


@pytest.mark.parametrize(
    ("dates", "clock"),
    [
        ({"sistOppdatert": "2025-03-01T10:00"}, "editorial"),
        ({"sistOppdatert": "2025-03-01T10:00", "sistFagligOppdatert": "2025-03-01T10:00"}, "professional"),
        ({}, "silent"),
    ],
)
def test_a_change_makes_one_revision_that_says_which_clock_moved(dates: dict[str, str], clock: str) -> None:
    take(infobit())
    run = take(infobit(tekst="<p>En annen tekst.</p>", **dates), now=LATER, reason="Etter høringen.")
    new, old = queries.revisions(id_of(1))
    assert run.counts == {"changed": 1}
    assert (new.number, new.clock, new.reason, new.current, old.current) == (2, clock, "Etter høringen.", True, False)
    assert old.valid_to == new.valid_from - timedelta(days=1)
    assert ("silent-change" in kinds(run)) == (clock == "silent")


def test_the_diff_of_a_revision_leads_from_the_one_before_to_it() -> None:
    take(infobit())
    take(infobit(tekst="<p>Ny.</p>", tema=["Kols"], status="Utgått", sistOppdatert="2025-03-01T10:00"), now=LATER)
    new, old = queries.revisions(id_of(1))
    changes = queries.changes_of(new)
    assert {change.path for change in changes if change.path.startswith("infobit/")} == {
        "infobit/tema", "infobit/status", "infobit/sistOppdatert",
    }  # fmt: skip
    was, becomes, again = queries.infobit_of(old), queries.infobit_of(new), queries.compared(old, new)
    assert apply(was.content(), [c for c in again if not c.path.startswith("infobit/")]) == becomes.content()
    assert json.loads(json.dumps(to_plain(again))) == new.changes


def test_yesterdays_answer_does_not_replace_todays() -> None:
    take(infobit(sistOppdatert="2025-06-01T10:00", tekst="<p>Ny.</p>"))
    run = take(infobit(tekst="<p>Gammel.</p>"), now=LATER)
    assert run.counts == {"unchanged": 1}
    assert "older" in kinds(run)
    assert queries.current(id_of(1)).number == 1


def test_a_unit_has_its_strength_factors_codes_and_texts() -> None:
    data = {
        "styrke": "Svak anbefaling mot",
        "praktisk": "<p>Gjør det.</p>",
        "rasjonale": "<p>Fordi.</p>",
        "nokkelInfo": {"ressurshensyn": "<p>Billig.</p>"},
        "behandlinger": [{"behandling": {"data": {"dose": 1.5}}}],
    }
    take(
        infobit(
            info_type="anbefaling", data=data, koder={"ICD-10": ["J44"], "ICPC-2": [{"kode": "R95", "navn": "Kols"}]}
        )
    )
    made = queries.infobit_of(queries.current(id_of(1)))
    unit = made.section.unit
    assert unit is not None
    assert unit.strength == Strength("grade", "weak", direction="against")
    assert unit.practical == (Paragraph(Text("Gjør det.")),)
    assert unit.rationale == (Paragraph(Text("Fordi.")),)
    assert unit.factors is not None
    assert unit.factors.resources == (Paragraph(Text("Billig.")),)
    assert unit.codes == (Coding("ICD-10", "J44"), Coding("ICPC-2", "R95", "Kols"))
    assert made.given["data"]["behandlinger"] == data["behandlinger"]
    assert list(queries.with_code("ICD-10", "J44")) == [Node.objects.get()]
    assert NodeCode.objects.count() == 2


def test_names_of_officials_stand_beside_the_value_and_never_in_the_log() -> None:
    take(infobit(fagansvarlig=["Kari Oppdiktet"], redaksjonelleier=["Ola Oppdiktet"]))
    revision = queries.current(id_of(1))
    assert revision.officials["fagansvarlig"] == ["Kari Oppdiktet"]
    assert "Oppdiktet" not in revision.value
    assert not any("Oppdiktet" in json.dumps([event.data, event.rows]) for event in Event.objects.all())
    assert "Oppdiktet" not in json.dumps(ImportRun.objects.get().defects)


def test_names_can_be_erased_and_everything_else_stands() -> None:
    take(infobit(fagansvarlig=["Kari Oppdiktet"]))
    before = queries.current(id_of(1))
    assert main(["hapi", "erase-names", id_of(1), "--reason", "bedt om"]) == 0
    after = queries.current(id_of(1))
    assert not any(after.officials.values())
    assert set(after.officials) == set(before.officials)
    assert (after.digest, after.value, after.number) == (before.digest, before.value, before.number)
    assert list(faults()) == []
    assert main(["hapi", "erase-names", "finnes-ikke", "--reason", "bedt om"]) == 2


def test_a_chapter_of_two_publications_is_one_node_in_two_places() -> None:
    chapter = id_of(3)
    take(
        infobit(1, "retningslinje", links=[link("barn", chapter, "s1"), link("root", id_of(1), "s1")]),
        infobit(
            2,
            "veileder",
            links=[link("barn", chapter, "s2"), link("barn", chapter, "s2"), link("root", id_of(2), "s2")],
        ),
        infobit(3, links=[link("forelder", id_of(1), "s1"), link("root", id_of(1), "s1")]),
    )
    assert [one.id for one in queries.parents(chapter)] == [id_of(1), id_of(2)]
    assert [one.id for one in queries.publications(chapter)] == [id_of(1), id_of(2)]
    assert [one.id for one in queries.children(id_of(2))] == [chapter]
    assert Link.objects.filter(node=id_of(2), rel="barn").count() == 1
    assert [node.pk for node in queries.members("s2")] == [id_of(2), chapter]


def test_what_would_lie_under_itself_is_refused_and_the_ring_is_shown() -> None:
    run = take(
        infobit(1, links=[link("barn", id_of(2))]),
        infobit(2, links=[link("barn", id_of(3))]),
        infobit(3, links=[link("barn", id_of(1))]),
        infobit(4, links=[link("forelder", id_of(4))]),
    )
    assert refused(run) == [("ring", "3.json"), ("ring", "4.json")]
    assert run.refused[0]["found"] == " → ".join([id_of(3), id_of(1), id_of(2), id_of(3)])
    assert set(Node.objects.values_list("pk", flat=True)) == {id_of(1), id_of(2)}


def test_a_ring_is_found_across_readings_and_a_moved_chapter_is_none() -> None:
    take(infobit(1, links=[link("barn", id_of(2))]), infobit(2))
    assert refused(take(infobit(2, links=[link("barn", id_of(1))], sistOppdatert="2025-05-01T10:00")))
    moved = infobit(1, links=[link("forelder", id_of(2))], sistOppdatert="2025-05-01T10:00")
    assert not take(moved).refused


def test_an_id_twice_with_different_content_is_refused_and_with_the_same_is_one() -> None:
    run = take(infobit(1), infobit(1), infobit(1, tekst="<p>Noe annet.</p>"))
    assert refused(run) == [("two-contents", "3.json")]
    assert "1.json" in run.refused[0]["found"]
    assert run.defects["told-twice"]["count"] == 1
    assert NodeRevision.objects.count() == 1


@pytest.mark.parametrize(
    ("raw", "kind", "place"),
    [
        (b'{"id": "x", ', "broken-json", "2.json"),
        (b"[" * 100_000, "broken-json", "2.json"),
        ('{"id":\n"blåbær"}'.encode("latin-1"), "wrong-encoding", "2.json:2"),
        (b"", "empty-document", "2.json"),
        (b"\xef\xbb\xbf  ", "empty-document", "2.json"),
        (b"{}", "empty-document", "2.json"),
        (b"[1]", "not-an-infobit", "2.json#1"),
        (b'"tekst"', "not-an-infobit", "2.json"),
        (json.dumps(infobit(id="")).encode(), "no-id", "2.json"),
        (json.dumps(infobit(id="../../etc")).encode(), "no-id", "2.json"),
        (json.dumps(infobit(tekniskeData=None)).encode(), "no-type", "2.json"),
        (json.dumps(infobit(tittel=" ")).encode(), "no-title", "2.json"),
        (json.dumps(infobit(tittel="a\0b")).encode(), "no-title", "2.json"),
        (json.dumps(infobit(data={"n": 10**30})).encode(), "bad-value", "2.json"),
        (json.dumps(infobit(status="a\0b")).encode(), "bad-value", "2.json"),
        (json.dumps(infobit(bidragsyter=["a\0b"])).encode(), "bad-value", "2.json"),
        (rb'{"id": "\ud800"}', "broken-json", "2.json"),
    ],
)
def test_bad_input_is_refused_by_itself_and_the_report_names_the_place(raw: bytes, kind: str, place: str) -> None:
    run = take(infobit(7), raw, infobit(8))
    assert refused(run) == [(kind, place)]
    assert set(Node.objects.values_list("pk", flat=True)) == {id_of(7), id_of(8)}
    assert run.counts == {"new": 2, "refused": 1}
    assert list(faults()) == []


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    (tmp_path / "stor.json").write_bytes(b" " * (50 * 1024 * 1024))
    (tmp_path / "god.json").write_text(json.dumps(infobit()), encoding="utf-8-sig")
    run = import_files(paths=files_in(tmp_path), source="mappe", actor=operator(), now=lambda: NOW)
    assert refused(run) == [("too-large", "stor.json")]
    assert run.counts == {"new": 1, "refused": 1}
    assert "byte-order-mark" in kinds(run)


def test_many_infobits_in_one_file_come_one_by_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "alle.ndjson"
    path.write_text("\n".join([json.dumps(infobit(1)), "", "{", json.dumps(infobit(2))]))
    found = list(documents_of(path))
    assert [one.place for one in found] == ["alle.ndjson:1", "alle.ndjson:3", "alle.ndjson:4"]
    monkeypatch.setattr(reading, "LARGEST", 10)
    assert isinstance(next(iter(documents_of(tmp_path / "mangler.json"))), reading.Unreadable)


def test_script_in_text_and_empty_strings_as_dates_are_cleaned_and_told() -> None:
    run = take(
        infobit(
            tekst='<p onclick="x()">Hei<script>alert(1)</script> <a href="javascript:alert(1)">du</a></p>',
            sistOppdatert="",
            sistFagligOppdatert="",
            forstPublisert="i går",
        )
    )
    assert {"script", "event-attribute", "unsafe-link", "empty-date", "bad-date"} <= kinds(run)
    revision = queries.current(id_of(1))
    assert "alert" not in revision.value
    assert (revision.valid_from, revision.valid_from_basis) == (NOW.date(), "recorded")


@pytest.mark.parametrize("value", [None, 5, [], {}, "x", [None, 1, {"href": 5}]])
@pytest.mark.parametrize(
    "key", ["tekst", "links", "data", "koder", "tema", "eier", "spraak", "intro", "status", "url", "fagansvarlig"]
)
def test_any_value_in_any_field_comes_in_or_is_refused_and_never_breaks(key: str, value: Any) -> None:
    run = take(infobit(**{key: value}))
    assert run.counts.get("new", 0) + run.counts.get("refused", 0) == 1
    assert kinds(run) <= set(ALL_KINDS)


def test_nothing_of_a_batch_is_stored_when_it_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    run, _ = begin_run(source="test", kind="files", waiting=[], actor=operator(), now=NOW)
    taker = Taker(run=run, actor=operator())

    def breaks(*arguments: object, **keywords: object) -> None:
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("normverk.publish.library.actions.taking.record", breaks)
    with pytest.raises(RuntimeError):
        taker.take(documents=documents(infobit()), now=NOW)
    assert not Node.objects.exists()
    assert not NodeRevision.objects.exists()
    assert not Link.objects.exists()


def test_only_who_runs_the_system_reads_in() -> None:
    with pytest.raises(Denied):
        begin_run(source="test", kind="files", waiting=[], actor=visitor(), now=NOW)


def test_a_document_that_is_known_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    first = take(infobit(tekst="<p>Hei\t<b></b></p>"), infobit(2))
    monkeypatch.setattr(taking, "read_infobit", lambda document: pytest.fail("read again"))
    again = take(infobit(2), infobit(tekst="<p>Hei\t<b></b></p>", sistImportertTilHapi="2026-05-05"), now=LATER)
    assert again.counts == {"unchanged": 2}
    assert {kind: held["count"] for kind, held in again.defects.items()} == {
        kind: held["count"] for kind, held in first.defects.items()
    }
    assert set(Sighting.objects.values_list("seen_at", "copied")) == {
        (LATER, "2026-05-05"), (LATER, "2025-02-01T11:00:00.0000000+00:00"),
    }  # fmt: skip


def test_a_known_document_is_read_again_when_the_reader_has_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    take(infobit())
    read = []
    monkeypatch.setattr(taking, "read_infobit", lambda document: read.append(document) or read_infobit(document))
    monkeypatch.setattr(sameness, "reader", lambda: b"another")
    assert take(infobit(), now=LATER).counts == {"unchanged": 1}
    assert len(read) == 1


def test_a_known_document_beside_another_with_its_id_is_told_apart_from_it() -> None:
    take(infobit())
    other = infobit(tekst="<p>Annet.</p>", sistOppdatert="2025-06-01T10:00")
    assert refused(take(infobit(), other, now=LATER)) == [("two-contents", "2.json")]
    assert refused(take(other, infobit(), now=LATER)) == [("two-contents", "2.json")]
    assert "told-twice" in kinds(take(other, other, now=LATER))


def test_yesterdays_answer_is_told_as_such_every_time() -> None:
    take(infobit(sistOppdatert="2025-06-01T10:00", tekst="<p>Ny.</p>"))
    assert "older" in kinds(take(infobit(), now=LATER))
    assert "older" in kinds(take(infobit(), now=LATER))


def test_erased_names_come_in_again_when_the_source_still_shows_them() -> None:
    take(infobit(fagansvarlig=["Kari Oppdiktet"]))
    erase_officials(node_id=id_of(1), actor=operator(), now=LATER, reason="bedt om")
    assert queries.current(id_of(1)).officials["fagansvarlig"] == []
    take(infobit(fagansvarlig=["Kari Oppdiktet"]), now=LATER)
    assert queries.current(id_of(1)).officials["fagansvarlig"] == ["Kari Oppdiktet"]
