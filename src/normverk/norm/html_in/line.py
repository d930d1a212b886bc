"""One line of text under way: white space is run together, marks are kept as start and end, shortcodes become words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from normverk.norm.blocks import Mark, MarkKind
from normverk.norm.inline import Inline, Marked, inline_tree
from normverk.norm.source import web_address

_SPACE: Final = re.compile(r"\s+")
_CODE: Final = re.compile(r"\[(/?)([a-zæøå][\w-]{0,40})((?:\s[^\[\]]{0,2000})?)\]", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r'([\w-]+)=(?:"([^"]*)"|«([^»]*)»|((?:(?!\s[\w-]+=|\s*/?$).)*))')
_SAYS: Final = ("text", "tekst", "title", "tittel", "label")
_LEADS: Final = ("url", "href", "lenke", "link")

Given = tuple[MarkKind, int, int, str]
"""Kind, start, end, address."""


class LineBuilder:
    """Collects words and marks from left to right."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0
        self.marks: list[Given] = []

    def add(self, words: str) -> None:
        """Words that follow; the same white space is never there twice."""
        run = _SPACE.sub(" ", words)
        if run.startswith(" ") and (not self.pieces or self.pieces[-1].endswith(" ")):
            run = run[1:]
        if run:
            self.pieces.append(run)
            self.length += len(run)

    def mark(self, kind: MarkKind, start: int, href: str = "") -> None:
        """What was added since `start` is of this kind."""
        self.marks.append((kind, start, self.length, href))

    def done(self, language: str, told: Callable[[str, str], None]) -> tuple[str, tuple[Mark, ...]]:
        """The line; empty when there are no words. `told` hears of shortcodes and of quotation marks that lack a partner."""
        words = "".join(self.pieces).rstrip(" ")
        words, given = without_codes(words, self.marks, told)
        if words.count('"') % 2:
            told("stray-quote", words)
        return words, tidy(words, given, language)


def tidy(words: str, given: Iterable[Given], language: str) -> tuple[Mark, ...]:
    """The marks without blanks at their ends, without those that mark nothing, none crossing another, outer ones first."""
    kept: dict[Mark, None] = {}
    for kind, first, last, href in given:
        start, end = first, min(last, len(words))
        while start < end and words[start] == " ":
            start += 1
        while end > start and words[end - 1] == " ":
            end -= 1
        if start < end:
            kept[Mark(kind, start, end, language, href)] = None
    if len(kept) < 2:
        return tuple(kept)
    return tuple(dict.fromkeys(_flat(inline_tree(words, kept, language))))


def _flat(tree: Iterable[Inline]) -> Iterator[Mark]:
    for piece in tree:
        if isinstance(piece, Marked):
            yield piece.mark
            yield from _flat(piece.inside)


def without_codes(words: str, given: list[Given], told: Callable[[str, str], None]) -> tuple[str, list[Given]]:
    """The line with shortcodes such as «[knapp text=… url=… /]» written as the words, and the link, they stand for.

    A shortcode that says no words is left as it is, so that nothing is lost.
    """
    if "[" not in words:
        return words, given
    made, marks, shift, at = [], list(given), 0, 0
    for found in _CODE.finditer(words):
        closing, inside = found[1], found[3].strip()
        if not closing and not inside.endswith("/") and "=" not in inside:
            continue
        told("shortcode", found[0])
        values = {
            name.lower(): (a or b or c).strip() for name, a, b, c in _ATTRIBUTE.findall(inside.rstrip("/").rstrip())
        }
        said = next((values[name] for name in _SAYS if values.get(name)), "" if closing else found[0])
        start = found.start() + shift
        made += [words[at : found.start()], said]
        change = len(said) - len(found[0])
        marks = [_moved(mark, start, start + len(found[0]), change) for mark in marks]
        address = next((web_address(values[name]) for name in _LEADS if values.get(name)), "")
        if (
            address
            and said != found[0]
            and not any(k == "link" and s < start + len(said) and start < e for k, s, e, _ in marks)
        ):
            marks.append(("link", start, start + len(said), address))
        shift, at = shift + change, found.end()
    said = "".join([*made, words[at:]])
    return said, marks


def _moved(mark: Given, start: int, end: int, change: int) -> Given:
    kind, first, last, href = mark
    inside = max(start, end + change)
    new_first = first + change if first >= end else min(first, inside)
    new_last = last + change if last >= end else min(last, inside)
    return kind, new_first, max(new_first, new_last), href
