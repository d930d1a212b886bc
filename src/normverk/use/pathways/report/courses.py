"""Courses described by a few smallest and greatest numbers, and which of them these numbers describe wholly.

A course is simple when no other course begins after it has ended, nothing is planned in it, of the events that start and stop
its clocks no two on the same day could each be the one that counts, and, where its start is not registered, the same edition
is in force from its first event to its last. Its clocks are then decided as the reference decides them (engine/clocks.py).
What is not simple is named in `rep_rest` and left to others.
"""

# ruff: noqa: S608 (statements are made of words and whole numbers that stand here)

from __future__ import annotations

from datetime import date
from typing import Final

import duckdb

from normverk.use.pathways.report.tables import Laid

_ORDINAL: Final = "CAST(e.day - DATE '0001-01-01' + 1 AS INTEGER)"
_WHOLE: Final = 4_294_967_296
_LOW: Final = _WHOLE - 1
_MOST_OWNERS: Final = 65_535


def describe_courses(base: duckdb.DuckDBPyConnection, laid: Laid, as_of: date) -> None:
    """Makes rep_owner, rep_course and rep_rest of `held`: a row of rep_course for each person, pathway and episode.

    `f` and the place of a milestone is the first event there, `l` the last: a whole number of day, code and owner, so that the
    smallest is the earliest. Events after the end of the course are not there. `edition`, `month` and `owner` are those of
    the event that opens it, `off` whether it left the way, `farthest` the last place it came to.
    """
    episodes, treatments, others = (_has(base, name) for name in ("episode", "treatment", "responsible_org"))
    owner = "CASE WHEN e.responsible_org = '' THEN e.org ELSE e.responsible_org END" if others else "e.org"
    base.execute(f"""
CREATE OR REPLACE TEMP TABLE rep_owner AS
SELECT owner, CAST(row_number() OVER (ORDER BY owner) AS BIGINT) AS number FROM (SELECT DISTINCT {owner} AS owner FROM held e)""")
    _check_owners(base)
    _editions_in_force(base)
    opener = " ".join(f"WHEN {at} THEN f{at}" for at in laid.reached)
    kept = {at: f"CASE WHEN NOT {_is_after(f'f{at}', at)} THEN f{at} END" for at in laid.reached}
    farthest = ", ".join(f"CASE WHEN {packed} IS NOT NULL THEN {at} END" for at, packed in kept.items())
    numbers = [*(f"{packed} AS f{at}" for at, packed in kept.items()), *(f"l{at}" for at in laid.last_of)]
    base.execute(f"""
CREATE OR REPLACE TEMP TABLE rep_course AS
SELECT person, pathway, edition, month, CAST(opener & 65535 AS INTEGER) AS owner,
  off IS NOT NULL AND off = over AS off, greatest({farthest}, -1) AS farthest, {", ".join(numbers)},
  ({_is_simple(laid, treatments)}) IS TRUE AS simple
FROM (
  SELECT c.*, e.edition, e.month, e.until FROM (
    SELECT *, coalesce(f0, CASE opens % 16 {opener} END) AS opener
    FROM ({_extremes(laid, as_of, owner, episodes=episodes, treatments=treatments)})) c
  LEFT JOIN rep_in e ON e.pathway = c.pathway AND e.day = (c.opener >> 32))""")
    base.execute(
        "CREATE OR REPLACE TEMP TABLE rep_rest AS SELECT DISTINCT person, pathway FROM rep_course WHERE NOT simple"
    )
    if episodes:
        base.execute("""
UPDATE rep_course SET simple = false FROM rep_rest
WHERE rep_rest.person = rep_course.person AND rep_rest.pathway = rep_course.pathway""")


def _extremes(laid: Laid, as_of: date, owner: str, *, episodes: bool, treatments: bool) -> str:
    """The query of the first and last of each milestone. `turned` (g, h) holds code and owner the other way round, so that
    the two smallest tell whether there were several on that day. Every aggregate costs, so only those that can matter."""
    keys = ", ".join(["person", "pathway", *(["episode"] if episodes else [])])
    wanted = [f"min({what}) FILTER (slot = {at}) AS {name}{at}" for at in laid.reached for what, name in (("packed", "f"), ("turned", "g"))]  # fmt: skip
    wanted += [f"max({what}) FILTER (slot = {at}) AS {name}{at}" for at in laid.last_of for what, name in (("packed", "l"), ("turned", "h"))]  # fmt: skip
    wanted += ["max(CAST(treatment <> '' AS INTEGER)) AS planned"] if treatments else []
    return f"""
SELECT {keys}, {", ".join(wanted)}, min(ord) AS opens, max(ord) FILTER (mord = 0) AS again,
  min(ord) FILTER (ends = 1) AS over, min(ord) FILTER (off = 1) AS off
FROM (
  SELECT e.person, e.episode, e.treatment, c.pathway, c.mord, c.slot, c.ends, c.off, {_ORDINAL} * 16 + c.mord AS ord,
    CAST({_ORDINAL} AS BIGINT) * {_WHOLE} + c.number * 65536 + o.number AS packed,
    CAST({_ORDINAL} AS BIGINT) * {_WHOLE} + (65535 - c.number) * 65536 + (65535 - o.number) AS turned
  FROM held e JOIN rep_code c ON c.code = e.code JOIN rep_owner o ON o.owner = {owner}
  WHERE e.day <= DATE '{as_of.isoformat()}' AND {_ORDINAL} <= c.last_day)
GROUP BY {keys}"""


def _is_simple(laid: Laid, treatments: bool) -> str:
    latest = ", ".join(f"f{at} >> 32" for at in laid.reached)
    one_first = (
        f"(f{at} IS NULL OR {_is_after(f'f{at}', at)} OR (f{at} & {_LOW}) + (g{at} & {_LOW}) = {_LOW})"
        for at in laid.reached
    )
    one_last = (
        f"(l{at} IS NULL OR (NOT {_is_after(f'l{at}', at)} AND (l{at} & {_LOW}) + (h{at} & {_LOW}) = {_LOW}))"
        for at in laid.last_of
    )
    return " AND ".join(
        [
            "edition IS NOT NULL",
            *(["planned = 0"] if treatments else []),
            "(over IS NULL OR again IS NULL OR again <= over)",
            f"(f0 IS NOT NULL OR greatest({latest}) <= until)",
            *one_first,
            *one_last,
        ]
    )


def _editions_in_force(base: duckdb.DuckDBPyConnection) -> None:
    """Makes rep_in: the edition of each pathway in force on each day, and through which day it goes on being so."""
    base.execute("""
CREATE OR REPLACE TEMP TABLE rep_in AS
SELECT pathway, day, edition, month, max(day) OVER (PARTITION BY pathway, run) AS until FROM (
  SELECT *, sum(changed) OVER (PARTITION BY pathway ORDER BY day ROWS UNBOUNDED PRECEDING) AS run FROM (
    SELECT *, CASE WHEN lag(edition) OVER of_pathway = edition AND lag(day) OVER of_pathway = day - 1 THEN 0 ELSE 1 END AS changed
    FROM (
      SELECT d.day, r.pathway, max(r.edition) AS edition, any_value(d.y * 12 + d.m - 1) AS month FROM rep_day d
      JOIN rep_edition r ON r.first_day <= d.day AND d.day <= r.last_day GROUP BY d.day, r.pathway)
    WINDOW of_pathway AS (PARTITION BY pathway ORDER BY day)))""")


def _is_after(packed: str, place: int) -> str:
    """Whether an event came after the one that ended the course; never, when nothing did."""
    return f"coalesce(({packed} >> 32) * 16 + {place} > over, false)"


def _check_owners(base: duckdb.DuckDBPyConnection) -> None:
    """Raises ValueError for more organisations than a number of 16 bits can tell apart."""
    owners = base.execute("SELECT count(*) FROM rep_owner").fetchone()
    if owners is not None and owners[0] > _MOST_OWNERS:
        raise ValueError(f"{owners[0]} organisations are more than a report can hold ({_MOST_OWNERS})")


def _has(base: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Whether any event says something there; Parquet files tell it without being read."""
    return base.execute(f"SELECT max({column}) FROM held").fetchone()[0] not in (None, "")  # type: ignore[index]
