"""Compiled pathways as small tables of whole numbers, for the query of simple courses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, NamedTuple

import duckdb

from normverk.norm.days import Unit, is_working_day, local_date
from normverk.norm.days import due as due_of
from normverk.norm.pathway import Attribution
from normverk.use.pathways.engine.compiled import CompiledPathway
from normverk.use.pathways.engine.plans import BranchPlan, ClockPlan

MOST_MILESTONES: Final = 16
"""More than this many milestones are not laid out; the place in the order must fit beside the day."""
NOTHING: Final = 0
"""The number of no branch."""
_MOST_CODES: Final = 65_535

Row = tuple[object, ...]


@dataclass(frozen=True)
class ClockName:
    """What the number of a clock stands for; the number is its place."""

    pathway: str
    clock: str


class Ends(NamedTuple):
    """Between which milestones a clock runs (places in the order), whether from the last event of the one and to the
    last of the other, and whether its units are all calendar days, so that nothing has to be looked up."""

    start: int
    start_last: bool
    stop: int
    stop_last: bool
    calendar_days: bool


@dataclass(frozen=True)
class Laid:
    """What the numbers in the tables stand for, between which milestones the clocks run, and which milestones (places
    in the order) are looked at, of which those in `last_of` for their last event."""

    clocks: tuple[ClockName, ...]
    branches: tuple[str, ...]
    ends: tuple[Ends, ...]
    reached: tuple[int, ...]
    last_of: tuple[int, ...]


def can_lay(pathway: CompiledPathway) -> bool:
    """True when the tables can hold the pathway: few milestones, and results that belong to who started."""
    readings = pathway.codes.values()
    clocks = [clock for edition in pathway.editions for clock in edition.clocks.values()]
    return all(
        reading.order < MOST_MILESTONES and not (reading.starts and reading.ends) for reading in readings
    ) and all(clock.attribution is Attribution.STARTER for clock in clocks)


def lay(base: duckdb.DuckDBPyConnection, pathways: Sequence[CompiledPathway], first: date, last: date) -> Laid:
    """Makes the tables rep_code, rep_edition, rep_clock, rep_stop, rep_choice, rep_due and rep_day in `base`.

    The days from `first` to `last` are all days of events and the as-of day. Raises ValueError for more codes than fit.
    """
    clocks: list[ClockName] = []
    branches: dict[str, int] = {"": NOTHING}
    rows: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    ends: dict[Ends, int] = {}
    series: dict[tuple[str, str], int] = {}
    codes = sorted({code for pathway in pathways for code in pathway.codes})
    if len(codes) > _MOST_CODES:
        raise ValueError(f"{len(codes)} codes are more than a report can hold ({_MOST_CODES})")
    numbers = {code: number for number, code in enumerate(codes, 1)}
    for place, pathway in enumerate(pathways):
        for code, reading in pathway.codes.items():
            gone = date.max if reading.retired_on is None else reading.retired_on
            last_day = min(gone.toordinal(), pathway.ended if reading.starts else date.max.toordinal())
            off = int(reading.ends and not reading.on_path)
            slot = reading.order if reading.on_path or reading.order == 0 else None
            rows["rep_code"].append((code, place, numbers[code], reading.order, slot, int(reading.ends), off, last_day))
        for edition_place, edition in enumerate(pathway.editions):
            rows["rep_edition"].append((place, edition_place, edition.first, edition.last))
            for clock in edition.clocks.values():
                number = len(clocks)
                clocks.append(ClockName(pathway.id, clock.id))
                of_ends = ends.setdefault(_ends(clock), len(ends))
                of_series = series.setdefault((pathway.id, clock.id), number)
                rows["rep_clock"].append((place, edition_place, number, of_series, of_ends, *_waiting(clock, branches)))
                stops = (
                    (code, numbers[code]) for code, reading in pathway.codes.items() if reading.order == clock.stop
                )
                rows["rep_stop"] += _stops(number, clock, stops, branches)
                rows["rep_choice"] += _choices(number, clock)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    limits = {(str(row[3]), row[2]) for row in rows["rep_stop"] if row[2] is not None}
    limits |= {(str(row[1]), row[2]) for row in rows["rep_choice"]}
    rows["rep_due"] = [*_dues(limits, days)]
    rows["rep_day"] = [*_days(days)]
    for name, written in _COLUMNS.items():
        fill(base, name, written, rows[name])
    reached = {0, *(one.start for one in ends), *(one.stop for one in ends)}
    lasts = {one.start for one in ends if one.start_last} | {one.stop for one in ends if one.stop_last}
    return Laid(tuple(clocks), tuple(branches), tuple(ends), tuple(sorted(reached)), tuple(sorted(lasts)))


_COLUMNS: Final = {
    "rep_code": "code VARCHAR, pathway INTEGER, number BIGINT, mord INTEGER, slot INTEGER, ends INTEGER, off INTEGER, last_day INTEGER",
    "rep_edition": "pathway INTEGER, edition INTEGER, first_day INTEGER, last_day INTEGER",
    "rep_clock": "pathway INTEGER, edition INTEGER, clock INTEGER, series INTEGER, ends INTEGER, only_branch INTEGER,"
    " counted INTEGER, limited INTEGER, one INTEGER",
    "rep_stop": "key INTEGER, branch INTEGER, lim INTEGER, unit VARCHAR, counted INTEGER",
    "rep_choice": "clock INTEGER, unit VARCHAR, lim INTEGER",
    "rep_due": "unit VARCHAR, lim INTEGER, day INTEGER, due INTEGER",
    "rep_day": "day INTEGER, working INTEGER, y INTEGER, m INTEGER, d INTEGER, month_days INTEGER",
}


def _ends(clock: ClockPlan) -> Ends:
    units = {clock.unit, *(branch.unit for branch in clock.branches)}
    return Ends(clock.start, clock.start_last, clock.stop, clock.stop_last, units <= {Unit.CALENDAR_DAYS})


def _waiting(clock: ClockPlan, branches: dict[str, int]) -> Row:
    """What holds of a clock that runs, of which any branch may still come: `one` is the only branch with a limit, and
    `only_branch` the only one at all."""
    limited = [branch for branch in clock.branches if branch.counted and branch.limit is not None]
    only = clock.branches[0].id if len(clock.branches) == 1 else ""
    one = limited[0].id if len(limited) == 1 else ""
    counted = any(branch.counted for branch in clock.branches)
    return (_number(only, branches), int(counted), len(limited), _number(one, branches))


def _stops(number: int, clock: ClockPlan, codes: Iterable[tuple[str, int]], branches: dict[str, int]) -> Iterator[Row]:
    """The branch that each code chooses; a code that chooses none has no row."""
    for code, code_number in codes:
        branch: BranchPlan | None = clock.by_code.get(code, clock.otherwise)
        if branch is not None:
            limit = branch.limit
            yield (
                number * (_MOST_CODES + 1) + code_number,
                _number(branch.id, branches),
                limit,
                branch.unit.value,
                int(branch.counted),
            )


def _choices(number: int, clock: ClockPlan) -> Iterator[Row]:
    for branch in clock.branches:
        if branch.counted and branch.limit is not None:
            yield (number, branch.unit.value, branch.limit)


def _number(branch: str, branches: dict[str, int]) -> int:
    return branches.setdefault(branch, len(branches))


def _dues(limits: Iterable[tuple[object, object]], days: Sequence[date]) -> Iterator[Row]:
    for unit, value in sorted(limits, key=str):
        if unit != Unit.CALENDAR_DAYS and isinstance(value, int):
            for day in days:
                yield (unit, value, day.toordinal(), local_date(due_of(day, value, Unit(str(unit)))).toordinal())


def _days(days: Sequence[date]) -> Iterator[Row]:
    working = 0
    for day in days:
        working += is_working_day(day)
        following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        yield (day.toordinal(), working, day.year, day.month, day.day, (following - timedelta(days=1)).day)


def fill(base: duckdb.DuckDBPyConnection, name: str, written: str, rows: Sequence[Row]) -> None:
    """Makes a table with columns `written` as «name KIND, …» and fills it from lists; row by row takes far longer."""
    base.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({written})")
    kinds = [column.split()[1] for column in written.split(", ")]
    listed = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in kinds)
    if rows:
        base.execute(f"INSERT INTO {name} SELECT {listed}", [list(column) for column in zip(*rows, strict=True)])
