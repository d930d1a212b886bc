"""The derivation of a verdict: what it was made from, what it was not made from, and what would change it."""

from __future__ import annotations

from datetime import date

from normverk.norm.days import Moment, Unit, elapsed, is_working_day, local_date
from normverk.use.pathways.engine.clocks import (
    Candidate,
    Outcome,
    has_needed_time,
    judge,
    limited_candidates,
    spread,
    stands_still_from,
)
from normverk.use.pathways.engine.delayed import HeldDelay
from normverk.use.pathways.engine.events import RecordEvent
from normverk.use.pathways.engine.explanation import (
    Counterfactual,
    DelayRef,
    EventRef,
    Explanation,
    LimitRef,
    Note,
    Rejected,
    Step,
    StepKind,
    Told,
    TurnKind,
)
from normverk.use.pathways.engine.facts import Run
from normverk.use.pathways.engine.periods import Placed


def explain(run: Run, as_of: Moment) -> Explanation:
    """The derivation of the run's verdict at `as_of`."""
    outcome = judge(run.facts, as_of)
    ending = run.period.ending if run.facts.ended_by else None
    return Explanation(
        as_of=as_of.isoformat(),
        release=run.release,
        in_force=run.facts.in_force,
        unit=run.facts.unit.value,
        start=_ref(run.start) if run.start else None,
        start_codes=_codes(run, run.clock.start.milestone),
        stop=_ref(run.stop) if run.stop else None,
        stop_codes=_codes(run, run.clock.stop.milestone),
        stop_passed=run.facts.stop_passed,
        ended_by=_ref(ending) if ending else None,
        limits=tuple(_limit(run, candidate) for candidate in run.facts.candidates),
        rejected=_rejected(run),
        attributed_to=run.org,
        attribution=run.clock.attribute_to.value,
        steps=_steps(run, outcome, as_of),
        notes=_notes(run),
        changes=_changes(run, outcome, as_of),
        round=run.round.number,
        delays=tuple(_delay_ref(held) for held in run.round.delays),
        delay_rules=run.clock.delays,
        nullified_by=_ref(run.round.struck_out_by) if run.round.struck_out_by else None,
        stopped_by_delay=run.facts.stopped_by_delay,
        cut_by=run.round.cut_by.id if run.round.cut_by else "",
        norm_ended=run.facts.norm_ended.isoformat() if run.facts.norm_ended else None,
        age=run.age,
        findings=dict(run.findings),
        footnotes=_footnotes(run),
    )


def _delay_ref(held: HeldDelay) -> DelayRef:
    ends = _ref(held.ends) if held.ends else None
    return DelayRef(_ref(held.begins), ends, held.rule.id, held.counts_from.event.time.isoformat())


def _footnotes(run: Run) -> tuple[Told, ...]:
    of_clock = [Told("", note.text, note.source) for note in run.clock.footnotes]
    of_branches = [
        Told(branch.id, note.text, note.source) for branch in run.clock.branches for note in branch.footnotes
    ]
    return (*of_clock, *of_branches)


def event_ref(event: RecordEvent) -> EventRef:
    """Points at this version of the event."""
    return EventRef(
        event.code,
        event.time.isoformat(),
        event.org,
        event.source,
        event.source_id,
        event.version,
        event.recorded.isoformat(),
        event.status,
    )


def _ref(held: Placed) -> EventRef:
    return event_ref(held.event)


def _codes(run: Run, milestone_id: str) -> tuple[str, ...]:
    return tuple(code for code, reading in run.edition.codes.items() if reading.milestone == milestone_id)


def _limit(run: Run, candidate: Candidate) -> LimitRef:
    branch = next(branch for branch in run.clock.branches if branch.id == candidate.branch)
    return LimitRef(
        candidate.branch,
        candidate.counted,
        candidate.limit,
        candidate.unit.value,
        candidate.warn_before,
        candidate.due.isoformat() if candidate.due else None,
        candidate.warn_from.isoformat() if candidate.warn_from else None,
        branch.limit.source if branch.limit else None,
    )


def _rejected(run: Run) -> Rejected | None:
    if run.stop is None:
        for held in run.period.superfluous:
            if held.reading.milestone == run.clock.stop.milestone:
                return Rejected(_ref(held), "after-end")
    elif run.start is not None and local_date(run.stop.event.time) < local_date(run.start.event.time):
        return Rejected(_ref(run.stop), "before-start")
    return None


def _steps(run: Run, outcome: Outcome, as_of: Moment) -> tuple[Step, ...]:
    start = run.facts.start
    if start is None:
        return ()
    steps = [Step("start", start.isoformat())]
    for branch in limited_candidates(run.facts):
        assert branch.due is not None
        unit = branch.unit.value
        steps.append(Step("limit-added", branch.due.isoformat(), branch.limit, unit, branch.branch))
        for delay in run.facts.subtracted:
            if delay.ends is not None and has_needed_time(branch.unit, delay.begins, delay.ends):
                took = elapsed(delay.begins, delay.ends, branch.unit)
                steps.append(Step("delay-not-counted", delay.begins.isoformat(), took, unit, branch.branch))
        if branch.unit is Unit.WORKING_DAYS:
            skipped = (local_date(branch.due) - local_date(start)).days - _working_days(start, branch.due)
            steps.append(Step("days-off-skipped", None, skipped, Unit.CALENDAR_DAYS.value, branch.branch))
    end = run.facts.stop or as_of
    steps.append(Step("stop" if run.facts.stop else "as-of", end.isoformat()))
    if outcome.value is not None and outcome.unit is not None:
        steps.append(Step("elapsed", None, outcome.value, outcome.unit.value))
    if outcome.due is not None and outcome.unit is not None and has_needed_time(outcome.unit, end, outcome.due):
        left = elapsed(end, outcome.due, outcome.unit)
        kind: StepKind = "remaining" if left >= 0 else "days-over"
        steps.append(Step(kind, outcome.due.isoformat(), abs(left), outcome.unit.value))
    return tuple(steps)


def _working_days(start: Moment, end: Moment) -> int:
    first, last = local_date(start).toordinal(), local_date(end).toordinal()
    return sum(is_working_day(date.fromordinal(day)) for day in range(first + 1, last + 1))


def _notes(run: Run) -> tuple[Note, ...]:
    notes: list[Note] = []
    if run.period.start is None:
        notes.append(Note("start-unregistered", _ref(run.period.members[0])))
    for held in run.period.members:
        again = held.reading.starts and held is not run.period.start
        if again and run.period.start and held.event.owner != run.period.start.event.owner:
            notes.append(Note("transfer", _ref(held), held.reading.milestone))
        elif not held.reading.on_path and not held.reading.ends:
            notes.append(Note("passed", _ref(held), held.reading.milestone))
        if held.event.treatment:
            known = any(held.event.treatment in (branch.id, *branch.codes) for branch in run.clock.branches)
            if known and run.treatment:
                notes.append(Note("planned-treatment", _ref(held)))
            elif not known and any(branch.codes for branch in run.clock.branches):
                notes.append(Note("unknown-treatment", _ref(held)))
    notes.extend(Note("superfluous", _ref(held), held.reading.milestone) for held in run.period.superfluous)
    return tuple(notes)


def _changes(run: Run, outcome: Outcome, as_of: Moment) -> tuple[Counterfactual, ...]:
    facts = run.facts
    if outcome.reason in {"unknown-start", "stop-missing"}:
        missing = run.clock.start if outcome.reason == "unknown-start" else run.clock.stop
        return (Counterfactual("needs-event", codes=_codes(run, missing.milestone)),)
    if outcome.due is None:
        return ()
    if outcome.verdict in {"met", "late"}:
        kind: TurnKind = "late-if-stopped-after" if outcome.verdict == "met" else "met-if-stopped-by"
        return (Counterfactual(kind, outcome.due.isoformat(), outcome.branch),)
    if stands_still_from(facts) is not None:
        return (Counterfactual("needs-event", codes=_codes(run, run.clock.stop.milestone)),)
    changes: list[Counterfactual] = []
    limited = limited_candidates(facts)
    warn_from, _, _ = spread(limited)
    if outcome.verdict == "running" and local_date(warn_from) < local_date(outcome.due):
        changes.append(Counterfactual("turns-amber", warn_from.isoformat()))
    for branch in limited:
        assert branch.due is not None
        if local_date(as_of) <= local_date(branch.due):
            changes.append(Counterfactual("turns-red", branch.due.isoformat(), branch.branch))
        else:
            changes.append(Counterfactual("met-if-stopped-by", branch.due.isoformat(), branch.branch))
    codes = _codes(run, run.clock.stop.milestone)
    changes.append(Counterfactual("needs-event", codes=codes))
    return tuple(changes)
