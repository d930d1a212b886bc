"""The evaluator in SQL gives the lines of the reference, over the whole clock language, on every database at hand."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given

from normverk.norm.days import Unit, elapsed
from normverk.use.pathways.engine import RecordEvent, evaluate, read_norms
from normverk.use.pathways.engine.clocks import EXPLAINED_BY
from normverk.use.pathways.engine.sql import (
    DUCKDB,
    LINES,
    SQLITE,
    Dialect,
    clearing,
    event_table,
    norm_tables,
    outside,
    person_table,
    statements,
)
from normverk.use.pathways.engine.verdicts import Verdict
from tests.use.pathways.anything import FIRST, World, worlds
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.databases import DATABASES, Ask, asked, in_order, on_sqlite
from tests.use.pathways.events import course
from tests.use.pathways.small import PATHWAYS
from tests.use.pathways.test_engine_laws import as_ofs, histories
from tests.use.pathways.test_golden_scenarios import SCENARIOS
from tests.use.pathways.test_language_scenarios import SCENARIOS as LANGUAGE
from tests.use.pathways.together import crowded, together


def judged(held: World) -> list[Verdict]:
    """The verdicts as the reference says them."""
    return in_order(evaluate(held.history, held.editions, held.as_of, people=held.people))


def of_day(days: int) -> World:
    """150 worlds, asked so many days after the first day of their histories."""
    return together(range(days * 1000, days * 1000 + 150), FIRST + timedelta(days=days))


@pytest.mark.parametrize(("ask", "dialect"), DATABASES)
def test_the_golden_scenarios(ask: Ask, dialect: Dialect) -> None:
    by_day: dict[date, list[RecordEvent]] = {}
    for number, (happened, looked, _) in enumerate(SCENARIOS.values()):
        if len(looked) == 10:
            by_day.setdefault(date.fromisoformat(looked), []).extend(
                msgspec.structs.replace(event, patient=f"p{number}", source_id=f"{number}-{event.source_id}")
                for event in course(happened)
            )
    assert len(by_day) > 20
    step = 7 if dialect is DUCKDB else 1  # its own way of planning takes longer than answering
    for as_of, events in list(by_day.items())[::step]:
        held = World(EDITIONS, tuple(events), {}, as_of)
        assert asked(ask, dialect, held) == judged(held), as_of


@pytest.mark.parametrize("name", LANGUAGE)
def test_the_scenarios_of_the_language(name: str) -> None:
    pathway, _, happened, looked, _ = LANGUAGE[name]
    if len(looked) == 10:
        held = World(PATHWAYS[pathway], course(happened), {}, date.fromisoformat(looked))
        assert asked(on_sqlite, SQLITE, held) == judged(held)


@pytest.mark.parametrize("days", [20, 45, 80])
@pytest.mark.parametrize(("ask", "dialect"), DATABASES)
def test_any_pathway_and_any_history(ask: Ask, dialect: Dialect, days: int) -> None:
    held = of_day(days)
    lines = judged(held)
    assert len(lines) > 200
    assert asked(ask, dialect, held) == lines


@pytest.mark.parametrize(("ask", "dialect"), DATABASES)
def test_patients_with_many_events(ask: Ask, dialect: Dialect) -> None:
    held = crowded(range(7000, 7060), FIRST + timedelta(days=75))
    lines = judged(held)
    assert max(line.round for line in lines) > 3
    assert max(line.period for line in lines) > 3
    assert asked(ask, dialect, held) == lines


def test_those_histories_meet_every_verdict_and_reason() -> None:
    lines = [line for days in (45, 80) for line in judged(of_day(days))]
    assert {line.verdict for line in lines} == {"running", "due", "overdue", "met", "late", "nullified", "not-applicable", "indeterminate"}  # fmt: skip
    told = {"stands-still", "stopped-by-delay", "struck-out", "norm-ended", "ended", "no-norm-in-force", "unknown-start", "stop-missing"}  # fmt: skip
    doubts = {"needs-time-of-day", "order-violation", "branch-unknown", "no-limit-for-branch", "not-counted"}
    assert {line.reason.partition(":")[0] for line in lines} == told | doubts | {"", *EXPLAINED_BY.values()}


@given(worlds)
def test_any_world(held: World) -> None:
    assert asked(on_sqlite, SQLITE, held) == judged(held)


@given(histories, as_ofs)
def test_breast_cancer_with_any_history(history: list[RecordEvent], as_of: date) -> None:
    held = World(EDITIONS, tuple(history), {}, as_of)
    assert asked(on_sqlite, SQLITE, held) == judged(held)


def in_session(events: Sequence[RecordEvent], first: date, last: date) -> sqlite3.Connection:
    """A session of SQLite with the breast cancer pathway, these events, and the days from `first` to `last`."""
    norms = norm_tables(read_norms(EDITIONS).pathways.values(), first, last)
    connection = sqlite3.connect(":memory:")
    for table in (*norms, event_table(events), person_table({})):
        connection.execute(table.create(SQLITE))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(table.columns))})", table.rows)
    return connection


def test_another_day_can_be_asked_in_the_same_session() -> None:
    session = in_session(course("A 2021-06-03, S 2021-06-11"), date(2021, 6, 3), date(2021, 6, 11))
    found = []
    for day in (date(2021, 6, 10), date(2021, 6, 11)):
        for step in statements(SQLITE, day):
            session.execute(step)
        found.append({(row[5], row[7]) for row in session.execute(LINES)})
        for step in clearing(SQLITE):
            session.execute(step)
    assert ("OF1", "due") in found[0]
    assert ("OF1", "late") in found[1]
    assert session.execute("SELECT name FROM sqlite_temp_master").fetchall() == []


def test_events_and_days_beyond_the_table_of_days_are_told() -> None:
    events = course("A 2021-06-03, S 2021-06-11")
    asked_on = date(2021, 6, 20)
    for first, missing in ((date(2021, 6, 3), 0), (date(2021, 6, 4), 1), (date(2021, 6, 12), 2)):
        assert in_session(events, first, asked_on).execute(outside(asked_on)).fetchone() == (missing,)
    years_later = in_session(events, date(2021, 6, 3), date(2021, 6, 20)).execute(outside(date(2025, 1, 1)))
    assert years_later.fetchone() == (1,)


def test_the_days_are_those_of_the_arithmetic() -> None:
    first = date(2021, 12, 1)
    norms = norm_tables(read_norms(EDITIONS).pathways.values(), first, date(2022, 3, 1))
    (days,) = (table.rows for table in norms if table.name == "nv_day")
    working = {int(str(row[0])): int(str(row[1])) for row in days}
    for ahead in range(90):
        last = first + timedelta(days=ahead)
        assert working[last.toordinal()] - working[first.toordinal()] == elapsed(first, last, Unit.WORKING_DAYS)


def test_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match="are none"):
        norm_tables([], date(2022, 1, 2), date(2022, 1, 1))
