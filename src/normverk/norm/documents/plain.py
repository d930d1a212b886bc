"""Reads plain text as a document: broken lines are joined, points are told from paragraphs.

The text may come from a slide or a page that lost its form on the way: a point goes on until the next point or an empty line
after which no point follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from normverk.norm.documents import Document, Line, Link

_MONTH: Final = "januar|februar|mars|april|mai|juni|juli|august|september|oktober|november|desember"
_POINT: Final = re.compile(
    rf"\s*([•\uf0b7\uf0fcü✓*–-]|(?:\d{{1,2}}[.)]|[a-zA-Z][.)])(?=[ \t]+(?!(?:{_MONTH})\b|[–-])))[ \t]*(?=\S)(.*)", re.I
)
_SIGNED: Final = re.compile(r"\s*[•✓\uf0b7\uf0fc]")
_PAGE: Final = re.compile(r"\d{1,3}|\d{2}\.\d{2}\.\d{4}.*")
ADDRESS: Final = re.compile(r"https?://[^\s<>\"»)\]]+")


class _Raw(msgspec.Struct):
    number: int
    words: str
    point: str
    depth: int


def read_plain(name: str, text: str, language: str = "nb") -> Document:
    """The document in `text`; places are line numbers, counted from 1."""
    lines = tuple(_lines(text))
    return Document(name, lines, links=tuple(links_in(lines)), language=language)


def links_in(lines: tuple[Line, ...]) -> Iterator[Link]:
    """The web addresses that are written out in the words."""
    for line in lines:
        for found in ADDRESS.finditer(line.words):
            yield Link(line.place, found[0].rstrip(".,;:"), found[0])


def _lines(text: str) -> Iterator[Line]:
    raw = list(_joined(text.splitlines()))
    group = 0
    before: str | None = None
    for one in raw:
        if one.point:
            group += before != one.point
            yield Line(f"line {one.number}", one.words, "item", one.depth, group)
        else:
            yield Line(f"line {one.number}", one.words)
        before = one.point or None


def _joined(lines: list[str]) -> Iterator[_Raw]:
    """Points and paragraphs; a line that only goes on belongs to the one before it."""
    current: _Raw | None = None
    empty = False
    for number, line in enumerate(lines, 1):
        words = line.strip()
        if not words:
            empty = True
            continue
        marked = _POINT.fullmatch(line)
        if marked and (_SIGNED.match(line) or not empty or marked[1][0].isalnum() or current is None or current.point):
            if current:
                yield current
            current = _Raw(number, marked[2].strip(), _kind(marked[1]), len(line) - len(line.lstrip()))
        elif current is not None and (not empty or _goes_on(current.words, words) or _belongs(current, words)):
            current.words = f"{current.words} {words}"
        else:
            if current:
                yield current
            current = _Raw(number, words, "", 0)
        empty = False
    if current:
        yield current


def _kind(sign: str) -> str:
    """Points of one list have signs of one kind: all numbers, all letters, or all the same sign."""
    if sign[0].isdigit():
        return "1"
    return "a" if sign[0].isalpha() and len(sign) > 1 else sign


def _goes_on(before: str, words: str) -> bool:
    """After an empty line, words go on that begin small or end a sentence left open; a page number does not."""
    if _PAGE.fullmatch(words) or before.endswith((".", ":", "?", "!")):
        return False
    return words[0].islower() or before.endswith((",", "-")) or before.rsplit(maxsplit=1)[-1].lower() in _OPEN


def _belongs(point: _Raw, words: str) -> bool:
    """What is counted under a point that ends with a colon belongs to it, an empty line or not: «25 søknader, 50 MNOK»."""
    return bool(point.point) and bool(re.search(r":(?:$|\s\d)", point.words)) and words[0].isdigit()


_OPEN: Final = frozenset({"og", "eller", "i", "på", "av", "for", "til", "med", "om", "fra", "å", "som", "samlet"})
