"""What others know of a release and search narrows by: its level, and for whom it is. A release says none of it itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import msgspec


class Beside(msgspec.Struct, frozen=True):
    """What is told of one version of a product; the fields are those of a document for search."""

    level: str = ""
    actors: tuple[str, ...] = ()
    target_groups: tuple[str, ...] = ()


Teller = Callable[[str, str], Beside | None]
"""Tells of a version of a product, called with the product's name in addresses and the version; None: nothing known."""

TELLERS: Final[list[Teller]] = []
"""Filled by each app's `ready()`. Whoever tells asks for the product's documents to be renewed when it changes."""


def beside(slug: str, version: str) -> Beside:
    """All that is told of a version; where two tell a level, the first one's stands."""
    told = [found for teller in TELLERS if (found := teller(slug, version)) is not None]
    return Beside(
        level=next((one.level for one in told if one.level), ""),
        actors=tuple(dict.fromkeys(actor for one in told for actor in one.actors)),
        target_groups=tuple(dict.fromkeys(group for one in told for group in one.target_groups)),
    )
