"""Simple courses judged: a line for every clock of every course that its smallest and greatest numbers describe wholly.

Clocks that run between the same milestones are asked of together, so that the columns they look at are known beforehand: a
database that must choose a column for each row takes three times as long.
"""

# ruff: noqa: S608 (statements are made of words and whole numbers that stand here)

from __future__ import annotations

from datetime import date
from typing import Final

import duckdb

from normverk.use.pathways.report.tables import Ends, Laid

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

LINE: Final = "series INTEGER, branch INTEGER, owner INTEGER, month INTEGER, state INTEGER, days INTEGER"
"""The columns of a line; `month` is twelve times the year plus the month less one, `days` those of a stopped clock."""


def find_dues(base: duckdb.DuckDBPyConnection) -> None:
    """Makes rep_running: for each clock and day of its start, the earliest and the latest last day of its branches."""
    base.execute("""
CREATE OR REPLACE TEMP TABLE rep_running AS
SELECT h.clock, d.day, min(due) AS due, max(due) AS due_last FROM rep_choice h CROSS JOIN rep_day d
JOIN LATERAL (
  SELECT CASE WHEN h.unit = 'calendar_days' THEN d.day + h.lim
    ELSE (SELECT u.due FROM rep_due u WHERE u.unit = h.unit AND u.lim = h.lim AND u.day = d.day) END AS due) w ON true
GROUP BY h.clock, d.day""")


def lines(as_of: date, laid: Laid) -> str:
    """The query that gives LINE for every clock of every simple course."""
    parts = [part for number, ends in enumerate(laid.ends) for part in _judged(number, ends, as_of)]
    return (
        "\nUNION ALL\n".join(parts)
        or f"SELECT {', '.join(f'0 AS {column.split()[0]}' for column in LINE.split(', '))} WHERE false"
    )


def _judged(number: int, ends: Ends, as_of: date) -> tuple[str, str]:
    """The clocks between two milestones: those that stopped in order, and the others."""
    begun = f"""
  SELECT k.*, c.owner, c.month, c.off, c.farthest, a, b, CAST(a >> 32 AS INTEGER) AS a_day, CAST(b >> 32 AS INTEGER) AS b_day
  FROM (SELECT *, {_of(ends.start, ends.start_last)} AS a, {_of(ends.stop, ends.stop_last)} AS b FROM rep_course WHERE simple) c
  JOIN rep_clock k ON k.pathway = c.pathway AND k.edition = c.edition AND k.ends = {number}"""
    return _stopped(begun, ends), _not_stopped(begun, ends, as_of.toordinal())


def _of(milestone: int, last: bool) -> str:
    return f"l{milestone}" if last else f"f{milestone}"


def _stopped(begun: str, ends: Ends) -> str:
    """Clocks whose start and stop are there and in order; days are looked up only where some unit needs it."""
    days, due, joins = "z.b_day - z.a_day", "z.a_day + s.lim", ""
    if not ends.calendar_days:
        due = "CASE WHEN s.unit = 'calendar_days' THEN z.a_day + s.lim ELSE d.due END"
        days = _elapsed("s.unit", "z.a_day", "z.b_day", "a", "b")
        joins = """
LEFT JOIN rep_due d ON d.unit = s.unit AND d.lim = s.lim AND d.day = z.a_day
LEFT JOIN rep_day a ON a.day = CASE WHEN s.unit <> 'calendar_days' THEN z.a_day END
LEFT JOIN rep_day b ON b.day = CASE WHEN s.unit <> 'calendar_days' THEN z.b_day END"""
    return f"""
SELECT series, branch, owner, month, state, CASE WHEN state <= {LATE} THEN days END AS days FROM (
  SELECT z.series, coalesce(s.branch, 0) AS branch, z.owner, z.month, {days} AS days,
    CASE WHEN s.branch IS NULL THEN {INDETERMINATE} WHEN s.counted = 0 THEN {NOT_APPLICABLE} WHEN s.lim IS NULL THEN {INDETERMINATE}
      WHEN z.b_day > {due} THEN {LATE} ELSE {MET} END AS state
  FROM (SELECT *, clock * 65536 + CAST((b >> 16) & 65535 AS INTEGER) AS key FROM ({begun}) WHERE b_day >= a_day) z
  LEFT JOIN rep_stop s ON s.key = z.key{joins}) w"""


def _not_stopped(begun: str, ends: Ends, today: int) -> str:
    """Clocks that run, of which it is unknown how they stand, and those that a course left before they stopped."""
    return f"""
SELECT series, branch, owner, month, state, NULL AS days FROM (
  SELECT z.series, z.owner, z.month, CASE WHEN NOT runs THEN 0 WHEN limited > 0 THEN one ELSE only_branch END AS branch,
    CASE WHEN left_it THEN {NOT_APPLICABLE} WHEN NOT runs THEN {INDETERMINATE}
      WHEN z.counted = 0 THEN {NOT_APPLICABLE} WHEN limited = 0 THEN {INDETERMINATE}
      WHEN {today} > r.due_last THEN {OVERDUE} WHEN {today} > r.due THEN {INDETERMINATE} ELSE {RUNNING} END AS state
  FROM (
    SELECT *, b IS NULL AND off AND farthest <= {ends.stop} AS left_it,
      a IS NOT NULL AND b IS NULL AND farthest <= {ends.stop} AND NOT off AS runs
    FROM ({begun}) WHERE (b IS NULL OR a IS NULL OR b_day < a_day)
      AND (a IS NOT NULL OR b IS NOT NULL OR farthest > {ends.start})) z
  LEFT JOIN rep_running r ON r.clock = z.clock AND r.day = z.a_day) w"""


def _elapsed(unit: str, first: str, last: str, begun: str, ended: str) -> str:
    """Whole units from a day to a later one; `begun` and `ended` are their rows of rep_day."""
    months = f"(({ended}.y - {begun}.y) * 12 + {ended}.m - {begun}.m)"
    short = f"{ended}.d < least({begun}.d, {ended}.month_days)"
    return f"""CASE {unit} WHEN 'calendar_days' THEN {last} - {first} WHEN 'weeks' THEN ({last} - {first}) // 7
    WHEN 'working_days' THEN {ended}.working - {begun}.working
    ELSE {months} - CASE WHEN {months} > 0 AND {short} THEN 1 ELSE 0 END END"""
