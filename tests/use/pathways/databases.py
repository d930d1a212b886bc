"""The databases that the evaluator in SQL is asked on: tables in, lines out."""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest

from normverk.norm.days import local_date
from normverk.use.pathways.engine import Verdict, read_norms
from normverk.use.pathways.engine.sql import (
    DUCKDB,
    LINES,
    POSTGRESQL,
    SQLITE,
    Dialect,
    Table,
    event_table,
    norm_tables,
    person_table,
    read_line,
    statements,
)
from tests.use.pathways.anything import World

Ask = Callable[[Sequence[Table], Sequence[str]], list[tuple[Any, ...]]]


def on_sqlite(tables: Sequence[Table], steps: Sequence[str]) -> list[tuple[Any, ...]]:
    """The answer of SQLite."""
    connection = sqlite3.connect(":memory:")
    for table in tables:
        connection.execute(table.create(SQLITE))
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)
    for step in steps:
        connection.execute(step)
    return connection.execute(LINES).fetchall()


def on_duckdb(tables: Sequence[Table], steps: Sequence[str]) -> list[tuple[Any, ...]]:
    """The answer of DuckDB; it reads tables from files, because it takes rows one by one slowly."""
    with duckdb.connect(":memory:") as connection, TemporaryDirectory() as folder:
        for table in tables:
            connection.execute(table.create(DUCKDB))
            if not table.rows:
                continue
            file = Path(folder, f"{table.name}.csv")
            with file.open("w", encoding="utf-8", newline="") as text:
                csv.writer(text).writerows(
                    ["<none>" if value is None else value for value in row] for row in table.rows
                )
            connection.execute(f"COPY {table.name} FROM '{file}' (FORMAT csv, HEADER false, NULLSTR '<none>')")
        for step in steps:
            connection.execute(step)
        return connection.execute(LINES).fetchall()


def on_postgresql(tables: Sequence[Table], steps: Sequence[str]) -> list[tuple[Any, ...]]:
    """The answer of PostgreSQL, in tables that are gone afterwards."""
    import psycopg

    connection = psycopg.connect(os.environ["NORMVERK_DATABASE"])
    try:
        cursor = connection.cursor()
        for table in tables:
            cursor.execute(table.create(POSTGRESQL).replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
            with cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                for row in table.rows:
                    copy.write_row(row)
        for step in steps:
            cursor.execute(step)
        return list(cursor.execute(LINES).fetchall())
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


def asked(ask: Ask, dialect: Dialect, held: World) -> list[Verdict]:
    """The verdicts as the database says them."""
    days = [local_date(event.time) for event in held.history] + [held.as_of]
    pathways = read_norms(held.editions).pathways.values()
    norms = norm_tables(pathways, min(days), max(days))
    tables = (*norms, event_table(held.history), person_table(held.people))
    return in_order(read_line(row) for row in ask(tables, statements(dialect, held.as_of)))


def in_order(lines: Iterable[Verdict]) -> list[Verdict]:
    """By patient, pathway, period, clock and round; a database has no order of its own."""
    return sorted(lines, key=lambda line: (line.patient, line.pathway, line.period, line.clock, line.round))
