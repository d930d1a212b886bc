"""Periods: a patient's events in one pathway, divided into courses of illness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from normverk.norm.days import local_date
from normverk.use.pathways.engine.events import RecordEvent, order_key
from normverk.use.pathways.engine.norms import PathwayNorms, Reading

OrderKey = tuple[int, int, float, str, str]


@dataclass(frozen=True)
class Placed:
    """An event with what its code means and its place in the order."""

    event: RecordEvent
    reading: Reading
    day: date
    key: OrderKey


@dataclass(frozen=True)
class Period:
    """One course: its events in order, the event that ended it, and those that came after the end.

    `start` is the first event of the starting milestone, None when none is registered.
    """

    number: int
    members: tuple[Placed, ...]
    superfluous: tuple[Placed, ...]
    start: Placed | None
    ending: Placed | None

    @property
    def begins(self) -> date:
        """The date of the start, or of the first event when the start is not registered."""
        return (self.start or self.members[0]).day


@dataclass
class _Course:
    members: list[Placed]
    superfluous: list[Placed]
    ending: Placed | None = None


def place(events: Iterable[RecordEvent], norms: PathwayNorms) -> list[Placed]:
    """The events that belong to the pathway, in order. Unknown and retired codes do not belong."""
    placed = []
    for event in events:
        day = local_date(event.time)
        reading = norms.lookup(event.code, day)[1]
        if reading is not None:
            placed.append(Placed(event, reading, day, order_key(event, reading.order)))
    placed.sort(key=lambda held: held.key)
    return placed


def divide(placed: list[Placed]) -> tuple[Period, ...]:
    """Divides ordered events into periods, numbered from 1 by when they begin.

    Events that name an episode are kept apart from those of other episodes; within an episode, a start opens a period
    when none is open, and the first event after which the pathway is over closes it.
    """
    episodes: dict[str, list[Placed]] = {}
    for held in placed:
        episodes.setdefault(held.event.episode, []).append(held)
    courses = [course for held in episodes.values() for course in _courses(held)]
    courses.sort(key=lambda course: course.members[0].key)
    return tuple(
        Period(
            number,
            tuple(course.members),
            tuple(course.superfluous),
            next((held for held in course.members if held.reading.starts), None),
            course.ending,
        )
        for number, course in enumerate(courses, start=1)
    )


def _courses(placed: list[Placed]) -> list[_Course]:
    courses: list[_Course] = []
    for held in placed:
        last = courses[-1] if courses else None
        if last is None or (last.ending is not None and held.reading.starts):
            last = _Course([], [])
            courses.append(last)
        elif last.ending is not None:
            last.superfluous.append(held)
            continue
        last.members.append(held)
        if held.reading.ends:
            last.ending = held
    return courses
