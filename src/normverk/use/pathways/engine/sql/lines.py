"""All steps in order, the lines they end in, and how a line is read."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Final

from normverk.norm.days import Moment, parse_moment
from normverk.norm.delays import DelayKind
from normverk.use.pathways.engine.clocks import EXPLAINED_BY
from normverk.use.pathways.engine.sql.branches import branch_steps
from normverk.use.pathways.engine.sql.courses import Step, course_steps
from normverk.use.pathways.engine.sql.delays import delay_steps
from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.measured import measuring_steps
from normverk.use.pathways.engine.sql.outcomes import lost, outcome_steps
from normverk.use.pathways.engine.sql.quotas import quota_steps
from normverk.use.pathways.engine.sql.rounds import round_steps
from normverk.use.pathways.engine.sql.runs import run_steps
from normverk.use.pathways.engine.sql.tables import Row
from normverk.use.pathways.engine.sql.words import RUN, elapsed, same
from normverk.use.pathways.engine.verdicts import Verdict

LINES: Final = "SELECT * FROM line"
"""Asks for the answer when all statements have been run; its columns are those that read_line() reads."""


def statements(dialect: Dialect, as_of: date) -> tuple[str, ...]:
    """What to run one after another, in one session, over the tables; then LINES gives the answer.

    Each statement keeps the answer to a small question under a plain name (course, run, line): use a session or a schema
    where nothing else has such names. Events after `as_of` are not seen.
    """
    return tuple(dialect.keep.format(name=name, query=query) for name, query in _steps(dialect, as_of))


def outside(as_of: date) -> str:
    """Asks how many events that are seen, and whether the day that is asked, lie outside the table of days.

    Those would be missing from the answer: unless it says 0, the tables must be made for more days.
    """
    return f"""
SELECT count(*) FROM (SELECT day FROM nv_event WHERE day <= {as_of.toordinal()} UNION ALL SELECT {as_of.toordinal()}) e
LEFT JOIN nv_day d ON d.day = e.day WHERE d.day IS NULL"""


def clearing(dialect: Dialect) -> tuple[str, ...]:
    """What lets go of all that statements() keeps, so that another day can be asked."""
    return tuple(f"DROP TABLE IF EXISTS {name}" for name, _ in reversed(_steps(dialect, date(2000, 1, 1))))


def read_line(row: Row) -> Verdict:
    """One row of the answer as a verdict."""
    patient, pathway, number, turn, release, clock, branch, verdict, start, stop, due_day, due_at, value, limit, unit, org, reason = row  # fmt: skip
    return Verdict(
        str(patient),
        str(pathway),
        _whole(number) or 0,
        str(release),
        str(clock),
        _whole(turn) or 0,
        str(branch or ""),
        verdict,  # type: ignore[arg-type]
        parse_moment(str(start)) if start is not None else None,
        parse_moment(str(stop)) if stop is not None else None,
        _due(_whole(due_day), _whole(due_at)),
        _whole(value),
        _whole(limit),
        str(unit) if unit is not None else None,
        str(org),
        str(reason),
    )


def _whole(value: str | int | None) -> int | None:
    return None if value is None else int(value)


def _due(day: int | None, at: int | None) -> Moment | None:
    if at is not None:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at)
    return None if day is None else date.fromordinal(day)


def _steps(dialect: Dialect, as_of: date) -> tuple[Step, ...]:
    return (
        *course_steps(dialect, as_of),
        *measuring_steps(as_of),
        *round_steps(),
        *delay_steps(dialect),
        *run_steps(dialect),
        *branch_steps(),
        *quota_steps(dialect),
        *outcome_steps(dialect),
        ("line", _line(dialect)),
    )


def _line(dialect: Dialect) -> str:
    """The verdict, as the reference decides it: what cannot be told first, then stopped, then running."""
    value = f"{elapsed(dialect, 'r.unit', 'r.a_', 'r.e_')} - {lost('r.unit', 'l')}"
    kinds = " ".join(f"WHEN {place} THEN '{EXPLAINED_BY[kind]}'" for place, kind in enumerate(DelayKind))
    judged = "r.case_of = 'stopped' OR r.case_of = 'running'"
    return f"""
SELECT r.patient, r.pathway, r.number, r.turn, CASE WHEN r.in_force = 1 THEN r.release ELSE '' END AS release, r.clock,
  coalesce(s.branch, q.branch, '') AS branch,
  CASE WHEN {judged} THEN coalesce(s.verdict, q.verdict, 'indeterminate')
    WHEN r.case_of = 'struck-out' THEN 'nullified'
    WHEN r.case_of = 'norm-ended' OR r.case_of = 'ended' THEN 'not-applicable' ELSE 'indeterminate' END AS verdict,
  r.a_time, r.b_time, coalesce(s.due_day, q.due_day) AS due_day, coalesce(s.due_at, q.due_at) AS due_at,
  CASE WHEN s.verdict IS NOT NULL THEN s.value WHEN q.verdict IS NOT NULL OR r.case_of = 'stopped' THEN {value} END AS value,
  coalesce(s.lim, q.lim) AS lim,
  CASE WHEN s.verdict IS NOT NULL THEN s.unit WHEN {judged} THEN coalesce(q.unit, r.unit) END AS unit,
  CASE r.attribution WHEN 'starter' THEN r.starter WHEN 'treating' THEN coalesce(r.b_owner, r.latest)
    ELSE coalesce(o.owner, r.starter) END AS org,
  CASE WHEN {judged} THEN CASE
      WHEN coalesce(s.reason, q.reason) <> '' THEN coalesce(s.reason, q.reason)
      WHEN q.verdict IS NOT NULL AND r.stands_still = 1 THEN 'stands-still'
      WHEN coalesce(s.verdict, q.verdict) IN ('late', 'overdue') AND x.kind IS NOT NULL THEN CASE x.kind {kinds} END
      ELSE CASE WHEN s.verdict IS NULL AND q.verdict IS NULL THEN 'branch-unknown' ELSE '' END END
    WHEN r.case_of = 'struck-out' THEN 'struck-out:' || r.struck_by
    WHEN r.case_of = 'norm-ended' THEN 'norm-ended:' || r.norm_ended_iso
    WHEN r.case_of = 'ended' THEN 'ended:' || r.ended_by ELSE r.case_of END AS reason
FROM run r
LEFT JOIN stopped s ON {same("s", "r", RUN)}
LEFT JOIN running q ON {same("q", "r", RUN)}
LEFT JOIN lost l ON {same("l", "r", RUN)}
LEFT JOIN explained x ON {same("x", "r", RUN)}
LEFT JOIN member o ON o.patient = r.patient AND o.pathway = r.pathway
  AND o.nth = CASE WHEN r.b_nth IS NULL THEN r.taken_nth ELSE r.b_taken_nth END"""
