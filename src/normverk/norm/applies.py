"""What somebody must follow on a day, as it was known at a moment; and which changes are coming. Pure: rows in, rows out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Final

import msgspec

from normverk.norm.applicability import (
    Action,
    ActorKind,
    Applicability,
    Level,
    Phase,
    day_after,
    in_force,
    kinds_of,
    phase_on,
)


class Standing(StrEnum):
    """What a row is to the one who asks: it binds, it may be tried, or it cannot be told."""

    APPLIES = "applies"
    TRIAL = "trial"
    CANNOT_TELL = "cannot-tell"


ACTOR_UNKNOWN: Final = "actor-unknown"
ACTION_UNKNOWN: Final = "action-unknown"
LEVEL_UNKNOWN: Final = "level-unknown"
BEGIN_UNKNOWN: Final = "begin-unknown"
OPEN_GROUP: Final = "open-group"
DOUBTS: Final = (ACTOR_UNKNOWN, ACTION_UNKNOWN, LEVEL_UNKNOWN, BEGIN_UNKNOWN, OPEN_GROUP)
"""Why something cannot be told."""


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of an answer. `through` is the kind of actor that made it apply; `doubts` say why it cannot be told."""

    row: Applicability
    standing: Standing
    phase: Phase
    through: str = ""
    doubts: tuple[str, ...] = ()


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row comes into another phase on a day."""

    day: date
    row: Applicability
    before: Phase
    after: Phase

    @property
    def kind(self) -> str:
        """What happens, in one word; that something becomes mandatory is said as such."""
        if self.after is Phase.ACTIVE and self.row.level is Level.MANDATORY:
            return "mandatory-from"
        return str(self.after)


def what_applies(
    rows: Iterable[Applicability],
    actor: str,
    action: Action | None,
    on: date,
    known_on: datetime,
    *,
    kinds: Mapping[str, ActorKind],
) -> tuple[Answer, ...]:
    """Every row that binds this kind of actor doing this on the day `on`, may be tried, or may bind but cannot be told.

    `action` None asks for all actions. `known_on` leaves out all that was recorded later. The most binding stands first
    and what cannot be told last. Raises KeyError for a kind of actor that is not in `kinds`.
    """
    mine = kinds_of(actor, kinds)
    found = (_answer(row, mine, action, on, kinds) for row in rows if row.is_known(known_on))
    return tuple(sorted((one for one in found if one is not None), key=_order))


def _answer(
    row: Applicability, mine: tuple[str, ...], action: Action | None, on: date, kinds: Mapping[str, ActorKind]
) -> Answer | None:
    if action is not None and row.action not in {action, None}:
        return None
    doubts = []
    if row.actor is None:
        doubts.append(ACTOR_UNKNOWN)
    elif row.actor not in mine:
        if row.actor not in kinds or not kinds[row.actor].open:
            return None
        doubts.append(OPEN_GROUP)
    phase, binds = phase_on(row, on), in_force(row, on)
    if phase not in {Phase.TRIAL, Phase.UNKNOWN} and not binds:
        return None
    doubts += [ACTION_UNKNOWN] if row.action is None else []
    doubts += [LEVEL_UNKNOWN] if row.level is None else []
    doubts += [BEGIN_UNKNOWN] if binds is None else []
    standing = Standing.TRIAL if phase is Phase.TRIAL else Standing.APPLIES
    through = row.actor if row.actor in mine else ""
    return Answer(row, Standing.CANNOT_TELL if doubts else standing, phase, through or "", tuple(doubts))


_STANDINGS: Final = tuple(Standing)
_ACTIONS: Final = (*Action, None)


def _order(one: Answer) -> tuple[int, int, str, str, int, str]:
    level = -1 if one.row.level is None else one.row.level.rank
    place = _ACTIONS.index(one.row.action)
    return _STANDINGS.index(one.standing), -level, one.row.norm, one.row.version, place, one.row.id


def calendar(rows: Iterable[Applicability], first: date, last: date, known_on: datetime) -> tuple[Change, ...]:
    """Every change of phase on the days from `first` to `last` (both included), as known at `known_on`, in order."""
    found = [
        Change(day, row, before, after)
        for row in rows
        if row.is_known(known_on)
        for day in sorted(_turning_days(row))
        if first <= day <= last
        for before, after in [(_phase_before(row, day), phase_on(row, day))]
        if before is not after
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.row.norm, one.row.version, one.row.id)))


def _turning_days(row: Applicability) -> set[date]:
    days = {row.valid_from, row.active_from, row.phase_out_from}
    days |= {day_after(day) for day in (row.trial_until, row.valid_to) if day is not None}
    days |= {row.stated_on} if row.begins_unknown else set()
    return {day for day in days if day is not None}


def _phase_before(row: Applicability, day: date) -> Phase:
    """The phase of the day before; before the first day there is, nothing has begun."""
    return Phase.NOT_BEGUN if day == date.min else phase_on(row, date.fromordinal(day.toordinal() - 1))
