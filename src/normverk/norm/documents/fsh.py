"""Reads FHIR Shorthand as a document: titles, descriptions and short texts are its words; aliases and urls its values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from normverk.norm.documents import Document, Line
from normverk.norm.documents.plain import links_in

_LONG: Final = re.compile(r'"""(.*?)"""', re.DOTALL)
_SHORT: Final = re.compile(r'"((?:[^"\\\n]|\\.)*)"')
_URN: Final = re.compile(r"urn:\w+:\S+")


def read_fsh(name: str, text: str) -> Document:
    """The document in `text`; places are line numbers, counted from 1."""
    lines = tuple(sorted(_lines(text), key=lambda line: int(line.place.removeprefix("line "))))
    return Document(name, lines, links=tuple(links_in(lines)))


def _lines(text: str) -> Iterator[Line]:
    for found in _LONG.finditer(text):
        yield Line(f"line {_number(text, found.start())}", " ".join(found[1].split()), "value")
    rest = _LONG.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    for found in _SHORT.finditer(rest):
        yield Line(f"line {_number(rest, found.start())}", found[1], "value")
    for found in _URN.finditer(_SHORT.sub(lambda quoted: " " * len(quoted[0]), rest)):
        yield Line(f"line {_number(rest, found.start())}", found[0].rstrip('#|",'), "value")


def _number(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1
