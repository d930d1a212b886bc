"""A norm with the same words in every field there is, and the same address wherever one can stand: to see what comes of them."""

from __future__ import annotations

from datetime import date

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
)
from normverk.norm.content import NormContent, Origin, Section
from normverk.norm.references import Reference
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.units import Coding, KeyFactors, Outcome, Pico, Strength, Unit

DAY = date(2024, 5, 1)


def everywhere(words: str, link: str = "") -> NormContent:
    """A guideline with one unit in which nothing is left out. Without `link`, addresses are web pages with the words."""
    link = link or f"https://example.org/{words}"
    text = Text(*([words] * 6))
    marks = [
        Mark(kind, 0, len(words), language, link if kind == "link" else "")
        for kind in MARK_KINDS
        for language in ("nb", "nn", "en")
    ]
    blocks = _blocks(text, tuple(marks), link)
    coding = Coding(link, words, words, words)
    pico = Pico("p", text, text, text, (Outcome(text, 7, words, text),), blocks, (coding,))
    unit = Unit(
        kind="recommendation",
        strength=Strength("sign", words, words),
        obligation="must",
        factors=KeyFactors(blocks, blocks, blocks, blocks),
        rationale=blocks,
        practical=blocks,
        picos=(pico,),
        codes=(coding,),
        clocks=(words,),
        law=link,
    )
    works = (
        Reference("r", words, "chapter", (words, words), words, words, words, words, words, words, "", words, link),
        Reference("d", words, doi=words),
        Reference("g", as_given=words, url=link),
    )
    section = Section(
        id="s",
        title=text,
        blocks=blocks,
        unit=unit,
        intro=text,
        references=("r", "d", "g"),
        edited_on=DAY,
        revised_on=DAY,
        origin=Origin("annet", words, words),
    )
    return NormContent(
        kind="guideline",
        title=text,
        purpose=text,
        scope=text,
        target_group=text,
        owner=words,
        legal_basis=text,
        method=text,
        contributors=(words,),
        themes=(words,),
        sections=(section, Section("plain", text, blocks, (Section("inner", text, blocks),))),
        references=works,
        sources=(Source(words, "own", link, words),),
    )


def _blocks(text: Text, marks: tuple[Mark, ...], link: str) -> tuple[Block, ...]:
    """One block of each kind, each with the words and all the marks it can hold."""
    said = Paragraph(text, marks)
    return (
        said,
        Heading(2, text, marks),
        BulletList((Item(text, marks, (said,)),), ordered=True),
        Table(((Cell(text, header=True), Cell(text, header=True)), (Cell(text), Cell(text, blocks=(said,)))), text),
        Figure(link, text, text),
        Quote((said,)),
    )
