"""Where in a text the words asked for stand: pieces that are hits and pieces that are not. Never HTML. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from normverk.publish.search.norwegian import spellings

PASSAGE: Final = 260
"""So many signs of a text are shown, about three lines."""
_READ: Final = 5_000
"""So many signs of a long text are looked through for the best passage."""
_MOST_HITS: Final = 20
_INSIDE: Final = 5
"""A term with so many letters is also marked inside a longer word."""


@dataclass(frozen=True)
class Marks:
    """What is marked: words that stand whole, and pieces that are marked with the whole word around them. Small letters."""

    whole: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()


def marks_of(words: Iterable[str], terms: Iterable[str]) -> Marks:
    """What is marked for words and terms of the index, in all ways in which they may be written."""
    inside = {spelling for term in terms if len(term) >= _INSIDE for spelling in spellings(term)}
    whole = {spelling for word in (*words, *terms) for spelling in spellings(word)}
    return Marks(tuple(word for word in whole if not any(part in word for part in inside)), tuple(inside))


class Piece(msgspec.Struct, frozen=True):
    """A piece of text, and whether it is what was asked for."""

    text: str
    hit: bool = False


def pieces(text: str, marks: Marks) -> tuple[Piece, ...]:
    """The whole text in pieces; joined again they are the text."""
    return tuple(_cut(text, _hits(text, marks), 0, len(text)))


def passage(text: str, marks: Marks) -> tuple[tuple[Piece, ...], int]:
    """The part of the text with the most different words asked for, in pieces, and how many those are."""
    hits = _hits(text[:_READ], marks)[:_MOST_HITS]
    best, most = 0, 0
    for number, (start, _, _) in enumerate(hits):
        near = {word for begin, _, word in hits[number:] if begin < start + PASSAGE}
        if len(near) > most:
            best, most = start, len(near)
    begin = _word_start(text, max(0, best - PASSAGE // 4))
    end = _word_end(text, min(len(text), begin + PASSAGE))
    cut = tuple(_cut(text, [hit for hit in hits if begin <= hit[0] and hit[1] <= end], begin, end))
    before = (Piece("… "),) if begin > 0 else ()
    after = (Piece(" …"),) if end < len(text) else ()
    return (*before, *cut, *after), most


def _hits(text: str, marks: Marks) -> list[tuple[int, int, str]]:
    """Where the words to mark stand: begin, end, and the word in small letters.

    Looked for one by one, which takes a fraction of the time of taking the text apart into words.
    """
    small = text.replace("İ", "I").lower()  # the one letter that is longer when it is small
    found: dict[int, int] = {}
    for word in marks.whole:
        for begin in _places(small, word):
            end = begin + len(word)
            if not (_is_letter(small[begin - 1 : begin]) or _is_letter(small[end : end + 1])):
                found[begin] = end
    for part in marks.inside:
        for begin in _places(small, part):
            end = begin + len(part)
            while _is_letter(small[begin - 1 : begin]):
                begin -= 1
            while _is_letter(small[end : end + 1]):
                end += 1
            found[begin] = end
    return [(begin, end, small[begin:end]) for begin, end in sorted(found.items())]


def _places(text: str, piece: str) -> Iterator[int]:
    place = text.find(piece)
    while place >= 0:
        yield place
        place = text.find(piece, place + len(piece))


def _is_letter(sign: str) -> bool:
    """True for what words are made of; false for the nothing before the first sign and after the last."""
    return sign.isalnum() or sign == "_"


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
