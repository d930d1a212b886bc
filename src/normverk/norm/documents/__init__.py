"""Anything that can be checked as words with places: a text, a table, data, or a norm read in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from normverk.norm.code_lists import CodeList

LineKind = Literal["heading", "paragraph", "item", "value"]


class Line(msgspec.Struct, frozen=True):
    """A stretch of words that belongs together: a paragraph, a heading, a point, or one value of data.

    `level` is that of a heading, or the depth of a point. `group` is the same for the
    points of one list, and for the headings of one text.
    """

    place: str
    words: str
    kind: LineKind = "paragraph"
    level: int = 0
    group: int = 0


class Grid(msgspec.Struct, frozen=True):
    """A table: the names of its columns, its rows, and where each row stands."""

    place: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    places: tuple[str, ...]

    def column(self, *names: str) -> int | None:
        """The number of the first column that has one of these names, if any."""
        small = [name.strip().lower() for name in self.head]
        return next((small.index(name) for name in names if name in small), None)


class Link(msgspec.Struct, frozen=True):
    """An address that a reader may follow, and the words it stands on."""

    place: str
    address: str
    words: str = ""


class Picture(msgspec.Struct, frozen=True):
    """A picture and what is said instead of it."""

    place: str
    address: str
    alt: str


class Record(msgspec.Struct, frozen=True):
    """The simple values that stand together in data: a row, or the fields of one object."""

    place: str
    fields: tuple[tuple[str, str], ...]
    counts: tuple[tuple[str, int], ...] = ()
    """How long the lists are that stand beside the simple values."""


class Document(msgspec.Struct, frozen=True):
    """What was read, in reading order. `language` is that of its words where it is known, else empty."""

    name: str
    lines: tuple[Line, ...] = ()
    grids: tuple[Grid, ...] = ()
    links: tuple[Link, ...] = ()
    pictures: tuple[Picture, ...] = ()
    anchors: frozenset[str] | None = None
    """The places inside the document that a link may lead to; None when it is not known which there are."""
    records: tuple[Record, ...] = ()
    lists: tuple[CodeList, ...] = ()
    language: str = ""
    headings_lead: bool = False
    """True when the levels of headings are stated by the source and not guessed."""


def lists_of(lines: tuple[Line, ...]) -> Iterator[tuple[Line | None, tuple[Line, ...]]]:
    """Each list with the line that leads it in, its own points only (not those of lists inside it)."""
    at = 0
    while at < len(lines):
        if lines[at].kind != "item":
            at += 1
            continue
        first = at
        while at < len(lines) and lines[at].kind == "item" and lines[at].group == lines[first].group:
            at += 1
        top = min(line.level for line in lines[first:at])
        lead = lines[first - 1] if first else None
        yield lead, tuple(line for line in lines[first:at] if line.level == top)
