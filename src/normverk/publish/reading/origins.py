"""Sections that stand in several publications: where one belongs, and whether it has changed there since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

import msgspec

from normverk.norm.content import Section, digest, find_section
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.reading.editions import content_of, leading

State = Literal["same", "changed", "gone", "elsewhere"]


@dataclass(frozen=True)
class Home:
    """Where a section belongs. `state` compares with the version there that leads now; «elsewhere» means that it is
    published at another place than here, so that nothing can be said."""

    product: str
    section: str
    state: State
    release: Release | None = None


def home_of(section: Section, day: date) -> Home | None:
    """The place where a section belongs that was taken over from another publication; None for one that was not."""
    origin = section.origin
    if origin is None:
        return None
    found = leading(queries.versions(origin.product), day)
    if found is None:
        return Home(origin.product, origin.section, "elsewhere")
    there = find_section(content_of(found[0]), origin.section)
    if there is None:
        return Home(origin.product, origin.section, "gone", found[0])
    return Home(origin.product, origin.section, "same" if address(there) == origin.digest else "changed", found[0])


def address(section: Section) -> str:
    """The content address of a section as it is taken over: everything in it but where it was taken over from."""
    return digest(msgspec.structs.replace(section, origin=None))
