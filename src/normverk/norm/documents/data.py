"""Reads JSON data as a document: every string is a value with its place, lists of equal objects are tables, code lists
are code lists, and HTML inside a string is read as the text it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from normverk.norm.documents import Document, Grid, Line, Link, Picture, Record
from normverk.norm.documents.blocks import Collector
from normverk.norm.documents.lists import code_list
from normverk.norm.documents.plain import links_in
from normverk.norm.html_in import read_html

_HTML: Final = re.compile(r"<(p|h[1-6]|ul|ol|table|div|a)[\s>]", re.IGNORECASE)
_DEEPEST: Final = 60


def read_data(name: str, plain: Any) -> Document:
    """The document in plain JSON data; places are JSON Pointers. ValueError when it is nested too deeply."""
    parts = _Parts(name)
    parts.walk("", plain, 0)
    lines = tuple(parts.lines)
    return Document(
        name,
        lines,
        tuple(parts.grids),
        (*parts.links, *links_in(tuple(line for line in lines if line.kind == "value"))),
        tuple(parts.pictures),
        records=tuple(parts.records),
        lists=tuple(parts.lists),
        headings_lead=True,
    )


class _Parts:
    def __init__(self, name: str) -> None:
        self.name = name
        self.bodies = 0
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self.records: list[Record] = []
        self.lists: list[Any] = []

    def walk(self, place: str, value: Any, depth: int) -> None:
        if depth > _DEEPEST:
            raise ValueError(f"{self.name}: {place[:80]}… is nested more than {_DEEPEST} deep")
        if isinstance(value, str):
            self._string(place, value)
        elif isinstance(value, list):
            self._table(place, value)
            for number, member in enumerate(value):
                self.walk(f"{place}/{number}", member, depth + 1)
        elif isinstance(value, dict):
            self._object(place, value)
            for key, member in value.items():
                self.walk(f"{place}/{_escaped(str(key))}", member, depth + 1)

    def _string(self, place: str, words: str) -> None:
        if not _HTML.search(words):
            self.lines.append(Line(place or "/", words, "value"))
            return
        self.bodies += 1
        held = Collector(self.name, "nb", self.bodies)
        held.blocks(place, read_html(words, "nb").blocks)
        self.lines += _levels_as_written(words, held.lines)
        self.grids += held.grids
        self.links += held.links
        self.pictures += held.pictures

    def _object(self, place: str, value: dict[str, Any]) -> None:
        fields = tuple((key, str(inner)) for key, inner in value.items() if isinstance(inner, str | int | float))
        counts = tuple((key, len(inner)) for key, inner in value.items() if isinstance(inner, list))
        self.records.append(Record(place or "/", fields, counts))
        found = code_list(value, place or "/")
        if found is not None:
            self.lists.append(found)

    def _table(self, place: str, members: list[Any]) -> None:
        """A list of objects with the same simple fields is a table."""
        rows = list(_rows(members))
        if len(rows) < 2 or len(rows) != len(members):
            return
        head = tuple(rows[0])
        if all(tuple(row) == head for row in rows):
            places = tuple(f"{place}/{number}" for number in range(len(rows)))
            self.grids.append(Grid(place, head, tuple(tuple(row.values()) for row in rows), places))


_HEADING: Final = re.compile(r"<h([1-6])[\s>]", re.IGNORECASE)


def _levels_as_written(html: str, lines: list[Line]) -> list[Line]:
    """The lines with the levels of headings that the HTML has; reading it mends them, and a check must see them."""
    levels = [int(level) for level in _HEADING.findall(html)]
    if len(levels) != sum(line.kind == "heading" for line in lines):
        return lines
    left = iter(levels)
    return [msgspec.structs.replace(line, level=next(left)) if line.kind == "heading" else line for line in lines]


def _rows(members: list[Any]) -> Iterator[dict[str, str]]:
    for member in members:
        if not isinstance(member, dict) or not all(isinstance(cell, str | int | float) for cell in member.values()):
            return
        yield {key: str(cell) for key, cell in member.items()}


def _escaped(segment: str) -> str:
    return segment.replace("~", "~0").replace("/", "~1")
