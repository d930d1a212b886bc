"""One clock in one period: the facts that decide it, and the verdict they give at a moment."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal

from normverk.norm.days import Moment, Unit, is_past, local_date
from normverk.norm.days import due as due_of
from normverk.norm.delays import DelayKind, DelayPolicy
from normverk.use.pathways.engine.pauses import Delay, counted, due_with, lasted, lasting, union

Name = Literal["running", "due", "overdue", "met", "late", "nullified", "not-applicable", "indeterminate"]


EXPLAINED_BY: Final = {
    DelayKind.PATIENT_WISH: "patient-delay",
    DelayKind.MEDICAL: "medical-delay",
    DelayKind.NOT_ATTENDED: "missed-delay",
}
"""The reason in the line when a delay of this kind explains that the limit is passed."""


@dataclass(frozen=True)
class Candidate:
    """A branch that may apply. `limit` is None where the norm states none; `counted` False where it does not apply.

    `due` is the last moment the limit is kept and `warn_from` the last moment before the amber zone; both None without
    a limit or without a start to count from. Delays that are subtracted are in them.
    """

    branch: str
    counted: bool
    limit: int | None
    unit: Unit
    warn_before: int
    due: Moment | None
    warn_from: Moment | None


@dataclass(frozen=True)
class ClockFacts:
    """All that a verdict rests on, beside the as-of moment.

    `stop_passed` is true when an event that belongs after the stop is there and the stop is not; `ended_by` is the
    code that ended the period off the clock's way. `candidates` are the branches that may apply: of the stop code when
    stopped, of the planned treatment or all of them while running. `unit` is what the clock counts in.

    `delays` are those inside the round, by any rule. `nullified_by` is the code that struck the round out,
    `stopped_by_delay` is true when the stop is a delay, and `norm_ended` the day from which the clock is measured no more.
    """

    in_force: bool
    unit: Unit
    start: Moment | None
    stop: Moment | None
    stop_passed: bool
    ended_by: str
    candidates: tuple[Candidate, ...]
    delays: tuple[Delay, ...] = ()
    nullified_by: str = ""
    stopped_by_delay: bool = False
    norm_ended: date | None = None

    @property
    def subtracted(self) -> tuple[Delay, ...]:
        """The time that is not counted, as delays that do not overlap."""
        return union(delay for delay in self.delays if delay.policy is DelayPolicy.SUBTRACT)


@dataclass(frozen=True)
class Outcome:
    """The part of a verdict that follows from the facts."""

    verdict: Name
    reason: str = ""
    branch: str = ""
    due: Moment | None = None
    value: int | None = None
    limit: int | None = None
    unit: Unit | None = None


def judge(facts: ClockFacts, as_of: Moment) -> Outcome:
    """The verdict at `as_of`. What cannot be told is indeterminate with its reason, never met and never late."""
    unclear = _registration(facts)
    if unclear is not None or facts.start is None:
        return unclear or Outcome("indeterminate", "unknown-start")
    unclear = _uncountable(facts, facts.start)
    if unclear is not None:
        return unclear
    if facts.stop is not None:
        return _explained(facts, _stopped(facts, facts.start, facts.stop), facts.stop)
    return _explained(facts, _running(facts, facts.start, as_of), as_of)


def _registration(facts: ClockFacts) -> Outcome | None:
    """What the presence and absence of events alone decides. That the pathway ended is certain without a start too."""
    if not facts.in_force:
        return Outcome("indeterminate", "no-norm-in-force")
    if facts.nullified_by:
        return Outcome("nullified", f"struck-out:{facts.nullified_by}")
    if facts.norm_ended is not None and (facts.stop is None or local_date(facts.stop) >= facts.norm_ended):
        return Outcome("not-applicable", f"norm-ended:{facts.norm_ended.isoformat()}")
    if facts.stop is None and facts.ended_by and not facts.stop_passed:
        return Outcome("not-applicable", f"ended:{facts.ended_by}")
    if facts.start is not None and facts.stop is None and facts.stop_passed:
        return Outcome("indeterminate", "stop-missing")
    return None


def _uncountable(facts: ClockFacts, start: Moment) -> Outcome | None:
    """Why the time from `start` cannot be held against a limit, if so."""
    if not has_needed_time(facts.unit, start, facts.stop):
        return Outcome("indeterminate", "needs-time-of-day")
    if any(not has_needed_time(facts.unit, delay.begins, delay.ends) for delay in facts.subtracted):
        return Outcome("indeterminate", "needs-time-of-day")
    if facts.stop is not None and is_before(facts.stop, start, facts.unit):
        return Outcome("indeterminate", "order-violation")
    if not facts.candidates:
        value = None if facts.stop is None else counted(start, facts.stop, facts.unit, facts.subtracted)
        return Outcome("indeterminate", "branch-unknown", value=value, unit=facts.unit)
    return None


def _stopped(facts: ClockFacts, start: Moment, stop: Moment) -> Outcome:
    outcomes = [_stopped_in(facts, branch, start, stop) for branch in facts.candidates]
    first = outcomes[0]
    if len(outcomes) == 1:
        return first
    if any((outcome.verdict, outcome.reason) != (first.verdict, first.reason) for outcome in outcomes):
        value = first.value if len({(outcome.value, outcome.unit) for outcome in outcomes}) == 1 else None
        return Outcome("indeterminate", "branch-unknown", value=value, unit=first.unit if value is not None else None)
    strictest = min(outcomes, key=lambda outcome: (_rank(outcome.due), outcome.branch))
    return Outcome(first.verdict, first.reason, "", strictest.due, strictest.value, strictest.limit, strictest.unit)


def _stopped_in(facts: ClockFacts, branch: Candidate, start: Moment, stop: Moment) -> Outcome:
    moments = ((start, stop), *((delay.begins, delay.ends) for delay in facts.subtracted))
    known = all(has_needed_time(branch.unit, begins, ends) for begins, ends in moments)
    value = counted(start, stop, branch.unit, facts.subtracted) if known else None
    if not branch.counted:
        return Outcome("not-applicable", f"not-counted:{branch.branch}", branch.branch, None, value, None, branch.unit)
    if branch.limit is None or branch.due is None:
        reason = "no-limit-for-branch" if branch.limit is None else "needs-time-of-day"
        return Outcome("indeterminate", reason, branch.branch, None, value, branch.limit, branch.unit)
    due = due_with(start, branch.limit, branch.unit, _as_ended(facts, stop))
    verdict: Name = "late" if is_past(due, stop) else "met"
    reason = "stopped-by-delay" if facts.stopped_by_delay else ""
    return Outcome(verdict, reason, branch.branch, due, value, branch.limit, branch.unit)


def _running(facts: ClockFacts, start: Moment, as_of: Moment) -> Outcome:
    only = facts.candidates[0].branch if len(facts.candidates) == 1 else ""
    at = _standing_still(facts, as_of)
    value = counted(start, at, facts.unit, facts.subtracted) if has_needed_time(facts.unit, start, at) else None
    if not any(branch.counted for branch in facts.candidates):
        return Outcome("not-applicable", f"not-counted:{only}", only, None, value, None, facts.unit)
    limited = limited_candidates(facts)
    if not limited:
        return Outcome("indeterminate", "no-limit-for-branch", only, None, value, None, facts.unit)
    warn_from, due, due_last = spread(limited)
    verdict = standing(warn_from, due, due_last, at)
    strictest = limited[0]
    still = "stands-still" if is_past(at, as_of) else ""
    return Outcome(
        verdict,
        "branch-unknown" if verdict == "indeterminate" else still,
        strictest.branch if len(limited) == 1 else "",
        due,
        value,
        strictest.limit,
        strictest.unit,
    )


def _explained(facts: ClockFacts, outcome: Outcome, at: Moment) -> Outcome:
    """The outcome, with the delay as reason when the limit is passed and a delay explains it.

    A stronger delay that stopped the clock or keeps it still has given its reason already. Of several that explain, the
    first kind is told.
    """
    if outcome.verdict not in ("late", "overdue") or outcome.reason:
        return outcome
    explaining = {
        delay.kind
        for delay in facts.delays
        if delay.policy is DelayPolicy.EXPLAIN and lasted(delay, at, delay.unit) > delay.longer_than
    }
    kind = next((kind for kind in DelayKind if kind in explaining), None)
    return outcome if kind is None else replace(outcome, reason=EXPLAINED_BY[kind])


def _standing_still(facts: ClockFacts, as_of: Moment) -> Moment:
    """The moment the clock has come to: where a subtracted delay that has not ended began, else `as_of`."""
    delay = lasting(facts.subtracted)
    return delay.begins if delay is not None and is_past(delay.begins, as_of) else as_of


def stands_still_from(facts: ClockFacts) -> Moment | None:
    """Since when a subtracted delay has kept the running clock still; None when it runs or has stopped."""
    delay = lasting(facts.subtracted)
    return delay.begins if delay is not None and facts.stop is None else None


def _as_ended(facts: ClockFacts, stop: Moment) -> tuple[Delay, ...]:
    """The subtracted delays of a stopped round: one that has not ended ended with the stop."""
    return tuple(delay if delay.ends is not None else replace(delay, ends=stop) for delay in facts.subtracted)


def limited_candidates(facts: ClockFacts) -> tuple[Candidate, ...]:
    """The branches that count and have a limit that can be counted out, strictest first."""
    limited = [branch for branch in facts.candidates if branch.counted and branch.due is not None]
    return tuple(sorted(limited, key=lambda branch: (_rank(branch.due), branch.branch)))


def spread(limited: tuple[Candidate, ...]) -> tuple[Moment, Moment, Moment]:
    """Of branches from limited_candidates(): the first warning, the strictest due and the most lenient due moment."""
    warnings = [branch.warn_from for branch in limited if branch.warn_from is not None]
    first, last = limited[0].due, limited[-1].due
    assert first is not None
    assert last is not None
    return min(warnings, key=_rank), first, last


def open_days(facts: ClockFacts) -> tuple[Moment, Moment, Moment] | None:
    """What spread() gives of a clock that is running against a limit, so that standing() can answer for any day.

    None for a clock whose verdict no longer depends on the day it is asked.
    """
    if facts.stop is not None or facts.start is None or stands_still_from(facts) is not None:
        return None
    if _registration(facts) is not None or _uncountable(facts, facts.start) is not None:
        return None
    limited = limited_candidates(facts)
    return spread(limited) if limited else None


def standing(warn_from: Moment, due: Moment, due_last: Moment, as_of: Moment) -> Name:
    """How a running clock stands at `as_of`, from the strictest warning and due moment and the most lenient due one.

    While the branches disagree on whether the limit is passed, the answer is indeterminate. Amber is a warning, not a
    judgement: it is given as soon as one of the branches gives it.
    """
    if is_past(due_last, as_of):
        return "overdue"
    if is_past(due, as_of):
        return "indeterminate"
    return "due" if is_past(warn_from, as_of) else "running"


def is_before(stop: Moment, start: Moment, unit: Unit) -> bool:
    """True when `stop` lies before `start` in the clock's own precision: minutes by the instant, all else by the date."""
    if unit is Unit.MINUTES:
        return is_past(stop, start)
    return local_date(stop) < local_date(start)


def due_moments(
    start: Moment | None, limit: int | None, warn_before: int, unit: Unit, subtracted: tuple[Delay, ...] = ()
) -> tuple[Moment | None, Moment | None]:
    """The last moment a limit is kept, and the last one before the amber zone; None where they cannot be counted."""
    if start is None or limit is None or (unit is Unit.MINUTES and not isinstance(start, datetime)):
        return None, None
    if any(not has_needed_time(unit, delay.begins, delay.ends) for delay in subtracted):
        return None, None
    early = max(limit - warn_before, 0)
    if not subtracted:
        return due_of(start, limit, unit), due_of(start, early, unit)
    return due_with(start, limit, unit, subtracted), due_with(start, early, unit, subtracted)


def has_needed_time(unit: Unit, start: Moment, stop: Moment | None) -> bool:
    """False when minutes are asked for between moments of which one is only a date."""
    return unit is not Unit.MINUTES or (isinstance(start, datetime) and (stop is None or isinstance(stop, datetime)))


def _rank(moment: Moment | None) -> tuple[int, float]:
    if moment is None:
        return (date.max.toordinal(), float("inf"))
    instant = moment.timestamp() if isinstance(moment, datetime) else float("inf")
    return (local_date(moment).toordinal(), instant)
