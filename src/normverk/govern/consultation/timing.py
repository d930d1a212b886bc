"""Where a hearing stands, and how long it lasts: pure functions of its dates and of the moment asked about.

Days are counted on the calendar of Norway. The day a hearing opens is not counted and the last day is, so that a
hearing opened on 1 January with deadline 12 February lasts 42 days. Months are calendar months: three months from
30 November end on the last day of February. Answers are in time until midnight in Norway after the deadline.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Final

from normverk.norm.days import Unit, due, elapsed, local_date


class Status(StrEnum):
    """Where a hearing stands; in the order in which a hearing can pass through them."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


RUNNING: Final = frozenset({Status.PLANNED, Status.OPEN})
"""Not yet over: can be extended and withdrawn."""

OVER: Final = frozenset({Status.CLOSED, Status.WITHDRAWN})


SIX_WEEKS: Final = 42
"""The fewest calendar days there must be for answering (S1, «Høring»)."""


def status_at(opens: date, closes: date, withdrawn_at: datetime | None, now: datetime) -> Status:
    """The status at `now`, derived from the dates alone: nobody has to close a hearing."""
    if withdrawn_at is not None and withdrawn_at <= now:
        return Status.WITHDRAWN
    today = local_date(now)
    if today > closes:
        return Status.CLOSED
    return Status.OPEN if today >= opens else Status.PLANNED


def length(opens: date, closes: date) -> int:
    """How many calendar days there are for answering."""
    return elapsed(opens, closes, Unit.CALENDAR_DAYS)


def three_months_from(opens: date) -> date:
    """The earliest deadline that gives three calendar months."""
    return local_date(due(opens, 3, Unit.MONTHS))


def is_shorter_than_three_months(opens: date, closes: date) -> bool:
    """True when the normal length of a hearing is not reached."""
    return closes < three_months_from(opens)


def days_left(closes: date, now: datetime) -> int:
    """How many days remain: 0 on the last day, negative after it."""
    return elapsed(local_date(now), closes, Unit.CALENDAR_DAYS)
