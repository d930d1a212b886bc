"""From a patient's settled events to the facts about each code.

A course is what a patient goes through in one pathway, whichever hospitals registered it and whatever their record
systems call it: the registry gets codes, times and hospitals, and not the records' own names for episodes. A start opens
a course when none is open; while one is open, a further start belongs to it (each hospital that receives the patient
codes its own). After the end, only a new start opens a new course; everything else is superfluous in the old one.
On one day, codes stand in the order of a course, for most have no time of day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from normverk.norm.days import local_date
from normverk.use.pathways.engine import RecordEvent, order_key
from normverk.use.reporting.npr.codes import Reading, read_code
from normverk.use.reporting.npr.facts import NO_TIME, CodeFacts, Person, Start

OrderKey = tuple[int, int, float, str, str]
Fact = tuple[RecordEvent, CodeFacts]


@dataclass(frozen=True, slots=True)
class Placed:
    """An event with its reading, its date in Norway and its place in the order."""

    event: RecordEvent
    reading: Reading
    day: date
    key: OrderKey


@dataclass
class Course:
    """One course: its codes in order, and the place of the code that ended it (or perhaps did), None while it is open."""

    placed: list[Placed] = field(default_factory=list)
    ended_at: int | None = None
    perhaps_at: int | None = None

    @property
    def is_over(self) -> bool:
        """True when a new start opens a new course."""
        return self.ended_at is not None or self.perhaps_at is not None

    @property
    def first_start(self) -> int | None:
        """The place of the first start code."""
        return next((number for number, held in enumerate(self.placed) if held.reading.starts), None)

    def overlaps(self, later: Course) -> bool:
        """True when this course is still open on a day after the one on which `later` begins."""
        return self.ended_at is None or self.placed[self.ended_at].day > later.placed[0].day


def facts_of(events: Iterable[RecordEvent], person: Person) -> Iterator[Fact]:
    """The facts about each of one patient's settled events, those without a reading or a time among them."""
    dated: dict[str, list[Placed]] = defaultdict(list)
    undated: dict[str, set[str]] = defaultdict(set)
    for event in events:
        reading = read_code(event.code)
        if event.time != NO_TIME and reading is not None:
            dated[reading.prefix].append(
                Placed(event, reading, local_date(event.time), order_key(event, reading.order))
            )
            continue
        if reading is not None:
            undated[reading.prefix].add(reading.letter)
        day = None if event.time == NO_TIME else local_date(event.time)
        yield event, CodeFacts(event.code, day, born=person.born, identified=person.identified)
    courses = [course for placed in dated.values() for course in divide(placed)]
    beside = _beside([course for course in courses if course.placed[0].reading.family == "mental"])
    for course in courses:
        prefix = course.placed[0].reading.prefix
        yield from _facts_in(course, frozenset(undated.get(prefix, ())), beside.get(id(course), ""), person)


def divide(placed: list[Placed]) -> list[Course]:
    """The courses in one pathway's codes."""
    courses: list[Course] = []
    for held in sorted(placed, key=lambda one: one.key):
        if not courses or (courses[-1].is_over and held.reading.starts):
            courses.append(Course())
        course = courses[-1]
        course.placed.append(held)
        if held.reading.ends == "yes" and course.ended_at is None:
            course.ended_at = len(course.placed) - 1
        elif held.reading.ends == "unsure" and not course.is_over:
            course.perhaps_at = len(course.placed) - 1
    return courses


def _facts_in(course: Course, undated: frozenset[str], beside: str, person: Person) -> Iterator[Fact]:
    placed, first_start = course.placed, course.first_start
    earlier: frozenset[str] = frozenset()
    registered: set[tuple[str, str, int]] = set()
    handed_on: dict[str, int] = defaultdict(int)
    for number, held in enumerate(placed):
        event, reading = held.event, held.reading
        registration = (event.org, event.code, handed_on[event.org])
        yield (
            event,
            CodeFacts(
                code=event.code,
                day=held.day,
                earlier=earlier,
                undated=undated,
                start=_start(number, first_start),
                ended_by=_before(placed, course.ended_at, number),
                perhaps=_before(placed, course.perhaps_at, number),
                repeated=registration in registered,
                registers=reading.starts or (number == 0 and first_start is None),
                beside=beside if number == 0 else "",
                born=person.born,
                identified=person.identified,
            ),
        )
        registered.add(registration)
        if reading.letter == "O" and reading.family != "mental":
            handed_on[event.org] += 1  # what comes after was received anew
        if reading.letter not in earlier:
            earlier |= {reading.letter}


def _start(number: int, first_start: int | None) -> Start:
    if first_start is None:
        return "never"
    return "reached" if number >= first_start else "later"


def _before(placed: list[Placed], place: int | None, number: int) -> str:
    return placed[place].event.code if place is not None and place < number else ""


def _beside(courses: list[Course]) -> dict[int, str]:
    """For each course that begins while one of another type is open: the type that was there first."""
    found: dict[int, str] = {}
    ordered = sorted(courses, key=lambda course: course.placed[0].key)
    for number, later in enumerate(ordered):
        for earlier in ordered[:number]:
            other = earlier.placed[0].reading.prefix
            if other != later.placed[0].reading.prefix and earlier.overlaps(later):
                found.setdefault(id(later), other)
    return found
