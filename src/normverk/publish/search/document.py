"""What can be found: a document as search knows it, and where documents come from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Final

import msgspec

from normverk.norm.text import Text


class SearchDocument(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that can be found: a product, a section of it, an entry of a catalogue.

    `key` is stable and says where it belongs («release/brystkreft/2.0.0/om»): what is renewed together begins alike.
    `address` is the page's path here. `within` names what the thing is a part of. All its written languages stand in
    one document, so that nobody gets the same thing three times. `kind` is the kind of product, `piece` what the thing
    is of it (product, section, or the kind of a normative unit). `status` is a word of its own when dates do not say
    it (withdrawn); empty means that it is as in force as its dates say. Dates are first and last day of validity.
    """

    key: str
    address: str
    kind: str
    title: Text
    piece: str = "product"
    within: Text = Text(nb="")
    ingress: Text = Text(nb="")
    body: Text = Text(nb="")
    level: str = ""
    layers: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    status: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    codes: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is written in: those of its title."""
        return self.title.written()

    def facets(self) -> Iterator[tuple[str, str]]:
        """Every facet with each of its values; empty values are none."""
        many = {"layer": self.layers, "theme": self.themes, "target_group": self.target_groups, "actor": self.actors}
        pairs = [("kind", self.kind), ("piece", self.piece), ("level", self.level)]
        pairs += [(facet, value) for facet, values in many.items() for value in values]
        pairs += [("language", language) for language in self.languages]
        yield from dict.fromkeys(pair for pair in pairs if pair[1])


FACETS: Final = ("kind", "piece", "level", "layer", "theme", "target_group", "actor", "status", "language")
"""What answers can be narrowed by, in the order of the page. `status` is worked out from the dates on the day asked."""

Source = Callable[[str], Iterable[SearchDocument]]
"""Gives all its documents whose key begins with what it is called with; with "" all of them. Nothing for others' keys."""

SOURCES: Final[list[Source]] = []
"""Filled by each app's `ready()`: `SOURCES.append(my_documents)`."""


def documents(under: str = "") -> Iterator[SearchDocument]:
    """Every document whose key begins with `under`, from all sources; raises ValueError for a key given twice."""
    seen: set[str] = set()
    for source in SOURCES:
        for found in source(under):
            if found.key in seen:
                raise ValueError(f"two documents have the key {found.key}")
            seen.add(found.key)
            yield found
