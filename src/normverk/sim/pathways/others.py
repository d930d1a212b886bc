"""The pathways outside cancer and mental health, and rules of other countries in the same language."""

from __future__ import annotations

from collections.abc import Iterator

from normverk.sim.pathways.edition import Defined, Family
from normverk.sim.pathways.facts_read import facts, text
from normverk.sim.pathways.table import definition_of


def other_pathways() -> Iterator[Defined]:
    """Pain, fatigue (a draft), stroke, home with cancer, and child welfare, of which no time is known."""
    yield from _defined("other")


def pathways_abroad() -> Iterator[Defined]:
    """English and Danish rules."""
    yield from _defined("abroad")


def _defined(family: Family) -> Iterator[Defined]:
    for plain in facts(family)["pathway"]:
        yield Defined(
            product=plain["id"],
            number=1,
            family=family,
            name=text(plain["name"]),
            definition=definition_of(plain) if "clocks" in plain else None,
            day_basis=plain["basis"],
            notes=tuple(text(note) for note in plain.get("notes", ())),
            draft=plain.get("draft", False),
        )
