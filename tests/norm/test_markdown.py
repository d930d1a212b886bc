"""What is written in Markdown is what stands in the blocks, and back; what cannot be carried is said."""

from __future__ import annotations

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from normverk.norm.blocks import (
    MARK_KINDS,
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Item,
    Mark,
    Paragraph,
    Quote,
    Table,
    lines,
)
from normverk.norm.markdown import blocks_from_markdown, blocks_to_markdown, settled_blocks, uncarried
from normverk.norm.markdown_marks import settled
from normverk.norm.markdown_words import WORDS
from normverk.norm.text import LANGUAGES, WRITTEN, Text
from tests.norm.strategies import few_blocks, marked

hostile = st.text(st.sampled_from("ab *_`~^[]()<>{}|\\#-+=:!&;.1)\n\t\xa0"), max_size=8)
hostile_texts = st.builds(Text, nb=hostile, nn=hostile) | st.builds(Text, nb=hostile, se=hostile)


@st.composite
def hostile_lines(draw: st.DrawFn) -> tuple[Text, tuple[Mark, ...]]:
    text = draw(hostile_texts)
    return text, draw(marked(text))


hostile_blocks = st.lists(
    st.builds(lambda line: Paragraph(*line), hostile_lines())
    | st.builds(lambda line: Heading(2, *line), hostile_lines())
    | st.builds(lambda one, other, more: BulletList((Item(*one, more), Item(*other))), hostile_lines(), hostile_lines(), few_blocks)
    | st.builds(lambda one, other: Table(((Cell(*one, header=True),), (Cell(*other),))), hostile_lines(), hostile_lines())
    | st.builds(Figure, address=hostile, alt=hostile_texts, caption=hostile_texts),
    max_size=3,
).map(tuple)  # fmt: skip


def there_and_back(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks written in every language and read again."""
    read, complaints = blocks_from_markdown({language: blocks_to_markdown(blocks, language) for language in WRITTEN})
    assert complaints == ()
    return read


@given(few_blocks | hostile_blocks)
def test_every_block_that_can_be_carried_comes_back_as_it_was(blocks: tuple[Block, ...]) -> None:
    assume(not uncarried(blocks))
    assert there_and_back(blocks) == settled_blocks(blocks)


@given(few_blocks)
def test_settling_marks_changes_no_letter(blocks: tuple[Block, ...]) -> None:
    def seen(marks: tuple[Mark, ...]) -> set[tuple[object, ...]]:
        return {(mark.language, mark.kind, mark.href, at) for mark in marks for at in range(mark.start, mark.end)}

    for (text, marks), (again, tidy) in zip(lines(blocks), lines(settled_blocks(blocks)), strict=True):
        assert text == again
        assert seen(marks) == seen(tidy)
        assert settled(tidy) == tidy


@given(st.text(st.sampled_from("ab *_`~^[]()<>{}|\\#-+=:!&;.1)\n") | st.characters(exclude_categories=("Cs", "Cc"))))
def test_whatever_is_written_is_either_taken_or_complained_of(text: str) -> None:
    blocks, complaints = blocks_from_markdown({"nb": text})
    assert not (blocks and complaints)
    for complaint in complaints:
        assert 1 <= complaint.line <= text.count("\n") + 1
        assert complaint.code in WORDS
    if blocks and not uncarried(blocks):
        assert there_and_back(blocks) == blocks


def test_a_text_as_people_write_it() -> None:
    blocks, complaints = blocks_from_markdown(
        {
            "nb": "# Mål\n\nDrikk **to** liter H~2~O.\nHver dag.\n\n- én\n- to\n  1. a\n  2. b\n\n> Sitat\n\n"
            "| Alder | Dose |\n|---|---|\n| # Barn | 5 mg |\n\n: Doser\n\n![Et glass](https://example.org/glass.png)",
            "en": "# Goal\n\n[…]\n\n- one\n- […]\n  1. a\n  2. b\n\n> Quote\n\n| Age | Dose |\n|---|---|\n| # Child | 5 mg |\n\n"
            ": […]\n\n![A glass](https://example.org/glass.png)",
        }
    )
    assert complaints == ()
    assert blocks == (
        Heading(1, Text("Mål", en="Goal")),
        Paragraph(Text("Drikk to liter H2O. Hver dag."), (Mark("strong", 6, 8), Mark("sub", 16, 17))),
        BulletList(
            (
                Item(Text("én", en="one")),
                Item(Text("to"), (), (BulletList((Item(Text("a", en="a")), Item(Text("b", en="b"))), ordered=True),)),
            )
        ),
        Quote((Paragraph(Text("Sitat", en="Quote")),)),
        Table(
            (
                (Cell(Text("Alder", en="Age"), header=True), Cell(Text("Dose", en="Dose"), header=True)),
                (Cell(Text("Barn", en="Child"), header=True), Cell(Text("5 mg", en="5 mg"))),
            ),
            Text("Doser"),
        ),
        Figure("https://example.org/glass.png", Text("Et glass", en="A glass")),
    )
    assert blocks_to_markdown(blocks, "nb").startswith(
        "# Mål\n\nDrikk **to** liter H~2~O. Hver dag.\n\n- én\n- to\n\n  1. a"
    )
    assert blocks_to_markdown(blocks, "nn") == ""


def test_a_plain_table_without_names_of_columns_keeps_having_none() -> None:
    table = Table(((Cell(Text("a|b")), Cell(Text(""))), (Cell(Text("c")), Cell(Text("#d")))))
    assert there_and_back((table,)) == (table,)


@pytest.mark.parametrize(
    ("written", "line", "code"),
    [
        ("Hei <b>du</b>", 1, "html"),
        ("Hei\n\n<script>alert(1)</script>", 3, "html"),
        ("a\n\n```\nkode\n```", 3, "code-block"),
        ("a\n\n---\n", 3, "rule"),
        ("se ![alt](x.png) her", 1, "picture"),
        ("3. tre\n4. fire", 1, "start"),
        ("| a | b |\n|---|---|\n| 1 | 2 | 3 |", 3, "cells"),
        ("> | a |\n> |---|\n> | 1 | 2 |", 3, "cells"),
        ("| a |\n|---|\n| 1 |\n\n: **Fet**", 5, "caption-marks"),
        ("> " * 60 + "dypt", 1, "deep"),
        ("a\0b", 1, "signs"),
    ],
)
def test_what_is_not_taken_is_refused_with_its_line(written: str, line: int, code: str) -> None:
    blocks, complaints = blocks_from_markdown({"nb": written})
    assert blocks == ()
    assert (complaints[0].language, complaints[0].line, complaints[0].code) == ("nb", line, code)
    assert not complaints[0].what.missing()


@pytest.mark.parametrize(
    ("nn", "line"), [("Eitt.\n\n- to", 3), ("Eitt.", 1), ("# Eitt\n\nTo.", 1), ("Eitt.\n\nTo.\n\nTre.", 5)]
)
def test_languages_that_do_not_stand_side_by_side_are_refused_with_the_place(nn: str, line: int) -> None:
    blocks, complaints = blocks_from_markdown({"nb": "Ett.\n\nTo.", "nn": nn, "en": ""})
    assert blocks == ()
    assert [(complaint.language, complaint.line, complaint.code) for complaint in complaints] == [
        ("nn", line, "uneven")
    ]


@pytest.mark.parametrize(
    ("block", "code"),
    [
        (Table(((Cell(Text("a"), columns=2),),)), "spans"),
        (Table(((Cell(Text("a"), blocks=(Paragraph(Text("b")),)),),)), "cell-blocks"),
        (Table(((Cell(Text("a")),), (Cell(Text("a")), Cell(Text("b"))))), "ragged"),
        (Table(()), "empty"),
        (BulletList(()), "empty"),
        (Quote(()), "empty"),
        (Heading(7, Text("a")), "level"),
        (Paragraph(Text("a"), (Mark("strong", 0, 5),)), "marks"),
        (Paragraph(Text("abc"), (Mark("link", 0, 2, href="#a"), Mark("link", 1, 3, href="#b"))), "marks"),
        (Paragraph(Text("a\x01")), "signs"),
    ],
)
def test_what_markdown_cannot_carry_is_refused_and_never_bent(block: Block, code: str) -> None:
    assert uncarried((block,)) == (code,)
    assert code in WORDS
    with pytest.raises(ValueError, match=code):
        blocks_to_markdown((block,), "nb")


@pytest.mark.parametrize("kind", [kind for kind in MARK_KINDS if kind != "link"])
def test_a_mark_in_the_middle_of_a_word_or_with_blanks_is_carried(kind: str) -> None:
    for words, start, end in (("abcd", 1, 3), ("a b c", 1, 4), ("a.b.c", 1, 4), ("a`b*c", 0, 5)):
        blocks = (Paragraph(Text(words), (Mark(kind, start, end),)),)  # type: ignore[arg-type]
        assert there_and_back(blocks) == blocks


@pytest.mark.parametrize("sign", ["[", "{**", "{`", "*", "~", "^", "> ", "![", "`", "|a", "- ", "<a ", "&#", "{*}"])
def test_hostile_texts_are_read_in_bounded_time(sign: str) -> None:
    began = time.perf_counter()
    blocks_from_markdown({"nb": sign * (20_000 // len(sign)) + "**}*}`}"})
    assert time.perf_counter() - began < 10


def test_the_words_of_every_complaint_are_there_in_all_languages() -> None:
    assert all(not words.missing() for words in WORDS.values())
    assert set(LANGUAGES) <= set(WRITTEN)
