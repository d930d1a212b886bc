"""The query of simple courses: those that a few smallest and greatest numbers describe wholly.

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

MET, LATE, OVERDUE, RUNNING, NOT_APPLICABLE, INDETERMINATE = range(1, 7)
STATES: Final = {
    "met": MET,
    "late": LATE,
    "overdue": OVERDUE,
    "running": RUNNING,
    "due": RUNNING,
    "not-applicable": NOT_APPLICABLE,
    "nullified": NOT_APPLICABLE,
    "indeterminate": INDETERMINATE,
}
"""The verdicts as they are counted: a clock in its warning time runs, a nullified one does not apply."""

LINE: Final = "clock INTEGER, branch INTEGER, owner INTEGER, month INTEGER, state INTEGER, days INTEGER"
"""The columns of a line; `month` is twelve times the year plus the month less one, `days` None where nothing is counted."""

_ORDINAL: Final = "CAST(e.day - DATE '0001-01-01' + 1 AS INTEGER)"
_WHOLE: Final = 4_294_967_296
_LOW: Final = _WHOLE - 1
_MOST_OWNERS: Final = 65_535


def describe_courses(base: duckdb.DuckDBPyConnection, laid: Laid, as_of: date) -> None:
    """Makes rep_owner and rep_course of `held`: for each patient, pathway and episode the first and last of each milestone.

    A number holds day, code and owner, so that the smallest is the earliest; `turned` holds code and owner the other way
    round, so that the two smallest tell whether there were several on that day.
    """
    episodes, treatments, others = (_has(base, name) for name in ("episode", "treatment", "responsible_org"))
    owner = "CASE WHEN e.responsible_org = '' THEN e.org ELSE e.responsible_org END" if others else "e.org"
    keys = ["patient", "pathway", *(["episode"] if episodes else [])]
    base.execute(f"""
CREATE OR REPLACE TEMP TABLE rep_owner AS
SELECT owner, CAST(row_number() OVER (ORDER BY owner) AS BIGINT) AS number FROM (SELECT DISTINCT {owner} AS owner FROM held e)""")
    _check_owners(base)
    first = (f"min(packed) {_of(at)} AS f{at}, min(turned) {_of(at)} AS g{at}" for at in laid.reached)
    last = (f"max(packed) {_of(at)} AS l{at}, max(turned) {_of(at)} AS h{at}" for at in laid.last_of)
    base.execute(f"""
CREATE OR REPLACE TEMP TABLE rep_course AS
SELECT {", ".join(keys)}, {", ".join((*first, *last))}, max(ord) FILTER (mord = 0) AS again, min(ord) AS opens,
  min(ord) FILTER (ends = 1) AS over, min(ord) FILTER (off = 1) AS off, max(planned) AS planned
FROM (
  SELECT e.patient, c.pathway{", e.episode" if episodes else ""}, c.mord, c.ends, c.off, c.on_path, {_ORDINAL} * 16 + c.mord AS ord,
    {"CAST(e.treatment <> '' AS INTEGER)" if treatments else "0"} AS planned,
    CAST({_ORDINAL} AS BIGINT) * {_WHOLE} + c.number * 65536 + o.number AS packed,
    CAST({_ORDINAL} AS BIGINT) * {_WHOLE} + (65535 - c.number) * 65536 + (65535 - o.number) AS turned
  FROM held e JOIN rep_code c ON c.code = e.code JOIN rep_owner o ON o.owner = {owner}
  WHERE e.day <= DATE '{as_of.isoformat()}' AND {_ORDINAL} <= c.last_day)
GROUP BY {", ".join(keys)}""")


def part_courses(base: duckdb.DuckDBPyConnection, laid: Laid) -> None:
    """Makes rep_rest, the patients and pathways with a course that is not simple, and rep_simple, the courses of the others."""
    told_apart = [
        f"(f{at} IS NULL OR {_is_after(f'f{at}', at)} OR (f{at} & {_LOW}) + (g{at} & {_LOW}) = {_LOW})"
        for at in laid.reached
    ]
    told_apart += [
        f"(l{at} IS NULL OR (NOT {_is_after(f'l{at}', at)} AND (l{at} & {_LOW}) + (h{at} & {_LOW}) = {_LOW}))"
        for at in laid.last_of
    ]
    _editions_in_force(base)
    opener = " ".join(f"WHEN {at} THEN f{at}" for at in laid.reached)
    latest = ", ".join(f"f{at} >> 32" for at in laid.reached)
    simple = " AND ".join(
        [
            "planned = 0",
            "(over IS NULL OR again IS NULL OR again <= over)",
            f"(f0 IS NOT NULL OR greatest({latest}) <= until)",
            "edition IS NOT NULL",
            *told_apart,
        ]
    )
    base.execute(f"""
CREATE OR REPLACE TEMP VIEW rep_opened AS
SELECT c.*, e.edition, e.month, e.until, opener FROM (
  SELECT *, coalesce(f0, CASE opens % 16 {opener} END) AS opener FROM rep_course) c
LEFT JOIN rep_in e ON e.pathway = c.pathway AND e.day = (c.opener >> 32)""")
    base.execute(f"""
CREATE OR REPLACE TEMP TABLE rep_rest AS SELECT DISTINCT patient, pathway FROM rep_opened WHERE ({simple}) IS NOT TRUE""")
    held = {at: f"CASE WHEN NOT {_is_after(f'f{at}', at)} THEN f{at} END" for at in laid.reached}
    places = range(max(laid.reached) + 1)
    farthest = ", ".join(f"CASE WHEN {packed} IS NOT NULL THEN {at} END" for at, packed in held.items())
    base.execute(f"""
CREATE OR REPLACE TEMP VIEW rep_simple AS
SELECT c.pathway, c.edition, c.month, CAST(opener >> 32 AS INTEGER) AS begins, CAST(opener & 65535 AS INTEGER) AS owner,
  off IS NOT NULL AND off = over AS off, greatest({farthest}, -1) AS farthest,
  [{", ".join(held.get(at, "NULL") for at in places)}] AS first,
  [{", ".join(f"l{at}" if at in laid.last_of else "CAST(NULL AS BIGINT)" for at in places)}] AS last
FROM rep_opened c ANTI JOIN rep_rest x ON x.patient = c.patient AND x.pathway = c.pathway""")
    base.execute("""
CREATE OR REPLACE TEMP TABLE rep_running AS
SELECT c.clock, d.day, min(due) AS due, max(due) AS due_last FROM (
  SELECT h.clock, h.lim, h.unit FROM rep_choice h) c
CROSS JOIN rep_day d
JOIN LATERAL (
  SELECT CASE WHEN c.unit = 'calendar_days' THEN d.day + c.lim
    ELSE (SELECT u.due FROM rep_due u WHERE u.unit = c.unit AND u.lim = c.lim AND u.day = d.day) END AS due) w ON true
GROUP BY c.clock, d.day""")


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


def _of(place: int) -> str:
    """Only events of the milestone at this place, when its pathway looks at it."""
    return f"FILTER (mord = {place} AND (on_path = 1 OR mord = 0))"


def _is_after(packed: str, place: int) -> str:
    """Whether an event came after the one that ended the course; never, when nothing did."""
    return f"coalesce(({packed} >> 32) * 16 + {place} > over, false)"


def lines(as_of: date, laid: Laid) -> str:
    """The query that gives LINE for every clock of every simple course."""
    return f"""
WITH asked AS (
  SELECT k.*, s.owner, s.begins, s.month, s.off, s.farthest,
    {_pick("start", laid)} AS a, {_pick("stop", laid)} AS b
  FROM rep_simple s JOIN rep_clock k ON k.pathway = s.pathway AND k.edition = s.edition),
begun AS (
  SELECT *, CAST(a >> 32 AS INTEGER) AS a_day, CAST(b >> 32 AS INTEGER) AS b_day
  FROM asked WHERE a IS NOT NULL OR b IS NOT NULL OR farthest > start_mord)
{_stopped(laid)}
UNION ALL
{_not_stopped(as_of, laid)}"""


def _pick(end: str, laid: Laid) -> str:
    first = f"first[k.{end}_mord + 1]"
    return f"CASE WHEN k.{end}_last = 1 THEN last[k.{end}_mord + 1] ELSE {first} END" if laid.last_of else first


def _stopped(laid: Laid) -> str:
    """Clocks whose start and stop are there and in order; the joins of days only where some unit needs them."""
    days, due, joins = "z.b_day - z.a_day", "z.a_day + s.lim", ""
    if not laid.only_calendar_days:
        due = "CASE WHEN s.unit = 'calendar_days' THEN z.a_day + s.lim ELSE d.due END"
        days = _elapsed("s.unit", "z.a_day", "z.b_day", "a", "b")
        joins = """
LEFT JOIN rep_due d ON d.unit = s.unit AND d.lim = s.lim AND d.day = z.a_day
LEFT JOIN rep_day a ON a.day = CASE WHEN s.unit <> 'calendar_days' THEN z.a_day END
LEFT JOIN rep_day b ON b.day = CASE WHEN s.unit <> 'calendar_days' THEN z.b_day END"""
    return f"""
SELECT clock, branch, owner, month, state, CASE WHEN state IN ({MET}, {LATE}) THEN days END AS days FROM (
  SELECT z.clock, coalesce(s.branch, 0) AS branch, z.owner, z.month, {days} AS days,
    CASE WHEN s.branch IS NULL THEN {INDETERMINATE} WHEN s.counted = 0 THEN {NOT_APPLICABLE} WHEN s.lim IS NULL THEN {INDETERMINATE}
      WHEN z.b_day > {due} THEN {LATE} ELSE {MET} END AS state
  FROM (SELECT *, clock * 65536 + CAST((b >> 16) & 65535 AS INTEGER) AS key FROM begun WHERE b_day >= a_day) z
  LEFT JOIN rep_stop s ON s.key = z.key{joins}) w"""


def _not_stopped(as_of: date, laid: Laid) -> str:
    """Clocks that run, of which it is unknown how they stand, and those that a course left before they stopped."""
    today = as_of.toordinal()
    days = f"{today} - a_day" if laid.only_calendar_days else _elapsed("unit", "a_day", str(today), "a", "t")
    joins = "" if laid.only_calendar_days else f"""
  LEFT JOIN rep_day a ON a.day = z.a_day LEFT JOIN rep_day t ON t.day = {today}"""  # fmt: skip
    return f"""
SELECT clock, branch, owner, month, state, CASE WHEN state IN ({OVERDUE}, {RUNNING}) THEN days END AS days FROM (
  SELECT z.clock, z.owner, z.month, {days} AS days,
    CASE WHEN NOT runs THEN 0 WHEN limited > 0 THEN one ELSE only_branch END AS branch,
    CASE WHEN left_it THEN {NOT_APPLICABLE} WHEN NOT runs THEN {INDETERMINATE}
      WHEN z.counted = 0 THEN {NOT_APPLICABLE} WHEN limited = 0 THEN {INDETERMINATE}
      WHEN {today} > r.due_last THEN {OVERDUE} WHEN {today} > r.due THEN {INDETERMINATE} ELSE {RUNNING} END AS state
  FROM (
    SELECT *, b IS NULL AND off AND farthest <= stop_mord AS left_it,
      a IS NOT NULL AND b IS NULL AND farthest <= stop_mord AND NOT (off AND farthest <= stop_mord) AS runs
    FROM begun WHERE b IS NULL OR a IS NULL OR b_day < a_day) z
  LEFT JOIN rep_running r ON r.clock = z.clock AND r.day = z.a_day{joins}) w"""


def _elapsed(unit: str, first: str, last: str, begun: str, ended: str) -> str:
    """Whole units from a day to a later one; `begun` and `ended` are their rows of rep_day."""
    months = f"(({ended}.y - {begun}.y) * 12 + {ended}.m - {begun}.m)"
    short = f"{ended}.d < least({begun}.d, {ended}.month_days)"
    return f"""CASE {unit} WHEN 'calendar_days' THEN {last} - {first} WHEN 'weeks' THEN ({last} - {first}) // 7
    WHEN 'working_days' THEN {ended}.working - {begun}.working
    ELSE {months} - CASE WHEN {months} > 0 AND {short} THEN 1 ELSE 0 END END"""


def _check_owners(base: duckdb.DuckDBPyConnection) -> None:
    """Raises ValueError for more organisations than a number of 16 bits can tell apart."""
    owners = base.execute("SELECT count(*) FROM rep_owner").fetchone()
    if owners is not None and owners[0] > _MOST_OWNERS:
        raise ValueError(f"{owners[0]} organisations are more than a report can hold ({_MOST_OWNERS})")


def _has(base: duckdb.DuckDBPyConnection, column: str) -> bool:
    """Whether any event says something there; Parquet files tell it without being read."""
    return base.execute(f"SELECT max({column}) FROM held").fetchone()[0] not in (None, "")  # type: ignore[index]
