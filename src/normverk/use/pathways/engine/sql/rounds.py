"""What starts and stops each clock, and the rounds of clocks that repeat."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.words import CLOCK, chosen, of, same


def round_steps() -> tuple[Step, ...]:
    """From clocks with their editions to their first start and stop, and to the rounds of those that repeat."""
    return (
        ("first_start", chosen("measured", "start")),
        ("begun", _BEGUN),
        ("first_stop", chosen("begun", "stop", after="(k.stop_after = 0 OR r.a_nth IS NULL OR e.nth > r.a_nth)")),
        ("bounded", _BOUNDED),
        ("turning", _TURNING),
        ("repeated", _REPEATED),
    )


_BEGUN: Final = f"""
SELECT b.*, s.nth AS a_nth FROM measured b LEFT JOIN first_start s ON {same("s", "b", CLOCK)}"""

_BOUNDED: Final = f"""
SELECT b.*, s.nth AS b_nth, k.repeats, k.anew, k.delays FROM begun b
JOIN nv_clock k ON k.ck = b.ck
LEFT JOIN first_stop s ON {same("s", "b", CLOCK)}"""

# Events that open or close rounds, from the first start on.
_TURNING: Final = f"""
SELECT {of("b", CLOCK)}, b.delays, e.nth, CASE WHEN e.ms = k.start_ms THEN 1 ELSE 0 END AS opens,
  CASE WHEN e.ms = k.stop_ms AND e.nth > b.a_nth THEN 1 ELSE 0 END AS closes
FROM bounded b JOIN nv_clock k ON k.ck = b.ck
JOIN reach e ON {same("e", "b")} AND e.scheme = k.scheme AND (e.ms = k.start_ms OR e.ms = k.stop_ms) AND e.nth >= b.a_nth
WHERE b.repeats = 1"""

# A round opens where none is open; the first event after it that closes ends it. One event may do both.
_REPEATED: Final = f"""
SELECT {CLOCK}, delays, row_number() OVER (PARTITION BY {CLOCK} ORDER BY nth) AS turn, nth AS a_nth,
  closed_nth AS b_nth
FROM (
  SELECT t.*, coalesce(lag(opens) OVER (PARTITION BY {CLOCK} ORDER BY nth), 0) AS was_open,
    min(CASE WHEN closes = 1 THEN nth END) OVER (
      PARTITION BY {CLOCK} ORDER BY nth ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS closed_nth
  FROM turning t) s
WHERE opens = 1 AND (closes = 1 OR was_open = 0)"""
