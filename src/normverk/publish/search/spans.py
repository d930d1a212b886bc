"""Where in a text the words asked for stand: pieces that are hits and pieces that are not. Never HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import msgspec

from normverk.publish.search.norwegian import WORD, fold

PASSAGE: Final = 260
"""So many signs of a text are shown, about three lines."""
_READ: Final = 5_000
"""So many signs of a long text are looked through for the best passage."""
_MOST_HITS: Final = 20
_INSIDE: Final = 5
"""A term with so many letters is also marked inside a longer word."""


class IsHit(dict[str, bool]):
    """Word → whether it is one of those asked for. Works a word out the first time and remembers it."""

    def __init__(self, surfaces: frozenset[str], terms: frozenset[str]) -> None:
        super().__init__()
        self._surfaces = surfaces
        inside = "|".join(re.escape(term) for term in sorted(terms) if len(term) >= _INSIDE)
        self._inside = re.compile(inside or r"(?!)")

    def __missing__(self, word: str) -> bool:
        surface = fold(word)
        found = self[word] = surface in self._surfaces or self._inside.search(surface) is not None
        return found


class Piece(msgspec.Struct, frozen=True):
    """A piece of text, and whether it is what was asked for."""

    text: str
    hit: bool = False


def pieces(text: str, is_hit: IsHit) -> tuple[Piece, ...]:
    """The whole text in pieces; joined again they are the text."""
    return tuple(_cut(text, list(_hits(text, is_hit)), 0, len(text)))


def passage(text: str, is_hit: IsHit) -> tuple[tuple[Piece, ...], int]:
    """The part of the text with the most different words asked for, in pieces, and how many those are."""
    hits = []
    for hit in _hits(text[:_READ], is_hit):
        hits.append(hit)
        if len(hits) == _MOST_HITS:
            break
    best, most = 0, 0
    for number, (start, _, _) in enumerate(hits):
        words = {word for begin, _, word in hits[number:] if begin < start + PASSAGE}
        if len(words) > most:
            best, most = start, len(words)
    begin = _word_start(text, max(0, best - PASSAGE // 4))
    end = _word_end(text, min(len(text), begin + PASSAGE))
    cut = tuple(_cut(text, [hit for hit in hits if begin <= hit[0] and hit[1] <= end], begin, end))
    before = (Piece("… "),) if begin > 0 else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return (*before, *cut, *after), most


def _hits(text: str, is_hit: IsHit) -> Iterator[tuple[int, int, str]]:
    for found in WORD.finditer(text):
        if is_hit[found[0]]:
            yield found.start(), found.end(), found[0].lower()


def _cut(text: str, hits: list[tuple[int, int, str]], begin: int, end: int) -> Iterator[Piece]:
    place = begin
    for start, stop, _ in hits:
        if start > place:
            yield Piece(text[place:start])
        yield Piece(text[start:stop], hit=True)
        place = stop
    if place < end:
        yield Piece(text[place:end])


def _word_start(text: str, place: int) -> int:
    if place == 0:
        return 0
    blank = text.find(" ", place)
    return blank + 1 if 0 <= blank < place + 40 else place


def _word_end(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    blank = text.rfind(" ", 0, place)
    return blank if blank > place - 40 else place
