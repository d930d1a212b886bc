"""What became of a section from version to version, with the reasons that were given."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from normverk.norm.content import find_section
from normverk.norm.diff import Change, diff
from normverk.norm.places import escaped
from normverk.norm.text import Text
from normverk.publish import queries
from normverk.publish.models import Release
from normverk.publish.reading.editions import content_of


@dataclass(frozen=True)
class Step:
    """One version in the history: what it changed, against the version below it, and why.

    `changes` are those of the section, or of the whole product when no section is asked for. `before` is None for the
    first version, which changes nothing: it is where the thing was stated first.
    """

    release: Release
    before: Release | None
    note: Text
    changes: tuple[Change, ...]


def history(versions: list[Release], section_id: str = "") -> tuple[Step, ...]:
    """The versions of one product (highest first) that changed the section, or all of them without a section."""
    steps = []
    for number, row in enumerate(versions):
        before = versions[number + 1] if number + 1 < len(versions) else None
        changes = _changes(before.digest, row.digest) if before else ()
        if section_id:
            changes = tuple(change for change in changes if concerns(change, section_id))
            born = before is None and find_section(content_of(row), section_id) is not None
            if not changes and not born:
                continue
        steps.append(Step(row, before, queries.decoded(row.digest).change_note, changes))
    return tuple(steps)


def concerns(change: Change, section_id: str) -> bool:
    """True when a change is one of the section itself; those of sections inside it are theirs."""
    place = f"sections/{escaped(section_id)}"
    return change.path == place or change.path.startswith(f"{place}/")


@lru_cache(maxsize=256)
def _changes(before: str, after: str) -> tuple[Change, ...]:
    """Kept in memory by the digests of the two releases, which never come to mean something else."""
    return diff(queries.decoded(before).content, queries.decoded(after).content)
