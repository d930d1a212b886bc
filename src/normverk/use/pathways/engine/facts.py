"""From a period's events to the facts of one round of one clock: what starts and stops it, and which branches may apply."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from normverk.norm.conditions import age_on
from normverk.norm.days import Unit
from normverk.norm.delays import DelayPolicy
from normverk.norm.pathway import Attribution, Branch, Clock
from normverk.use.pathways.engine.branches import that_may_apply
from normverk.use.pathways.engine.clocks import Candidate, ClockFacts, due_moments
from normverk.use.pathways.engine.delayed import HeldDelay
from normverk.use.pathways.engine.measuring import Measure, measured_by
from normverk.use.pathways.engine.norms import PathwayNorms, Prepared
from normverk.use.pathways.engine.pauses import Delay, union
from normverk.use.pathways.engine.periods import Period, Placed
from normverk.use.pathways.engine.reached import milestone_of
from normverk.use.pathways.engine.rounds import Round, rounds_of


@dataclass(frozen=True)
class Person:
    """What of a patient chooses branches; None where it is not known."""

    birth: date | None = None


UNKNOWN_PERSON = Person()


@dataclass(frozen=True)
class Run:
    """One round of one clock in one period of one patient, with what its verdict at any later moment rests on.

    `edition` is the one the clock is read from; it measures only when `facts.in_force`. `org` is the organisation
    number that the result belongs to. `age` is in whole years at the start, `findings` the answers that were used.
    """

    patient: str
    pathway: str
    period: Period
    edition: Prepared
    clock: Clock
    facts: ClockFacts
    round: Round
    treatment: str
    org: str
    age: int | None = None
    findings: Mapping[str, str] = field(default_factory=dict)

    @property
    def start(self) -> Placed | None:
        """The event that starts the round."""
        return self.round.start

    @property
    def stop(self) -> Placed | None:
        """The event that stops the round."""
        return self.round.stop

    @property
    def release(self) -> str:
        """The release that measures; empty when no norm was in force."""
        return self.edition.release if self.facts.in_force else ""


def runs_in(
    patient: str, period: Period, norms: PathwayNorms, *, on: date, person: Person = UNKNOWN_PERSON
) -> tuple[Run, ...]:
    """Every round that has begun in the period, or whose start is missing though something later has happened.

    `on` is the day for which editions that take over from others are read.
    """
    runs: list[Run] = []
    for clock_id in _clock_ids(period, norms):
        measure = measured_by(clock_id, period, norms, on)
        if measure is not None:
            runs.extend(_runs(patient, period, measure, clock_id, person))
    return tuple(runs)


def _clock_ids(period: Period, norms: PathwayNorms) -> tuple[str, ...]:
    """The clocks of the edition that codes are read by when the period begins, then those that later ones add."""
    ids = dict.fromkeys(norms.nearest(period.begins).clocks)
    for edition in norms.editions:
        ids.update(dict.fromkeys(edition.clocks))
    return tuple(ids)


def _runs(patient: str, period: Period, measure: Measure, clock_id: str, person: Person) -> list[Run]:
    edition = measure.edition
    clock = edition.clocks[clock_id]
    runs = []
    for held in rounds_of(period, edition, clock):
        begun = held.start is not None or held.stop is not None
        if begun or _reached_after(period, edition, clock.start.milestone):
            runs.append(_run(patient, period, measure, held, person=person, clock=clock))
    return runs


def _run(patient: str, period: Period, measure: Measure, held: Round, *, person: Person, clock: Clock) -> Run:
    edition, start, stop = measure.edition, held.start, held.stop
    treatment = planned_treatment(period, clock)
    age = None if start is None or person.birth is None else age_on(start.day, person.birth)
    findings = {found.answer.finding: found.answer.value for found in period.findings}
    branches = that_may_apply(
        clock,
        stop_code=stop.event.code if stop is not None and not held.stopped_by_delay else "",
        treatment=treatment,
        age=age,
        findings=findings,
    )
    unit = clock_unit(clock)
    delays = tuple(_delay(one) for one in held.delays)
    subtracted = union(delay for delay in delays if delay.policy is DelayPolicy.SUBTRACT)
    facts = ClockFacts(
        in_force=measure.in_force,
        unit=unit,
        start=start.event.time if start else None,
        stop=stop.event.time if stop else None,
        stop_passed=stop is None and not clock.repeats and _reached_after(period, edition, clock.stop.milestone),
        ended_by=_ended(period) if clock.repeats else _ended_off_path(period),
        candidates=tuple(_candidate(branch, start, unit, subtracted) for branch in branches),
        delays=delays,
        nullified_by=held.struck_out_by.event.code if held.struck_out_by else "",
        stopped_by_delay=held.stopped_by_delay,
        norm_ended=measure.norm_ended,
    )
    org = attributed(clock, period, stop)
    used = {name: answer for name, answer in findings.items() if _asks_for(clock, name)}
    plan = planned_branch(clock, treatment)
    return Run(patient, edition.definition.id, period, edition, clock, facts, held, plan, org, age, used)


def _delay(held: HeldDelay) -> Delay:
    rule = held.rule
    ends = held.ends.event.time if held.ends else None
    begins, code = held.counts_from.event.time, held.begins.event.code
    return Delay(begins, ends, code, rule.policy, rule.kind, rule.longer_than, rule.unit)


def planned_treatment(period: Period, clock: Clock) -> str:
    """The last planned treatment in the period that the clock has a branch for, as it is written; empty when none is.

    A plan is written as the branch's id or as one of the treatment codes that choose the branch.
    """
    plans = (held.event.treatment for held in reversed(period.members) if held.event.treatment)
    return next((plan for plan in plans if planned_branch(clock, plan)), "")


def planned_branch(clock: Clock, treatment: str) -> str:
    """The id of the first branch that a plan, written as the branch's id or a treatment code, points at; else empty."""
    return next((branch.id for branch in clock.branches if treatment and treatment in (branch.id, *branch.codes)), "")


def clock_unit(clock: Clock) -> Unit:
    """What the clock counts in: the unit of its first limit, calendar days when it states none."""
    return next((branch.limit.unit for branch in clock.branches if branch.limit), Unit.CALENDAR_DAYS)


def attributed(clock: Clock, period: Period, stop: Placed | None) -> str:
    """The organisation number the result belongs to: who started, who last took over, or who treats.

    A hospital takes over by registering a start of its own, or by an event that names it as responsible.
    """
    first = period.start or period.members[0]
    if clock.attribute_to is Attribution.STARTER:
        return first.event.owner
    if clock.attribute_to is Attribution.TREATING:
        return (stop or period.members[-1]).event.owner
    until = [held for held in period.members if stop is None or held.key <= stop.key]
    taken_over = [held for held in until if held.reading.starts or held.event.responsible_org]
    return (taken_over[-1] if taken_over else first).event.owner


def _candidate(branch: Branch, start: Placed | None, unit: Unit, subtracted: tuple[Delay, ...]) -> Candidate:
    limit = branch.limit
    counted_in = limit.unit if limit else unit
    warn_before = limit.amber_units if limit else 0
    value = limit.value if limit else None
    due, warn_from = due_moments(start.event.time if start else None, value, warn_before, counted_in, subtracted)
    return Candidate(branch.id, branch.counted, value, counted_in, warn_before, due, warn_from)


def _asks_for(clock: Clock, finding: str) -> bool:
    return any(getattr(condition, "finding", "") == finding for branch in clock.branches for condition in branch.when)


def _reached_after(period: Period, edition: Prepared, milestone: str) -> bool:
    """True when a milestone on the clocks' way and later than `milestone` has been reached."""
    place = edition.order[milestone]
    return any(
        held.reading.on_path and edition.order.get(milestone_of(held, edition), -1) > place for held in period.members
    )


def _ended(period: Period) -> str:
    """The code that ended the period; how many rounds come before it is not laid down, so none is missing."""
    return period.ending.event.code if period.ending is not None else ""


def _ended_off_path(period: Period) -> str:
    """The code that ended the period by leaving the clocks' way (another disease, no disease, broken off)."""
    ending = period.ending
    return ending.event.code if ending is not None and not ending.reading.on_path else ""
