"""A line of text with its marks as a tree, for whoever writes it out: as HTML, Markdown or a printed page."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from normverk.norm.blocks import Mark


class Marked(msgspec.Struct, frozen=True):
    """A stretch of a line that is marked, and what is inside it."""

    mark: Mark
    inside: tuple[Inline, ...]


Inline = str | Marked


def inline_tree(words: str, marks: Iterable[Mark], language: str) -> tuple[Inline, ...]:
    """The line in `language` as nested stretches, from left to right.

    The longer of two marks is the outer one. Marks that cross are cut where the outer one ends; marks outside the
    words are cut to what is there.
    """
    fitting = [
        msgspec.structs.replace(mark, start=max(mark.start, 0), end=min(mark.end, len(words)))
        for mark in marks
        if mark.language == language
    ]
    return _stretch(words, 0, len(words), [mark for mark in fitting if mark.start < mark.end])


def _stretch(words: str, start: int, end: int, marks: list[Mark]) -> tuple[Inline, ...]:
    made: list[Inline] = []
    waiting = sorted(marks, key=_outer_first)
    while waiting:
        mark = waiting.pop(0)
        inside = [_cut(other, mark.start, mark.end) for other in waiting if other.start < mark.end]
        after = [_cut(other, mark.end, end) for other in waiting if other.end > mark.end]
        if mark.start > start:
            made.append(words[start : mark.start])
        made.append(Marked(mark, _stretch(words, mark.start, mark.end, inside)))
        start, waiting = mark.end, sorted(after, key=_outer_first)
    if start < end:
        made.append(words[start:end])
    return tuple(made)


def _outer_first(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, -mark.end, mark.kind, mark.href


def _cut(mark: Mark, start: int, end: int) -> Mark:
    return msgspec.structs.replace(mark, start=max(mark.start, start), end=min(mark.end, end))
