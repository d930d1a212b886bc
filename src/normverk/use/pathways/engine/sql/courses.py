"""The first steps: which events hold, what they mean, and how they divide into courses."""

# ruff: noqa: S608 (made of words that stand here and of whole numbers, never of what a record says)

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.use.pathways.engine.sql.dialects import Dialect
from normverk.use.pathways.engine.sql.tables import NO_TIME
from normverk.use.pathways.engine.sql.words import COURSE, of

Step = tuple[str, str]
"""The name under which an answer is kept, and the query that gives it."""

_EVENT: Final = "patient, code, day, instant, time, owner, takes_over, source, source_id, treatment, episode"
_MEMBER: Final = (
    "patient, pathway, episode, course, nth, day, at, work, mon, dom, mlen, spot, "
    "time, code, owner, takes_over, treatment, ms, starts, ends, on_path"
)

_OF_COURSE: Final = "PARTITION BY patient, pathway, episode, course"


def course_steps(dialect: Dialect, as_of: date) -> tuple[Step, ...]:
    """From all versions of all registrations to courses, their members and their findings."""
    return (
        ("today", _today(as_of)),
        ("working_day", "SELECT work AS nr, max(day) AS last_day FROM nv_day GROUP BY work"),
        ("month", "SELECT mon, min(day - dom + 1) AS first_day, max(mlen) AS mlen FROM nv_day GROUP BY mon"),
        ("held", _held(dialect, as_of)),
        ("placed", _placed(dialect)),
        ("coursed", _COURSED),
        ("member", _MEMBERS),
        ("course", _COURSE),
        ("found", _found(dialect)),
        ("reach", _REACH),
        ("reached", f"SELECT {COURSE}, scheme, ms, min(nth) AS first_nth FROM reach GROUP BY {COURSE}, scheme, ms"),
        ("farthest", _FARTHEST),
    )


def _today(as_of: date) -> str:
    return f"SELECT nv_day.*, cast(NULL AS BIGINT) AS at FROM nv_day WHERE day = {as_of.toordinal()}"


def _held(dialect: Dialect, as_of: date) -> str:
    """The events that hold. `spot` is a place in time: a date comes before every instant of its day."""
    return f"""
SELECT {of("v", _EVENT)}, d.work, d.mon, d.dom, d.mlen, CASE WHEN v.instant > {NO_TIME} THEN v.instant END AS at,
  CASE WHEN v.instant > {NO_TIME} THEN 2 * v.instant ELSE 2 * d.begins - 1 END AS spot
FROM (
  SELECT nv_event.*, row_number() OVER (
    PARTITION BY source, source_id ORDER BY version DESC, {dialect.ordered("content")} DESC) AS place
  FROM nv_event) v
JOIN nv_day d ON d.day = v.day
WHERE v.place = 1 AND v.live = 1 AND v.day <= {as_of.toordinal()}"""


def _order(dialect: Dialect, prefix: str = "", milestone: str = "mord, ") -> str:
    texts = ", ".join(dialect.ordered(f"{prefix}{name}") for name in ("source", "source_id"))
    return f"{prefix}day, {milestone}{prefix}instant, {texts}"


def _placed(dialect: Dialect) -> str:
    """Events that belong to a pathway, in order over all of the patient's episodes (`nth`)."""
    return f"""
SELECT h.*, c.pathway, c.ms, c.mord, c.starts, c.ends, c.on_path,
  row_number() OVER (PARTITION BY h.patient, c.pathway ORDER BY {_order(dialect, "h.")}) AS nth
FROM held h JOIN nv_code c ON c.code = h.code AND h.day >= c.first_day AND h.day <= c.last_day"""


# Open or closed is decided by the last start or end before: a start leaves it open, an end closed.
_COURSED: Final = """
SELECT marked.*,
  sum(CASE WHEN before IS NULL OR (closed = 1 AND starts = 1) THEN 1 ELSE 0 END)
    OVER (PARTITION BY patient, pathway, episode ORDER BY nth ROWS UNBOUNDED PRECEDING) AS course
FROM (
  SELECT placed.*, lag(nth) OVER (PARTITION BY patient, pathway, episode ORDER BY nth) AS before,
    coalesce(max(CASE WHEN starts = 1 OR ends = 1 THEN nth * 2 + ends END) OVER (
      PARTITION BY patient, pathway, episode ORDER BY nth ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) % 2 AS closed
  FROM placed) marked"""


# Events of courses, without what came after the end; courses are numbered by when they begin.
_MEMBERS: Final = f"""
SELECT w.*, dense_rank() OVER (PARTITION BY patient, pathway ORDER BY first_nth) AS number
FROM (
  SELECT {of("o", _MEMBER)}, min(nth) OVER ({_OF_COURSE}) AS first_nth, max(nth) OVER ({_OF_COURSE}) AS last_nth,
    min(CASE WHEN starts = 1 THEN nth END) OVER ({_OF_COURSE}) AS start_nth,
    max(CASE WHEN ends = 1 THEN nth END) OVER ({_OF_COURSE}) AS end_nth,
    max(CASE WHEN starts = 1 OR takes_over = 1 THEN nth END) OVER (
      {_OF_COURSE} ORDER BY nth ROWS UNBOUNDED PRECEDING) AS taken_nth
  FROM coursed o WHERE closed = 0 OR starts = 1) w"""

_COURSE: Final = f"""
SELECT g.*, lag(end_day) OVER (PARTITION BY patient, pathway, episode ORDER BY number) AS end_before,
  lead(first_day) OVER (PARTITION BY patient, pathway, episode ORDER BY number) AS following
FROM (
  SELECT {COURSE}, episode, min(start_nth) AS start_nth, max(taken_nth) AS taken_nth,
    min(day) AS first_day, min(CASE WHEN nth = coalesce(start_nth, first_nth) THEN day END) AS begins,
    min(CASE WHEN nth = coalesce(start_nth, first_nth) THEN owner END) AS starter,
    min(CASE WHEN nth = last_nth THEN owner END) AS latest,
    min(CASE WHEN nth = end_nth THEN day END) AS end_day, min(CASE WHEN nth = end_nth THEN code END) AS ended_by,
    min(CASE WHEN nth = end_nth THEN on_path END) AS end_on_path
  FROM member GROUP BY {COURSE}, episode) g"""


def _found(dialect: Dialect) -> str:
    """The last answer to each finding in each course; it comes after all that happened on its day."""
    order = ", ".join(f"{part} DESC" for part in _order(dialect, "h.", "").split(", "))
    return f"""
SELECT {COURSE}, finding, answer FROM (
  SELECT c.patient, c.pathway, c.number, a.finding, a.answer,
    row_number() OVER (PARTITION BY c.patient, c.pathway, c.number, a.finding ORDER BY {order}) AS place
  FROM held h
  JOIN nv_answer a ON a.code = h.code AND h.day >= a.first_day AND h.day <= a.last_day
  JOIN course c ON c.patient = h.patient AND c.pathway = a.pathway AND (h.episode = '' OR h.episode = c.episode)
    AND h.day >= coalesce(c.end_before, h.day) AND h.day < coalesce(c.following, h.day + 1)) answers
WHERE place = 1"""


# The milestone of each member, once for each way in which the editions read the codes.
_REACH: Final = f"""
SELECT {of("m", COURSE)}, n.scheme, n.ms, n.place, m.nth, m.on_path
FROM member m JOIN nv_means n ON n.pathway = m.pathway AND n.code = m.code AND n.read_ms = m.ms"""

_FARTHEST: Final = f"""
SELECT {COURSE}, scheme, max(CASE WHEN on_path = 1 THEN place ELSE -1 END) AS place
FROM reach GROUP BY {COURSE}, scheme"""
