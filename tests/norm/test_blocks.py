"""Blocks say their words and links, and marks that do not fit are told."""

from __future__ import annotations

from hypothesis import given

from normverk.norm.blocks import (
    Block,
    BulletList,
    Cell,
    Figure,
    Item,
    Mark,
    Paragraph,
    Quote,
    Table,
    faults,
    links,
    words,
)
from normverk.norm.text import Text
from tests.norm.strategies import few_blocks


def test_words_are_said_in_reading_order_and_in_one_language() -> None:
    blocks: tuple[Block, ...] = (
        Paragraph(Text("en", en="one")),
        BulletList((Item(Text("to"), blocks=(Paragraph(Text("tre")),)),)),
        Table(((Cell(Text("fem")),),), Text("fire")),
        Figure("https://example.org/x.png", Text("seks"), Text("sju")),
        Quote((Paragraph(Text("åtte")),)),
    )
    assert words(blocks, "nb").split("\n") == ["en", "to", "tre", "fire", "fem", "seks", "sju", "åtte"]
    assert words(blocks, "en") == "one"


def test_links_are_told_once_each() -> None:
    link = Mark("link", 0, 1, href="https://example.org")
    assert links((Paragraph(Text("a"), (link,)), Paragraph(Text("b"), (link,)))) == ("https://example.org",)


@given(few_blocks)
def test_marks_inside_their_text_are_no_fault(blocks: tuple[Block, ...]) -> None:
    assert faults(blocks) == ()


def test_marks_that_do_not_fit_are_told() -> None:
    marks = (Mark("strong", 0, 9), Mark("strong", 1, 1), Mark("link", 0, 1), Mark("code", 0, 1, "fr"))
    assert faults((Paragraph(Text("kort"), marks),)) == (
        "line 1: a mark from 0 to 9 lies outside the text",
        "line 1: a mark from 1 to 1 lies outside the text",
        "line 1: a link has an address, and nothing else has one",
        "line 1: the language «fr» of a mark is unknown",
    )
