"""How many record events the evaluator in SQL judges in a second where the events lie in the database, beside the reference.

PostgreSQL is asked where NORMVERK_DATABASE says, in tables that are gone afterwards; Spark needs Java and the extra `spark`, and
runs in local mode on two threads. What Spark reads lies in Parquet.

Run: .venv/bin/python -m benchmarks.bench_sql [PATIENTS] [--with postgresql spark]
"""

from __future__ import annotations

import argparse
import csv
import importlib
import json
import os
import sqlite3
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import psycopg
from tests.use.pathways.breast import EDITIONS

from benchmarks.bench_engine import make_events
from normverk.norm.days import local_date
from normverk.use.pathways.engine import RecordEvent, Verdict, evaluate, read_norms
from normverk.use.pathways.engine.sql import (
    DUCKDB,
    LINES,
    POSTGRESQL,
    SPARK,
    SQLITE,
    Table,
    clearing,
    event_table,
    norm_tables,
    person_table,
    read_line,
    statements,
)

AS_OF = date(2022, 4, 30)


def main() -> None:
    """Prints one line of JSON. Filling the tables is not counted: the events lie there already."""
    parser = argparse.ArgumentParser()
    parser.add_argument("patients", nargs="?", type=int, default=20_000)
    parser.add_argument("--with", nargs="*", default=[], dest="others", choices=sorted(OTHERS))
    parsed = parser.parse_args()
    events = make_events(parsed.patients)
    figures: dict[str, float] = {"patients": parsed.patients, "events": len(events)}
    begun = time.perf_counter()
    lines = _in_order(evaluate(events, EDITIONS, AS_OF))
    figures["reference_events_per_second"] = round(len(events) / (time.perf_counter() - begun))
    tables = _tables(events)
    for name, asked in (("duckdb", _duckdb), ("sqlite", _sqlite), *((name, OTHERS[name]) for name in parsed.others)):
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


def _postgresql(tables: Sequence[Table]) -> tuple[float, list[Verdict]]:
    address = os.environ.get("NORMVERK_DATABASE", "postgresql://postgres@127.0.0.1:5432/postgres")
    with psycopg.connect(address) as connection:
        cursor = connection.cursor()
        for table in tables:
            cursor.execute(table.create(POSTGRESQL).replace("CREATE TABLE", "CREATE TEMPORARY TABLE"))
            with cursor.copy(f"COPY {table.name} FROM STDIN") as copy:
                for row in table.rows:
                    copy.write_row(row)
            cursor.execute(f"ANALYZE {table.name}")
        begun = time.perf_counter()
        for step in statements(POSTGRESQL, AS_OF):
            cursor.execute(step)
        lines = cursor.execute(LINES).fetchall()
        seconds = time.perf_counter() - begun
        connection.rollback()
    return seconds, [read_line(row) for row in lines]


def _spark(tables: Sequence[Table]) -> tuple[float, list[Verdict]]:
    with TemporaryDirectory() as folder:
        builder = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]")
        for name, value in (SPARK_SETTINGS | {"spark.sql.warehouse.dir": folder}).items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        for table in tables:
            file = Path(folder, f"{table.name}.parquet")
            with duckdb.connect() as base:
                base.execute(table.create(DUCKDB))
                columns = ", ".join(f"unnest(CAST(? AS {kind}[]))" for kind in _kinds(base, table.name))
                if table.rows:
                    base.execute(
                        f"INSERT INTO {table.name} SELECT {columns}", [list(c) for c in zip(*table.rows, strict=True)]
                    )
                base.execute(f"COPY {table.name} TO '{file}' (FORMAT parquet)")
            view = table.create(SPARK).replace("CREATE TABLE", "CREATE OR REPLACE TEMPORARY VIEW")
            session.sql(f"{view} USING parquet OPTIONS (path '{file}')")
        begun = time.perf_counter()
        for step in statements(SPARK, AS_OF):
            session.sql(step)
        lines = [tuple(row) for row in session.sql(LINES).collect()]
        seconds = time.perf_counter() - begun
        for step in clearing(SPARK):
            session.sql(step)
        session.stop()
    return seconds, [read_line(row) for row in lines]


def _kinds(base: duckdb.DuckDBPyConnection, table: str) -> list[str]:
    return [row[1] for row in base.execute(f"DESCRIBE {table}").fetchall()]


SPARK_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.memory": "6g",
    "spark.sql.shuffle.partitions": "4",
}
OTHERS = {"postgresql": _postgresql, "spark": _spark}


def _in_order(lines: Sequence[Verdict]) -> list[Verdict]:
    return sorted(lines, key=lambda line: (line.patient, line.period, line.clock, line.round))


if __name__ == "__main__":
    main()
