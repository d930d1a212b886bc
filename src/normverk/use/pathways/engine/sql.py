"""The evaluator in SQL: one query over the tables of sql_tables gives the lines of the reference evaluator.

Made for reports over many patients where the events lie in a database already. It can say what the compiled pathways can
say (engine/compiled.py); a pathway that says more is left to the others. Only what all of SQLite, PostgreSQL and DuckDB have
is used, and where they differ the dialect says how.
"""

# ruff: noqa: S608 (the query is made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine.sql_tables import Row
from normverk.use.pathways.engine.verdicts import Verdict


@dataclass(frozen=True)
class Dialect:
    """How a database says what is not said alike everywhere: whole division, and text compared by its bytes."""

    name: str
    divide: str
    by_bytes: str


SQLITE: Final = Dialect("SQLite", "{a} / {b}", "{a}")
POSTGRESQL: Final = Dialect("PostgreSQL", "{a} / {b}", '{a} COLLATE "C"')
DUCKDB: Final = Dialect("DuckDB", "cast(trunc({a} / {b}) AS BIGINT)", "{a}")

_COURSE: Final = "patient, pathway, episode, course"


def evaluation(dialect: Dialect, as_of: date) -> str:
    """The query; its columns are those that read_line() reads. Events after `as_of` are not seen."""
    steps = (
        ("held", _held(dialect, as_of)),
        ("placed", _placed(dialect)),
        ("coursed", _COURSED),
        ("member", _member(dialect)),
        ("reached", _REACHED),
        ("course", _COURSES),
        ("read_by", _READ_BY),
        ("asked", _ASKED),
        ("measured", _MEASURED),
        ("run", _RUN),
        ("planned", _PLANNED),
        ("candidate", _candidate(dialect)),
        ("running", _RUNNING),
    )
    return "WITH " + ",\n".join(f"{name} AS ({text})" for name, text in steps) + _lines(dialect, as_of)


def read_line(row: Row) -> Verdict:
    """One row of the answer as a verdict."""
    patient, pathway, number, release, clock, branch, verdict, start, stop, due, value, limit, unit, org, reason = row
    return Verdict(
        str(patient),
        str(pathway),
        int(number),  # type: ignore[arg-type]
        str(release),
        str(clock),
        1,
        str(branch or ""),
        verdict,  # type: ignore[arg-type]
        parse_moment(str(start)) if start is not None else None,
        parse_moment(str(stop)) if stop is not None else None,
        date.fromordinal(int(due)) if due is not None else None,
        int(value) if value is not None else None,
        int(limit) if limit is not None else None,
        str(unit) if unit is not None else None,
        str(org),
        str(reason),
    )


def _held(dialect: Dialect, as_of: date) -> str:
    return f"""
SELECT * FROM (
  SELECT nv_event.*, row_number() OVER (
    PARTITION BY source, source_id ORDER BY version DESC, {dialect.by_bytes.format(a="content")} DESC) AS place
  FROM nv_event) ranked
WHERE place = 1 AND live = 1 AND day <= {as_of.toordinal()}"""


def _order(dialect: Dialect, prefix: str = "") -> str:
    texts = [dialect.by_bytes.format(a=f"{prefix}{name}") for name in ("source", "source_id")]
    return f"{prefix}day, mord, {prefix}instant, {', '.join(texts)}"


def _placed(dialect: Dialect) -> str:
    """Events that belong to a pathway, in order within their episode."""
    return f"""
SELECT h.patient, c.pathway, h.episode, h.day, c.mord, h.instant, h.source, h.source_id, h.code, h.time, h.owner, h.treatment,
  c.starts, c.ends, c.on_path, CASE WHEN c.starts = 1 OR h.takes_over = 1 THEN 1 ELSE 0 END AS takes_over,
  row_number() OVER (PARTITION BY h.patient, c.pathway, h.episode ORDER BY {_order(dialect, "h.")}) AS seq
FROM held h JOIN nv_code c ON c.code = h.code
WHERE h.day <= c.retired AND NOT (c.starts = 1 AND h.day > c.ended)"""


# Open or closed is decided by the last start or end before: a start leaves it open, an end closed.
_COURSED: Final = """
SELECT marked.*,
  sum(CASE WHEN seq = 1 OR (closed = 1 AND starts = 1) THEN 1 ELSE 0 END)
    OVER (PARTITION BY patient, pathway, episode ORDER BY seq ROWS UNBOUNDED PRECEDING) AS course
FROM (
  SELECT placed.*, coalesce(max(CASE WHEN starts = 1 OR ends = 1 THEN seq * 2 + ends END) OVER (
      PARTITION BY patient, pathway, episode ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) % 2 AS closed
  FROM placed) marked"""


def _member(dialect: Dialect) -> str:
    """Events of courses, without what came after the end, in order over all of the patient's episodes."""
    return f"""
SELECT coursed.*, row_number() OVER (PARTITION BY patient, pathway ORDER BY {_order(dialect)}) AS nth
FROM coursed WHERE closed = 0 OR starts = 1"""


_REACHED: Final = f"""
SELECT {_COURSE}, mord, min(nth) AS first_nth, max(nth) AS last_nth FROM member GROUP BY {_COURSE}, mord"""

_COURSES: Final = """
SELECT g.*, row_number() OVER (PARTITION BY g.patient, g.pathway ORDER BY g.first_nth) AS number,
  coalesce(s.day, f.day) AS begins, coalesce(s.owner, f.owner) AS starter, l.owner AS latest,
  CASE WHEN x.on_path = 0 THEN x.code ELSE '' END AS ended_by
FROM (
  SELECT patient, pathway, episode, course, min(nth) AS first_nth, max(nth) AS last_nth,
    min(CASE WHEN starts = 1 THEN nth END) AS start_nth, max(CASE WHEN ends = 1 THEN nth END) AS end_nth,
    max(CASE WHEN on_path = 1 THEN mord ELSE -1 END) AS farthest
  FROM member GROUP BY patient, pathway, episode, course) g
JOIN member f ON f.patient = g.patient AND f.pathway = g.pathway AND f.nth = g.first_nth
JOIN member l ON l.patient = g.patient AND l.pathway = g.pathway AND l.nth = g.last_nth
LEFT JOIN member s ON s.patient = g.patient AND s.pathway = g.pathway AND s.nth = g.start_nth
LEFT JOIN member x ON x.patient = g.patient AND x.pathway = g.pathway AND x.nth = g.end_nth"""

# The edition that codes are read by: in force on the first day, else the last begun, else the first.
_READ_BY: Final = """
SELECT c.*, coalesce(
  (SELECT max(e.edition) FROM nv_edition e
   WHERE e.pathway = c.pathway AND e.first_day <= c.begins AND c.begins <= e.last_day),
  (SELECT max(e.edition) FROM nv_edition e WHERE e.pathway = c.pathway AND e.first_day <= c.begins), 0) AS nearest
FROM course c"""

# Every clock of the pathway, with the day that decides which edition measures it; no day: the nearest edition does.
_ASKED: Final = """
SELECT r.*, k.clock, n.clock AS known,
  CASE WHEN r.start_nth IS NOT NULL OR n.clock IS NULL THEN r.begins ELSE o.day END AS decides
FROM read_by r
JOIN (SELECT DISTINCT pathway, clock FROM nv_clock) k ON k.pathway = r.pathway
LEFT JOIN nv_clock n ON n.pathway = r.pathway AND n.edition = r.nearest AND n.clock = k.clock
LEFT JOIN reached p ON p.patient = r.patient AND p.pathway = r.pathway AND p.episode = r.episode AND p.course = r.course
  AND p.mord = n.start_mord
LEFT JOIN member o ON o.patient = r.patient AND o.pathway = r.pathway
  AND o.nth = CASE WHEN n.start_last = 1 THEN p.last_nth ELSE p.first_nth END"""

_MEASURED: Final = """
SELECT a.*, CASE WHEN a.decides IS NULL THEN a.nearest ELSE (
  SELECT max(e.edition) FROM nv_edition e
  WHERE e.pathway = a.pathway AND e.first_day <= a.decides AND a.decides <= e.last_day) END AS in_force
FROM asked a"""

_RUN: Final = """
SELECT q.*, a.day AS start_day, a.time AS start_time, b.day AS stop_day, b.time AS stop_time, b.code AS stop_code,
  b.owner AS stop_owner
FROM (
  SELECT m.*, k.edition, k.start_mord, k.stop_mord, k.attribution, k.unit, k.otherwise,
    CASE WHEN k.start_last = 1 THEN p.last_nth ELSE p.first_nth END AS a_nth,
    CASE WHEN k.stop_last = 1 THEN t.last_nth ELSE t.first_nth END AS b_nth
  FROM measured m
  JOIN nv_clock k ON k.pathway = m.pathway AND k.clock = m.clock AND k.edition = coalesce(m.in_force, m.nearest)
  LEFT JOIN reached p ON p.patient = m.patient AND p.pathway = m.pathway AND p.episode = m.episode
    AND p.course = m.course AND p.mord = k.start_mord
  LEFT JOIN reached t ON t.patient = m.patient AND t.pathway = m.pathway AND t.episode = m.episode
    AND t.course = m.course AND t.mord = k.stop_mord) q
LEFT JOIN member a ON a.patient = q.patient AND a.pathway = q.pathway AND a.nth = q.a_nth
LEFT JOIN member b ON b.patient = q.patient AND b.pathway = q.pathway AND b.nth = q.b_nth
WHERE q.a_nth IS NOT NULL OR q.b_nth IS NOT NULL OR q.farthest > q.start_mord"""

_PLANNED: Final = """
SELECT r.patient, r.pathway, r.number, r.clock, max(m.nth) AS plan_nth
FROM run r
JOIN member m ON m.patient = r.patient AND m.pathway = r.pathway AND m.episode = r.episode AND m.course = r.course
JOIN nv_plan p ON p.pathway = r.pathway AND p.edition = r.edition AND p.clock = r.clock AND p.treatment = m.treatment
WHERE r.b_nth IS NULL
GROUP BY r.patient, r.pathway, r.number, r.clock"""


def _candidate(dialect: Dialect) -> str:
    """The branches that may apply to each running round, strictest first."""
    return f"""
SELECT r.patient, r.pathway, r.number, r.clock, b.branch, b.counted, b.lim, b.unit, d.due, w.due AS warn_from,
  row_number() OVER (PARTITION BY r.patient, r.pathway, r.number, r.clock
    ORDER BY CASE WHEN b.counted = 1 AND b.lim IS NOT NULL THEN 0 ELSE 1 END, d.due, {dialect.by_bytes.format(a="b.branch")}) AS place
FROM run r
JOIN nv_branch b ON b.pathway = r.pathway AND b.edition = r.edition AND b.clock = r.clock
LEFT JOIN planned g ON g.patient = r.patient AND g.pathway = r.pathway AND g.number = r.number AND g.clock = r.clock
LEFT JOIN member m ON m.patient = r.patient AND m.pathway = r.pathway AND m.nth = g.plan_nth
LEFT JOIN nv_due d ON d.unit = b.unit AND d.lim = b.lim AND d.day = r.start_day
LEFT JOIN nv_due w ON w.unit = b.unit AND w.lim = b.early AND w.day = r.start_day
WHERE r.b_nth IS NULL AND r.a_nth IS NOT NULL AND (g.plan_nth IS NULL OR EXISTS (
  SELECT 1 FROM nv_plan p WHERE p.pathway = r.pathway AND p.edition = r.edition AND p.clock = r.clock
    AND p.treatment = m.treatment AND p.branch = b.branch))"""


_RUNNING: Final = """
SELECT patient, pathway, number, clock, count(*) AS may_apply, max(counted) AS counted, min(branch) AS some_branch,
  sum(CASE WHEN counted = 1 AND lim IS NOT NULL THEN 1 ELSE 0 END) AS limited,
  min(CASE WHEN counted = 1 THEN due END) AS due, max(CASE WHEN counted = 1 THEN due END) AS due_last,
  min(CASE WHEN counted = 1 THEN warn_from END) AS warn_from,
  max(CASE WHEN place = 1 THEN branch END) AS strictest, max(CASE WHEN place = 1 THEN lim END) AS lim,
  max(CASE WHEN place = 1 THEN unit END) AS unit
FROM candidate GROUP BY patient, pathway, number, clock"""


# What the presence and absence of events alone decides, and what belongs to the branch that stopped the round.
_DECIDED: Final = """
FROM (
  SELECT run.*, CASE
    WHEN in_force IS NULL THEN 'no-norm-in-force'
    WHEN b_nth IS NULL AND ended_by <> '' AND farthest <= stop_mord THEN 'ended'
    WHEN a_nth IS NULL THEN 'unknown-start'
    WHEN b_nth IS NULL AND farthest > stop_mord THEN 'stop-missing'
    WHEN b_nth IS NULL THEN 'running'
    WHEN stop_day < start_day THEN 'order-violation'
    ELSE 'stopped' END AS case_of
  FROM run) z
LEFT JOIN nv_edition e ON e.pathway = z.pathway AND e.edition = z.in_force
LEFT JOIN nv_chosen c ON c.pathway = z.pathway AND c.edition = z.edition AND c.clock = z.clock AND c.code = z.stop_code
LEFT JOIN nv_branch s ON s.pathway = z.pathway AND s.edition = z.edition AND s.clock = z.clock
  AND s.branch = coalesce(c.branch, z.otherwise)
LEFT JOIN nv_due sd ON sd.unit = s.unit AND sd.lim = s.lim AND sd.day = z.start_day
LEFT JOIN running q ON q.patient = z.patient AND q.pathway = z.pathway AND q.number = z.number AND q.clock = z.clock
LEFT JOIN nv_day a ON a.day = z.start_day
LEFT JOIN nv_day b ON b.day = z.stop_day
"""


def _elapsed(dialect: Dialect, unit: str, first: str, last: str) -> str:
    """Whole units between two rows of nv_day."""
    months = f"(({last}.y - {first}.y) * 12 + {last}.m - {first}.m)"
    same_day = f"CASE WHEN {first}.d < {last}.month_days THEN {first}.d ELSE {last}.month_days END"
    weeks = dialect.divide.format(a=f"({last}.day - {first}.day)", b="7")
    return f"""CASE {unit}
    WHEN 'weeks' THEN {weeks}
    WHEN 'working_days' THEN {last}.working - {first}.working
    WHEN 'months' THEN {months} - CASE WHEN {months} > 0 AND {last}.d < {same_day} THEN 1 ELSE 0 END
      + CASE WHEN {months} < 0 AND {last}.d > {same_day} THEN 1 ELSE 0 END
    ELSE {last}.day - {first}.day END"""


def _lines(dialect: Dialect, as_of: date) -> str:
    """The verdict, as the reference decides it: what cannot be told first, then stopped, then running."""
    today = as_of.toordinal()
    return f"""
SELECT z.patient, z.pathway, z.number, CASE WHEN z.in_force IS NULL THEN '' ELSE e.release END, z.clock,
  CASE WHEN z.case_of = 'stopped' THEN s.branch
    WHEN z.case_of = 'running' AND q.limited > 0 THEN CASE WHEN q.limited = 1 THEN q.strictest ELSE '' END
    WHEN z.case_of = 'running' AND q.may_apply = 1 THEN q.some_branch ELSE '' END,
  CASE z.case_of
    WHEN 'ended' THEN 'not-applicable'
    WHEN 'stopped' THEN CASE WHEN s.branch IS NULL THEN 'indeterminate' WHEN s.counted = 0 THEN 'not-applicable'
      WHEN s.lim IS NULL THEN 'indeterminate' WHEN z.stop_day > sd.due THEN 'late' ELSE 'met' END
    WHEN 'running' THEN CASE WHEN q.counted = 0 THEN 'not-applicable' WHEN q.limited = 0 THEN 'indeterminate'
      WHEN {today} > q.due_last THEN 'overdue' WHEN {today} > q.due THEN 'indeterminate'
      WHEN {today} > q.warn_from THEN 'due' ELSE 'running' END
    ELSE 'indeterminate' END,
  z.start_time, z.stop_time,
  CASE WHEN z.case_of = 'stopped' AND s.counted = 1 THEN sd.due
    WHEN z.case_of = 'running' AND q.counted = 1 AND q.limited > 0 THEN q.due END,
  CASE z.case_of WHEN 'stopped' THEN {_elapsed(dialect, "coalesce(s.unit, z.unit)", "a", "b")}
    WHEN 'running' THEN {_elapsed(dialect, "z.unit", "a", "t")} END,
  CASE WHEN z.case_of = 'stopped' AND s.counted = 1 THEN s.lim
    WHEN z.case_of = 'running' AND q.counted = 1 AND q.limited > 0 THEN q.lim END,
  CASE z.case_of WHEN 'stopped' THEN coalesce(s.unit, z.unit)
    WHEN 'running' THEN CASE WHEN q.counted = 1 AND q.limited > 0 THEN q.unit ELSE z.unit END END,
  CASE z.attribution WHEN 'starter' THEN z.starter WHEN 'treating' THEN coalesce(z.stop_owner, z.latest)
    ELSE coalesce((SELECT m.owner FROM member m WHERE m.patient = z.patient AND m.pathway = z.pathway AND m.nth = (
      SELECT max(u.nth) FROM member u WHERE u.patient = z.patient AND u.pathway = z.pathway AND u.episode = z.episode
        AND u.course = z.course AND u.takes_over = 1 AND (z.b_nth IS NULL OR u.nth <= z.b_nth))), z.starter) END,
  CASE z.case_of
    WHEN 'ended' THEN 'ended:' || z.ended_by
    WHEN 'stopped' THEN CASE WHEN s.branch IS NULL THEN 'branch-unknown' WHEN s.counted = 0 THEN 'not-counted:' || s.branch
      WHEN s.lim IS NULL THEN 'no-limit-for-branch' ELSE '' END
    WHEN 'running' THEN CASE
      WHEN q.counted = 0 THEN 'not-counted:' || CASE WHEN q.may_apply = 1 THEN q.some_branch ELSE '' END
      WHEN q.limited = 0 THEN 'no-limit-for-branch'
      WHEN {today} > q.due AND {today} <= q.due_last THEN 'branch-unknown' ELSE '' END
    ELSE z.case_of END
{_DECIDED}LEFT JOIN nv_day t ON t.day = {today}"""
