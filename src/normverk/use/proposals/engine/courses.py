"""Courses: what is registered and proposed of one pathway, divided into the courses it belongs to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from normverk.norm.days import Moment, local_date
from normverk.norm.derivation import RuleSet
from normverk.use.proposals.engine.match import Candidate

BEFORE: Final = timedelta(days=60)
"""A start found in the record up to this long before the registered one is the same start, registered on another date."""

STALE: Final = timedelta(days=365)
"""A course in which nothing has happened for this long takes no further facts: its end was never registered."""


@dataclass(frozen=True)
class Registered:
    """A code that is in the record. `from_fact` is the fact it was confirmed from, where it came about that way."""

    code: str
    time: Moment
    org: str
    source: str
    source_id: str
    from_fact: tuple[str, str] | None = None


@dataclass
class Mark:
    """A point that a course has reached, by a registered code or by a proposal."""

    code: str
    day: date
    org: str
    registered: Registered | None = None
    paired: bool = False
    """True when a fact has been found that the registration speaks of."""


@dataclass
class Course:
    """One course. `ended` is the day it was over; points on that day still belong to it."""

    begins: date
    marks: list[Mark] = field(default_factory=list)
    ended: date | None = None

    def add(self, mark: Mark, *, ends: bool) -> None:
        """Adds a point, and closes the course when it is one that ends it."""
        self.marks.append(mark)
        self.begins = min(self.begins, mark.day)
        if ends:
            self.ended = mark.day if self.ended is None else min(self.ended, mark.day)

    @property
    def latest(self) -> date:
        """The last day on which a point was reached."""
        return max((mark.day for mark in self.marks), default=self.begins)

    def has(self, codes: Iterable[str], *, until: date) -> bool:
        """True when one of the codes had been reached by that day."""
        wanted = set(codes)
        return any(mark.code in wanted and mark.day <= until for mark in self.marks)

    def taken_by(self, candidate: Candidate) -> list[Mark]:
        """The points that stand where the candidate would, in the order in which they were reached."""
        rule = candidate.rule
        found = [
            mark
            for mark in self.marks
            if mark.code in rule.absent or (mark.code in rule.absent_here and mark.org == candidate.org)
        ]
        return sorted(found, key=lambda mark: (mark.code != rule.mark, mark.day, mark.code, mark.org))

    def takes(self, candidate: Candidate, *, starts: bool) -> bool:
        """True when something on that day belongs to this course."""
        day = candidate.day
        begun = self.begins - (BEFORE if starts else timedelta(0))
        return begun <= day <= self.latest + STALE and (self.ended is None or day <= self.ended)


def courses_of(registered: Iterable[Registered], rules: RuleSet) -> list[Course]:
    """The courses that the registered codes make up, as the clocks count them: a start opens one when none is open."""
    known = {code for station in rules.stations for code in station.codes}
    ordered = sorted(
        (one for one in registered if one.code in known),
        key=lambda one: (
            local_date(one.time),
            rules.station_of(one.code),
            one.code,
            one.org,
            one.source,
            one.source_id,
        ),
    )
    courses: list[Course] = []
    for one in ordered:
        day = local_date(one.time)
        place = rules.station_of(one.code)
        course = courses[-1] if courses else None
        stale = course is not None and course.latest + STALE < day
        if course is None or stale or (place == 0 and course.ended is not None):
            course = Course(day)
            courses.append(course)
        course.add(Mark(one.code, day, one.org, one), ends=rules.stations[place].ends)
    return courses


def room_for(candidate: Candidate, courses: list[Course], rules: RuleSet) -> Course | None:
    """The course that the candidate belongs to; a new one for what starts the pathway when there is none."""
    starts = candidate.rule.code in rules.stations[0].codes
    fitting = [course for course in courses if course.takes(candidate, starts=starts)]
    if fitting:
        return min(fitting, key=lambda course: (abs((candidate.day - course.begins).days), course.begins))
    if starts and not candidate.rule.present:
        course = Course(candidate.day)
        courses.append(course)
        return course
    return None
