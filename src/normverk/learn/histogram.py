"""Day histograms: how many periods took how many days, and nothing about anybody. Pure.

A histogram is the unit that passes from an edge to the hub. Histograms of several sites add up by adding counts, and
shares and medians of the sum are exactly those of all the patients together.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Final, Literal, Protocol, get_args

import msgspec
import rfc8785

State = Literal["met", "late", "overdue", "running", "not-applicable", "indeterminate"]
STATES: Final[tuple[State, ...]] = get_args(State)
WAITING: Final[frozenset[State]] = frozenset({"overdue", "running"})
"""The states of a clock that runs, so that its days are how long it has run so far."""
STOPPED: Final[frozenset[State]] = frozenset({"met", "late"})
"""The states of a clock that has stopped, so that its days are final."""

_STATE_OF_VERDICT: Final[Mapping[str, State]] = {
    "met": "met",
    "late": "late",
    "overdue": "overdue",
    "running": "running",
    "due": "running",
    "not-applicable": "not-applicable",
    "nullified": "not-applicable",
    "indeterminate": "indeterminate",
}

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]*$")]
"""A name without control characters, which databases do not all take."""


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many periods of one clock began in `month` and were in `state`, having taken `days`.

    `release` names the release whose norm was in force at the start (empty when none was), `branch` the treatment branch (empty where the
    clock has none or none is known yet), `organisation` the organisation number the result belongs to. `days` is how long it
    took of a clock that has stopped, how long it has run of one that runs (None where the site does not tell), else None.
    """

    site: Name
    pathway: Name
    release: Annotated[str, msgspec.Meta(max_length=200, pattern=r"^[^\x00-\x1f]*$")]
    clock: Name
    branch: Annotated[str, msgspec.Meta(max_length=120, pattern=r"^[^\x00-\x1f]*$")]
    organisation: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$")]
    month: Annotated[str, msgspec.Meta(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]
    state: State
    n: Annotated[int, msgspec.Meta(ge=1, le=10_000_000)]
    days: Annotated[int, msgspec.Meta(ge=-100_000, le=100_000)] | None = None


class Row(Protocol):
    """What a clock row of an edge has, as far as a histogram needs it; `state` is a verdict of the evaluator."""

    @property
    def pathway(self) -> str: ...
    @property
    def release(self) -> str: ...
    @property
    def clock(self) -> str: ...
    @property
    def branch(self) -> str: ...
    @property
    def organisation(self) -> str: ...
    @property
    def period_start(self) -> date: ...
    @property
    def state(self) -> str: ...
    @property
    def days(self) -> int | None: ...
    @property
    def waited(self) -> int | None: ...


def build(rows: Iterable[Row], *, site: str) -> tuple[Cell, ...]:
    """The day histogram of clock rows, in a fixed order.

    A clock in its warning time counts as running, a nullified one as not applicable. KeyError for an unknown state,
    ValueError for a stopped clock without days.
    """
    counted: Counter[tuple[str, str, str, str, str, str, State, int | None]] = Counter()
    for row in rows:
        state = state_of_verdict(row.state)
        days = row.days if state in STOPPED else row.waited if state in WAITING else None
        if state in STOPPED and days is None:
            raise ValueError(f"a clock {row.clock} is {state} but has no days")
        month = f"{row.period_start:%Y-%m}"
        counted[row.pathway, row.release, row.clock, row.branch, row.organisation, month, state, days] += 1
    return _in_order(
        Cell(site, pathway, release, clock, branch, organisation, month, state, n, days)
        for (pathway, release, clock, branch, organisation, month, state, days), n in counted.items()
    )


def state_of_verdict(verdict: str) -> State:
    """What a verdict is counted as: in its warning time as running, nullified as not applicable. KeyError for another word."""
    return _STATE_OF_VERDICT[verdict]


def merge(*histograms: Iterable[Cell]) -> tuple[Cell, ...]:
    """The sum of histograms: cells that say the same of the same site are added, the others stand beside each other."""
    counted: Counter[Cell] = Counter()
    for histogram in histograms:
        for cell in histogram:
            counted[msgspec.structs.replace(cell, n=1)] += cell.n
    return _in_order(msgspec.structs.replace(cell, n=n) for cell, n in counted.items())


def digest(as_of: date, cells: Iterable[Cell]) -> str:
    """The content address of a delivery: the same cells as of the same date have the same digest in any order."""
    plain = [msgspec.to_builtins(cell) for cell in _in_order(cells)]
    return hashlib.sha256(rfc8785.dumps({"as_of": as_of.isoformat(), "cells": plain})).hexdigest()


@dataclass(frozen=True)
class Summary:
    """What a histogram says in all. `median` is in days, None when no clock has stopped."""

    met: int
    late: int
    overdue: int
    running: int
    indeterminate: int
    not_applicable: int
    median: int | None

    @property
    def n(self) -> int:
        """How many the share is counted of: kept, stopped too late, or still running although the limit has passed."""
        return self.met + self.late + self.overdue

    @property
    def share(self) -> float | None:
        """The share within the limit, from 0 to 1; None when there is nothing to count."""
        return self.met / self.n if self.n else None


def summarise(cells: Iterable[Cell]) -> Summary:
    """Adds up the cells of any choice of months, hospitals and branches."""
    states: Counter[str] = Counter()
    days: Counter[int] = Counter()
    for cell in cells:
        states[cell.state] += cell.n
        if cell.days is not None and cell.state in STOPPED:
            days[cell.days] += cell.n
    return Summary(
        met=states["met"],
        late=states["late"],
        overdue=states["overdue"],
        running=states["running"],
        indeterminate=states["indeterminate"],
        not_applicable=states["not-applicable"],
        median=lower_median(days),
    )


def lower_median(days: Mapping[int, int]) -> int | None:
    """The smallest number of days that at least half of the stopped clocks took no more than; None for no clocks.

    With an even count there are two middle values, and the lower one is taken: it is always somebody's number of days,
    it does not depend on how the counts were split between sites, and a half day would give away that the count is
    even. (The mean of the two middle values, which statistical programs often use, differs at most by half the gap
    between them.)
    """
    return lower_quantile(days, Fraction(1, 2))


def lower_quantile(days: Mapping[int, int], part: Fraction) -> int | None:
    """The smallest number of days that at least `part` of the stopped clocks took no more than; None for no clocks.

    `days` maps a number of days to how many took it. This is the first of the nine definitions of Hyndman and Fan
    (1996): exact, somebody's own number of days, and the same however the counts were split between sites.
    """
    total = sum(days.values())
    reached = 0
    for value in sorted(days):
        reached += days[value]
        if total and reached * part.denominator >= total * part.numerator:
            return value
    return None


def _in_order(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """Cells sorted by everything they say; a cell without days stands before those that have some."""

    def key(cell: Cell) -> tuple[object, ...]:
        days = (cell.days is not None, cell.days or 0)
        return (cell.site, cell.pathway, cell.release, cell.clock, cell.branch, cell.organisation, cell.month,
                cell.state, *days, cell.n)  # fmt: skip

    return tuple(sorted(cells, key=key))
