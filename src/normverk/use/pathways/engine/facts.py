"""From a period's events to the facts of one clock: which event starts it, which stops it, which branches may apply."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from normverk.norm.days import Unit
from normverk.norm.pathway import Attribution, Branch, Clock, Pick, Selector
from normverk.use.pathways.engine.clocks import Candidate, ClockFacts, due_moments
from normverk.use.pathways.engine.norms import PathwayNorms, Prepared
from normverk.use.pathways.engine.periods import Period, Placed


@dataclass(frozen=True)
class Run:
    """One clock in one period of one patient, with what its verdict at any later moment rests on.

    `edition` is the one the clock is read from; it measures only when `facts.in_force`. `org` is the organisation
    number that the result belongs to.
    """

    patient: str
    pathway: str
    period: Period
    edition: Prepared
    clock: Clock
    facts: ClockFacts
    start: Placed | None
    stop: Placed | None
    treatment: str
    org: str

    @property
    def release(self) -> str:
        """The release that measures; empty when no norm was in force."""
        return self.edition.release if self.facts.in_force else ""


def runs_in(patient: str, period: Period, norms: PathwayNorms) -> tuple[Run, ...]:
    """Every clock that has begun in the period, or whose start is missing though something later has happened."""
    runs = []
    first_read_by = norms.nearest(period.begins)
    for clock_id in first_read_by.clocks:
        measured = _edition_for(clock_id, period, norms)
        if measured is not None:
            run = _run(patient, period, measured[0], clock_id, in_force=measured[1])
            if run is not None:
                runs.append(run)
    return tuple(runs)


def _edition_for(clock_id: str, period: Period, norms: PathwayNorms) -> tuple[Prepared, bool] | None:
    """The edition that measures the clock and whether it is in force: by the period's start, else the clock's own."""
    nearest = norms.nearest(period.begins)
    day: date | None = period.begins
    if period.start is None:
        start = chosen(period, nearest, nearest.clocks[clock_id].start)
        day = start.day if start else None
    if day is None:
        return nearest, True
    edition = norms.in_force(day)
    if edition is None:
        return nearest, False
    return (edition, True) if clock_id in edition.clocks else None


def _run(patient: str, period: Period, edition: Prepared, clock_id: str, *, in_force: bool) -> Run | None:
    clock = edition.clocks[clock_id]
    start, stop = chosen(period, edition, clock.start), chosen(period, edition, clock.stop)
    if start is None and stop is None and not _reached_after(period, edition, clock.start.milestone):
        return None
    treatment = planned_treatment(period, clock)
    unit = clock_unit(clock)
    begun = start.event.time if start else None
    facts = ClockFacts(
        in_force=in_force,
        unit=unit,
        start=begun,
        stop=stop.event.time if stop else None,
        stop_passed=stop is None and _reached_after(period, edition, clock.stop.milestone),
        ended_by=_ended_off_path(period),
        candidates=tuple(
            _candidate(branch, start, unit) for branch in _branches(clock, stop.event.code if stop else "", treatment)
        ),
    )
    org = attributed(clock, period, stop)
    return Run(patient, edition.definition.id, period, edition, clock, facts, start, stop, treatment, org)


def chosen(period: Period, edition: Prepared, selector: Selector) -> Placed | None:
    """The event of the period that the selector chooses, None when its milestone has not been reached."""
    reached = [held for held in period.members if _milestone(held, edition) == selector.milestone]
    if not reached:
        return None
    return reached[0] if selector.pick is Pick.FIRST else reached[-1]


def planned_treatment(period: Period, clock: Clock) -> str:
    """The id of the branch that the last event with a planned treatment points at; empty when none does.

    A plan is written as the branch's id or as one of the treatment codes that choose the branch.
    """
    for held in reversed(period.members):
        plan = held.event.treatment
        for branch in clock.branches if plan else ():
            if plan == branch.id or plan in branch.codes:
                return branch.id
    return ""


def clock_unit(clock: Clock) -> Unit:
    """What the clock counts in: the unit of its first limit, calendar days when it states none."""
    return next((branch.limit.unit for branch in clock.branches if branch.limit), Unit.CALENDAR_DAYS)


def attributed(clock: Clock, period: Period, stop: Placed | None) -> str:
    """The organisation number the result belongs to: who started the pathway, or who treats now."""
    if clock.attribute_to is Attribution.STARTER:
        return (period.start or period.members[0]).event.owner
    return (stop or period.members[-1]).event.owner


def _branches(clock: Clock, stop_code: str, treatment: str) -> tuple[Branch, ...]:
    if stop_code:
        by_code = tuple(branch for branch in clock.branches if stop_code in branch.codes)
        return by_code or tuple(branch for branch in clock.branches if not branch.codes)[:1]
    planned = tuple(branch for branch in clock.branches if treatment and branch.id == treatment)
    return planned or clock.branches


def _candidate(branch: Branch, start: Placed | None, unit: Unit) -> Candidate:
    limit = branch.limit
    counted_in = limit.unit if limit else unit
    warn_before = limit.warn_before if limit else 0
    value = limit.value if limit else None
    due, warn_from = due_moments(start.event.time if start else None, value, warn_before, counted_in)
    return Candidate(branch.id, branch.counted, value, counted_in, warn_before, due, warn_from)


def _milestone(held: Placed, edition: Prepared) -> str:
    reading = edition.codes.get(held.event.code)
    return reading.milestone if reading else held.reading.milestone


def _reached_after(period: Period, edition: Prepared, milestone: str) -> bool:
    """True when a milestone on the clocks' way and later than `milestone` has been reached."""
    place = edition.order[milestone]
    return any(
        held.reading.on_path and edition.order.get(_milestone(held, edition), -1) > place for held in period.members
    )


def _ended_off_path(period: Period) -> str:
    """The code that ended the period by leaving the clocks' way (another disease, no disease, broken off)."""
    ending = period.ending
    return ending.event.code if ending is not None and not ending.reading.on_path else ""
