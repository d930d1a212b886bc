"""Parts of statements that several steps use: moments as columns, day arithmetic, and the choice of an event.

A moment is six columns with a common prefix: its day, its instant (`at`, none where only a date is known), and the day's
place among working days and months.
"""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from typing import Final

from normverk.use.pathways.engine.sql.dialects import Dialect

COURSE: Final = "patient, pathway, number"
"""What tells courses apart."""
CLOCK: Final = f"{COURSE}, ck"
"""What tells clocks of courses apart."""
RUN: Final = f"{CLOCK}, turn"
"""What tells rounds of clocks apart."""
ENDLESS: Final = 10**17
"""Comes after every day and every instant."""

_MOMENT: Final = ("day", "at", "work", "mon", "dom", "mlen")
_MINUTE: Final = 60 * 1_000_000
_DAY: Final = 24 * 60 * _MINUTE
_DAYS_BEFORE_1970: Final = 719_162


def of(source: str, names: str) -> str:
    """Several columns of one source."""
    return ", ".join(f"{source}.{name}" for name in names.split(", "))


def same(one: str, other: str, names: str = COURSE) -> str:
    """That two rows are of the same course, or of the same round of a clock with RUN."""
    return " AND ".join(f"{one}.{name} = {other}.{name}" for name in names.split(", "))


def moment(source: str, name: str) -> str:
    """The columns of the moment that starts with `source`, under names that start with `name`."""
    return ", ".join(f"{source}{part} AS {name}{part}" for part in _MOMENT)


def either(condition: str, source: str, other: str, name: str) -> str:
    """The columns of one of two moments."""
    return ", ".join(
        f"CASE WHEN {condition} THEN {source}{part} ELSE {other}{part} END AS {name}{part}" for part in _MOMENT
    )


def is_past(due: str, as_of: str) -> str:
    """Whether the moment `as_of` lies after `due`: whole days are compared unless both are instants."""
    return (
        f"(CASE WHEN {due}at IS NOT NULL AND {as_of}at IS NOT NULL THEN {as_of}at > {due}at "
        f"ELSE {as_of}day > {due}day END)"
    )


def elapsed(dialect: Dialect, unit: str, start: str, end: str) -> str:
    """Whole units between two moments, as norm.days counts them; minutes only where both are instants."""
    months = f"({end}mon - {start}mon)"
    same_day = f"(CASE WHEN {start}dom < {end}mlen THEN {start}dom ELSE {end}mlen END)"
    return f"""CASE {unit}
      WHEN 'minutes' THEN {dialect.floor(f"{end}at - {start}at", _MINUTE)}
      WHEN 'weeks' THEN {dialect.quotient(f"{end}day - {start}day", 7)}
      WHEN 'working_days' THEN {end}work - {start}work
      WHEN 'months' THEN {months} - CASE WHEN {months} > 0 AND {end}dom < {same_day} THEN 1 ELSE 0 END
        + CASE WHEN {months} < 0 AND {end}dom > {same_day} THEN 1 ELSE 0 END
      ELSE {end}day - {start}day END"""


def due_day(unit: str, start: str, value: str, name: str) -> str:
    """The last day of a limit, with the joins that due_joins() makes under the same name."""
    return f"""CASE {unit}
      WHEN 'minutes' THEN CASE WHEN {due_at(unit, start, value)} >= {name}d.begins THEN {name}d.day ELSE {name}d.day - 1 END
      WHEN 'weeks' THEN {start}day + 7 * ({value})
      WHEN 'working_days' THEN {name}w.last_day
      WHEN 'months' THEN {name}m.first_day - 1 + CASE WHEN {start}dom < {name}m.mlen THEN {start}dom ELSE {name}m.mlen END
      ELSE {start}day + {value} END"""


def due_at(unit: str, start: str, value: str) -> str:
    """The last instant of a limit in minutes; none for others."""
    return f"CASE WHEN {unit} = 'minutes' THEN {start}at + ({value}) * {_MINUTE} END"


def due_joins(dialect: Dialect, unit: str, start: str, value: str, name: str) -> str:
    """What due_day() looks up: the working day, the month, and the day after that of the instant in UTC."""
    after = f"{dialect.floor(f'{start}at + ({value}) * {_MINUTE}', _DAY)} + {_DAYS_BEFORE_1970 + 2}"
    return f"""
LEFT JOIN working_day {name}w ON {name}w.nr = CASE WHEN {unit} = 'working_days' THEN {start}work + {value} END
LEFT JOIN month {name}m ON {name}m.mon = CASE WHEN {unit} = 'months' THEN {start}mon + {value} END
LEFT JOIN nv_day {name}d ON {name}d.day = CASE WHEN {unit} = 'minutes' THEN {after} END"""


def chosen(source: str, role: str, *, after: str = "1 = 1") -> str:
    """The event that each clock of `source` (courses with clock keys) chooses by its selector of that role.

    `after` is what else an event `e` must keep for the course's row `r` and its clock `k`.
    """
    return f"""
SELECT {CLOCK}, nth FROM (
  SELECT {of("r", CLOCK)}, e.nth, k.{role}_last AS takes_last, k.{role}_nth AS takes_nth,
    row_number() OVER (PARTITION BY {of("r", CLOCK)} ORDER BY e.nth) AS up,
    row_number() OVER (PARTITION BY {of("r", CLOCK)} ORDER BY e.nth DESC) AS down
  FROM {source} r JOIN nv_clock k ON k.ck = r.ck
  JOIN reach e ON {same("e", "r")} AND e.scheme = k.scheme AND e.ms = k.{role}_ms
  LEFT JOIN reached s ON {same("s", "r")} AND s.scheme = k.scheme AND s.ms = k.{role}_since
  WHERE (k.{role}_since IS NULL OR e.nth > s.first_nth) AND {after}) picked
WHERE CASE WHEN takes_last = 1 THEN down ELSE up END = CASE WHEN takes_last = 1 THEN 1 ELSE takes_nth END"""
