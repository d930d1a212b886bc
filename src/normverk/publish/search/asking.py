"""From what somebody writes to what the index is asked for: groups of terms, one group for each thing meant.

Nothing written is ever handed to FTS5 as it stands: words are taken out, analysed and put in quotation marks, so its
operators are words like any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from normverk.publish.search.compounds import split
from normverk.publish.search.norwegian import STOP, WORD, fold, is_code, plain, related, term
from normverk.publish.search.reading import Index

LONGEST: Final = 300
"""Of a longer question only so many signs are read."""
MOST_WORDS: Final = 8
_PREFIXES: Final = 30
_SHORTEST_PREFIX: Final = 3
_SHORTEST_INSIDE: Final = 5
_CORRECTIONS: Final = 2
_NEIGHBOURS: Final = (3, 2)
_PHRASE: Final = re.compile(r'["«“”]([^"«»“”]+)["»“”]')

All = tuple[str, ...]
"""Terms that must all be there."""


@dataclass(frozen=True)
class Group:
    """One thing asked for: any of `alternatives` will do, or the words of `phrase` in a row.

    `said` is what was written. `meant` is set when it is not known here: the words that it was read as.
    """

    said: str
    alternatives: tuple[All, ...] = ()
    phrase: All = ()
    meant: tuple[str, ...] = ()

    @property
    def terms(self) -> frozenset[str]:
        """Every term that may be found for it."""
        return frozenset(held for every in self.alternatives for held in every) | frozenset(self.phrase)

    @property
    def expression(self) -> str:
        """The group for FTS5; empty when nothing here can match it."""
        if self.phrase:
            return f'"{" ".join(self.phrase)}"'
        every = [" AND ".join(f'"{held}"' for held in each) for each in self.alternatives]
        return f"({' OR '.join(f'({each})' if ' ' in each else each for each in every)})" if every else ""

    def mask(self, index: Index) -> int:
        """The documents that have it."""
        if self.phrase:
            return index.matching(self.expression)
        found = 0
        for each in self.alternatives:
            held = index.having(each[0])
            for more in each[1:]:
                held &= index.having(more)
            found |= held
        return found


def understand(question: str, index: Index) -> tuple[Group, ...]:
    """What is asked for, thing by thing; nothing for a question without words."""
    text = plain(question[:LONGEST])
    phrases = [list(_surfaces(inside)) for inside in _PHRASE.findall(text)]
    loose = list(_surfaces(_PHRASE.sub(_unless_phrase, text)))
    groups = [_phrase(words) for words in phrases if len(words) > 1]
    groups += _words(loose[:MOST_WORDS], index)
    return tuple({group.said: group for group in groups[:MOST_WORDS]}.values())


def expression(groups: tuple[Group, ...], joined: Literal["AND", "OR"]) -> str:
    """What FTS5 is asked: documents with all of the groups that anything here can match, or with any. May be empty."""
    return f" {joined} ".join(group.expression for group in groups if group.expression)


def _unless_phrase(found: re.Match[str]) -> str:
    """Fewer than two telling words in quotation marks are no phrase: they stay among the others."""
    return " " if len(list(_surfaces(found[1]))) > 1 else f" {found[1]} "


def _surfaces(text: str) -> Iterator[str]:
    for word in WORD.findall(text):
        surface = fold(word)
        if surface and surface not in STOP:
            yield surface


def _phrase(words: list[str]) -> Group:
    return Group(" ".join(words), phrase=tuple(term(word) for word in words))


def _words(surfaces: list[str], index: Index) -> Iterator[Group]:
    """A group for each word; neighbours that the index knows as one word are one: «his 80822», «pakke forløp»."""
    place = 0
    while place < len(surfaces):
        for length in _NEIGHBOURS:
            run = surfaces[place : place + length]
            if len(run) == length and index.is_known("".join(run)):
                yield _together(run, index)
                place += length
                break
        else:
            yield from _one(surfaces[place], index)
            place += 1


def _together(run: list[str], index: Index) -> Group:
    whole = _alternatives("".join(run), index)
    apart = tuple(term(word) for word in run)
    return Group(" ".join(run), tuple(dict.fromkeys((*whole, apart))))


def _one(surface: str, index: Index) -> Iterator[Group]:
    """A word's group; a compound that nothing here has is asked for part by part, as if it were written apart."""
    if is_code(surface):
        yield Group(surface, _code(surface, index))
        return
    found = _alternatives(surface, index)
    parts = _parts(surface, index)
    if not found and len(parts) > 1:
        yield from (Group(part, _alternatives(part, index)) for part in parts)
    elif found := found or _inside(surface, index):
        yield Group(surface, found)
    else:
        near = index.near(surface)[:_CORRECTIONS]
        meant = tuple(each.shown for each in near)
        yield Group(surface, tuple(dict.fromkeys((each.term,) for each in near)), meant=meant)


def _alternatives(surface: str, index: Index) -> tuple[All, ...]:
    """The word's own forms, with its parts apart, and what it is also called; nothing when the index has none of it."""
    found: list[All] = [(held,) for held in _own(surface, index)]
    if found and len(parts := _parts(surface, index)) > 1:
        found.append(tuple(term(part) for part in parts))
    for words in related(surface):
        if len(words) > 1:
            found.append(tuple(term(word) for word in words))
        else:
            found += [(held,) for held in _own(words[0], index)] or _inside(words[0], index)
    return tuple(dict.fromkeys(found))


def _own(surface: str, index: Index) -> tuple[str, ...]:
    forms = dict.fromkeys((term(surface), term(surface, "en")))
    return tuple(held for held in forms if index.has_term(held))


def _parts(surface: str, index: Index) -> tuple[str, ...]:
    return split(surface, index.is_form) or split(term(surface), index.is_form)


def _inside(surface: str, index: Index) -> tuple[All, ...]:
    """The words that begin with a word that is not there itself, or else those that have it inside."""
    found: tuple[str, ...] = ()
    if len(surface) >= _SHORTEST_PREFIX:
        found = index.beginning_with(surface, _PREFIXES)
    if not found and len(surface) >= _SHORTEST_INSIDE:
        found = index.holding(surface, _PREFIXES)
    return tuple((held,) for held in found)


def _code(surface: str, index: Index) -> tuple[All, ...]:
    """A code by itself, and those that begin with it: A01 finds A01FK. A plain number that is known is itself alone."""
    found = [(surface,)] if index.is_known(surface) else []
    if len(surface) >= _SHORTEST_PREFIX and not (found and surface.isdigit()):
        found += [(held,) for held in index.beginning_with(surface, _PREFIXES)]
    return tuple(dict.fromkeys(found))
