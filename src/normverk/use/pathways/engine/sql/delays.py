"""Delays: which rule a registration falls under, the rounds they cut a clock into, and the time they take in each round."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.norm.delays import STARTS_ANEW, DelayPolicy
from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.words import CLOCK, ENDLESS, RUN, moment, of, same

_B: Final = of("b", CLOCK)
_CUTS: Final = min(policy.rank for policy in STARTS_ANEW)
_NONE: Final = "cast(NULL AS BIGINT)"


def delay_steps(dialect: Dialect) -> tuple[Step, ...]:
    """From clocks with their first start and stop to rounds, and to the parts of delays that lie in them."""
    return (
        ("frame", _FRAME),
        ("delayed", _DELAYED),
        ("resumed", _RESUMED),
        ("cutter", _CUTTER),
        ("chain", _CHAIN),
        ("cut", _CUT),
        ("rounds", _ROUNDS),
        ("pausing", _PAUSING),
        ("spell", _SPELL),
        ("part", _part()),
        ("ordered_part", _ordered_part(dialect)),
        ("apart", _APART),
        ("still", _STILL),
    )


# Between which events a clock looks for delays: each of its rounds when it repeats, else from its first start to its stop.
_FRAME: Final = f"""
SELECT {CLOCK}, turn AS frame, a_nth, b_nth FROM repeated WHERE delays > 0
UNION ALL
SELECT {CLOCK}, 1, a_nth, b_nth FROM bounded WHERE repeats = 0 AND a_nth IS NOT NULL AND delays > 0"""

# Each registration falls under one rule: the strongest that knows its milestone and still has an effect.
_DELAYED: Final = f"""
SELECT * FROM (
  SELECT {_B}, b.frame, e.nth, d.rule, d.rank, d.resumes_ms, e.scheme,
    row_number() OVER (PARTITION BY {_B}, b.frame, e.nth ORDER BY d.rank DESC) AS place
  FROM frame b JOIN nv_clock k ON k.ck = b.ck JOIN nv_delay d ON d.ck = b.ck
  JOIN reach e ON {same("e", "b")} AND e.scheme = k.scheme AND e.ms = d.ms
    AND e.nth > b.a_nth AND (b.b_nth IS NULL OR e.nth < b.b_nth)
  LEFT JOIN reached x ON {same("x", "b")} AND x.scheme = k.scheme AND x.ms = d.before_ms
  WHERE x.first_nth IS NULL OR e.nth < x.first_nth) s
WHERE place = 1"""

# Where a clock that was cut starts anew: at the first event that ends the delay, or at the delay itself.
_RESUMED: Final = f"""
SELECT {_B}, b.nth, min(b.rank) AS rank, CASE WHEN min(b.resumes_ms) IS NULL THEN b.nth ELSE min(e.nth) END AS resume_nth
FROM delayed b
LEFT JOIN reach e ON {same("e", "b")} AND e.scheme = b.scheme AND e.ms = b.resumes_ms AND e.nth > b.nth
WHERE b.rank >= {_CUTS}
GROUP BY {_B}, b.nth"""

# With the next delay that can cut it: the first one after it has started anew.
_CUTTER: Final = f"""
SELECT {_B}, b.nth, min(b.rank) AS rank, min(b.resume_nth) AS resume_nth, min(n.nth) AS next_nth
FROM resumed b LEFT JOIN resumed n ON {same("n", "b", CLOCK)} AND n.nth > b.resume_nth
GROUP BY {_B}, b.nth"""

# Which delays do cut: the first, then each next one in turn; what is registered while no clock runs cuts nothing.
_CHAIN: Final = f"""
WITH RECURSIVE cuts AS (
  SELECT {CLOCK}, cast(1 AS BIGINT) AS turn, cast(min(nth) AS BIGINT) AS nth FROM cutter GROUP BY {CLOCK}
  UNION ALL
  SELECT {_B}, cast(c.turn + 1 AS BIGINT), cast(b.next_nth AS BIGINT)
  FROM cuts c JOIN cutter b ON {same("c", "b", CLOCK)} AND b.nth = c.nth
  WHERE b.next_nth IS NOT NULL)
SELECT * FROM cuts"""

_CUT: Final = f"""
SELECT b.*, lag(b.resume_nth) OVER (PARTITION BY {_B} ORDER BY b.turn) AS resumed_nth
FROM (
  SELECT {_B}, b.turn, b.nth, c.rank, c.resume_nth
  FROM chain b JOIN cutter c ON {same("c", "b", CLOCK)} AND c.nth = b.nth) b"""

# A round that is struck out has no stop; one that a delay stopped has the delay as its stop.
_ROUNDS: Final = f"""
SELECT {CLOCK}, turn, a_nth, b_nth, {_NONE} AS struck_nth, 0 AS by_delay FROM repeated
UNION ALL
SELECT {CLOCK}, 1, a_nth, b_nth, {_NONE}, 0 FROM bounded WHERE a_nth IS NULL OR (repeats = 0 AND anew = 0)
UNION ALL
SELECT {_B}, c.turn, coalesce(c.resumed_nth, b.a_nth), CASE WHEN c.rank = {DelayPolicy.STOP_RESTART.rank} THEN c.nth END,
  CASE WHEN c.rank = {DelayPolicy.NULLIFY.rank} THEN c.nth END, CASE WHEN c.rank = {DelayPolicy.NULLIFY.rank} THEN 0 ELSE 1 END
FROM cut c JOIN bounded b ON {same("c", "b", CLOCK)}
UNION ALL
SELECT {_B}, coalesce(c.turn, 0) + 1, CASE WHEN c.turn IS NULL THEN b.a_nth ELSE c.resume_nth END, b.b_nth, {_NONE}, 0
FROM bounded b
LEFT JOIN (SELECT cut.*, row_number() OVER (PARTITION BY {CLOCK} ORDER BY turn DESC) AS place FROM cut) c
  ON {same("c", "b", CLOCK)} AND c.place = 1
WHERE b.a_nth IS NOT NULL AND b.repeats = 0 AND b.anew = 1
  AND (c.turn IS NULL OR c.resume_nth IS NOT NULL OR b.b_nth IS NOT NULL)"""

# The registrations of milder delays, and of what ends them, rule by rule.
_PAUSING: Final = f"""
SELECT {CLOCK}, frame, rule, nth, 1 AS opens FROM delayed WHERE rank < {_CUTS}
UNION ALL
SELECT {_B}, b.frame, b.rule, e.nth, 0
FROM (SELECT DISTINCT {CLOCK}, frame, rule, resumes_ms, scheme FROM delayed WHERE rank < {_CUTS}) b
JOIN reach e ON {same("e", "b")} AND e.scheme = b.scheme AND e.ms = b.resumes_ms"""

# A second registration before the first delay has ended is the same delay.
_SPELL: Final = f"""
SELECT {CLOCK}, frame, rule, nth, end_nth FROM (
  SELECT p.*, coalesce(lag(opens) OVER (PARTITION BY {CLOCK}, frame, rule ORDER BY nth), 0) AS was_open,
    min(CASE WHEN opens = 0 THEN nth END) OVER (PARTITION BY {CLOCK}, frame, rule
      ORDER BY nth ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS end_nth
  FROM pausing p) s
WHERE opens = 1 AND was_open = 0"""


def _part() -> str:
    """The parts of milder delays that lie in each round, with their moments; none ends where a delay lasts."""
    on_nth = "{0}.patient = p.patient AND {0}.pathway = p.pathway AND {0}.nth = p.{1}"
    return f"""
SELECT p.*, d.policy, d.kind, d.longer_than, d.unit, c.code, {moment("f.", "f_")}, f.spot AS f_spot,
  {moment("g.", "g_")}, g.spot AS g_spot
FROM (
  SELECT {_B}, b.turn, s.rule, s.nth, CASE WHEN s.nth > b.a_nth THEN s.nth ELSE b.a_nth END AS from_nth,
    CASE WHEN s.end_nth > b.b_nth THEN b.b_nth ELSE s.end_nth END AS end_nth
  FROM rounds b JOIN bounded k ON {same("k", "b", CLOCK)}
  JOIN spell s ON {same("s", "b", CLOCK)} AND (k.repeats = 0 OR s.frame = b.turn)
  WHERE b.struck_nth IS NULL AND (s.end_nth IS NULL OR s.end_nth > b.a_nth) AND b.a_nth IS NOT NULL
    AND (b.b_nth IS NULL OR s.nth < b.b_nth)) p
JOIN nv_delay d ON d.ck = p.ck AND d.rule = p.rule
JOIN member c ON {on_nth.format("c", "nth")}
JOIN member f ON {on_nth.format("f", "from_nth")}
LEFT JOIN member g ON {on_nth.format("g", "end_nth")}"""


def _ordered_part(dialect: Dialect) -> str:
    """Subtracted delays in order, with how far those before reach: what overlaps becomes one."""
    order = f"PARTITION BY {RUN} ORDER BY f_spot, {dialect.ordered('code')}, nth, rule ROWS"
    return f"""
SELECT s.*, sum(CASE WHEN reached_before <= f_spot THEN 1 ELSE 0 END) OVER ({order} UNBOUNDED PRECEDING) AS island
FROM (
  SELECT p.*, coalesce(g_spot, {ENDLESS}) AS reaches, row_number() OVER ({order.removesuffix(" ROWS")}) AS place,
    coalesce(max(coalesce(g_spot, {ENDLESS})) OVER ({order} BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -{ENDLESS})
      AS reached_before
  FROM part p WHERE policy = '{DelayPolicy.SUBTRACT.value}') s"""


# Time that is not counted, as delays that do not overlap: from the first beginning to the last end.
_APART: Final = f"""
SELECT {of("b", RUN)}, b.island, {moment("b.f_", "f_")}, {moment("l.g_", "g_")}, l.lasts
FROM (
  SELECT o.*, row_number() OVER (PARTITION BY {RUN}, island ORDER BY place) AS nth_in FROM ordered_part o) b
JOIN (
  SELECT o.*, CASE WHEN g_spot IS NULL THEN 1 ELSE 0 END AS lasts,
    row_number() OVER (PARTITION BY {RUN}, island ORDER BY reaches DESC, place) AS nth_in FROM ordered_part o) l
  ON {same("l", "b", RUN)} AND l.island = b.island AND l.nth_in = 1
WHERE b.nth_in = 1"""

_STILL: Final = f"SELECT {RUN}, {moment('f_', '')} FROM apart WHERE lasts = 1"
