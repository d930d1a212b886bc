"""Two written languages of one version side by side: what is missing in either, and what is older, place by place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from normverk.norm.content import NormContent, Section, all_sections
from normverk.norm.forms import section_texts
from normverk.norm.out_of_step import HEAD, Dated, Older, older_languages
from normverk.norm.text import Text


@dataclass(frozen=True)
class Pair:
    """One text in two languages; an empty side is missing."""

    first: str
    second: str

    @property
    def missing(self) -> bool:
        """True when it is there in one of the two only."""
        return bool(self.first) != bool(self.second)


@dataclass(frozen=True)
class Place:
    """The head (`section` None) or a section, with its texts in two languages, and which of the two is older than its
    source, if one is."""

    section: Section | None
    pairs: tuple[Pair, ...]
    older: tuple[Older, ...] = ()

    @property
    def missing(self) -> int:
        """How many texts are there in one language only: then the two are out of step."""
        return sum(pair.missing for pair in self.pairs)


def side_by_side(content: NormContent, first: str, second: str, history: Sequence[Dated] = ()) -> tuple[Place, ...]:
    """Every text that is there in at least one of the two languages, place by place in reading order.

    `history` is what the norm has said, oldest first and this content last; without it nothing is known to be older.
    """
    behind: dict[str, tuple[Older, ...]] = {}
    for one in older_languages(history):
        if {one.language, one.source} == {first, second}:
            behind[one.section] = (*behind.get(one.section, ()), one)
    head = (content.title, content.purpose, content.scope, content.target_group, content.legal_basis, content.method)
    places = [Place(None, _pairs(head, first, second), behind.get(HEAD, ()))]
    places += [
        Place(section, _pairs(section_texts(section), first, second), behind.get(section.id, ()))
        for _, section in all_sections(content.sections)
    ]
    return tuple(place for place in places if place.pairs)


def _pairs(texts: Iterable[Text], first: str, second: str) -> tuple[Pair, ...]:
    said = (Pair(getattr(text, first), getattr(text, second)) for text in texts)
    return tuple(pair for pair in said if pair.first or pair.second)
