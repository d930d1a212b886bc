"""What checks look at besides documents: a norm with what surrounds it, and all the code lists that are at hand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Literal

import msgspec

from normverk.norm.code_lists import CodeList
from normverk.norm.content import NormContent, Section
from normverk.norm.out_of_step import Dated
from normverk.norm.placed_texts import texts_of
from normverk.norm.places import place
from normverk.norm.text import Text

State = Literal["in-force", "withdrawn", "superseded", "draft"]


class Standing(msgspec.Struct, frozen=True):
    """How another norm stands: its state, and its level (0 guide, 1 guideline, 2 recommended, 3 mandatory; None: unknown)."""

    title: str
    state: State
    level: int | None = None


Lookup = Callable[[str], Standing | None]
"""From an id or an address to how that norm stands; None for what it does not know."""


def knows_nothing(_: str) -> Standing | None:
    """The lookup of those who have no register of norms at hand."""
    return None


class Norm(msgspec.Struct, frozen=True, dict=True):
    """A norm as it is checked. `others` are the other editions in force or to come; `lists` the known code lists;
    `history` what it has said, oldest first, with the day of each, and this content last (empty: not known)."""

    content: NormContent
    others: tuple[NormContent, ...] = ()
    lookup: Lookup = knows_nothing
    lists: tuple[CodeList, ...] = ()
    history: tuple[Dated, ...] = ()

    @cached_property
    def texts(self) -> tuple[tuple[str, Text], ...]:
        """Every text of the content with its place; walked through once, for all checks that need it."""
        return tuple(texts_of(self.content))


class Lists(msgspec.Struct, frozen=True):
    """Every code list that was read, in the order of reading."""

    known: tuple[CodeList, ...]


def placed_sections(content: NormContent) -> Iterator[tuple[str, Section]]:
    """Every section with its address in the norm, in reading order."""
    yield from _placed((), content.sections)


def _placed(way: tuple[str, ...], sections: tuple[Section, ...]) -> Iterator[tuple[str, Section]]:
    for section in sections:
        here = (*way, "sections", section.id)
        yield place(*here), section
        yield from _placed(here, section.sections)
