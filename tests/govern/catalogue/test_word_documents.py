"""Word documents as offices write them: what becomes text, what is left out and told, and what is refused."""

from __future__ import annotations

import io
import resource
import time
import zipfile

import pytest

from normverk.base.languages import say
from normverk.govern.catalogue.importing import Imported, import_word
from normverk.govern.catalogue.word_file import NoWordFile
from normverk.govern.catalogue.word_report import MOST_TOLD
from normverk.norm.blocks import Block, BulletList, Table, links, words
from normverk.norm.content import Section, all_sections
from normverk.norm.text import LANGUAGES
from tests.govern.catalogue.word_files import TYPES, W, paragraph, word_file
from tests.govern.catalogue.word_parts import (
    CHANGED,
    cell,
    commented,
    control,
    deleted,
    field,
    heading,
    inserted,
    link,
    listed,
    long_body,
    moved,
    note,
    office_file,
    picture,
    run,
    styles,
    table,
    text_box,
)

SECONDS_FOR_200_PAGES = 30
"""Of the processor's time. Measured: 3.0, most of it in the reader of Word."""
MEBIBYTES_FOR_200_PAGES = 150
"""By which the process may grow. Measured: 35."""


def read(body: str, **more: str) -> Imported:
    """What comes of a document with this body."""
    return import_word(office_file(body, **more), language="nb", taken=[])  # type: ignore[arg-type]


def told(imported: Imported) -> list[tuple[str, str, str]]:
    """The report."""
    return [(one.code, one.section, one.found) for one in imported.notes]


def blocks_of(body: str) -> tuple[Block, ...]:
    """The blocks of a document without headings."""
    (section,) = read(body).sections
    return section.blocks


def said(body: str) -> str:
    """Its words."""
    return words(blocks_of(body), "nb")


def outline(imported: Imported) -> list[tuple[int, str]]:
    """Depth and title of each section."""
    return [(depth, section.title.nb) for depth, section in all_sections(imported.sections)]


class TestHeadings:
    """A heading is one by its style's name, by its outline, or by the style it is built on."""

    @pytest.mark.parametrize(
        ("name", "id"),
        [("Overskrift {}", "Overskrift{}"), ("heading {}", "Overskrift{}"), ("Kapittel {} æ", "Kapittel-{}æ"), ("Heading {}", "{}")],
    )  # fmt: skip
    def test_numbered_headings_of_norwegian_styles_become_a_tree(self, name: str, id: str) -> None:
        levels = (1, 2, 3, 4, 2, 1)
        body = "".join(paragraph(f"Nr {place}", id.format(level)) for place, level in enumerate(levels))
        imported = read(body, named=styles(name, id))
        assert outline(imported) == [(level, f"Nr {place}") for place, level in enumerate(levels)]
        assert imported.notes == ()

    def test_a_style_built_on_a_heading_is_one(self) -> None:
        own = '<w:style w:type="paragraph" w:styleId="Vedlegg"><w:name w:val="Vedlegg"/><w:basedOn w:val="Overskrift2"/></w:style></w:styles>'
        imported = read(heading("Ute", 1) + paragraph("Inne", "Vedlegg"), named=styles().replace("</w:styles>", own))
        assert outline(imported) == [(1, "Ute"), (2, "Inne")]

    def test_styles_built_on_each_other_in_a_ring_are_none(self) -> None:
        ring = "".join(
            f'<w:style w:type="paragraph" w:styleId="{one}"><w:name w:val="{one}"/><w:basedOn w:val="{other}"/></w:style>'
            for one, other in ("ab", "ba")
        )
        assert outline(read(paragraph("Ord", "a"), named=f"<w:styles {W}>{ring}</w:styles>")) == [(1, "")]

    def test_levels_below_the_sixth_are_kept_as_the_sixth(self) -> None:
        imported = read(heading("Sju", 7) + paragraph("ord") + heading("Åtte", 8))
        assert outline(imported) == [(1, "Sju"), (1, "Åtte")]

    def test_the_list_of_contents_is_left_out_and_told(self) -> None:
        toc = control(paragraph("Innledning 1", "INNH1") + paragraph("Bakgrunn 2", "INNH1"), "<w:docPartObj/>")
        imported = read(toc + heading("Innledning", 1) + paragraph("Ord"))
        assert outline(imported) == [(1, "Innledning")]
        assert told(imported) == [("word-contents", "", "")]


class TestTables:
    """Cells keep what they span."""

    def test_cells_merged_across_and_down(self) -> None:
        (made,) = blocks_of(
            table(
                cell("Aldersgruppe", wide=2) + cell("Dose"),
                cell("Barn", down="restart") + cell("0–5 år") + cell("5 ml"),
                cell("", down="continue") + cell("6–12 år") + cell("10 ml"),
            )
        )
        assert isinstance(made, Table)
        found = [[(one.text.nb, one.columns, one.rows, one.header) for one in row] for row in made.rows]
        assert found == [
            [("Aldersgruppe", 2, 1, True), ("Dose", 1, 1, True)],
            [("Barn", 1, 2, False), ("0–5 år", 1, 1, False), ("5 ml", 1, 1, False)],
            [("6–12 år", 1, 1, False), ("10 ml", 1, 1, False)],
        ]

    def test_a_table_in_a_cell_keeps_its_words(self) -> None:
        inner = table(cell("indre"), header=False)
        made = f"<w:tbl><w:tr><w:tc><w:p>{run('ytre')}</w:p>{inner}<w:p/></w:tc></w:tr></w:tbl>"
        assert "indre" in said(made)
        assert "ytre" in said(made)

    def test_a_row_taken_out_is_left_out_and_told(self) -> None:
        gone = f"<w:tr><w:trPr><w:del {CHANGED.format(id=5)}/></w:trPr>{cell('Borte')}</w:tr>"
        imported = read(heading("A", 1) + table(cell("Her")).replace("</w:tbl>", f"{gone}</w:tbl>"))
        assert words(imported.sections[0].blocks, "nb").strip() == "Her"
        assert told(imported) == [("word-deleted", "A", "Borte")]


class TestChanges:
    """What nobody has accepted: put in stays, taken out goes, and both are told with their section."""

    def test_insertions_stay_and_deletions_go(self) -> None:
        body = f"<w:p>{run('Gi ')}{inserted('fem ')}{deleted('ti ')}{run('milliliter.')}</w:p>"
        imported = read(heading("Dose", 1) + body)
        assert words(imported.sections[0].blocks, "nb").strip() == "Gi fem milliliter."
        assert told(imported) == [("word-inserted", "Dose", "fem"), ("word-deleted", "Dose", "ti")]

    def test_a_whole_paragraph_taken_out(self) -> None:
        mark = f"<w:pPr><w:rPr><w:del {CHANGED.format(id=9)}/></w:rPr></w:pPr>"
        imported = read(f"<w:p>{mark}{deleted('Hele avsnittet.')}</w:p>{paragraph('Resten.')}")
        assert words(imported.sections[0].blocks, "nb").strip() == "Resten."
        assert told(imported) == [("word-deleted", "", "Hele avsnittet.")]

    def test_moved_words_stand_once_where_they_went(self) -> None:
        source, target = moved("Flyttet.")
        imported = read(f"{heading('A', 1)}<w:p>{source}</w:p>{heading('B', 1)}<w:p>{target}</w:p>")
        assert [words(one.blocks, "nb").strip() for one in imported.sections] == ["", "Flyttet."]
        assert told(imported) == [("word-moved", "B", "Flyttet.")]

    def test_changes_in_a_footnote_are_told_too(self) -> None:
        notes = f'<w:footnotes {W}><w:footnote w:id="2"><w:p>{run("Se ")}{deleted("ikke ")}{run("her.")}</w:p></w:footnote></w:footnotes>'
        data = office_file(f"<w:p>{run('Ord')}{note()}</w:p>", {"word/footnotes.xml": notes})
        imported = import_word(data, language="nb", taken=[])
        assert words(imported.sections[-1].blocks, "nb").strip() == "Se her."
        assert ("word-deleted", "", "ikke") in told(imported)

    def test_many_are_told_up_to_a_number_and_the_rest_are_counted(self) -> None:
        body = "".join(f"<w:p>{run('a')}{deleted(f'nr {number}')}</w:p>" for number in range(MOST_TOLD + 7))
        notes = told(read(body))
        assert len(notes) == MOST_TOLD + 1
        assert notes[-1] == ("word-deleted", "", "+ 7")


class TestLeftOut:
    """Comments, boxes, pictures and what Word draws."""

    def test_comments_are_left_out_with_their_words_told(self) -> None:
        imported = read(heading("A", 1) + f"<w:p>{commented('Kommentert')}</w:p>")
        assert words(imported.sections[0].blocks, "nb").strip() == "Kommentert"
        assert told(imported) == [("word-comment", "A", "Er dette riktig?")]

    def test_the_words_of_a_box_are_taken_once(self) -> None:
        imported = read(paragraph("Før") + text_box("Ord i boks") + paragraph("Etter"))
        assert words(imported.sections[0].blocks, "nb").count("Ord i boks") == 1
        assert ("word-box", "", "Ord i boks") in told(imported)

    def test_a_box_that_cannot_be_read_is_told_with_its_words(self) -> None:
        box = text_box("Bare ny form")
        start, end = box.index("<mc:Fallback>"), box.index("</mc:AlternateContent>")
        imported = read(paragraph("Før") + box[:start] + box[end:])
        assert "Bare ny form" not in words(imported.sections[0].blocks, "nb")
        assert ("word-box-lost", "", "Bare ny form") in told(imported)

    def test_pictures_leave_their_words_behind(self) -> None:
        imported = read(heading("Kart", 1) + picture("Et kart over landet") + picture(None))
        assert words(imported.sections[0].blocks, "nb").strip() == "Et kart over landet"
        assert told(imported)[:2] == [
            ("word-picture", "Kart", "Et kart over landet"),
            ("word-picture-bare", "Kart", ""),
        ]

    def test_formulas_hidden_words_and_page_heads_are_told(self) -> None:
        formula = '<m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:r><m:t>x+1</m:t></m:r></m:oMath>'
        body = f"<w:p>{run('Ord ')}{formula}{run('skjult', '<w:vanish/>')}</w:p>"
        head = f"<w:hdr {W}><w:p>{run('Utkast')}</w:p></w:hdr>"
        imported = import_word(office_file(body, {"word/header1.xml": head}), language="nb", taken=[])
        assert {("word-formula", "", "x+1"), ("word-hidden", "", "skjult"), ("word-page", "", "Utkast")} <= set(
            told(imported)
        )

    def test_an_unknown_style_is_named(self) -> None:
        assert told(read(paragraph("Ord", "Rart"))) == [("word-style", "", "Rart")]

    def test_every_kind_of_note_has_words(self) -> None:
        for code in (
            "word", "word-deleted", "word-inserted", "word-moved", "word-comment", "word-box", "word-box-lost", "word-picture",
            "word-picture-bare", "word-drawing", "word-formula", "word-contents", "word-page", "word-hidden", "word-style", "word-element",
        ):  # fmt: skip
            assert all(say(f"catalogue.import.{code}", language) for language in LANGUAGES)


class TestLinesAndLinks:
    """Lists, links, notes and fields."""

    def test_lists_keep_their_levels_and_kinds(self) -> None:
        (made,) = blocks_of(listed("en") + listed("to", 1) + listed("tre", 2) + listed("nummer", 1, 2) + listed("fire"))
        assert isinstance(made, BulletList)
        assert [item.text.nb for item in made.items] == ["en", "fire"]
        second, numbered = made.items[0].blocks
        assert isinstance(second, BulletList)
        assert isinstance(numbered, BulletList)
        assert (second.items[0].text.nb, second.ordered, numbered.ordered) == ("to", False, True)
        (third,) = second.items[0].blocks
        assert isinstance(third, BulletList)
        assert third.items[0].text.nb == "tre"

    def test_links_and_fields(self) -> None:
        body = f"<w:p>{link('kilden')} {field('felt', 'HYPERLINK &quot;https://example.org/b&quot;')}{field('12', 'PAGE')}</w:p>"
        made = blocks_of(body)
        assert set(links(made)) == {"https://example.org/kilde", "https://example.org/b"}
        assert words(made, "nb").strip() == "kildenfelt12"

    def test_notes_of_both_kinds_stand_last_and_are_led_to(self) -> None:
        imported = read(heading("A", 1) + f"<w:p>{run('Ord')}{note()}{note(2, 'endnote')}</w:p>")
        first, last = imported.sections
        assert last.id == "fotnoter"
        assert set(links(first.blocks)) == {"#fotnoter"}
        assert words(last.blocks, "nb").split() == ["Se", "kilden.", "Sist", "i", "alt."]
        assert imported.notes == ()

    def test_a_link_to_a_bookmark_leads_to_the_section_that_holds_it(self) -> None:
        mark = '<w:bookmarkStart w:id="1" w:name="_Ref1"/><w:bookmarkEnd w:id="1"/>'
        target = f'<w:p><w:pPr><w:pStyle w:val="Overskrift1"/></w:pPr>{mark}{run("Dit")}</w:p>'
        here = '<w:p><w:hyperlink w:anchor="{}">' + run("se") + "</w:hyperlink></w:p>"
        imported = read(target + heading("Her", 1) + here.format("_Ref1") + here.format("_Borte"))
        assert list(links(imported.sections[1].blocks)) == ["#dit"]
        assert "dead-link" in {code for code, _, _ in told(imported)}

    def test_content_controls_give_what_is_in_them(self) -> None:
        body = (
            control(paragraph("Et avsnitt.")) + f"<w:p>{run('Valgt: ')}{control(run('ja'), '<w:dropDownList/>')}</w:p>"
        )
        assert said(body).split() == ["Et", "avsnitt.", "Valgt:", "ja"]


def test_two_hundred_pages_take_bounded_time_and_memory() -> None:
    data = office_file(long_body(200))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    imported = import_word(data, language="nb", taken=[])
    assert time.process_time() - begun < SECONDS_FOR_200_PAGES
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < MEBIBYTES_FOR_200_PAGES
    found: list[Section] = [section for _, section in all_sections(imported.sections)]
    assert len(found) == 80 * 4 + 1
    assert sum(isinstance(block, Table) for section in found for block in section.blocks) == 240


BODY = heading("A", 1) + paragraph("Ord.")
BAD = {
    "an old .doc": ("old-or-encrypted", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 504 + b"W\0o\0r\0d\0D\0o\0c\0"),
    "one with a password": ("old-or-encrypted", bytes.fromhex("d0cf11e0a1b11ae1") + b"E\0n\0c\0r\0y\0p\0t\0e\0d\0"),
    "a .docm": ("macros", office_file(BODY, {"[Content_Types].xml": TYPES.replace(
        "openxmlformats-officedocument.wordprocessingml.document.main", "ms-word.document.macroEnabled.main")})),
    "a .docx with macros inside": ("macros", office_file(BODY, {"word/vbaProject.bin": b"x"})),
    "an entity from outside": ("entities", office_file(BODY, {
        "word/comments.xml": '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'})),
    "entities within entities": ("entities", office_file(BODY, {
        "word/styles.xml": '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'})),
    "a bomb of many pictures": ("bomb", office_file(BODY, {f"word/media/{n}.png": b"\0" * 9_000_000 for n in range(8)})),
    "no document in it": ("not-word", word_file(BODY, without="word/document.xml")),
    "no list of its types": ("not-word", word_file(BODY, without="[Content_Types].xml")),
    "half a file": ("broken", office_file(BODY)[:2000]),
    "a link that its list does not have": ("broken", office_file(f"<w:p>{link('a', 'rId77')}</w:p>")),
    "a note that is not there": ("broken", office_file(f"<w:p>{run('a')}{note(7)}</w:p>")),
    "styles that are no XML": ("broken", office_file(BODY, {"word/styles.xml": "<w:styles"})),
    "nothing at all": ("not-word", b""),
    "no words": ("empty", office_file(paragraph(" "))),
    "nothing but what is taken out": ("empty", office_file(f"<w:p>{deleted('Borte')}</w:p>")),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_taken_is_refused_with_a_word_why(case: str) -> None:
    code, data = BAD[case]
    with pytest.raises(NoWordFile) as refused:
        import_word(data, language="nb", taken=[])
    assert refused.value.code == code
    assert all(say(f"catalogue.import.refused.{code}", language) for language in LANGUAGES)


@pytest.mark.parametrize(
    "name", ["word/styles.xml", "word/numbering.xml", "word/comments.xml", "word/media/image1.png"]
)
def test_a_document_without_a_part_it_can_do_without_is_still_read(name: str) -> None:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(office_file(BODY + picture("Et kart")))) as whole,
        zipfile.ZipFile(held, "w") as less,
    ):
        for one in whole.namelist():
            if one != name:
                less.writestr(one, whole.read(one))
    imported = import_word(held.getvalue(), language="nb", taken=[])
    assert "Ord." in " ".join(words(section.blocks, "nb") for section in imported.sections)
