"""Day arithmetic: how many units lie between two moments, and when a limit runs out.

Days are counted on the calendar of Norway: an instant is first turned into its date in Europe/Oslo.
A limit of 7 calendar days started on the 3rd is kept on the 10th and broken on the 11th.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

NORWAY: Final = ZoneInfo("Europe/Oslo")
YEARS: Final = range(1900, 2200)
"""Years outside are slips of the keys, and no day arithmetic can leave the calendar from inside."""


class Unit(StrEnum):
    """What a limit is counted in."""

    MINUTES = "minutes"
    CALENDAR_DAYS = "calendar_days"
    WORKING_DAYS = "working_days"
    WEEKS = "weeks"
    MONTHS = "months"


_DATE_FIRST: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ]|$)")
"""Python also reads 20240103 and 2024-W01-1; in a record those are more likely mistakes than dates."""

Moment = date | datetime
"""A calendar date, or an instant with offset. (datetime is a subclass of date; `local_date` tells them apart.)"""


def parse_moment(text: str) -> Moment:
    """Reads an ISO date or an ISO instant with offset.

    Raises ValueError, naming what is wrong, for a date that does not exist and for a time without offset.
    """
    if not _DATE_FIRST.match(text):
        raise ValueError(f"«{text}» is neither a date (2024-01-03) nor an instant (2024-01-03T10:00:00+01:00)")
    if len(text) == 10:
        return date.fromisoformat(text)
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(f"«{text}» is a time without offset; write for instance {text}+01:00")
    return instant


def local_date(moment: Moment) -> date:
    """The calendar date in Norway on which `moment` lies."""
    return moment.astimezone(NORWAY).date() if isinstance(moment, datetime) else moment


@lru_cache(maxsize=256)
def holidays(year: int) -> frozenset[date]:
    """The Norwegian public holidays of `year` (lov om 1. og 17. mai som høgtidsdager; helligdagsloven § 2)."""
    easter = _easter_sunday(year)
    movable = (-3, -2, 0, 1, 39, 49, 50)
    fixed = (date(year, 1, 1), date(year, 5, 1), date(year, 5, 17), date(year, 12, 25), date(year, 12, 26))
    return frozenset(fixed) | {easter + timedelta(days=offset) for offset in movable}


def is_working_day(day: date) -> bool:
    """True for Monday to Friday outside public holidays."""
    return day.weekday() < 5 and day not in holidays(day.year)


def elapsed(start: Moment, stop: Moment, unit: Unit) -> int:
    """How many whole `unit`s have passed from `start` to `stop`; negative when `stop` lies before `start`.

    Minutes need two instants: a date has no minute, and then ValueError is raised.
    """
    if unit is Unit.MINUTES:
        if not (isinstance(start, datetime) and isinstance(stop, datetime)):
            raise ValueError("minutes can only be counted between two instants with offset")
        return int((stop - start).total_seconds() // 60)
    first, last = local_date(start), local_date(stop)
    if unit is Unit.CALENDAR_DAYS:
        return (last - first).days
    if unit is Unit.WEEKS:
        return int((last - first).days / 7)
    if unit is Unit.WORKING_DAYS:
        sign = 1 if last >= first else -1
        low, high = min(first, last), max(first, last)
        return sign * sum(is_working_day(low + timedelta(days=n)) for n in range(1, (high - low).days + 1))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last < _add_months(first, months):
        months -= 1
    elif months < 0 and last > _add_months(first, months):
        months += 1
    return months


def due(start: Moment, value: int, unit: Unit) -> Moment:
    """The last moment at which a limit of `value` `unit`s from `start` is still kept (a date, or for minutes an instant)."""
    if unit is Unit.MINUTES:
        if not isinstance(start, datetime):
            raise ValueError("a limit in minutes needs an instant to start from")
        return start + timedelta(minutes=value)
    day = local_date(start)
    if unit is Unit.CALENDAR_DAYS:
        return day + timedelta(days=value)
    if unit is Unit.WEEKS:
        return day + timedelta(weeks=value)
    if unit is Unit.MONTHS:
        return _add_months(day, value)
    counted = 0
    while counted < value:
        day += timedelta(days=1)
        counted += is_working_day(day)
    while not is_working_day(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


def is_past(due_at: Moment, as_of: Moment) -> bool:
    """True when `as_of` lies after `due_at`; whole days are compared unless both are instants."""
    if isinstance(due_at, datetime) and isinstance(as_of, datetime):
        return as_of > due_at
    return local_date(as_of) > local_date(due_at)


def _add_months(day: date, months: int) -> date:
    month_index = day.year * 12 + day.month - 1 + months
    year, month = divmod(month_index, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _easter_sunday(year: int) -> date:
    """Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
