"""A patient's courses: which are under way, which hospitals have had the patient when, and what code a step has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from normverk.base.rules import Finding, judge
from normverk.use.pathways.engine import Run
from normverk.use.pathways.rules_course import OpenCoursesFacts

CANCER: Final = "urn:oid:2.16.578.1.12.4.1.1.8480"
PSYCHIATRIC: Final = frozenset({f"urn:oid:2.16.578.1.12.4.1.1.{number}" for number in (9321, 9322, 9327)})
_TRANSFERRED: Final = "O"
"""The milestone of a transfer is called by its letter in code system 8480."""


@dataclass(frozen=True)
class Segment:
    """A stretch of a course during which one hospital had the patient; `until` is None while it still has."""

    hospital: str
    begins: date
    until: date | None


@dataclass(frozen=True)
class Course:
    """One period of one pathway. `at` is the organisation number of the hospital that has the patient now.

    `release` is the one that measures it, empty when no norm was in force. `start_code` and `transfer_code` are what the norm calls those steps; the latter is empty where it has none.
    """

    pathway: str
    number: int
    release: str
    code_system: str
    begins: date
    ended_on: date | None
    segments: tuple[Segment, ...]
    episode: str
    start_code: str
    transfer_code: str

    @property
    def open(self) -> bool:
        """True while nothing has ended it."""
        return self.ended_on is None

    @property
    def at(self) -> str:
        """The hospital that has the patient, or had when the course ended."""
        return self.segments[-1].hospital


def courses_of(runs: Iterable[Run]) -> tuple[Course, ...]:
    """The courses that these clocks of one patient belong to, oldest first."""
    found = {(run.pathway, run.period.number): run for run in runs}
    return tuple(sorted((_course(run) for run in found.values()), key=lambda one: (one.begins, one.pathway)))


def conflicts(courses: Iterable[Course], on: date) -> tuple[tuple[Course, ...], tuple[Finding, ...]]:
    """Several open courses of one kind: those of cancer, to be seen together, and what the rule on psychiatry finds."""
    under_way = [course for course in courses if course.open]
    psychiatric = [course for course in under_way if course.code_system in PSYCHIATRIC]
    cancer = [course for course in under_way if course.code_system == CANCER]
    facts = OpenCoursesFacts(len(psychiatric))
    findings = tuple(finding for finding in judge(facts, on=on) if finding.warns)
    shown = (*(cancer if len(cancer) > 1 else ()), *(psychiatric if findings else ()))
    return shown, findings


def _course(run: Run) -> Course:
    period, definition = run.period, run.edition.definition
    stays = [
        (number, min(held.day for held in stay), max(held.day for held in stay))
        for number, grouped in groupby(period.members, key=lambda held: held.event.owner)
        for stay in [list(grouped)]
    ]
    ended_on = period.ending.day if period.ending else None
    segments = tuple(
        Segment(number, begins, stays[place + 1][1] if place + 1 < len(stays) else ended_on)
        for place, (number, begins, _) in enumerate(stays)
    )
    codes = {milestone.id: milestone.codes[0].code for milestone in definition.milestones if milestone.codes}
    return Course(
        pathway=run.pathway,
        number=period.number,
        release=run.release,
        code_system=definition.code_system,
        begins=period.begins,
        ended_on=ended_on,
        segments=segments,
        episode=period.members[-1].event.episode,
        start_code=codes.get(definition.milestones[0].id, ""),
        transfer_code=codes.get(_TRANSFERRED, ""),
    )
