"""What the builders hand over: a definition with what is known about its place in the pathway's history."""

from __future__ import annotations

from typing import Literal

import msgspec

from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import Text

Family = Literal["cancer", "mental", "other", "abroad"]


class Defined(msgspec.Struct, frozen=True):
    """One edition of one pathway. `name` is the pathway's name inside a sentence.

    `day_basis` says how the first day is known: introduction, announced, revision, page-date, year (only the year or the
    month is known), draft (the day of a draft), or own (no day is known, and one is set so that it can be shown).
    `what` says what is new in this edition, None in the first one. `notes` are facts that the reader of the product needs.
    """

    product: str
    number: int
    family: Family
    name: Text
    definition: PathwayDefinition | None
    day_basis: str
    what: Text | None = None
    prefix: str = ""
    notes: tuple[Text, ...] = ()
    draft: bool = False

    @property
    def slug(self) -> str:
        """The name of the edition's file."""
        return f"{self.product}-{self.number}"
