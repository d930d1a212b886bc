"""Compiled pathways as tables of a database, for the evaluator in SQL: what codes mean, editions, clocks, branches, days."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from normverk.norm.days import Unit, is_working_day, local_date
from normverk.norm.days import due as due_of
from normverk.use.pathways.engine.compiled import CompiledPathway
from normverk.use.pathways.engine.events import LIVE, RecordEvent, content_of

Row = tuple[str | int | float | None, ...]

NO_TIME_OF_DAY: Final = -1e18
"""Stands for the time of day of a date, and comes before every instant; databases have no common word for minus infinity."""


@dataclass(frozen=True)
class Table:
    """A table to make and fill: its name, its columns with their types, and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    @property
    def create(self) -> str:
        """The statement that makes it; the types are known to SQLite, PostgreSQL, DuckDB and Spark."""
        return f"CREATE TABLE {self.name} ({', '.join(f'{name} {kind}' for name, kind in self.columns)})"


def _columns(written: str) -> tuple[tuple[str, str], ...]:
    """Columns from «patient:t day:i at:f»: t is text, i a whole number, f a number."""
    kinds = {"t": "TEXT", "i": "BIGINT", "f": "DOUBLE PRECISION"}
    return tuple((name, kinds[kind]) for name, kind in (part.split(":") for part in written.split()))


def norm_tables(pathways: Sequence[CompiledPathway], first: date, last: date) -> tuple[Table, ...]:
    """The tables of the norms, with the days from `first` to `last`: all days of events, and the as-of day.

    Days are whole numbers (1 is 1 January of the year 1). Raises ValueError when `last` lies before `first`.
    """
    if last < first:
        raise ValueError(f"the days from {first} to {last} are none")
    columns: dict[str, list[Row]] = {"code": [], "edition": [], "clock": [], "branch": [], "chosen": [], "plan": []}
    for pathway in pathways:
        for name, row in _of_pathway(pathway):
            columns[name].append(row)
    limits = {(str(row[8]), int(row[at])) for row in columns["branch"] for at in (6, 7) if isinstance(row[at], int)}  # type: ignore[arg-type]
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return (
        Table("nv_code", _columns("code:t pathway:t mord:i starts:i ends:i on_path:i retired:i ended:i"), tuple(columns["code"])),
        Table("nv_edition", _columns("pathway:t edition:i release:t first_day:i last_day:i"), tuple(columns["edition"])),
        Table(
            "nv_clock",
            _columns("pathway:t edition:i clock:t start_mord:i start_last:i stop_mord:i stop_last:i attribution:t unit:t otherwise:t"),
            tuple(columns["clock"]),
        ),
        Table(
            "nv_branch",
            _columns("pathway:t edition:i clock:t branch:t place:i counted:i lim:i early:i unit:t"),
            tuple(columns["branch"]),
        ),
        Table("nv_chosen", _columns("pathway:t edition:i clock:t code:t branch:t"), tuple(columns["chosen"])),
        Table("nv_plan", _columns("pathway:t edition:i clock:t treatment:t branch:t"), tuple(columns["plan"])),
        Table("nv_due", _columns("unit:t lim:i day:i due:i"), tuple(_dues(sorted(limits), days))),
        Table("nv_day", _columns("day:i working:i y:i m:i d:i month_days:i"), tuple(_days(days))),
    )  # fmt: skip


def event_table(events: Iterable[RecordEvent]) -> Table:
    """All versions of all registrations, as they are; which of them hold is found out in the database."""
    columns = _columns(
        "patient:t code:t day:i instant:f time:t owner:t takes_over:i source:t source_id:t version:i live:i treatment:t episode:t "
        "content:t"
    )
    return Table("nv_event", columns, tuple(_event(event) for event in events))


def _event(event: RecordEvent) -> Row:
    at = event.time.timestamp() if isinstance(event.time, datetime) else NO_TIME_OF_DAY
    return (
        event.patient,
        event.code,
        local_date(event.time).toordinal(),
        at,
        event.time.isoformat(),
        event.owner,
        int(bool(event.responsible_org)),
        event.source,
        event.source_id,
        event.version,
        int(event.status in LIVE),
        event.treatment,
        event.episode,
        content_of(event).hex(),
    )


def _of_pathway(pathway: CompiledPathway) -> Iterator[tuple[str, Row]]:
    for code, reading in pathway.codes.items():
        retired = date.max.toordinal() if reading.retired_on is None else reading.retired_on.toordinal()
        marks = (int(reading.starts), int(reading.ends), int(reading.on_path))
        yield "code", (code, pathway.id, reading.order, *marks, retired, pathway.ended)
    for number, edition in enumerate(pathway.editions):
        yield "edition", (pathway.id, number, edition.release, edition.first, edition.last)
        for clock in edition.clocks.values():
            key = (pathway.id, number, clock.id)
            points = (clock.start, int(clock.start_last), clock.stop, int(clock.stop_last))
            otherwise = clock.otherwise.id if clock.otherwise is not None else None
            yield "clock", (*key, *points, clock.attribution.value, clock.unit.value, otherwise)
            for code, branch in clock.by_code.items():
                yield "chosen", (*key, code, branch.id)
            for place, branch in enumerate(clock.branches):
                early = branch.early if branch.limit is not None else None
                yield "branch", (*key, branch.id, place, int(branch.counted), branch.limit, early, branch.unit.value)
                for treatment in {branch.id, *branch.codes} - {""}:
                    yield "plan", (*key, treatment, branch.id)


def _dues(limits: Iterable[tuple[str, int]], days: Sequence[date]) -> Iterator[Row]:
    for unit, value in limits:
        for day in days:
            yield (unit, value, day.toordinal(), local_date(due_of(day, value, Unit(unit))).toordinal())


def _days(days: Sequence[date]) -> Iterator[Row]:
    working = 0
    for day in days:
        working += is_working_day(day)
        yield (day.toordinal(), working, day.year, day.month, day.day, calendar.monthrange(day.year, day.month)[1])
