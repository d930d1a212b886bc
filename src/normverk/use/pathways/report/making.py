"""Making a report: files in, figures out. Events of patients stay in the memory of this process."""

# ruff: noqa: S608 (statements are made of words that stand here)

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from normverk.use.pathways.engine import Norms
from normverk.use.pathways.engine.compiled import compile_pathway
from normverk.use.pathways.report import courses, figures, others, settled, simple, tables
from normverk.use.pathways.report.figures import Figure, Period

Step = Callable[[str], None]
"""Told what is being done."""


@dataclass(frozen=True)
class Made:
    """A report: how many figures there are and, unless they went into a file, the figures; what became of the events, of
    how many no norm knows the code, and how many patients and pathways were judged one by one."""

    number: int
    figures: tuple[Figure, ...]
    events: settled.Settled
    of_no_norm: int
    one_by_one: int


def open_base() -> duckdb.DuckDBPyConnection:
    """A database in memory that reaches no network and loads nothing."""
    return duckdb.connect(config={"autoinstall_known_extensions": False, "autoload_known_extensions": False})


def make_report(
    files: Sequence[Path],
    norms: Norms,
    as_of: date,
    *,
    period: Period = "month",
    branches: bool = False,
    into: Path | None = None,
    step: Step = lambda what: None,
) -> Made:
    """The figures of the events in `files` by the norms, as of a day, in a fixed order; raises `settled.Unreadable`.

    They are written to the file `into` (Parquet by its name, else CSV) when one is given. Events after the day are not
    seen. Courses that began when no edition was in force are left out: they belong to no release's figures.
    """
    with open_base() as base:
        step("reading the events")
        events = settled.open_events(base, files)
        compiled = {name: compile_pathway(pathway) for name, pathway in norms.pathways.items()}
        laid_out = [pathway for pathway in compiled.values() if pathway is not None and tables.can_lay(pathway)]
        whole = frozenset(norms.pathways) - {pathway.id for pathway in laid_out}
        first, last, unknown = _days(base, norms, as_of)
        laid = tables.lay(base, laid_out, first, last)
        step("describing courses")
        courses.describe_courses(base, laid, as_of)
        step("judging the courses that are not simple")
        counted = others.other_lines(base, norms, tuple(pathway.id for pathway in laid_out), whole, as_of)
        step("working out the figures")
        simple.find_dues(base)
        figures.name_numbers(base, laid, counted)
        query = figures.figures(simple.lines(as_of, laid), period, branches=branches)
        if into is None:
            found = tuple(Figure(*row) for row in base.execute(query).fetchall())
            return Made(len(found), found, events, unknown, _count(base, "rep_rest"))
        kind = "parquet, COMPRESSION zstd" if into.suffix.lower() == ".parquet" else "csv, HEADER"
        number = base.execute(f"COPY ({query}) TO {settled.quoted(into)} (FORMAT {kind})").fetchone()
        return Made(int(number[0]) if number else 0, (), events, unknown, _count(base, "rep_rest"))


def _days(base: duckdb.DuckDBPyConnection, norms: Norms, as_of: date) -> tuple[date, date, int]:
    """The first and last day that the tables must have, and how many events no norm knows the code of."""
    base.execute(
        "CREATE OR REPLACE TEMP TABLE rep_known AS SELECT unnest(CAST(? AS VARCHAR[])) AS code",
        [sorted(norms.pathways_of)],
    )
    row = base.execute(
        "SELECT min(day) FILTER (code IN (FROM rep_known)), count(*) FILTER (code NOT IN (FROM rep_known)) FROM held"
    ).fetchone()
    assert row is not None
    return min(row[0] or as_of, as_of), as_of, int(row[1])


def _count(base: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(base.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # type: ignore[index]
