"""Rounds with all that is known of them, what that alone decides, and what delays take from them."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.norm.delays import DelayKind, DelayPolicy
from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.words import RUN, either, elapsed, is_past, moment, of, same

_R: Final = of("r", RUN)
_UNITS: Final = ("minutes", "calendar_days", "working_days")


def run_steps(dialect: Dialect) -> tuple[Step, ...]:
    """From rounds to what decides them, the time that is not counted, and what explains a passed limit."""
    return (
        ("faced", _faced(dialect)),
        ("untimed", _UNTIMED),
        ("run", _RUN),
        ("lost", _lost(dialect)),
        ("explained", _explained(dialect)),
    )


def _faced(dialect: Dialect) -> str:
    """Rounds with their moments, and the moment they have come to: the stop, where they stand still, or the day asked."""
    on_nth = "{0}.patient = r.patient AND {0}.pathway = r.pathway AND {0}.nth = r.{1}_nth"
    lived = "a.mon - p.mon - CASE WHEN a.dom < p.dom THEN 1 ELSE 0 END"
    stands = "r.b_nth IS NULL AND i.day < t.day"
    return f"""
SELECT r.*, {either("r.b_nth IS NOT NULL", "r.b_", "r.now_", "e_")}
FROM (
SELECT r.*, b.in_force, b.norm_ended, b.norm_ended_iso, k.clock, k.release, k.unit, k.attribution, k.repeats, k.scheme,
  k.start_place, f.place AS farthest, CASE WHEN k.repeats = 0 AND f.place > k.stop_place THEN 1 ELSE 0 END AS passed,
  CASE WHEN k.repeats = 1 OR c.end_on_path = 0 THEN c.ended_by END AS ended_by,
  c.starter, c.latest, c.taken_nth, {dialect.floor(lived, 12)} AS age, x.code AS struck_by,
  {moment("a.", "a_")}, a.time AS a_time,
  {moment("b1.", "b_")}, b1.time AS b_time, b1.code AS b_code, b1.owner AS b_owner, b1.taken_nth AS b_taken_nth,
  {either(stands, "i.", "t.", "now_")}, CASE WHEN {stands} THEN 1 ELSE 0 END AS stands_still
FROM rounds r
JOIN bounded b ON {same("b", "r")} AND b.ck = r.ck
JOIN nv_clock k ON k.ck = r.ck
JOIN course c ON {same("c", "r")}
JOIN farthest f ON {same("f", "r")} AND f.scheme = k.scheme
CROSS JOIN today t
LEFT JOIN member a ON {on_nth.format("a", "a")}
LEFT JOIN member b1 ON {on_nth.format("b1", "b")}
LEFT JOIN member x ON {on_nth.format("x", "struck")}
LEFT JOIN still i ON {same("i", "r", RUN)}
LEFT JOIN nv_person p ON p.patient = r.patient
WHERE r.a_nth IS NOT NULL OR r.b_nth IS NOT NULL OR f.place > k.start_place) r"""


# Rounds with a subtracted delay of which a time of day is not known.
_UNTIMED: Final = f"""
SELECT DISTINCT {RUN} FROM apart WHERE f_at IS NULL OR (lasts = 0 AND g_at IS NULL)"""

# What the presence and absence of events alone decides, in the order in which it does.
_RUN: Final = f"""
SELECT r.*, CASE WHEN u.patient IS NULL THEN 1 ELSE 0 END AS timed, CASE
    WHEN r.in_force = 0 THEN 'no-norm-in-force'
    WHEN r.struck_nth IS NOT NULL THEN 'struck-out'
    WHEN r.norm_ended IS NOT NULL AND (r.b_nth IS NULL OR r.b_day >= r.norm_ended) THEN 'norm-ended'
    WHEN r.b_nth IS NULL AND r.ended_by IS NOT NULL AND r.passed = 0 THEN 'ended'
    WHEN r.a_nth IS NULL THEN 'unknown-start'
    WHEN r.b_nth IS NULL AND r.passed = 1 THEN 'stop-missing'
    WHEN r.unit = 'minutes' AND (r.a_at IS NULL OR (r.b_nth IS NOT NULL AND r.b_at IS NULL)) THEN 'needs-time-of-day'
    WHEN r.unit = 'minutes' AND u.patient IS NOT NULL THEN 'needs-time-of-day'
    WHEN r.unit = 'minutes' AND r.b_at < r.a_at THEN 'order-violation'
    WHEN r.unit <> 'minutes' AND r.b_day < r.a_day THEN 'order-violation'
    WHEN r.b_nth IS NULL THEN 'running'
    ELSE 'stopped' END AS case_of
FROM faced r LEFT JOIN untimed u ON {same("u", "r", RUN)}"""


def _lost(dialect: Dialect) -> str:
    """How much of each round is not counted, in each unit that can be subtracted."""
    spans = {unit: elapsed(dialect, f"'{unit}'", "n_", "u_") for unit in _UNITS}
    sums = ", ".join(f"cast(sum({span}) AS BIGINT) AS {unit}" for unit, span in spans.items())
    return f"""
SELECT {RUN}, {sums}
FROM (
  SELECT d.*, {either(is_past("f_", "a_"), "a_", "f_", "n_")}
  FROM (
    SELECT {_R}, {moment("d.f_", "f_")}, {moment("r.a_", "a_")},
      {either(f"d.lasts = 1 OR {is_past('r.e_', 'd.g_')}", "r.e_", "d.g_", "u_")}
    FROM run r JOIN apart d ON {same("d", "r", RUN)}
    WHERE r.case_of = 'running' OR r.case_of = 'stopped') d
  WHERE {is_past("f_", "u_")}) s
GROUP BY {RUN}"""


def _explained(dialect: Dialect) -> str:
    """The first kind of delay that explains a passed limit, as its place among kinds."""
    kinds = " ".join(f"WHEN '{kind.value}' THEN {place}" for place, kind in enumerate(DelayKind))
    return f"""
SELECT {RUN}, min(CASE kind {kinds} END) AS kind
FROM (
  SELECT {_R}, d.kind, d.longer_than, d.unit, {moment("d.f_", "f_")},
    {either(f"d.end_nth IS NULL OR {is_past('r.e_', 'd.g_')}", "r.e_", "d.g_", "u_")}
  FROM run r JOIN part d ON {same("d", "r", RUN)}
  WHERE d.policy = '{DelayPolicy.EXPLAIN.value}' AND (r.case_of = 'running' OR r.case_of = 'stopped')) s
WHERE CASE WHEN unit = 'minutes' AND (f_at IS NULL OR u_at IS NULL) THEN 24 * 60 * (u_day - f_day)
  ELSE {elapsed(dialect, "unit", "f_", "u_")} END > longer_than
GROUP BY {RUN}"""
