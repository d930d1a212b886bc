"""The verdict in each branch that may apply, and what they say together."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.words import ENDLESS, RUN, due_at, due_day, due_joins, elapsed, is_past, same


def outcome_steps(dialect: Dialect) -> tuple[Step, ...]:
    """From branches that may apply to one outcome a round."""
    return (
        ("weighed", _weighed(dialect)),
        ("stopped_in", _stopped_in(dialect)),
        ("stopped", _STOPPED),
        ("running_in", _running_in(dialect)),
        ("running", _RUNNING),
    )


def _weighed(dialect: Dialect) -> str:
    """Branches with the last moment of their limit (due) and the last one before the amber zone (warn)."""
    limits = (("due_", "c.due_units", "d"), ("warn_", "c.warn_units", "w"))
    columns = ", ".join(
        f"{due_day('c.unit', 'r.a_', value, name)} AS {prefix}day, {due_at('c.unit', 'r.a_', value)} AS {prefix}at"
        for prefix, value, name in limits
    )
    joins = "".join(due_joins(dialect, "c.unit", "r.a_", value, name) for _, value, name in limits)
    value = f"{elapsed(dialect, 'c.unit', 'r.a_', 'r.e_')} - {lost('c.unit', 'o')}"
    return f"""
SELECT c.*, r.case_of, r.by_delay, r.e_day, r.e_at, CASE WHEN c.unit <> 'minutes' OR c.timed = 1 THEN {value} END AS value, {columns}
FROM allotted c JOIN run r ON {same("c", "r", RUN)}
LEFT JOIN lost o ON {same("o", "r", RUN)}{joins}"""


def lost(unit: str, source: str) -> str:
    """How many units of a round are not counted, from a row of `lost` that may be missing."""
    columns = " ".join(f"WHEN '{name}' THEN {source}.{name}" for name in ("minutes", "working_days"))
    return f"coalesce(CASE {unit} {columns} ELSE {source}.calendar_days END, 0)"


def _strictest(dialect: Dialect) -> str:
    return (
        f"row_number() OVER (PARTITION BY {RUN} ORDER BY CASE WHEN due_day IS NULL THEN 1 ELSE 0 END, "
        f"due_day, coalesce(due_at, {ENDLESS}), {dialect.ordered('branch')}) AS place"
    )


def _stopped_in(dialect: Dialect) -> str:
    return f"""
SELECT s.*, {_strictest(dialect)}
FROM (
  SELECT {RUN}, branch, unit, value,
    CASE WHEN counted = 1 THEN due_day END AS due_day, CASE WHEN counted = 1 THEN due_at END AS due_at,
    CASE WHEN counted = 1 THEN lim END AS lim,
    CASE WHEN counted = 0 THEN 'not-applicable' WHEN due_day IS NULL THEN 'indeterminate'
      WHEN {is_past("due_", "e_")} THEN 'late' ELSE 'met' END AS verdict,
    CASE WHEN counted = 0 THEN 'not-counted:' || branch WHEN lim IS NULL THEN 'no-limit-for-branch'
      WHEN due_day IS NULL THEN 'needs-time-of-day' WHEN by_delay = 1 THEN 'stopped-by-delay' ELSE '' END AS reason
  FROM weighed WHERE case_of = 'stopped') s"""


# When all branches give the same verdict, that is the verdict, with the strictest of them; else it is not known.
_STOPPED: Final = f"""
SELECT {RUN}, CASE WHEN branches = 1 THEN branch ELSE '' END AS branch,
  CASE WHEN alike = 1 THEN verdict ELSE 'indeterminate' END AS verdict,
  CASE WHEN alike = 1 THEN reason ELSE 'branch-unknown' END AS reason,
  CASE WHEN alike = 1 THEN due_day END AS due_day, CASE WHEN alike = 1 THEN due_at END AS due_at,
  CASE WHEN alike = 1 OR same_value = 1 THEN value END AS value, CASE WHEN alike = 1 THEN lim END AS lim,
  CASE WHEN alike = 1 OR same_value = 1 THEN unit END AS unit
FROM (
  SELECT {RUN}, count(*) AS branches, CASE WHEN min(verdict) = max(verdict) AND min(reason) = max(reason) THEN 1 ELSE 0 END AS alike,
    CASE WHEN min(unit) = max(unit) AND count(value) = count(*) AND min(value) = max(value) THEN 1 ELSE 0 END AS same_value,
    {", ".join(f"min(CASE WHEN place = 1 THEN {name} END) AS {name}" for name in ("branch", "verdict", "reason", "due_day", "due_at", "value", "lim", "unit"))}
  FROM stopped_in GROUP BY {RUN}) s"""


def _running_in(dialect: Dialect) -> str:
    """The branches that count and have a limit that can be counted out."""
    return f"""
SELECT s.*, {_strictest(dialect)}
FROM (
  SELECT {RUN}, branch, counted, lim, unit, CASE WHEN counted = 1 THEN due_day END AS due_day,
    CASE WHEN counted = 1 THEN due_at END AS due_at,
    CASE WHEN counted = 1 AND due_day IS NOT NULL THEN CASE WHEN {is_past("due_", "e_")} THEN 1 ELSE 0 END END AS past,
    CASE WHEN counted = 1 AND due_day IS NOT NULL THEN CASE WHEN {is_past("warn_", "e_")} THEN 1 ELSE 0 END END AS warned
  FROM weighed WHERE case_of = 'running') s"""


# While the branches disagree on whether the limit is passed it is not known; one of them is enough to warn.
_RUNNING: Final = f"""
SELECT {RUN}, CASE WHEN limited = 1 OR (limited = 0 AND branches = 1) THEN branch ELSE '' END AS branch,
  CASE WHEN counted = 0 THEN 'not-applicable' WHEN limited = 0 THEN 'indeterminate' WHEN all_past = 1 THEN 'overdue'
    WHEN any_past = 1 THEN 'indeterminate' WHEN warned = 1 THEN 'due' ELSE 'running' END AS verdict,
  CASE WHEN counted = 0 THEN 'not-counted:' || CASE WHEN branches = 1 THEN branch ELSE '' END
    WHEN limited = 0 THEN 'no-limit-for-branch' WHEN any_past = 1 AND all_past = 0 THEN 'branch-unknown' ELSE '' END AS reason,
  due_day, due_at, CASE WHEN limited > 0 THEN lim END AS lim, CASE WHEN limited > 0 THEN unit END AS unit
FROM (
  SELECT {RUN}, count(*) AS branches, max(counted) AS counted, count(past) AS limited, min(past) AS all_past,
    max(past) AS any_past, max(warned) AS warned,
    {", ".join(f"min(CASE WHEN place = 1 THEN {name} END) AS {name}" for name in ("branch", "due_day", "due_at", "lim", "unit"))}
  FROM running_in GROUP BY {RUN}) s"""
