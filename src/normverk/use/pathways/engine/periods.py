"""Periods: a patient's events in one pathway, divided into courses of illness."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from normverk.norm.days import local_date
from normverk.use.pathways.engine.events import RecordEvent, order_key
from normverk.use.pathways.engine.norms import Answer, PathwayNorms, Reading

OrderKey = tuple[int, int, float, str, str]
AFTER_ALL_MILESTONES: Final = 1_000_000


@dataclass(frozen=True)
class Placed:
    """An event with what its code means and its place in the order."""

    event: RecordEvent
    reading: Reading
    day: date
    key: OrderKey


@dataclass(frozen=True)
class Found:
    """An event that answers a finding, with its answer and its place in the order."""

    event: RecordEvent
    answer: Answer
    key: OrderKey


@dataclass(frozen=True)
class Period:
    """One course: its events in order, the event that ended it, and those that came after the end.

    `start` is the first event of the starting milestone, None when none is registered. `findings` are the last answers
    registered before the next course begins, since the one before it ended.
    """

    number: int
    members: tuple[Placed, ...]
    superfluous: tuple[Placed, ...]
    start: Placed | None
    ending: Placed | None
    findings: tuple[Found, ...] = ()

    @property
    def begins(self) -> date:
        """The date of the start, or of the first event when the start is not registered."""
        return (self.start or self.members[0]).day


@dataclass
class _Course:
    members: list[Placed]
    superfluous: list[Placed]
    ending: Placed | None = None
    findings: dict[str, Found] = field(default_factory=dict)


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


def place_findings(events: Iterable[RecordEvent], norms: PathwayNorms) -> list[Found]:
    """The events that answer a finding of the pathway, in order; they reach no milestone and come after all of the day."""
    found: list[Found] = []
    for event in events if norms.has_findings else ():
        answer = norms.answer(event.code, local_date(event.time))
        if answer is not None:
            found.append(Found(event, answer, order_key(event, AFTER_ALL_MILESTONES)))
    found.sort(key=lambda held: held.key)
    return found


def divide(placed: list[Placed], found: Iterable[Found] = ()) -> tuple[Period, ...]:
    """Divides ordered events into periods, numbered from 1 by when they begin.

    Events that name an episode are kept apart from those of other episodes; within an episode, a start opens a period
    when none is open, and the first event after which the pathway is over closes it. A finding belongs to the period that
    was open, or else begins next, of its own episode; without an episode it belongs to all of them.
    """
    episodes: dict[str, list[Placed]] = {}
    for held in placed:
        episodes.setdefault(held.event.episode, []).append(held)
    findings = tuple(found)
    courses: list[_Course] = []
    for episode, members in episodes.items():
        opened = _courses(members)
        _add_findings(opened, [held for held in findings if held.event.episode in ("", episode)])
        courses.extend(opened)
    courses.sort(key=lambda course: course.members[0].key)
    return tuple(
        Period(
            number,
            tuple(course.members),
            tuple(course.superfluous),
            next((held for held in course.members if held.reading.starts), None),
            course.ending,
            tuple(course.findings[name] for name in sorted(course.findings)),
        )
        for number, course in enumerate(courses, start=1)
    )


def _add_findings(courses: list[_Course], found: list[Found]) -> None:
    for place, course in enumerate(courses):
        before = courses[place - 1].ending if place else None
        following = courses[place + 1].members[0].key if place + 1 < len(courses) else None
        for held in found:
            since = before is None or held.key > before.key
            if since and (following is None or held.key < following):
                course.findings[held.answer.finding] = held


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
