"""What search answers: hits with marked words, facets with counts, and what was made of the question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import msgspec

from normverk.publish.search.spans import Piece

PAGE_SIZE = 20


@dataclass(frozen=True)
class Asked:
    """A question: words, what it is narrowed to (facet → values, any of which will do), the day, and the page.

    With `valid_on` only what is in force on that day is found; without, what stands is judged on `today`.
    """

    words: str = ""
    narrowed: tuple[tuple[str, tuple[str, ...]], ...] = ()
    valid_on: date | None = None
    page: int = 1
    size: int = PAGE_SIZE
    language: str = "nb"

    def values(self, facet: str) -> tuple[str, ...]:
        """What a facet is narrowed to."""
        return next((values for name, values in self.narrowed if name == facet), ())


class Hit(msgspec.Struct, frozen=True):
    """One thing found. `title` and `passage` are pieces; `hit` marks the words asked for. Languages are their own.

    `standing` is in-force, not-yet or ended on the day asked, or the thing's own status word, such as withdrawn.
    """

    key: str
    address: str
    kind: str
    piece: str
    title: tuple[Piece, ...]
    title_language: str
    within: str
    passage: tuple[Piece, ...]
    passage_language: str
    standing: str
    level: str
    valid_from: date | None
    valid_to: date | None
    codes: tuple[str, ...]
    numbers: tuple[str, ...]
    languages: tuple[str, ...]


class Value(msgspec.Struct, frozen=True):
    """A value of a facet: how many there are with it if it is chosen, and whether it is."""

    value: str
    count: int
    chosen: bool


class Facet(msgspec.Struct, frozen=True):
    """What the answer can be narrowed by."""

    name: str
    values: tuple[Value, ...]


class Answer(msgspec.Struct, frozen=True):
    """The answer. `total` counts everything found, `hits` are those of this page.

    `every_word` is false when too little had all the words, so that what has only some of them is there too.
    `missing` are words that nothing here has; `meant` says for each what it was read as, if anything. `suggestion` is
    the whole question with those words in their place.
    """

    words: str
    total: int
    page: int
    pages: int
    hits: tuple[Hit, ...]
    facets: tuple[Facet, ...]
    every_word: bool
    missing: tuple[str, ...]
    meant: tuple[tuple[str, tuple[str, ...]], ...]
    suggestion: str
    day: date
    made_at: str
