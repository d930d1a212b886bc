"""The days as a table, so that databases count working days and months as the day arithmetic does."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final

from normverk.norm.days import NORWAY, Unit, is_working_day, local_date
from normverk.norm.days import due as due_of
from normverk.use.pathways.engine.sql.tables import Row, Table, instant_of, table

_MARGIN: Final = timedelta(days=40)
"""Beyond the last due day: to the end of its month, and to the next working day."""


def day_table(first: date, last: date, limits: Iterable[tuple[int, Unit, bool]]) -> Table:
    """The days from `first` to the last day on which a clock that starts at the latest on `last` may be due.

    A day is a whole number (1 is 1 January of the year 1), `work` counts working days up to and with it, `mon` months from
    the year 0, `dom` and `mlen` are the day of the month and how many it has, `begins` is the instant it begins in Norway.
    Each limit says whether delays may lengthen it, at most by all the days there are. Raises ValueError when `last` lies before `first`.
    """
    if last < first:
        raise ValueError(f"the days from {first} to {last} are none")
    longest = (last - first).days
    at_latest = max((_due(last, value, longest * stretched, unit) for value, unit, stretched in limits), default=last)
    return table("nv_day", "day:i work:i mon:i dom:i mlen:i begins:i", _days(first, max(last, at_latest) + _MARGIN))


def _due(last: date, value: int, longer: int, unit: Unit) -> date:
    if unit is Unit.MINUTES:
        return last + timedelta(days=value // (24 * 60) + 2 + longer)
    return local_date(due_of(last, value + longer, unit))


def _days(first: date, last: date) -> Iterator[Row]:
    working = 0
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        working += is_working_day(day)
        begins = instant_of(datetime(day.year, day.month, day.day, tzinfo=NORWAY))
        month_days = calendar.monthrange(day.year, day.month)[1]
        yield (day.toordinal(), working, day.year * 12 + day.month - 1, day.day, month_days, begins)
