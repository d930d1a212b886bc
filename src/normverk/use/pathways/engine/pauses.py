"""Day arithmetic with time that is not counted: delays that are subtracted from a clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from normverk.norm.days import Moment, Unit, elapsed, is_past, local_date
from normverk.norm.days import due as due_of


@dataclass(frozen=True)
class Delay:
    """A delay wished by the patient: from when, until when (None while it lasts), and the code that says so."""

    begins: Moment
    ends: Moment | None
    code: str


def counted(start: Moment, end: Moment, unit: Unit, delays: Sequence[Delay]) -> int:
    """How many `unit`s passed from `start` to `end` outside the delays. Delays do not overlap and lie after `start`."""
    total = elapsed(start, end, unit)
    for delay in delays:
        until = end if delay.ends is None or is_past(end, delay.ends) else delay.ends
        if is_past(delay.begins, until):
            total -= elapsed(_not_before(delay.begins, start), until, unit)
    return total


def due_with(start: Moment, limit: int, unit: Unit, delays: Sequence[Delay]) -> Moment:
    """The last moment at which a limit is kept when closed delays are not counted; a delay that lasts is left out."""
    allowed = limit
    for delay in delays:
        if delay.ends is None or is_past(due_of(start, allowed, unit), delay.begins):
            continue
        allowed += elapsed(_not_before(delay.begins, start), delay.ends, unit)
    return due_of(start, allowed, unit)


def lasting(delays: Sequence[Delay]) -> Delay | None:
    """The delay that has not ended, if there is one."""
    return next((delay for delay in delays if delay.ends is None), None)


def lasted(delay: Delay, until: Moment, unit: Unit) -> int:
    """How many `unit`s the delay has lasted at `until`, or lasted when it has ended; days where only dates are known."""
    end = until if delay.ends is None or is_past(until, delay.ends) else delay.ends
    if unit is Unit.MINUTES and not (isinstance(delay.begins, datetime) and isinstance(end, datetime)):
        return 24 * 60 * (local_date(end) - local_date(delay.begins)).days
    return elapsed(delay.begins, end, unit)


def _not_before(moment: Moment, start: Moment) -> Moment:
    return start if is_past(moment, start) else moment
