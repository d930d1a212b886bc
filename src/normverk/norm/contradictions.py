"""Rows that cannot both be right: two levels at once for the same actor and action, or two versions nobody declared."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import combinations

import msgspec

from normverk.norm.applicability import Applicability, day_after

TWO_LEVELS = "two-levels"
STATED_TWICE = "stated-twice"
TWO_VERSIONS = "two-versions"


class Contradiction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two rows of the same norm, actor and action that bind on the same days, first and last of them included."""

    kind: str
    one: Applicability
    other: Applicability
    first: date
    last: date


def contradictions(rows: Iterable[Applicability], known_on: datetime) -> tuple[Contradiction, ...]:
    """Every pair of rows that contradict each other, as known at `known_on`.

    Days on trial bind nobody, so a new version may be tried while the old one is in force. Where actor or action is not
    known, nothing can be told, and nothing is.
    """
    by_place: dict[tuple[str, str, str], list[Applicability]] = {}
    for row in rows:
        if row.is_known(known_on) and row.actor is not None and row.action is not None:
            by_place.setdefault((row.norm, row.actor, row.action), []).append(row)
    pairs = (pair for place in by_place.values() for pair in combinations(place, 2))
    return tuple(found for pair in pairs if (found := between(*pair)) is not None)


def between(one: Applicability, other: Applicability) -> Contradiction | None:
    """How two rows contradict each other, if they do."""
    same = (one.norm, one.actor, one.action) == (other.norm, other.actor, other.action)
    if not same or one.actor is None or one.action is None:
        return None
    spans = binding_days(one), binding_days(other)
    if spans[0] is None or spans[1] is None:
        return None
    first, last = max(spans[0][0], spans[1][0]), min(spans[0][1], spans[1][1])
    if first > last:
        return None
    if one.version != other.version:
        declared = one.parallel and other.parallel
        return None if declared else Contradiction(TWO_VERSIONS, one, other, first, last)
    kind = STATED_TWICE if one.level == other.level else TWO_LEVELS
    return Contradiction(kind, one, other, first, last)


def binding_days(row: Applicability) -> tuple[date, date] | None:
    """The first and last day on which a row is known to bind; None when it never does."""
    first = row.valid_from or row.stated_on or date.min
    if row.trial_until is not None:
        after = day_after(row.trial_until)
        if after is None:
            return None
        first = max(first, after)
    last = row.valid_to or date.max
    return (first, last) if first <= last else None
