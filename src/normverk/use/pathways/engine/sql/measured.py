"""Which edition measures each clock of each course: the one in force at the start, and what later ones do to it."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.use.pathways.engine.sql.courses import Step
from normverk.use.pathways.engine.sql.words import COURSE, ENDLESS, chosen, of, same


def measuring_steps(as_of: date) -> tuple[Step, ...]:
    """From courses to their clocks with the edition that measures them, and since when it does no more."""
    return (
        ("asked", _ASKED),
        ("own_start", chosen("(SELECT * FROM asked WHERE begins_at IS NULL)", "start")),
        ("decided", _DECIDED),
        ("chained", _CHAINED),
        ("over", chosen("(SELECT * FROM chained WHERE ck IS NOT NULL AND may_end = 1)", "stop")),
        ("halted", _halted(as_of.toordinal())),
        ("measured", _MEASURED),
    )


# Every clock of the pathway, with the day that decides which edition measures it; none: the clock's own start does.
_ASKED: Final = f"""
SELECT {of("c", COURSE)}, c.end_day, k.clock, n.ck,
  CASE WHEN c.start_nth IS NOT NULL OR n.ck IS NULL THEN c.begins END AS begins_at
FROM course c
JOIN nv_edition_on o ON o.pathway = c.pathway AND c.begins >= o.first_day AND c.begins <= o.last_day
JOIN (SELECT DISTINCT pathway, clock FROM nv_clock) k ON k.pathway = c.pathway
LEFT JOIN nv_clock n ON n.pathway = c.pathway AND n.edition = o.nearest AND n.clock = k.clock"""

_DECIDED: Final = f"""
SELECT a.*, coalesce(a.begins_at, m.day) AS decides
FROM asked a
LEFT JOIN own_start s ON {same("s", "a")} AND s.ck = a.ck
LEFT JOIN member m ON {same("m", "a")} AND m.nth = s.nth"""

_CHAINED: Final = f"""
SELECT {of("a", COURSE)}, a.end_day, a.clock, h.step, h.ck, h.end_after, h.end_iso, h.next_day, h.next_iso,
  h.stops, CASE WHEN h.next_day IS NULL AND h.end_after IS NULL THEN 0 ELSE 1 END AS may_end
FROM decided a
JOIN nv_chain h ON h.pathway = a.pathway AND h.clock = a.clock AND a.decides >= h.first_day AND a.decides <= h.last_day"""


def _halted(today: int) -> str:
    """Where the chain of editions halts: the next one has not come, or does not reach this clock, or measures it no more.

    `over_day` is when the clock had stopped or the course had ended, `ended_at` from when the edition's own end stops it.
    """
    return f"""
SELECT j.*, row_number() OVER (PARTITION BY {COURSE}, clock ORDER BY step) AS place
FROM (
  SELECT i.*, CASE WHEN comes = 1 AND over_day >= next_day AND ended_at >= next_day AND stops = 1 THEN 1 ELSE 0 END AS dropped,
    CASE WHEN comes = 0 OR over_day < next_day OR ended_at < next_day OR stops = 1 THEN 1 ELSE 0 END AS halts
  FROM (
    SELECT o.*, CASE WHEN next_day <= {today} THEN 1 ELSE 0 END AS comes,
      CASE WHEN end_after <= {today} AND over_day >= end_after THEN end_after ELSE {ENDLESS} END AS ended_at
    FROM (
      SELECT a.*, CASE WHEN a.end_day <= m.day OR m.day IS NULL THEN coalesce(a.end_day, {ENDLESS}) ELSE m.day END AS over_day
      FROM chained a
      LEFT JOIN over s ON {same("s", "a")} AND s.ck = a.ck
      LEFT JOIN member m ON {same("m", "a")} AND m.nth = s.nth) o) i) j
WHERE halts = 1"""


_MEASURED: Final = f"""
SELECT {COURSE}, ck, 1 AS in_force,
  CASE WHEN dropped = 1 THEN next_day WHEN ended_at < {ENDLESS} THEN ended_at END AS norm_ended,
  CASE WHEN dropped = 1 THEN next_iso WHEN ended_at < {ENDLESS} THEN end_iso END AS norm_ended_iso
FROM halted WHERE place = 1 AND ck IS NOT NULL
UNION ALL
SELECT {of("a", COURSE)}, a.ck, CASE WHEN a.decides IS NULL THEN 1 ELSE 0 END, NULL, NULL
FROM decided a
LEFT JOIN chained h ON {same("h", "a")} AND h.clock = a.clock
WHERE a.ck IS NOT NULL AND h.clock IS NULL"""
