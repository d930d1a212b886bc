"""The fast evaluator of one pathway: its editions laid out as tables of whole numbers, days as ordinals.

It knows the plain part of the clock language, which is what Norwegian cancer pathways use: first and last events, branches
by treatment, limits in days, weeks and months, norms that leave those under way alone. compile_pathway() gives None for a
pathway that says more, and then the reference evaluator answers. Tests hold the two to the same lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final

from normverk.norm.days import Moment, Unit, elapsed, local_date
from normverk.norm.days import due as due_of
from normverk.norm.pathway import Attribution
from normverk.use.pathways.engine.clocks import Name, Outcome, standing
from normverk.use.pathways.engine.events import RecordEvent
from normverk.use.pathways.engine.norms import PathwayNorms, Reading
from normverk.use.pathways.engine.plans import FAR, BranchPlan, ClockPlan, EditionPlan, edition_plan, is_plain
from normverk.use.pathways.engine.verdicts import Verdict

Packed = tuple[int, int, float, str, str, RecordEvent, Reading]
"""An event with its place in the order: day, milestone's place, time of day, source, source id."""

_NO_NORM: Final = Outcome("indeterminate", "no-norm-in-force")
_UNKNOWN_START: Final = Outcome("indeterminate", "unknown-start")
_STOP_MISSING: Final = Outcome("indeterminate", "stop-missing")
_WRONG_ORDER: Final = Outcome("indeterminate", "order-violation")


@dataclass(frozen=True)
class CompiledPathway:
    """All editions of a pathway, oldest first, and what each code means in all of them. `ended` is the last day of all."""

    id: str
    editions: tuple[EditionPlan, ...]
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
        today = local_date(as_of)
        return [
            line
            for number, (members, ending) in enumerate(_courses(packed), start=1)
            for line in self._of_course(patient, number, members, ending, today)
        ]

    def _of_course(
        self, patient: str, number: int, members: list[Packed], ending: Packed | None, today: date
    ) -> Iterable[Verdict]:
        start = next((held for held in members if held[6].starts), None)
        begins = (start or members[0])[0]
        read_by = self._nearest(begins)
        farthest = max((held[1] for held in members if held[6].on_path), default=-1)
        ended_by = ending[5].code if ending is not None and not ending[6].on_path else ""
        ids = dict.fromkeys(read_by.clocks)
        for edition in self.editions:
            ids.update(dict.fromkeys(edition.clocks))
        for clock_id in ids:
            day = begins
            if start is None and clock_id in read_by.clocks:
                own = _chosen(members, read_by.clocks[clock_id].start, last=read_by.clocks[clock_id].start_last)
                day = own[0] if own is not None else -1
            measuring = read_by if day < 0 else self._in_force(day)
            clock = (measuring or read_by).clocks.get(clock_id)
            if clock is not None:
                release = measuring.release if measuring is not None else ""
                course = _Course(patient, self.id, number, release, members, start, farthest, ended_by, today)
                line = _line(course, clock, in_force=measuring is not None)
                if line is not None:
                    yield line

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


@dataclass(frozen=True, slots=True)
class _Course:
    patient: str
    pathway: str
    number: int
    release: str
    members: list[Packed]
    start: Packed | None
    farthest: int
    ended_by: str
    today: date


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
    return CompiledPathway(
        norms.id,
        tuple(edition_plan(edition) for edition in norms.editions),
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


def _chosen(members: list[Packed], milestone: int, *, last: bool) -> Packed | None:
    for held in reversed(members) if last else members:
        if held[1] == milestone:
            return held
    return None


def _line(course: _Course, clock: ClockPlan, *, in_force: bool) -> Verdict | None:
    start = _chosen(course.members, clock.start, last=clock.start_last)
    stop = _chosen(course.members, clock.stop, last=clock.stop_last)
    if start is None and stop is None and course.farthest <= clock.start:
        return None
    outcome = _outcome(course, clock, start, stop) if in_force else _NO_NORM
    return Verdict(
        course.patient,
        course.pathway,
        course.number,
        course.release,
        clock.id,
        1,
        outcome.branch,
        outcome.verdict,
        start[5].time if start is not None else None,
        stop[5].time if stop is not None else None,
        outcome.due,
        outcome.value,
        outcome.limit,
        outcome.unit.value if outcome.unit is not None else None,
        _owner(course, clock, stop),
        outcome.reason,
    )


def _outcome(course: _Course, clock: ClockPlan, start: Packed | None, stop: Packed | None) -> Outcome:
    if stop is None:
        passed = course.farthest > clock.stop
        if course.ended_by and not passed:
            return Outcome("not-applicable", f"ended:{course.ended_by}")
        if start is None:
            return _UNKNOWN_START
        return _STOP_MISSING if passed else _running(course, clock, start[0])
    if start is None:
        return _UNKNOWN_START
    return _WRONG_ORDER if stop[0] < start[0] else _stopped(clock, start[0], stop[0], stop[5].code)


def _stopped(clock: ClockPlan, start: int, stop: int, code: str) -> Outcome:
    branch = clock.by_code.get(code, clock.otherwise)
    if branch is None:
        return Outcome("indeterminate", "branch-unknown", value=_elapsed(start, stop, clock.unit), unit=clock.unit)
    value = _elapsed(start, stop, branch.unit)
    if not branch.counted:
        return Outcome("not-applicable", f"not-counted:{branch.id}", branch.id, None, value, None, branch.unit)
    if branch.limit is None:
        return Outcome("indeterminate", "no-limit-for-branch", branch.id, None, value, None, branch.unit)
    due = _due(start, branch.limit, branch.unit)
    verdict: Name = "late" if stop > due.toordinal() else "met"
    return Outcome(verdict, "", branch.id, due, value, branch.limit, branch.unit)


def _running(course: _Course, clock: ClockPlan, start: int) -> Outcome:
    may_apply = _planned(course, clock) or clock.branches
    only = may_apply[0].id if len(may_apply) == 1 else ""
    value = _elapsed(start, course.today.toordinal(), clock.unit)
    if not any(branch.counted for branch in may_apply):
        return Outcome("not-applicable", f"not-counted:{only}", only, None, value, None, clock.unit)
    limited = sorted(
        (
            (_due(start, branch.limit, branch.unit), branch.id, branch)
            for branch in may_apply
            if branch.counted and branch.limit is not None
        ),
        key=lambda held: held[:2],
    )
    if not limited:
        return Outcome("indeterminate", "no-limit-for-branch", only, None, value, None, clock.unit)
    due, _, strictest = limited[0]
    warn_from = min(_due(start, branch.early, branch.unit) for _, _, branch in limited)
    verdict = standing(warn_from, due, limited[-1][0], course.today)
    reason = "branch-unknown" if verdict == "indeterminate" else ""
    branch_id = strictest.id if len(limited) == 1 else ""
    return Outcome(verdict, reason, branch_id, due, value, strictest.limit, strictest.unit)


def _planned(course: _Course, clock: ClockPlan) -> tuple[BranchPlan, ...]:
    for held in reversed(course.members):
        plan = held[5].treatment
        if plan:
            pointed_at = tuple(branch for branch in clock.branches if plan == branch.id or plan in branch.codes)
            if pointed_at:
                return pointed_at
    return ()


def _owner(course: _Course, clock: ClockPlan, stop: Packed | None) -> str:
    first = course.start or course.members[0]
    if clock.attribution is Attribution.STARTER:
        return first[5].owner
    if clock.attribution is Attribution.TREATING:
        return (stop or course.members[-1])[5].owner
    taken_over = first
    for held in course.members:
        if stop is not None and held[:5] > stop[:5]:
            break
        if held[6].starts or held[5].responsible_org:
            taken_over = held
    return taken_over[5].owner


def _elapsed(first: int, last: int, unit: Unit) -> int:
    if unit is Unit.CALENDAR_DAYS:
        return last - first
    return elapsed(date.fromordinal(first), date.fromordinal(last), unit)


@lru_cache(maxsize=65536)
def _due(first: int, value: int, unit: Unit) -> date:
    """The last day of a limit; many patients start on the same day."""
    due = due_of(date.fromordinal(first), value, unit)
    assert not isinstance(due, datetime)
    return due
