"""A verdict made again from its explanation and nothing else."""

from __future__ import annotations

from datetime import date

from normverk.norm.days import Moment, Unit, parse_moment
from normverk.norm.delays import DelayPolicy, DelayRule
from normverk.use.pathways.engine.clocks import Candidate, ClockFacts, Outcome, due_moments, judge
from normverk.use.pathways.engine.explanation import DelayRef, Explanation, LimitRef
from normverk.use.pathways.engine.pauses import Delay, union


def replay(explanation: Explanation) -> Outcome:
    """The outcome again, from the explanation alone: the due moments too are counted anew."""
    start = parse_moment(explanation.start.time) if explanation.start else None
    rules = {rule.id: rule for rule in explanation.delay_rules}
    delays = tuple(_delay(held, rules[held.rule]) for held in explanation.delays)
    subtracted = union(delay for delay in delays if delay.policy is DelayPolicy.SUBTRACT)
    facts = ClockFacts(
        in_force=explanation.in_force,
        unit=Unit(explanation.unit),
        start=start,
        stop=parse_moment(explanation.stop.time) if explanation.stop else None,
        stop_passed=explanation.stop_passed,
        ended_by=explanation.ended_by.code if explanation.ended_by else "",
        candidates=tuple(_candidate(held, start, subtracted) for held in explanation.limits),
        delays=delays,
        nullified_by=explanation.nullified_by.code if explanation.nullified_by else "",
        stopped_by_delay=explanation.stopped_by_delay,
        norm_ended=date.fromisoformat(explanation.norm_ended) if explanation.norm_ended else None,
    )
    return judge(facts, parse_moment(explanation.as_of))


def _candidate(held: LimitRef, start: Moment | None, subtracted: tuple[Delay, ...]) -> Candidate:
    due, warn_from = due_moments(start, held.limit, held.warn_before, Unit(held.unit), subtracted)
    return Candidate(held.branch, held.counted, held.limit, Unit(held.unit), held.warn_before, due, warn_from)


def _delay(held: DelayRef, rule: DelayRule) -> Delay:
    begins, ends = parse_moment(held.counts_from), parse_moment(held.ends.time) if held.ends else None
    return Delay(begins, ends, held.begins.code, rule.policy, rule.kind, rule.longer_than, rule.unit)
