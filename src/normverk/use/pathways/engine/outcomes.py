"""What the tables answer of one clock in one course: its verdict on a day, and its state for all days."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from typing import Final, NamedTuple

from normverk.norm.days import Unit, elapsed
from normverk.norm.days import due as due_of
from normverk.norm.pathway import Attribution
from normverk.use.pathways.engine.clocks import Name, Outcome, standing
from normverk.use.pathways.engine.events import RecordEvent
from normverk.use.pathways.engine.norms import Reading
from normverk.use.pathways.engine.plans import BranchPlan, ClockPlan
from normverk.use.pathways.engine.states import State, iso
from normverk.use.pathways.engine.verdicts import Verdict

Packed = tuple[int, int, float, str, str, RecordEvent, Reading]
"""An event with its place in the order: day, milestone's place, time of day, source, source id."""

_NO_NORM: Final = Outcome("indeterminate", "no-norm-in-force")
_UNKNOWN_START: Final = Outcome("indeterminate", "unknown-start")
_STOP_MISSING: Final = Outcome("indeterminate", "stop-missing")
_WRONG_ORDER: Final = Outcome("indeterminate", "order-violation")


class Course(NamedTuple):
    """One course, with the first and the last event of each milestone."""

    number: int
    begins: int
    members: list[Packed]
    start: Packed | None
    farthest: int
    ended_by: str
    first: dict[int, Packed]
    last: dict[int, Packed]


class BegunClock(NamedTuple):
    """A clock that has begun in a course; `release` is None when no edition was in force."""

    course: Course
    plan: ClockPlan
    release: str | None
    start: Packed | None
    stop: Packed | None


def chosen(course: Course, milestone: int, *, last: bool) -> Packed | None:
    """The first or last event of the milestone (its place in the order) in the course."""
    return (course.last if last else course.first).get(milestone)


def verdict_on(patient: str, pathway: str, clock: BegunClock, today: int) -> Verdict:
    """The verdict on `today`, a day as ordinal."""
    outcome = _outcome(clock, today)
    return Verdict(
        patient,
        pathway,
        clock.course.number,
        clock.release or "",
        clock.plan.id,
        1,
        outcome.branch,
        outcome.verdict,
        clock.start[5].time if clock.start is not None else None,
        clock.stop[5].time if clock.stop is not None else None,
        outcome.due,
        outcome.value,
        outcome.limit,
        outcome.unit.value if outcome.unit is not None else None,
        _owner(clock),
        outcome.reason,
    )


def state_for(patient: str, pathway: str, clock: BegunClock) -> State:
    """What holds on any day: the outcome on the day the course began, without the part of it that hangs on the day."""
    course, stop = clock.course, clock.stop
    outcome = _outcome(clock, course.begins)
    running = stop is None and outcome.due is not None and clock.start is not None
    warn_on = due_on = due_last_on = None
    if running and clock.start is not None:
        limited = _limited(clock, clock.start[0])
        warn_on, due_on, due_last_on = (iso(day) for day in (limited.warn_from, limited.due, limited.due_last))
    return State(
        patient,
        pathway,
        course.number,
        iso(date.fromordinal(course.begins)),
        clock.plan.id,
        1,
        outcome.branch,
        clock.release or "",
        iso(clock.start[5].time) if clock.start is not None else "",
        iso(stop[5].time) if stop is not None else "",
        iso(outcome.due) if outcome.due is not None else "",
        warn_on,
        due_on,
        due_last_on,
        outcome.value if stop is not None else None,
        outcome.limit,
        outcome.unit.value if outcome.unit is not None else "",
        _owner(clock),
        "" if running else outcome.verdict,
        "" if running else outcome.reason,
    )


def _outcome(clock: BegunClock, today: int) -> Outcome:
    course, plan, _, start, stop = clock
    if clock.release is None:
        return _NO_NORM
    if stop is None:
        passed = course.farthest > plan.stop
        if course.ended_by and not passed:
            return Outcome("not-applicable", f"ended:{course.ended_by}")
        if start is None:
            return _UNKNOWN_START
        return _STOP_MISSING if passed else _running(clock, start[0], today)
    if start is None:
        return _UNKNOWN_START
    return _WRONG_ORDER if stop[0] < start[0] else _stopped(plan, start[0], stop[0], stop[5].code)


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


def _running(clock: BegunClock, start: int, today: int) -> Outcome:
    plan = clock.plan
    may_apply = _may_apply(clock)
    only = may_apply[0].id if len(may_apply) == 1 else ""
    value = _elapsed(start, today, plan.unit)
    if not any(branch.counted for branch in may_apply):
        return Outcome("not-applicable", f"not-counted:{only}", only, None, value, None, plan.unit)
    if not any(branch.counted and branch.limit is not None for branch in may_apply):
        return Outcome("indeterminate", "no-limit-for-branch", only, None, value, None, plan.unit)
    limited = _limited(clock, start)
    verdict = standing(limited.warn_from, limited.due, limited.due_last, date.fromordinal(today))
    reason = "branch-unknown" if verdict == "indeterminate" else ""
    strictest = limited.strictest
    return Outcome(verdict, reason, limited.only, limited.due, value, strictest.limit, strictest.unit)


class _Limited(NamedTuple):
    """The branches with a limit that may apply to a running clock: their days, the strictest, and its name if alone."""

    warn_from: date
    due: date
    due_last: date
    strictest: BranchPlan
    only: str


def _limited(clock: BegunClock, start: int) -> _Limited:
    limited = sorted(
        (
            (_due(start, branch.limit, branch.unit), branch.id, branch)
            for branch in _may_apply(clock)
            if branch.counted and branch.limit is not None
        ),
        key=lambda held: held[:2],
    )
    due, _, strictest = limited[0]
    warn_from = min(_due(start, branch.early, branch.unit) for _, _, branch in limited)
    return _Limited(warn_from, due, limited[-1][0], strictest, strictest.id if len(limited) == 1 else "")


def _may_apply(clock: BegunClock) -> tuple[BranchPlan, ...]:
    """The branches that the latest plan points at, or all."""
    for held in reversed(clock.course.members):
        plan = held[5].treatment
        if plan:
            pointed_at = tuple(branch for branch in clock.plan.branches if plan == branch.id or plan in branch.codes)
            if pointed_at:
                return pointed_at
    return clock.plan.branches


def _owner(clock: BegunClock) -> str:
    course, stop = clock.course, clock.stop
    first = course.start or course.members[0]
    if clock.plan.attribution is Attribution.STARTER:
        return first[5].owner
    if clock.plan.attribution is Attribution.TREATING:
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
