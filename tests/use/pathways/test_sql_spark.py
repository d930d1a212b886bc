"""The evaluator in SQL gives the lines of the reference on Spark SQL too: one session, and many worlds in one question."""

from __future__ import annotations

import importlib
import importlib.util
import json
import os
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from normverk.use.pathways.engine import evaluate
from normverk.use.pathways.engine.sql import LINES, SPARK, Table, clearing
from tests.use.pathways.anything import FIRST, World
from tests.use.pathways.databases import asked, in_order
from tests.use.pathways.together import crowded, together

pytestmark = pytest.mark.spark

QUIET = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}
SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.parquet.compression.codec": "uncompressed",
}
"""For little data: no partitions, and no code made for a query that is asked once."""


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A session of Spark on two threads; skips where Java or PySpark is missing, or fails where it must run."""
    java = os.environ.get("JAVA_HOME") or shutil.which("java")
    missing = "Java 17" if not java else "PySpark (pip install normverk[spark])"
    if not java or importlib.util.find_spec("pyspark") is None:
        if os.environ.get("NORMVERK_MUST") == "1":
            pytest.fail(f"Spark SQL must be tried here, and {missing} is missing")
        pytest.skip(f"{missing} is missing")
    builder = importlib.import_module("pyspark.sql").SparkSession.builder.master("local[2]")
    home = {"spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("spark"))}
    for name, value in (QUIET | SMALL | home).items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


def ask(spark: Any, folder: Path, tables: Sequence[Table], steps: Sequence[str]) -> list[tuple[Any, ...]]:
    """The answer of Spark, which reads the tables from files."""
    for table in tables:
        file = folder / f"{table.name}.json"
        names = [name for name, _ in table.columns]
        lines = (json.dumps(dict(zip(names, row, strict=True))) for row in table.rows)
        file.write_text("\n".join(lines), encoding="utf-8")
        view = table.create(SPARK).replace("CREATE TABLE", "CREATE OR REPLACE TEMPORARY VIEW")
        spark.sql(f"{view} USING json OPTIONS (path '{file}')")
    for step in steps:
        spark.sql(step)
    found = [tuple(row) for row in spark.sql(LINES).collect()]
    for step in clearing(SPARK):
        spark.sql(step)
    return found


def test_spark_gives_the_lines_of_the_reference(spark: Any, tmp_path: Path) -> None:
    as_of = FIRST + timedelta(days=75)
    some, busy = together(range(90_000, 90_200), as_of), crowded(range(7000, 7060), as_of)
    held = World(some.editions + busy.editions, some.history + busy.history, {**some.people, **busy.people}, as_of)
    lines = in_order(evaluate(held.history, held.editions, held.as_of, people=held.people))
    assert len(lines) > 1000
    assert asked(lambda tables, steps: ask(spark, tmp_path, tables, steps), SPARK, held) == lines
