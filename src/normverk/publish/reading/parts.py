"""What other parts of the house tell on the page of a product and where two versions are compared.

Publish knows none of them: each app adds functions in its `ready()`, and the pages show what they give.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final


@dataclass(frozen=True)
class Part:
    """One part of a page: `template` shows `shown`, which it finds as `part`, with `stylesheet` (a static file)."""

    template: str
    shown: object
    stylesheet: str


OF_PRODUCT: Final[list[Callable[[str, str, datetime], Part | None]]] = []
"""Given a product's slug, a version and the moment it is: what to tell of that version, None for nothing."""
OF_COMPARISON: Final[list[Callable[[str, str, str, datetime], Part | None]]] = []
"""Given a product's slug, the version before, the one after and the moment it is: what to tell of the two."""


def of_product(slug: str, version: str, now: datetime) -> list[Part]:
    """What there is to tell of a version."""
    return [part for tell in OF_PRODUCT if (part := tell(slug, version, now)) is not None]


def of_comparison(slug: str, before: str, after: str, now: datetime) -> list[Part]:
    """What there is to tell of two versions."""
    return [part for tell in OF_COMPARISON if (part := tell(slug, before, after, now)) is not None]
