"""Day arithmetic with time that is not counted: delays that are subtracted from a clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from normverk.norm.days import Moment, Unit, elapsed, is_past, local_date
from normverk.norm.days import due as due_of
from normverk.norm.delays import DelayKind, DelayPolicy


@dataclass(frozen=True)
class Delay:
    """A delay as far as it lies in a round: from when, until when (None while it lasts), and the code that says so.

    `policy` is what it does, `kind` the reason for it, and `longer_than` how many `unit`s it must last to explain.
    """

    begins: Moment
    ends: Moment | None
    code: str
    policy: DelayPolicy
    kind: DelayKind = DelayKind.PATIENT_WISH
    longer_than: int = 0
    unit: Unit = Unit.CALENDAR_DAYS


def union(delays: Iterable[Delay]) -> tuple[Delay, ...]:
    """The same time as delays that do not overlap, in order; what overlaps becomes one."""
    apart: list[Delay] = []
    for delay in sorted(delays, key=lambda one: (_place(one.begins), one.code)):
        last = apart[-1] if apart else None
        if last is None or (last.ends is not None and _place(last.ends) <= _place(delay.begins)):
            apart.append(delay)
        elif last.ends is not None and (delay.ends is None or _place(delay.ends) > _place(last.ends)):
            apart[-1] = replace(last, ends=delay.ends)
    return tuple(apart)


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


def _place(moment: Moment) -> tuple[int, float]:
    """Where a moment stands among others: by its day in Norway, and on the day dates without a time first."""
    return local_date(moment).toordinal(), moment.timestamp() if isinstance(moment, datetime) else float("-inf")
