"""How many record events the evaluator in SQL judges in a second where the events lie in the database, beside the reference.

Run: .venv/bin/python -m benchmarks.bench_sql [patients]
"""

from __future__ import annotations

import csv
import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from tests.use.pathways.breast import EDITIONS

from benchmarks.bench_engine import make_events
from normverk.norm.days import local_date
from normverk.use.pathways.engine import RecordEvent, Verdict, evaluate, read_norms
from normverk.use.pathways.engine.sql import (
    DUCKDB,
    LINES,
    SQLITE,
    Table,
    event_table,
    norm_tables,
    person_table,
    read_line,
    statements,
)

AS_OF = date(2022, 4, 30)


def main() -> None:
    """Prints one line of JSON. Filling the tables is not counted: the events lie there already."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    events = make_events(patients)
    figures: dict[str, float] = {"patients": patients, "events": len(events)}
    begun = time.perf_counter()
    lines = _in_order(evaluate(events, EDITIONS, AS_OF))
    figures["reference_events_per_second"] = round(len(events) / (time.perf_counter() - begun))
    tables = _tables(events)
    for name, asked in (("duckdb", _duckdb), ("sqlite", _sqlite)):
        seconds, found = asked(tables)
        assert _in_order(found) == lines, f"{name} gives other lines than the reference"
        figures[f"{name}_events_per_second"] = round(len(events) / seconds)
    print(json.dumps(figures | {"lines": len(lines)}))


def _tables(events: Sequence[RecordEvent]) -> tuple[Table, ...]:
    days = [local_date(event.time) for event in events] + [AS_OF]
    norms = norm_tables(read_norms(EDITIONS).pathways.values(), min(days), max(days))
    return (*norms, event_table(events), person_table({}))


def _duckdb(tables: Sequence[Table]) -> tuple[float, list[Verdict]]:
    with duckdb.connect(":memory:") as connection, TemporaryDirectory() as folder:
        for table in tables:
            connection.execute(table.create(DUCKDB))
            if table.rows:
                file = Path(folder, f"{table.name}.csv")
                with file.open("w", encoding="utf-8", newline="") as text:
                    csv.writer(text).writerows(["<none>" if v is None else v for v in row] for row in table.rows)
                connection.execute(f"COPY {table.name} FROM '{file}' (FORMAT csv, HEADER false, NULLSTR '<none>')")
        begun = time.perf_counter()
        for step in statements(DUCKDB, AS_OF):
            connection.execute(step)
        seconds = time.perf_counter() - begun
        return seconds, [read_line(row) for row in connection.execute(LINES).fetchall()]


def _sqlite(tables: Sequence[Table]) -> tuple[float, list[Verdict]]:
    connection = sqlite3.connect(":memory:")
    for table in tables:
        connection.execute(table.create(SQLITE))
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(f"INSERT INTO {table.name} VALUES ({marks})", table.rows)
    begun = time.perf_counter()
    for step in statements(SQLITE, AS_OF):
        connection.execute(step)
    seconds = time.perf_counter() - begun
    return seconds, [read_line(row) for row in connection.execute(LINES)]


def _in_order(lines: Sequence[Verdict]) -> list[Verdict]:
    return sorted(lines, key=lambda line: (line.patient, line.period, line.clock, line.round))


if __name__ == "__main__":
    main()
