"""Comparing texts word by word, for people: which words are new, which are gone, which stayed. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from normverk.norm.blocks import BulletList
from normverk.norm.blocks import lines as block_lines
from normverk.norm.content import NormContent, Section, all_sections

_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE: Final = 0.4
"""From this share of common words on, two lines are shown as one that was changed."""

_MOST_PAIRS: Final = 100_000
"""Equal pieces of two texts that are paired off one by one. Beyond that the time grows with the cube of the length."""

Mark = Literal["same", "ins", "del"]


@dataclass(frozen=True)
class Piece:
    """Some words and what became of them."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class Line:
    """A paragraph or a list item, as pieces."""

    kind: Literal["paragraph", "item"]
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """True when something in the line is new or gone."""
        return any(piece.mark != "same" for piece in self.pieces)


@dataclass(frozen=True)
class SectionChange:
    """A section in which something differs: its title and lines in the reader's language."""

    id: str
    title: tuple[Piece, ...]
    lines: tuple[Line, ...]


_Plain = tuple[Literal["paragraph", "item"], str]


def word_changes(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both texts in reading order, marked; equal texts give one piece that stayed."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    pieces: list[Piece] = []
    for kind, a, b, c, d in _steps(old, new):
        if kind == "equal":
            _append(pieces, "same", "".join(old[a:b]))
        else:
            _append(pieces, "del", "".join(old[a:b]))
            _append(pieces, "ins", "".join(new[c:d]))
    return tuple(pieces)


def section_changes(before: NormContent, after: NormContent, language: str) -> tuple[SectionChange, ...]:
    """The sections whose words differ in `language`: those of the new content in its order, then those removed."""
    old, new = ({section.id: section for _, section in all_sections(content.sections)} for content in (before, after))
    found = []
    for section_id in [*new, *(key for key in old if key not in new)]:
        was, becomes = old.get(section_id), new.get(section_id)
        title = word_changes(_title(was, language), _title(becomes, language))
        lines = _line_changes(_lines(was, language), _lines(becomes, language))
        if any(piece.mark != "same" for piece in title) or any(line.changed for line in lines):
            found.append(SectionChange(section_id, title, lines))
    return tuple(found)


def _append(pieces: list[Piece], mark: Mark, words: str) -> None:
    if words:
        pieces.append(Piece(mark, words))


def _title(section: Section | None, language: str) -> str:
    return section.title.in_language(language) if section else ""


def _lines(section: Section | None, language: str) -> list[_Plain]:
    lines: list[_Plain] = []
    for block in section.blocks if section else ():
        how: Literal["paragraph", "item"] = "item" if isinstance(block, BulletList) else "paragraph"
        said = (text.in_language(language) for text, _ in block_lines((block,)))
        lines += [(how, words) for words in said if words]
    return lines


def _line_changes(old: Sequence[_Plain], new: Sequence[_Plain]) -> tuple[Line, ...]:
    lines: list[Line] = []
    for kind, a, b, c, d in _steps(old, new):
        if kind == "equal":
            lines += [Line(how, (Piece("same", words),)) for how, words in new[c:d]]
            continue
        gone, came = list(old[a:b]), list(new[c:d])
        while gone and came and gone[0][0] == came[0][0] and _alike(gone[0][1], came[0][1]):
            how, words = gone.pop(0)
            lines.append(Line(how, word_changes(words, came.pop(0)[1])))
        lines += [Line(how, (Piece("del", words),)) for how, words in gone]
        lines += [Line(how, (Piece("ins", words),)) for how, words in came]
    return tuple(lines)


def _alike(before: str, after: str) -> bool:
    old, new = before.split(), after.split()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return (matcher.ratio() if _pairs(old, new) <= _MOST_PAIRS else matcher.quick_ratio()) >= _ALIKE


def _steps(old: Sequence[Hashable], new: Sequence[Hashable]) -> Iterator[tuple[str, int, int, int, int]]:
    """How to get from old to new, in bounded time: what begins and ends alike is set aside first, and of what is between,
    pieces that repeat very often do not count; if that is still too much, all of it is replaced."""
    shortest = min(len(old), len(new))
    begin = next((at for at in range(shortest) if old[at] != new[at]), shortest)
    end = next((at for at in range(shortest - begin) if old[-1 - at] != new[-1 - at]), shortest - begin)
    was, becomes = old[begin : len(old) - end], new[begin : len(new) - end]
    if begin:
        yield "equal", 0, begin, 0, begin
    if was or becomes:
        yield from _between(was, becomes, begin)
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _between(was: Sequence[Hashable], becomes: Sequence[Hashable], at: int) -> Iterator[tuple[str, int, int, int, int]]:
    many = _pairs(was, becomes) > _MOST_PAIRS
    matcher = SequenceMatcher(None, was, becomes, autojunk=many)
    if many and _pairs([piece for piece in was if piece in matcher.b2j], becomes) > _MOST_PAIRS:  # type: ignore[attr-defined]
        yield "replace", at, at + len(was), at, at + len(becomes)
        return
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind, a + at, b + at, c + at, d + at


def _pairs(old: Sequence[Hashable], new: Sequence[Hashable]) -> int:
    """How many pairs of equal pieces there are."""
    there = Counter(new)
    return sum(times * there[piece] for piece, times in Counter(old).items())
