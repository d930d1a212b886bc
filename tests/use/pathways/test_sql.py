"""The evaluator in SQL gives the lines of the reference on every database that is at hand."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
from hypothesis import given

from normverk.norm.days import Unit, elapsed, local_date
from normverk.use.pathways.engine import Edition, RecordEvent, Verdict, evaluate, read_norms
from normverk.use.pathways.engine.compiled import CompiledPathway, compile_pathway
from normverk.use.pathways.engine.sql import DUCKDB, POSTGRESQL, SQLITE, Dialect, evaluation, read_line
from normverk.use.pathways.engine.sql_tables import Table, event_table, norm_tables
from tests.use.pathways.anything import world
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import course
from tests.use.pathways.plain import plain
from tests.use.pathways.test_engine_laws import as_ofs, histories
from tests.use.pathways.test_golden_scenarios import SCENARIOS

Ask = Callable[[Sequence[Table], str], list[tuple[Any, ...]]]


def on_sqlite(tables: Sequence[Table], query: str) -> list[tuple[Any, ...]]:
    """The answer of SQLite."""
    connection = sqlite3.connect(":memory:")
    for table in tables:
        connection.execute(table.create)
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)
    return connection.execute(query).fetchall()


def on_duckdb(tables: Sequence[Table], query: str) -> list[tuple[Any, ...]]:
    """The answer of DuckDB."""
    with duckdb.connect(":memory:") as connection:
        for table in tables:
            connection.execute(table.create)
            one = f"({', '.join('?' * len(table.columns))})"
            for rows in batched(table.rows, 400):
                values = [value for row in rows for value in row]
                connection.execute(f"INSERT INTO {table.name} VALUES {', '.join([one] * len(rows))}", values)
        return connection.execute(query).fetchall()


def batched(rows: Sequence[Any], size: int) -> Iterator[Sequence[Any]]:
    """The rows in parts; one row at a time is slow in a database for reports."""
    for at in range(0, len(rows), size):
        yield rows[at : at + size]


def on_postgresql(tables: Sequence[Table], query: str) -> list[tuple[Any, ...]]:
    """The answer of PostgreSQL, in tables that are gone afterwards."""
    with postgresql() as cursor:
        for table in tables:
            cursor.execute(table.create.replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
            with cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                for row in table.rows:
                    copy.write_row(row)
        cursor.execute(query)
        return list(cursor.fetchall())


@contextmanager
def postgresql() -> Iterator[Any]:
    """A cursor of the server that NORMVERK_DATABASE names."""
    import psycopg

    connection = psycopg.connect(os.environ["NORMVERK_DATABASE"])
    try:
        yield connection.cursor()
    finally:
        connection.rollback()
        connection.close()


DATABASES = [
    pytest.param(on_sqlite, SQLITE, id="sqlite"),
    pytest.param(on_duckdb, DUCKDB, id="duckdb"),
    pytest.param(
        on_postgresql,
        POSTGRESQL,
        id="postgresql",
        marks=pytest.mark.skipif(
            not os.environ.get("NORMVERK_DATABASE", "").startswith("postgresql"),
            reason="needs PostgreSQL: set NORMVERK_DATABASE",
        ),
    ),
]


def asked(
    ask: Ask, dialect: Dialect, events: Sequence[RecordEvent], editions: Sequence[Edition], as_of: date
) -> list[Verdict]:
    """The verdicts as the database says them."""
    compiled = compiled_of(editions)
    assert compiled is not None
    days = [local_date(event.time) for event in events] + [as_of]
    tables = (*norm_tables([compiled], min(days), max(days)), event_table(events))
    return in_order(read_line(row) for row in ask(tables, evaluation(dialect, as_of)))


def compiled_of(editions: Sequence[Edition]) -> CompiledPathway | None:
    """The one pathway of the editions."""
    (pathway,) = read_norms(editions).pathways.values()
    return compile_pathway(pathway)


def in_order(lines: Iterable[Verdict]) -> list[Verdict]:
    """By patient, pathway, period and clock; a database has no order of its own."""
    return sorted(lines, key=lambda line: (line.patient, line.pathway, line.period, line.clock))


@pytest.mark.parametrize(("ask", "dialect"), DATABASES)
def test_the_golden_scenarios(ask: Ask, dialect: Dialect) -> None:
    step = 5 if dialect is DUCKDB else 1  # it plans a query longer than it runs it
    for name, (happened, looked, _) in list(SCENARIOS.items())[::step]:
        if len(looked) == 10:
            as_of, events = date.fromisoformat(looked), course(happened)
            assert asked(ask, dialect, events, EDITIONS, as_of) == in_order(evaluate(events, EDITIONS, as_of)), name


@pytest.mark.parametrize(("ask", "dialect"), DATABASES)
def test_any_plain_pathway(ask: Ask, dialect: Dialect) -> None:
    compared = 0
    for seed in range(120):
        held = world(seed)
        editions = plain(held)
        if editions and compiled_of(editions) is not None:
            compared += 1
            found = asked(ask, dialect, held.history, editions, held.as_of)
            assert found == in_order(evaluate(held.history, editions, held.as_of)), seed
    assert compared > 20


@given(histories, as_ofs)
def test_breast_cancer_with_any_history(history: list[RecordEvent], as_of: date) -> None:
    found = asked(on_sqlite, SQLITE, history, EDITIONS, as_of)
    assert found == in_order(evaluate(history, EDITIONS, as_of))


def test_the_days_are_those_of_the_arithmetic() -> None:
    compiled = compiled_of(EDITIONS)
    assert compiled is not None
    first = date(2021, 12, 1)
    tables = {table.name: table.rows for table in norm_tables([compiled], first, date(2022, 3, 1))}
    working = {int(str(row[0])): int(str(row[1])) for row in tables["nv_day"]}
    for ahead in range(90):
        last = first + timedelta(days=ahead)
        assert working[last.toordinal()] - working[first.toordinal()] == elapsed(first, last, Unit.WORKING_DAYS)


def test_no_days_are_refused() -> None:
    with pytest.raises(ValueError, match="are none"):
        norm_tables([], date(2022, 1, 2), date(2022, 1, 1))
