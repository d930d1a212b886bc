"""Compiled pathways as small tables of whole numbers, for the query of simple courses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

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
    release: str
    clock: str
    unit: Unit


@dataclass(frozen=True)
class Laid:
    """What the numbers in the tables stand for, and which milestones (places in the order)
    are looked at, of which those in `last_of` for their last event."""

    clocks: tuple[ClockName, ...]
    branches: tuple[str, ...]
    reached: tuple[int, ...]
    last_of: tuple[int, ...]
    only_calendar_days: bool


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
    reached: set[int] = {0}
    lasts: set[int] = set()
    codes = sorted({code for pathway in pathways for code in pathway.codes})
    if len(codes) > _MOST_CODES:
        raise ValueError(f"{len(codes)} codes are more than a report can hold ({_MOST_CODES})")
    numbers = {code: number for number, code in enumerate(codes, 1)}
    for place, pathway in enumerate(pathways):
        for code, reading in pathway.codes.items():
            gone = date.max if reading.retired_on is None else reading.retired_on
            last_day = min(gone.toordinal(), pathway.ended if reading.starts else date.max.toordinal())
            off = int(reading.ends and not reading.on_path)
            rows["rep_code"].append(
                (code, place, numbers[code], reading.order, int(reading.ends), int(reading.on_path), off, last_day)
            )
        for edition_place, edition in enumerate(pathway.editions):
            rows["rep_edition"].append((place, edition_place, edition.first, edition.last))
            for clock in edition.clocks.values():
                number = len(clocks)
                clocks.append(ClockName(pathway.id, edition.release, clock.id, clock.unit))
                for milestone, is_last in ((clock.start, clock.start_last), (clock.stop, clock.stop_last)):
                    reached.add(milestone)
                    lasts |= {milestone} if is_last else set()
                rows["rep_clock"].append(_clock(place, edition_place, number, clock, branches))
                stops = (
                    (code, numbers[code]) for code, reading in pathway.codes.items() if reading.order == clock.stop
                )
                rows["rep_stop"] += _stops(number, clock, stops, branches)
                rows["rep_choice"] += _choices(number, clock)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    limits = {(str(row[3]), row[2]) for row in rows["rep_stop"] if row[2] is not None}
    limits |= {(str(row[1]), row[value]) for row in rows["rep_choice"] for value in (2, 3)}
    units = {one.unit for one in clocks} | {Unit(str(row[3])) for row in rows["rep_stop"]}
    rows["rep_due"] = [*_dues(limits, days)]
    rows["rep_day"] = [*_days(days)]
    for name, written in _COLUMNS.items():
        fill(base, name, written, rows[name])
    return Laid(
        tuple(clocks),
        tuple(branches),
        tuple(sorted(reached)),
        tuple(sorted(lasts)),
        units <= {Unit.CALENDAR_DAYS},
    )


_COLUMNS: Final = {
    "rep_code": "code VARCHAR, pathway INTEGER, number BIGINT, mord INTEGER, ends INTEGER, on_path INTEGER, off INTEGER, last_day INTEGER",
    "rep_edition": "pathway INTEGER, edition INTEGER, first_day INTEGER, last_day INTEGER",
    "rep_clock": "pathway INTEGER, edition INTEGER, clock INTEGER, start_mord INTEGER, start_last INTEGER, stop_mord INTEGER,"
    " stop_last INTEGER, unit VARCHAR, only_branch INTEGER, counted INTEGER, limited INTEGER, one INTEGER",
    "rep_stop": "key INTEGER, branch INTEGER, lim INTEGER, unit VARCHAR, counted INTEGER",
    "rep_choice": "clock INTEGER, unit VARCHAR, lim INTEGER, early INTEGER",
    "rep_due": "unit VARCHAR, lim INTEGER, day INTEGER, due INTEGER",
    "rep_day": "day INTEGER, working INTEGER, y INTEGER, m INTEGER, d INTEGER, month_days INTEGER",
}


def _clock(pathway: int, edition: int, number: int, clock: ClockPlan, branches: dict[str, int]) -> Row:
    """What holds of a clock that runs, of which any branch may still come: `one` is the only branch with a limit, and
    `only_branch` the only one at all."""
    limited = [branch for branch in clock.branches if branch.counted and branch.limit is not None]
    only = clock.branches[0].id if len(clock.branches) == 1 else ""
    one = limited[0].id if len(limited) == 1 else ""
    return (
        *(pathway, edition, number, clock.start, int(clock.start_last), clock.stop, int(clock.stop_last)),
        *(clock.unit.value, _number(only, branches)),
        *(int(any(branch.counted for branch in clock.branches)), len(limited), _number(one, branches)),
    )


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
            yield (number, branch.unit.value, branch.limit, branch.early)


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
