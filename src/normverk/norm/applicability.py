"""For whom a norm applies, to do what, how binding, and from when: values, and the life cycle that follows from the dates.

Two times are held apart. Valid time is the days on which something applies out there; knowledge time is the moments
between which we held it to be so. A correction never changes what was known before it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

import msgspec

from normverk.norm.source import Source
from normverk.norm.text import Text


class Level(StrEnum):
    """How binding a norm is, the lowest first."""

    GUIDE = "guide"
    GUIDELINE = "guideline"
    RECOMMENDED = "recommended"
    MANDATORY = "mandatory"

    @property
    def rank(self) -> int:
        """0 for the least binding, 3 for the most."""
        return tuple(Level).index(self)


class Action(StrEnum):
    """What is done with a norm."""

    SEND = "send"
    RECEIVE = "receive"
    USE = "use"


class Phase(StrEnum):
    """Where in its life a version is for somebody on one day. `UNKNOWN` when the dates do not tell."""

    NOT_BEGUN = "not-begun"
    TRIAL = "trial"
    PHASE_IN = "phase-in"
    ACTIVE = "active"
    PHASE_OUT = "phase-out"
    EXPIRED = "expired"
    UNKNOWN = "unknown"


class ActorKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of actor. Whoever is of this kind is also of the kinds in `within`.

    `open` says that the group is drawn by what somebody does or is obliged to, so that no kind tells who belongs to it.
    """

    id: str
    name: Text
    within: tuple[str, ...] = ()
    open: bool = False
    note: Text | None = None


class Applicability(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row: a version of a norm for a kind of actor and an action, at a level, in a period, on a ground.

    None in `actor`, `action` and `level` means that the source does not say. Days are inclusive. Without `valid_from`
    the row has always applied, unless `stated_on` is there: then it is only known that it applied on that day. The
    version is on trial until `trial_until`, is brought in until the day before `active_from`, and is on its way out
    from `phase_out_from`. `parallel` declares that another version may be valid beside this one. Known from
    `recorded_from` until just before `recorded_to`.
    """

    id: str
    norm: str
    version: str
    actor: str | None
    action: Action | None
    level: Level | None
    recorded_from: datetime
    source: Source
    valid_from: date | None = None
    trial_until: date | None = None
    active_from: date | None = None
    phase_out_from: date | None = None
    valid_to: date | None = None
    stated_on: date | None = None
    parallel: bool = False
    legal_basis: str = ""
    decided_by: str = ""
    decision: str = ""
    note: str = ""
    recorded_to: datetime | None = None

    def is_known(self, at: datetime) -> bool:
        """Whether the row was held to be so at the moment `at`."""
        return self.recorded_from <= at and (self.recorded_to is None or at < self.recorded_to)

    @property
    def begins_unknown(self) -> bool:
        """True when it is only known that the row applied on `stated_on`, not since when."""
        return self.valid_from is None and self.stated_on is not None


def phase_on(row: Applicability, day: date) -> Phase:
    """The life cycle of a row on a day, worked out from its dates."""
    if row.valid_to is not None and day > row.valid_to:
        return Phase.EXPIRED
    if row.valid_from is not None and day < row.valid_from:
        return Phase.NOT_BEGUN
    if row.begins_unknown and day < (row.stated_on or day):
        return Phase.UNKNOWN
    if row.phase_out_from is not None and day >= row.phase_out_from:
        return Phase.PHASE_OUT
    return _early_phase(row, day)


def _early_phase(row: Applicability, day: date) -> Phase:
    """The phase of a row that has begun and is not on its way out."""
    if row.trial_until is not None and day <= row.trial_until:
        return Phase.TRIAL
    if row.active_from is not None:
        return Phase.PHASE_IN if day < row.active_from else Phase.ACTIVE
    return Phase.UNKNOWN if row.begins_unknown else Phase.ACTIVE


def in_force(row: Applicability, day: date) -> bool | None:
    """Whether the row binds on a day: not before it begins, on trial, or after it has ended. None: cannot be told."""
    phase = phase_on(row, day)
    if phase is Phase.UNKNOWN:
        return True if day >= (row.stated_on or day) else None
    return phase in {Phase.PHASE_IN, Phase.ACTIVE, Phase.PHASE_OUT}


def dates_in_order(row: Applicability) -> tuple[str, ...]:
    """The pairs of dates that stand in the wrong order, by their names; empty when all is well."""
    named: Final = (
        ("valid_from", row.valid_from),
        ("trial_until", row.trial_until),
        ("active_from", row.active_from),
        ("phase_out_from", row.phase_out_from),
        ("valid_to", row.valid_to),
    )
    given = [(name, day) for name, day in named if day is not None]
    wrong = [
        f"{name} > {later}"
        for number, (name, day) in enumerate(given)
        for later, other in given[number + 1 :]
        if day > other or (day == other and (name, later) in _APART)
    ]
    if (
        row.stated_on is not None
        and row.valid_to is not None
        and row.valid_from is None
        and row.stated_on > row.valid_to
    ):
        wrong.append("stated_on > valid_to")
    return tuple(wrong)


_APART: Final = {("trial_until", "active_from"), ("trial_until", "phase_out_from")}
"""A day is on trial or in the phase after it, never both."""


def kinds_of(actor: str, kinds: Mapping[str, ActorKind]) -> tuple[str, ...]:
    """The kind itself and every kind it lies within, nearest first; KeyError for a kind that is not there."""
    found, waiting = [], [actor]
    while waiting:
        one = waiting.pop(0)
        if one not in found:
            found.append(one)
            waiting += kinds[one].within
    return tuple(found)


def day_after(day: date) -> date | None:
    """The next day; None after the last day there is."""
    return None if day == date.max else day + timedelta(days=1)
