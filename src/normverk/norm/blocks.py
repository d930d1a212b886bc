"""Text as a typed tree: paragraphs, headings, lists, tables, figures and quotations, in all written languages.

What stands out in a line (bold, a link) is not written into the text but beside it, as marks with a start and an end.
So the words stay plain for those who search, compare and quote them, and HTML is made only when a page is shown.
See docs/decisions/0009-marks-beside-the-text.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec

from normverk.norm.source import web_address
from normverk.norm.text import WRITTEN, Text

MarkKind = Literal["strong", "emphasis", "code", "sub", "sup", "link"]
MARK_KINDS: Final[tuple[MarkKind, ...]] = ("strong", "emphasis", "code", "sub", "sup", "link")


class Mark(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What the signs from `start` up to (not including) `end` of the text in `language` are; `href` for a link."""

    kind: MarkKind
    start: int
    end: int
    language: str = "nb"
    href: str = ""

    @property
    def page(self) -> str:
        """Where a link leads, if that is a web page, an e-mail address or a place on the same page; else nothing."""
        return self.href if self.href.startswith(("mailto:", "#")) else web_address(self.href)


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="paragraph"):
    """A paragraph."""

    text: Text
    marks: tuple[Mark, ...] = ()


class Heading(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="heading"):
    """A heading inside a section. `level` 1 stands just under the section's own title."""

    level: int
    text: Text
    marks: tuple[Mark, ...] = ()


class Item(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A point of a list: its words, and what more belongs to it."""

    text: Text
    marks: tuple[Mark, ...] = ()
    blocks: tuple[Block, ...] = ()


class BulletList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="list"):
    """A list, numbered when its order carries meaning."""

    items: tuple[Item, ...]
    ordered: bool = False


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A cell of a table. `header` says that it names its column or row."""

    text: Text
    marks: tuple[Mark, ...] = ()
    header: bool = False
    columns: int = 1
    rows: int = 1
    blocks: tuple[Block, ...] = ()


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="table"):
    """A table, row by row."""

    rows: tuple[tuple[Cell, ...], ...]
    caption: Text = Text(nb="")


class Figure(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="figure"):
    """A picture by its address. `alt` says what it shows to those who do not see it."""

    address: str
    alt: Text = Text(nb="")
    caption: Text = Text(nb="")

    @property
    def page(self) -> str:
        """Where the picture lies, if that is a web address."""
        return web_address(self.address)


class Quote(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True, tag="quote"):
    """Words of somebody else: of a law, of a regulation, of a patient."""

    blocks: tuple[Block, ...]


Block = Paragraph | Heading | BulletList | Table | Figure | Quote

Line = tuple[Text, tuple[Mark, ...]]
"""A text with the marks beside it."""


def lines(blocks: Iterable[Block]) -> Iterator[Line]:
    """Every text in the blocks with its marks, in reading order."""
    for block in blocks:
        yield from _lines(block)


def _lines(block: Block) -> Iterator[Line]:
    match block:
        case Paragraph() | Heading():
            yield block.text, block.marks
        case BulletList():
            for item in block.items:
                yield item.text, item.marks
                yield from lines(item.blocks)
        case Table():
            yield block.caption, ()
            for row in block.rows:
                for cell in row:
                    yield cell.text, cell.marks
                    yield from lines(cell.blocks)
        case Figure():
            yield block.alt, ()
            yield block.caption, ()
        case Quote():
            yield from lines(block.blocks)


def words(blocks: Iterable[Block], language: str) -> str:
    """The plain words in one language, a line for each text that is there; no other language stands in."""
    said = (getattr(text, language) for text, _ in lines(blocks))
    return "\n".join(line for line in said if line)


def links(blocks: Iterable[Block]) -> tuple[str, ...]:
    """Where the links in the blocks lead, each once, as they are written."""
    return tuple(dict.fromkeys(mark.href for _, marks in lines(blocks) for mark in marks if mark.kind == "link"))


def faults(blocks: Iterable[Block]) -> tuple[str, ...]:
    """What is wrong with the marks, one sentence each: outside the text, empty, unknown language, link to nowhere."""
    found: list[str] = []
    for number, (text, marks) in enumerate(lines(blocks), 1):
        for mark in marks:
            if mark.language not in WRITTEN:
                found.append(f"line {number}: the language «{mark.language}» of a mark is unknown")
            elif not 0 <= mark.start < mark.end <= len(getattr(text, mark.language)):
                found.append(f"line {number}: a mark from {mark.start} to {mark.end} lies outside the text")
            if (mark.kind == "link") != bool(mark.href):
                found.append(f"line {number}: a link has an address, and nothing else has one")
    return tuple(found)
