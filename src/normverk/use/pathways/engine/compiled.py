"""The fast evaluator of one pathway: its editions laid out as tables of whole numbers, days as ordinals.

It knows the plain part of the clock language, which is what Norwegian cancer pathways use: first and last events, branches
by treatment, limits in days, weeks and months, norms that leave those under way alone. compile_pathway() gives None for a
pathway that says more, and then the reference evaluator answers. Tests hold the two to the same lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from normverk.norm.days import Moment, local_date
from normverk.use.pathways.engine.events import RecordEvent
from normverk.use.pathways.engine.norms import PathwayNorms, Reading
from normverk.use.pathways.engine.outcomes import BegunClock, Course, Packed, chosen, state_for, verdict_on
from normverk.use.pathways.engine.plans import FAR, EditionPlan, edition_plan, is_plain
from normverk.use.pathways.engine.states import State
from normverk.use.pathways.engine.verdicts import Verdict


@dataclass(frozen=True)
class CompiledPathway:
    """All editions of a pathway, oldest first, and the order of the clocks by release of the nearest one, and what
    each code means in all of them. `ended` is the last day of all."""

    id: str
    editions: tuple[EditionPlan, ...]
    order: dict[str, tuple[str, ...]]
    codes: dict[str, Reading]
    ended: int

    def pack(self, event: RecordEvent) -> Packed | None:
        """The event with its place in the order; None when its code does not belong on its day."""
        reading = self.codes.get(event.code)
        if reading is None:
            return None
        time = event.time
        if isinstance(time, datetime):
            day, instant = local_date(time).toordinal(), time.timestamp()
        else:
            day, instant = time.toordinal(), float("-inf")
        if (reading.retired_on is not None and day > reading.retired_on.toordinal()) or (
            reading.starts and day > self.ended
        ):
            return None
        return (day, reading.order, instant, event.source, event.source_id, event, reading)

    def lines(self, patient: str, packed: Sequence[Packed], as_of: Moment) -> list[Verdict]:
        """The patient's verdicts in this pathway at `as_of`; `packed` are the events seen then, in order."""
        today = local_date(as_of).toordinal()
        return [verdict_on(patient, self.id, clock, today) for clock in self._begun(packed)]

    def states(self, patient: str, packed: Sequence[Packed]) -> list[State]:
        """The states of the patient's clocks in this pathway, from the same events."""
        return [state_for(patient, self.id, clock) for clock in self._begun(packed)]

    def _begun(self, packed: Sequence[Packed]) -> Iterator[BegunClock]:
        """The clocks that have begun, by course and in the order that the nearest edition has them."""
        for number, (members, ending) in enumerate(_courses(packed), start=1):
            course = _course(number, members, ending)
            nearest = self._nearest(course.begins)
            for clock_id in self.order[nearest.release]:
                day = course.begins
                if course.start is None and clock_id in nearest.clocks:
                    own = chosen(course, nearest.clocks[clock_id].start, last=nearest.clocks[clock_id].start_last)
                    day = own[0] if own is not None else -1
                measuring = nearest if day < 0 else self._in_force(day)
                plan = (measuring or nearest).clocks.get(clock_id)
                if plan is None:
                    continue
                start = chosen(course, plan.start, last=plan.start_last)
                stop = chosen(course, plan.stop, last=plan.stop_last)
                if start is not None or stop is not None or course.farthest > plan.start:
                    yield BegunClock(course, plan, measuring.release if measuring is not None else None, start, stop)

    def _in_force(self, day: int) -> EditionPlan | None:
        for edition in reversed(self.editions):
            if edition.first <= day <= edition.last:
                return edition
        return None

    def _nearest(self, day: int) -> EditionPlan:
        found = self._in_force(day)
        if found is not None:
            return found
        begun = [edition for edition in self.editions if edition.first <= day]
        return begun[-1] if begun else self.editions[0]


def compile_pathway(norms: PathwayNorms) -> CompiledPathway | None:
    """The pathway as tables, or None when it says more than the tables can hold."""
    codes: dict[str, Reading] = {}
    for edition in norms.editions:
        if not is_plain(edition):
            return None
        for code, reading in edition.codes.items():
            if codes.setdefault(code, reading) != reading:
                return None
    ends = [edition.definition.valid_to for edition in norms.editions]
    plans = tuple(edition_plan(edition) for edition in norms.editions)
    return CompiledPathway(
        norms.id,
        plans,
        {plan.release: tuple(dict.fromkeys(chain(plan.clocks, *(other.clocks for other in plans)))) for plan in plans},
        codes,
        max(FAR if end is None else end.toordinal() for end in ends),
    )


def _courses(packed: Sequence[Packed]) -> list[tuple[list[Packed], Packed | None]]:
    """The events of each course with the one that ended it, by when the courses begin."""
    by_episode: dict[str, list[Packed]] = {}
    for held in packed:
        by_episode.setdefault(held[5].episode, []).append(held)
    courses: list[tuple[list[Packed], Packed | None]] = []
    for events in by_episode.values():
        members: list[Packed] = []
        ending: Packed | None = None
        for held in events:
            if ending is not None:
                if not held[6].starts:
                    continue
                courses.append((members, ending))
                members, ending = [], None
            members.append(held)
            if held[6].ends:
                ending = held
        if members:
            courses.append((members, ending))
    if len(by_episode) > 1:
        courses.sort(key=lambda course: course[0][0][:5])
    return courses


def _course(number: int, members: list[Packed], ending: Packed | None) -> Course:
    first: dict[int, Packed] = {}
    last: dict[int, Packed] = {}
    start: Packed | None = None
    farthest = -1
    for held in members:
        reading = held[6]
        first.setdefault(held[1], held)
        last[held[1]] = held
        if start is None and reading.starts:
            start = held
        if reading.on_path and held[1] > farthest:
            farthest = held[1]
    ended_by = ending[5].code if ending is not None and not ending[6].on_path else ""
    return Course(number, (start or members[0])[0], members, start, farthest, ended_by, first, last)
