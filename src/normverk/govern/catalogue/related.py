"""Where an edition is seen from other parts of the house: they add their links here, so that the catalogue knows none."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from normverk.govern.catalogue.models import Edition


@dataclass(frozen=True)
class Related:
    """A link from an edition's page: words in the reader's language, and an address."""

    words: str
    address: str


RELATED: Final[list[Callable[[Edition], Iterable[Related]]]] = []
"""Filled by each app's `ready()`."""


def related_to(edition: Edition) -> tuple[Related, ...]:
    """All links of an edition, in the order in which the apps added them."""
    return tuple(link for links in RELATED for link in links(edition))
