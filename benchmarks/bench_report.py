"""The report over five million events in 26,880 groups (28 pathways, 40 hospitals, 24 months), against the same figures
written by hand for one file: in DuckDB; and one of its clocks in Polars, pandas, SQLite and PostgreSQL (install the first two
to compare with them; NORMVERK_DATABASE says where PostgreSQL is, which fills a temporary table and leaves nothing).

The hand-written ones know the codes, the one limit of each treatment and that every patient has one course. They ignore
corrections, voided registrations, second courses, editions, days that are not whole and everything else a record brings.

Run: python -m benchmarks.bench_report [PATIENTS] [--with polars pandas sqlite postgresql]
"""

from __future__ import annotations

import argparse
import os
import resource
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import cache, partial
from pathlib import Path

import duckdb
import msgspec
import psycopg

PATIENTS = 1_000_000
PATHWAYS, HOSPITALS, MONTHS = 28, 40, 24
RUNS = 5
AS_OF = date(2021, 12, 31)
TREATMENTS = {"FK": (13, 32), "FM": (10, 29)}
"""The limits in days from decision and in all of the treatments that have one, as the demonstration's norm states them."""

HAND = """
WITH course AS (
  SELECT patient, substr(code, 1, 3) AS pathway, min(org) AS org,
    min(day) FILTER (substr(code, 4) = 'A') AS a, min(day) FILTER (substr(code, 4) = 'S') AS s,
    min(day) FILTER (substr(code, 4) = 'CK') AS c, min(day) FILTER (substr(code, 4, 1) = 'F') AS f,
    min(substr(code, 4)) FILTER (substr(code, 4, 1) = 'F') AS treatment
  FROM events GROUP BY patient, substr(code, 1, 3))
SELECT pathway, org, date_trunc('month', a), count(*),
  quantile_disc(s - a, [0.25, 0.5, 0.75]), avg(CAST(s - a <= 7 AS INTEGER)),
  quantile_disc(c - s, [0.25, 0.5, 0.75]), avg(CAST(c - s <= 12 AS INTEGER)),
  quantile_disc(f - c, [0.25, 0.5, 0.75]), avg(CAST(f - c <= part AS INTEGER)),
  quantile_disc(f - a, [0.25, 0.5, 0.75]), avg(CAST(f - a <= whole AS INTEGER))
FROM course JOIN limits USING (treatment) WHERE a IS NOT NULL AND f IS NOT NULL GROUP BY 1, 2, 3"""
"""The four clocks of every pathway, hospital and month, as somebody writes them who knows this file."""


def main() -> None:
    """Prints the figures."""
    asked = argparse.ArgumentParser()
    asked.add_argument("patients", nargs="?", type=int, default=PATIENTS)
    asked.add_argument("--with", nargs="*", default=[], dest="others", choices=sorted(OTHERS))
    parsed = asked.parse_args()
    os.environ.setdefault("NORMVERK_DATA", tempfile.mkdtemp(prefix="normverk-bench-"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "normverk.config.settings")
    import django

    django.setup()
    from normverk.use.pathways.report.making import make_report, open_base
    from normverk.use.pathways.report.settled import open_events, write_settled

    with tempfile.TemporaryDirectory(prefix="normverk-report-") as name:
        raw, settled = Path(name) / "events.parquet", Path(name) / "settled.parquet"
        print(
            f"{write_events(raw, parsed.patients):,} events of {parsed.patients:,} patients, {raw.stat().st_size / 1e6:.0f} MB"
        )
        with open_base() as base:
            begun = time.perf_counter()
            opened = open_events(base, [raw])
            write_settled(base, settled)
            print(f"settling them into one file: {time.perf_counter() - begun:.1f} s, {opened.held:,} hold")
        norms = make_norms()
        out = Path(name) / "out.parquet"
        made = make_report([settled], norms, AS_OF)
        groups = {(figure.pathway, figure.organisation, figure.period) for figure in made.figures}
        print(f"{len(groups):,} groups, {made.number:,} figures; judged one by one: {made.one_by_one:,} patients")
        runs = alternating(
            lambda: hand(raw, out), lambda: hand(settled, out), lambda: make_report([settled], norms, AS_OF, into=out)
        )
        names = (
            "by hand in DuckDB, corrections ignored",
            "by hand, of the settled file",
            "the report, of the settled file",
        )
        for what, taken in zip(names, runs, strict=True):
            tell(what, taken, runs[0])
        tell("the report, of the events as they came", times(lambda: make_report([raw], norms, AS_OF), 2), runs[0])
        for other in parsed.others:
            work = partial(OTHERS[other], raw)
            work()
            begun = time.perf_counter()
            taken = times(work, 2)
            wall = (time.perf_counter() - begun) / 2
            if other != "postgresql":
                tell(f"one clock by hand in {other}", taken, runs[0])
            print(f"one clock by hand in {other}: {wall:.2f} s by the clock on the wall")
        print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def make_norms() -> object:
    """The demonstration's breast cancer norm, both editions, under the codes of 28 pathways."""
    from normverk.norm.pathway import PathwayDefinition
    from normverk.sim.demonstration.cases import norm
    from normverk.use.pathways.engine import Edition, read_norms

    editions = []
    for number in range(PATHWAYS):
        for version in (1, 2):
            words = msgspec.json.encode(norm(f"brystkreft-{version}").pathway).decode().replace("A01", prefix(number))
            definition = msgspec.structs.replace(
                msgspec.json.decode(words.encode(), type=PathwayDefinition), id=f"pathway-{number}"
            )
            editions.append(Edition(f"no.example.pathway-{number}#{version}.0.0", definition))
    return read_norms(editions)


def prefix(number: int) -> str:
    """The first three signs of a pathway's codes."""
    return f"A{number + 1:02}"


def write_events(file: Path, patients: int) -> int:
    """Five events or so for each patient; of these 5 % sent twice, 2 % corrected, half a percent voided, 2 % of the
    patients referred twice, all in no order. The same for the same number of patients."""
    with duckdb.connect(config={"threads": 1}) as base:
        base.execute("SELECT setseed(0.42)")
        base.execute(f"""
CREATE TABLE patient AS SELECT i, 'p' || lpad(CAST(i AS VARCHAR), 7, '0') AS patient,
  'A' || lpad(CAST(i % {PATHWAYS} + 1 AS VARCHAR), 2, '0') AS prefix,
  CAST(300000000 + 7 * ((i // {PATHWAYS}) % {HOSPITALS}) AS VARCHAR) AS org,
  DATE '2020-01-01' + CAST((i // {PATHWAYS * HOSPITALS}) % 731 AS INTEGER) AS begins,
  CAST(random() * 12 AS INTEGER) AS s, CAST(random() * 18 AS INTEGER) AS c, CAST(random() * 25 AS INTEGER) AS f,
  random() AS kind, random() AS untreated, random() AS sent FROM range({patients}) t(i)""")
        base.execute("""
CREATE TABLE event AS SELECT patient, prefix || letter AS code, begins + CAST(after AS INTEGER) AS day, org, 'das' AS source,
  i || '-' || letter AS source_id, 1 AS version, 'final' AS status
FROM patient, LATERAL (VALUES ('A', 0), ('S', s), ('O', s + 1), ('CK', s + c),
  (CASE WHEN kind < 0.5 THEN 'FK' WHEN kind < 0.85 THEN 'FM' ELSE 'FS' END, s + c + f)) v(letter, after)
WHERE NOT (letter LIKE 'F%' AND untreated < 0.05) AND NOT (letter = 'O' AND sent < 0.3)""")
        base.execute("""
INSERT INTO event SELECT patient, code, day + 2, org, source, source_id || 'x', 1, 'final' FROM event
  WHERE code LIKE '%A' AND random() < 0.02""")
        base.execute(
            "INSERT INTO event SELECT * REPLACE (day - 1 AS day, 2 AS version, 'amended' AS status) FROM event WHERE random() < 0.02"
        )
        base.execute(
            "INSERT INTO event SELECT * REPLACE (3 AS version, 'entered-in-error' AS status) FROM event WHERE version = 1 AND random() < 0.005"
        )
        base.execute("INSERT INTO event SELECT * FROM event WHERE random() < 0.05")
        base.execute(f"""
COPY (SELECT patient, code, strftime(day, '%Y-%m-%d') AS time, day, org, source, source_id, version,
  strftime(day, '%Y-%m-%dT12:00:00+01:00') AS recorded, status FROM event ORDER BY hash(source_id || version))
TO '{file}' (FORMAT parquet, COMPRESSION zstd)""")
        return int(base.execute("SELECT count(*) FROM event").fetchone()[0])


def hand(file: Path, into: Path) -> None:
    """The figures by hand, written to a file as the report is."""
    with duckdb.connect() as base:
        base.execute(f"CREATE VIEW events AS FROM '{file}'")
        base.execute("CREATE TABLE limits (treatment VARCHAR, part INTEGER, whole INTEGER)")
        base.executemany("INSERT INTO limits VALUES (?, ?, ?)", [(name, *days) for name, days in TREATMENTS.items()])
        base.execute(f"COPY ({HAND}) TO '{into}' (FORMAT parquet)")


def by_hand_in_polars(file: Path) -> int:
    """One clock, from referral to treatment, in Polars."""
    import polars as pl

    letter = pl.col("code").str.slice(3)
    course = (
        pl.scan_parquet(file)
        .group_by("patient", pl.col("code").str.slice(0, 3).alias("pathway"))
        .agg(
            pl.col("org").min(),
            pl.col("day").filter(letter == "A").min().alias("a"),
            pl.col("day").filter(letter.str.starts_with("F")).min().alias("f"),
            letter.filter(letter.str.starts_with("F")).min().alias("treatment"),
        )
        .drop_nulls()
    )
    limits = pl.LazyFrame({"treatment": list(TREATMENTS), "whole": [days[1] for days in TREATMENTS.values()]})
    days = (pl.col("f") - pl.col("a")).dt.total_days()
    figures = (
        course.join(limits, on="treatment")
        .group_by("pathway", "org", pl.col("a").dt.truncate("1mo"))
        .agg(pl.len(), days.median().alias("median"), (days <= pl.col("whole")).mean().alias("share"))
    )
    return len(figures.collect())


def by_hand_in_pandas(file: Path) -> int:
    """One clock in pandas."""
    import pandas as pd

    events = pd.read_parquet(file, columns=["patient", "code", "day", "org"])
    events["pathway"], letter = events["code"].str[:3], events["code"].str[3:]
    keys = ["patient", "pathway"]
    begun = events[letter == "A"].groupby(keys).agg(a=("day", "min"), org=("org", "min"))
    stopped = (
        events[letter.str.startswith("F")]
        .assign(treatment=letter)
        .groupby(keys)
        .agg(f=("day", "min"), treatment=("treatment", "min"))
    )
    course = begun.join(stopped, how="inner").reset_index()
    course["whole"] = course["treatment"].map({name: days[1] for name, days in TREATMENTS.items()})
    course = course.dropna(subset=["whole"])
    course["days"] = (pd.to_datetime(course["f"]) - pd.to_datetime(course["a"])).dt.days
    course["kept"], course["month"] = course["days"] <= course["whole"], pd.to_datetime(course["a"]).dt.to_period("M")
    figures = course.groupby(["pathway", "org", "month"]).agg(
        n=("days", "size"), median=("days", "median"), share=("kept", "mean")
    )
    return len(figures)


def by_hand_in_sqlite(file: Path) -> int:
    """One clock in SQLite, without medians, which it does not have; filling it is not counted."""
    store = file.with_suffix(".sqlite3")
    if not store.exists():
        with duckdb.connect() as base:
            rows = base.execute(f"SELECT patient, code, CAST(day AS VARCHAR), org FROM '{file}'").fetchall()
        with sqlite3.connect(store) as base:
            base.execute("CREATE TABLE events (patient, code, day, org)")
            base.executemany("INSERT INTO events VALUES (?, ?, ?, ?)", rows)
    with sqlite3.connect(store) as base:
        base.execute("CREATE TEMP TABLE limits (treatment, whole)")
        base.executemany("INSERT INTO limits VALUES (?, ?)", [(name, days[1]) for name, days in TREATMENTS.items()])
        return len(
            base.execute(SMALL.format(between="julianday(f) - julianday(a)", month="substr(a, 1, 7)")).fetchall()
        )


def by_hand_in_postgresql(file: Path) -> int:
    """One clock in PostgreSQL, with its median; filling it is not counted. The server's own time counts, so tell it by the clock
    on the wall."""
    base = _postgresql(file)
    base.execute("DROP TABLE IF EXISTS limits")
    base.execute("CREATE TEMP TABLE limits (treatment text, whole int)")
    for name, days in TREATMENTS.items():
        base.execute("INSERT INTO limits VALUES (%s, %s)", (name, days[1]))
    asked = SMALL.format(between="f - a", month="date_trunc('month', a)").replace(
        "count(*)", "count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY f - a)"
    )
    return len(base.execute(asked).fetchall())


@cache
def _postgresql(file: Path) -> psycopg.Connection[tuple[object, ...]]:
    """A connection whose temporary table has the events."""
    address = os.environ.get("NORMVERK_DATABASE", "postgresql://postgres@127.0.0.1:5432/postgres")
    base = psycopg.connect(address, autocommit=True)
    base.execute("CREATE TEMP TABLE events (patient text, code text, day date, org text)")
    with duckdb.connect() as source, base.cursor() as cursor:
        rows = source.execute(f"SELECT patient, code, day, org FROM '{file}'")
        with cursor.copy("COPY events FROM STDIN") as into:
            while some := rows.fetchmany(50_000):
                for row in some:
                    into.write_row(row)
    base.execute("ANALYZE events")
    return base


SMALL = """
WITH course AS (
  SELECT patient, substr(code, 1, 3) AS pathway, min(org) AS org,
    min(CASE WHEN substr(code, 4) = 'A' THEN day END) AS a,
    min(CASE WHEN substr(code, 4, 1) = 'F' THEN day END) AS f,
    min(CASE WHEN substr(code, 4, 1) = 'F' THEN substr(code, 4) END) AS treatment
  FROM events GROUP BY patient, substr(code, 1, 3))
SELECT pathway, org, {month}, count(*), avg(CASE WHEN {between} <= whole THEN 1.0 ELSE 0.0 END)
FROM course JOIN limits USING (treatment) WHERE a IS NOT NULL AND f IS NOT NULL GROUP BY 1, 2, 3"""


def alternating(*works: Callable[[], object]) -> list[list[float]]:
    """Seconds of each, run in turn, so that what else the machine does falls on all alike."""
    rounds = [[times(work, 1)[0] for work in works] for _ in range(RUNS)]
    return [list(taken) for taken in zip(*rounds, strict=True)]


def times(work: Callable[[], object], runs: int) -> list[float]:
    """Seconds of processor time of each run, of all its threads, so that what else the machine does counts little."""
    taken = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return taken


def tell(what: str, taken: list[float], yardstick: list[float]) -> None:
    """One line: the median, the fastest, and the median as a multiple of the yardstick's."""
    middle = statistics.median(taken)
    print(
        f"{what}: median {middle:.2f} processor seconds, fastest {min(taken):.2f} s, {middle / statistics.median(yardstick):.2f} of by hand"
    )


OTHERS: dict[str, Callable[[Path], object]] = {
    "pandas": by_hand_in_pandas,
    "polars": by_hand_in_polars,
    "postgresql": by_hand_in_postgresql,
    "sqlite": by_hand_in_sqlite,
}


if __name__ == "__main__":
    main()
