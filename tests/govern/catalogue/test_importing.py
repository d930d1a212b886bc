"""A Word document becomes sections, units, tables, lists, links and footnotes; what is not one is refused with a word why."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.events.models import Event
from normverk.base.languages import say
from normverk.govern.catalogue import word_file as limits
from normverk.govern.catalogue.importing import FOOTNOTES, import_html, import_word
from normverk.govern.catalogue.models import Edition, UnsavedWords
from normverk.govern.catalogue.word_file import FILE_LIMIT, XML_LIMIT, NoWordFile, check_word_file
from normverk.norm.blocks import Table, links, words
from normverk.norm.content import all_sections
from normverk.norm.days import local_date
from normverk.norm.text import LANGUAGES
from tests.govern.catalogue.samples import draft_edition
from tests.govern.catalogue.word_files import BODY, PACKAGE, TYPES, paragraph, relationships, word_file
from tests.govern.process.test_pages import well_made
from tests.govern.process.walking import OWNER, browser

PAGE = "/editions/oppdiktet/1.0.0/import/"


def test_headings_make_sections_and_a_chosen_style_makes_units() -> None:
    read = import_word(
        word_file(BODY), language="nb", taken=["innledning"], unit_style="Anbefaling", unit_kind="advice"
    )
    found = [
        (depth, section.id, section.title.nb, section.unit.kind if section.unit else "")
        for depth, section in all_sections(read.sections)
    ]
    assert found == [
        (1, "innledning-2", "Innledning", ""),
        (2, "behandling", "Behandling", ""),
        (3, "gi-tran-til-barn", "Gi tran til barn", "advice"),
        (1, "fotnoter", "Fotnoter", ""),
    ]
    sections = {section.id: section for _, section in all_sections(read.sections)}
    first, unit = sections["innledning-2"], sections["gi-tran-til-barn"]
    assert words(first.blocks, "nb").startswith("Les kilden nå")
    assert "https://example.org/kilde" in links(first.blocks)
    assert {mark.kind for block in first.blocks for mark in block.marks} >= {"link", "strong"}  # type: ignore[union-attr]
    assert any(isinstance(block, Table) for block in unit.blocks)
    assert "Fem milliliter daglig." in words(unit.blocks, "nb")
    assert words(sections["fotnoter"].blocks, "nb").strip() == "Se kilden."
    assert any("Rart" in note.found for note in read.notes)


def test_html_is_cut_at_its_headings_and_bars_what_runs() -> None:
    read = import_html(
        "Først <div><h2>A <b>og</b> Å</h2><p onclick=x>en</p><script>bad()</script><h3>B</h3><p>to</p></div><!--c--><h2>C</h2>",
        language="nn",
        taken=[],
    )
    assert [(depth, section.title.nn) for depth, section in all_sections(read.sections)] == [
        (1, ""),
        (2, "A og Å"),
        (3, "B"),
        (2, "C"),
    ]
    said = [words(section.blocks, "nn") for _, section in all_sections(read.sections)]
    assert said == ["Først", "en", "to", ""]
    assert {note.code for note in read.notes} >= {"script", "event-attribute"}
    with pytest.raises(NoWordFile, match="empty"):
        import_html("<p> </p><!-- x -->", language="nb", taken=[])


@given(st.text(st.sampled_from("<>/ph12divab &;!-'\"= \x00"), max_size=60))
def test_any_html_is_read_or_refused(html: str) -> None:
    try:
        read = import_html(html, language="nb", taken=[])
    except NoWordFile as refused:
        assert say(f"catalogue.import.refused.{refused.code}")  # noqa: PT017  (either is right)
    else:
        ids = [section.id for _, section in all_sections(read.sections)]
        assert len(ids) == len(set(ids))


def bomb() -> bytes:
    """A file that grows a thousandfold when it is unpacked."""
    return word_file("", {"word/media/image1.png": b"\0" * (limits.UNPACKED_LIMIT + 1)})


REFUSED = {
    "not-word": b"%PDF-1.7",
    "old-or-encrypted": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100,
    "broken": word_file(BODY)[:-40],
    "too-large": b"PK\x03\x04" + b"\0" * FILE_LIMIT,
    "bomb": bomb(),
    "macros": word_file(BODY, {"word/vbaProject.bin": b"x"}),
    "entities": word_file(BODY, {"word/styles.xml": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
    "external": word_file(
        BODY,
        {
            "word/_rels/settings.xml.rels": relationships(
                ("rId1", "attachedTemplate", "https://evil.example/t.dotm", True)
            )
        },
    ),
    "empty": word_file(paragraph(" ")),
}


@pytest.mark.parametrize("code", REFUSED)
def test_what_is_no_harmless_word_document_is_refused_with_a_word_why(code: str) -> None:
    with pytest.raises(NoWordFile) as refused:
        import_word(REFUSED[code], language="nb", taken=[])
    assert refused.value.code == code
    for language in LANGUAGES:
        assert say(f"catalogue.import.refused.{code}", language)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("macros", word_file(BODY, {"[Content_Types].xml": TYPES.replace("document.main", "macroEnabled.main")})),
        ("not-word", word_file(BODY, {"[Content_Types].xml": TYPES.replace("wordprocessingml", "spreadsheetml")})),
        ("not-word", word_file(BODY, without="word/document.xml")),
        ("bomb", word_file(paragraph("a" * XML_LIMIT))),
        ("bomb", word_file(BODY, {f"word/x{number}.bin": b"" for number in range(limits.PARTS_LIMIT)})),
        ("entities", word_file(BODY, {"word/document.xml": "<a/>".encode("utf-16")})),
        ("broken", word_file(BODY, {"word/document.xml": "<a><b></a>"})),
        ("broken", word_file("<w:p>" * 3000 + "</w:p>" * 3000)),
        ("old-or-encrypted", word_file(BODY).replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")),
    ],
)  # fmt: skip
def test_each_trick_is_seen(code: str, data: bytes) -> None:
    with pytest.raises(NoWordFile) as refused:
        import_word(data, language="nb", taken=[])
    assert refused.value.code == code


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    whole = bytearray(word_file(BODY, {"word/media/a.xml": b"<a>" + b"x" * 100_000 + b"</a>"}))
    at = whole.rfind(b"PK\x01\x02", 0, whole.rfind(b"word/media/a.xml"))
    whole[at + 24 : at + 28] = struct.pack("<I", 10)
    with pytest.raises(NoWordFile, match="broken"):
        check_word_file(bytes(whole))


@given(st.integers(0, len(word_file(BODY)) - 1), st.integers(0, 255))
def test_a_file_with_a_changed_byte_is_read_or_refused(place: int, value: int) -> None:
    whole = bytearray(word_file(BODY))
    whole[place] = value
    try:
        import_word(bytes(whole), language="nb", taken=[])
    except NoWordFile as refused:
        assert say(f"catalogue.import.refused.{refused.code}")  # noqa: PT017  (either is right)


@pytest.mark.django_db
class TestPages:
    """The page: choosing, looking over, taking."""

    def send(self, client: Any, data: bytes, **fields: str) -> Any:
        """Uploads a file."""
        file = SimpleUploadedFile("norm.docx", data)
        return client.post(PAGE, {"file": file, "language": "nb", **fields})

    def test_a_document_is_looked_over_and_then_taken_as_one_change(self, now: datetime) -> None:
        edition = draft_edition(now, owner=OWNER)
        client = browser(OWNER, now)
        well_made(client.get(PAGE).content.decode())
        before, events = edition.revision_id, Event.objects.count()
        sent = self.send(client, word_file(BODY), unit_style="Anbefaling", unit_kind="recommendation")
        assert sent.status_code == 302
        page = client.get(PAGE).content.decode()
        well_made(page)
        assert "Fem milliliter daglig." in page
        edition.refresh_from_db()
        assert (edition.revision_id, Event.objects.count()) == (before, events)
        assert client.post(PAGE, {"take": "1", "begun_from": "0" * 64}).status_code == 409
        assert client.post(PAGE, {"take": "1", "begun_from": before}).status_code == 302
        content = Edition.objects.get(pk=edition.pk).revision.read()
        assert [section.id for section in content.sections] == ["innledning", "innledning-2", "fotnoter"]
        today = local_date(datetime.now(UTC))
        assert all(section.edited_on == today for _, section in all_sections(content.sections[1:]))
        assert Event.objects.count() == events + 1
        assert UnsavedWords.objects.count() == 0

    def test_pasted_html_goes_the_same_way_and_can_be_thrown_away(self, now: datetime) -> None:
        draft_edition(now, owner=OWNER)
        client = browser(OWNER, now)
        assert client.post(PAGE, {"html": "<h2>A</h2><p>b</p>", "language": "nn"}).status_code == 302
        assert client.post(PAGE, {"discard": "1"}).status_code == 302
        assert UnsavedWords.objects.count() == 0
        assert client.post(PAGE, {"take": "1"}).status_code == 302

    def test_what_is_refused_says_why_at_its_field_and_keeps_nothing(self, now: datetime, monkeypatch: Any) -> None:
        monkeypatch.setattr("tempfile.NamedTemporaryFile", pytest.fail)
        draft_edition(now, owner=OWNER)
        client = browser(OWNER, now)
        for data, code in ((b"%PDF", "not-word"), (b"PK\x03\x04" + b"x" * FILE_LIMIT, "too-large")):
            refused = self.send(client, data)
            assert refused.status_code == 422
            assert say(f"catalogue.import.refused.{code}", "nb") in refused.content.decode()
        for fields in ({}, {"unit_style": "Bad]"}, {"unit_style": "Ok"}):
            assert (
                client.post(PAGE, {"html": "<p>a</p>" if fields else "", "language": "nb", **fields}).status_code == 422
            )
        two = {"file": [SimpleUploadedFile("a.docx", b"x"), SimpleUploadedFile("b.docx", b"y")], "language": "nb"}
        client.raise_request_exception = False
        assert client.post(PAGE, two).status_code == 400
        assert UnsavedWords.objects.count() == 0


def test_the_package_names_its_document() -> None:
    assert "word/document.xml" in PACKAGE
    assert FOOTNOTES.missing() == ()
