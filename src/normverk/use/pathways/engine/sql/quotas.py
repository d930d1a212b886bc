"""How long each limit allows when time that is not counted is added to it."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.words import (
    RUN,
    due_at,
    due_day,
    due_joins,
    either,
    elapsed,
    is_past,
    moment,
    of,
    same,
)

_R: Final = of("r", RUN)
_LIMIT: Final = f"{RUN}, unit, lim"


def quota_steps(dialect: Dialect) -> tuple[Step, ...]:
    """From branches that may apply to the same with the lengthened limits."""
    return (
        ("limits", _LIMITS),
        ("closed", _closed()),
        ("added", _added(dialect)),
        ("tried", _tried(dialect)),
        ("quota", _QUOTA),
        ("allotted", _ALLOTTED),
    )


_LIMITS: Final = f"""
SELECT {_LIMIT} FROM candidate WHERE lim IS NOT NULL
UNION
SELECT {RUN}, unit, early FROM candidate WHERE lim IS NOT NULL"""


def _closed() -> str:
    """Time that is not counted and has ended, at the latest with the stop; a delay that lasts adds nothing yet."""
    return f"""
SELECT d.*, {either(is_past("f_", "a_"), "a_", "f_", "n_")}
FROM (
  SELECT {_R}, d.island, r.timed, {moment("r.a_", "a_")}, {moment("d.f_", "f_")},
    {either("d.lasts = 1", "r.e_", "d.g_", "u_")}
  FROM run r JOIN apart d ON {same("d", "r", RUN)}
  WHERE (r.case_of = 'running' AND d.lasts = 0) OR r.case_of = 'stopped') d"""


def _added(dialect: Dialect) -> str:
    """What each delay adds to each limit, and what those before it have added."""
    return f"""
SELECT s.*, coalesce(cast(sum(units) OVER (
  PARTITION BY {_LIMIT} ORDER BY island ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS BIGINT), 0) AS before
FROM (
  SELECT d.*, r.unit, r.lim, {elapsed(dialect, "r.unit", "d.n_", "d.u_")} AS units
  FROM closed d JOIN limits r ON {same("d", "r", RUN)}
  WHERE r.unit <> 'minutes' OR d.timed = 1) s"""


def _tried(dialect: Dialect) -> str:
    """Whether each delay began while the limit, with what those before it added, was not passed."""
    value = "(s.lim + s.before)"
    return f"""
SELECT t.*, CASE WHEN {is_past("due_", "f_")} THEN 0 ELSE 1 END AS in_time
FROM (
  SELECT s.*, {due_day("s.unit", "s.a_", value, "d")} AS due_day, {due_at("s.unit", "s.a_", value)} AS due_at
  FROM added s{due_joins(dialect, "s.unit", "s.a_", value, "d")}) t"""


# The first delay that comes too late adds nothing, nor does any after it.
_QUOTA: Final = f"""
SELECT {_LIMIT}, cast(sum(CASE WHEN so_far = 1 THEN units ELSE 0 END) AS BIGINT) AS units
FROM (
  SELECT t.*, min(in_time) OVER (PARTITION BY {_LIMIT} ORDER BY island ROWS UNBOUNDED PRECEDING) AS so_far FROM tried t) s
GROUP BY {_LIMIT}"""

# Minutes cannot be counted out where the time of day of a delay is not known.
_ALLOTTED: Final = f"""
SELECT {_R}, r.branch, r.counted, r.lim, r.unit, b.timed,
  CASE WHEN r.unit <> 'minutes' OR b.timed = 1 THEN r.lim + coalesce(d.units, 0) END AS due_units,
  CASE WHEN r.unit <> 'minutes' OR b.timed = 1 THEN r.early + coalesce(w.units, 0) END AS warn_units
FROM candidate r
JOIN run b ON {same("b", "r", RUN)}
LEFT JOIN quota d ON {same("d", "r", RUN)} AND d.unit = r.unit AND d.lim = r.lim
LEFT JOIN quota w ON {same("w", "r", RUN)} AND w.unit = r.unit AND w.lim = r.early"""
