"""The versions of a product as a reader meets them: which one counts, and where a section of another one is now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from normverk.norm.content import NormContent, Section, find_section
from normverk.publish import queries
from normverk.publish.models import Release


@dataclass(frozen=True)
class Current:
    """The version that leads: in force on the day, or the highest that is not withdrawn.

    `section` is the section sought as it stands there; where it does not, `gone_in` is the first version without it.
    """

    release: Release
    in_force: bool
    section: Section | None = None
    gone_in: Release | None = None


def content_of(release: Release) -> NormContent:
    """What a release says."""
    return queries.decoded(release.digest).content


def leading(versions: list[Release], day: date) -> tuple[Release, bool] | None:
    """The version that an address without version leads to, and whether it is in force on `day`; None without versions.

    `versions` are those of one product, highest first.
    """
    current = queries.in_force(versions, day)
    if current is not None:
        return current, True
    kept = [row for row in versions if row.status != Release.Status.WITHDRAWN]
    return (kept[0], False) if kept else (versions[0], False) if versions else None


def current_for(versions: list[Release], shown: Release, section_id: str, day: date) -> Current | None:
    """The way from `shown` to the version that leads, and to the same section in it; None when `shown` leads itself."""
    found = leading(versions, day)
    if found is None or found[0].pk == shown.pk:
        return None
    release, counts = found
    if not section_id:
        return Current(release, counts)
    section = find_section(content_of(release), section_id)
    return Current(release, counts, section, None if section else _first_without(versions, shown, section_id))


def _first_without(versions: list[Release], shown: Release, section_id: str) -> Release | None:
    """The first version above `shown` in which the section is not there any more."""
    above = reversed(versions[: [row.pk for row in versions].index(shown.pk)])
    return next((row for row in above if find_section(content_of(row), section_id) is None), None)
