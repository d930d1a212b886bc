"""What differs between the rows of applicability of two versions of a norm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import zip_longest
from typing import Final, Literal

from normverk.norm.applicability import Action, Applicability

SAID: Final = (
    "level",
    "valid_from",
    "trial_until",
    "active_from",
    "phase_out_from",
    "valid_to",
    "stated_on",
    "parallel",
    "legal_basis",
    "decided_by",
)
"""The fields in which two rows for the same actor and action can say different things."""
Verdict = Literal["same", "changed", "added", "removed"]


@dataclass(frozen=True)
class RowChange:
    """A kind of actor and an action (None for unknown) with the row of each version, and the fields that differ."""

    actor: str | None
    action: Action | None
    before: Applicability | None
    after: Applicability | None
    differs: tuple[str, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """What has happened to the row from the one version to the other."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "removed"
        return "changed" if self.differs else "same"


def row_changes(before: Iterable[Applicability], after: Iterable[Applicability]) -> tuple[RowChange, ...]:
    """Every row of two versions, once, beside the row for the same actor and action in the other version.

    Rows that say the same are put together first; the others of an actor and action, which may have several periods,
    go together in the order in which they begin.
    """
    old, new = _by_whom(before), _by_whom(after)
    found: list[RowChange] = []
    for actor, action in sorted({*old, *new}, key=lambda key: (key[0] or "", key[1] or "")):
        mine, theirs = old.get((actor, action), []), new.get((actor, action), [])
        for row in tuple(mine):
            twin = next((other for other in theirs if not _differs(row, other)), None)
            if twin is not None:
                mine.remove(row)
                theirs.remove(twin)
                found.append(RowChange(actor, action, row, twin))
        for one, other in zip_longest(mine, theirs):
            found.append(RowChange(actor, action, one, other, _differs(one, other) if one and other else ()))
    return tuple(found)


_Whom = tuple[str | None, Action | None]


def _by_whom(rows: Iterable[Applicability]) -> dict[_Whom, list[Applicability]]:
    found: dict[_Whom, list[Applicability]] = {}
    for row in sorted(rows, key=lambda row: (row.valid_from or date.min, row.id)):
        found.setdefault((row.actor, row.action), []).append(row)
    return found


def _differs(one: Applicability, other: Applicability) -> tuple[str, ...]:
    return tuple(name for name in SAID if getattr(one, name) != getattr(other, name))
