"""The rounds of one clock in one period: mostly one, more when a clock repeats, starts anew or is struck out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normverk.norm.pathway import Clock, DelayRule, PatientDelay, Pick, Selector
from normverk.use.pathways.engine.norms import Prepared
from normverk.use.pathways.engine.periods import Period, Placed


@dataclass(frozen=True)
class HeldDelay:
    """A delay wished by the patient: the event that began it, and the one that ended it when it has ended."""

    begins: Placed
    ends: Placed | None


@dataclass(frozen=True)
class Round:
    """From one start to one stop. `struck_out_by` is the delay after which the round never counted.

    `stopped_by_delay` is true when `stop` is a delay after which the clock starts anew. `delays` lie inside the round.
    """

    number: int
    start: Placed | None
    stop: Placed | None
    struck_out_by: Placed | None = None
    stopped_by_delay: bool = False
    delays: tuple[HeldDelay, ...] = ()


def rounds_of(period: Period, edition: Prepared, clock: Clock) -> tuple[Round, ...]:
    """All rounds in order, at least one; the first one has neither start nor stop when nothing is registered."""
    start = chosen(period, edition, clock.start)
    stop = chosen(period, edition, clock.stop, after=start if clock.stop.after_start else None)
    if clock.stop.after_start and start is None:
        stop = chosen(period, edition, clock.stop)
    if clock.repeats:
        return _repeated(period, edition, clock, start, stop)
    if clock.delay is not None and clock.on_patient_delay in (PatientDelay.STOP_RESTART, PatientDelay.NULLIFY):
        return _started_anew(period, edition, clock, start, stop)
    delays = () if clock.delay is None else _delays(period, edition, clock.delay, start, stop)
    return (Round(1, start, stop, delays=delays),)


def chosen(period: Period, edition: Prepared, selector: Selector, *, after: Placed | None = None) -> Placed | None:
    """The event of the period that the selector chooses, None when there is none such."""
    reached = at(period, edition, selector.milestone)
    if selector.since:
        first = next(iter(at(period, edition, selector.since)), None)
        reached = [held for held in reached if first is not None and held.key > first.key]
    if after is not None:
        reached = [held for held in reached if held.key > after.key]
    if selector.pick is Pick.LAST:
        return reached[-1] if reached else None
    place = selector.nth - 1 if selector.pick is Pick.NTH else 0
    return reached[place] if place < len(reached) else None


def at(period: Period, edition: Prepared, milestone: str) -> list[Placed]:
    """The events of the period that reach the milestone, in order."""
    return [held for held in period.members if milestone_of(held, edition) == milestone]


def milestone_of(held: Placed, edition: Prepared) -> str:
    """The milestone that the event reaches by this edition, else by the edition its code was read by."""
    reading = edition.codes.get(held.event.code)
    return reading.milestone if reading else held.reading.milestone


def _repeated(
    period: Period, edition: Prepared, clock: Clock, start: Placed | None, stop: Placed | None
) -> tuple[Round, ...]:
    if start is None:
        return (Round(1, None, stop),)
    starts, stops = at(period, edition, clock.start.milestone), at(period, edition, clock.stop.milestone)
    rounds: list[Round] = []
    while start is not None:
        ended = _first_after(stops, start)
        delays = () if clock.delay is None else _delays(period, edition, clock.delay, start, ended)
        rounds.append(Round(len(rounds) + 1, start, ended, delays=delays))
        start = None if ended is None else next((held for held in starts if held.key >= ended.key), None)
    return tuple(rounds)


def _started_anew(
    period: Period, edition: Prepared, clock: Clock, start: Placed | None, stop: Placed | None
) -> tuple[Round, ...]:
    rule = clock.delay or DelayRule("")
    resumes = at(period, edition, rule.resumes) if rule.resumes else []
    rounds: list[Round] = []
    while start is not None:
        delay = next(iter(_begun(period, edition, rule, start, stop)), None)
        if delay is None:
            break
        struck_out = clock.on_patient_delay is PatientDelay.NULLIFY
        rounds.append(
            Round(len(rounds) + 1, start, None, struck_out_by=delay)
            if struck_out
            else Round(len(rounds) + 1, start, delay, stopped_by_delay=True)
        )
        start = _first_after(resumes, delay) if rule.resumes else delay
        if start is None and stop is None:
            return tuple(rounds)
    return (*rounds, Round(len(rounds) + 1, start, stop))


def _delays(
    period: Period, edition: Prepared, rule: DelayRule, start: Placed | None, stop: Placed | None
) -> tuple[HeldDelay, ...]:
    """The delays inside the round; a second registration before the first has ended is the same delay."""
    if start is None:
        return ()
    resumes = at(period, edition, rule.resumes) if rule.resumes else []
    held: list[HeldDelay] = []
    for begins in _begun(period, edition, rule, start, stop):
        last = held[-1] if held else None
        if last is not None and (last.ends is None or begins.key < last.ends.key):
            continue
        ends = _first_after(resumes, begins)
        if ends is not None and stop is not None and ends.key > stop.key:
            ends = stop
        held.append(HeldDelay(begins, ends))
    return tuple(held)


def _begun(period: Period, edition: Prepared, rule: DelayRule, start: Placed, stop: Placed | None) -> list[Placed]:
    """The delays that begin after the start, before the stop, and before the milestone that ends their effect."""
    barrier = next(iter(at(period, edition, rule.before)), None) if rule.before else None
    return [
        held
        for held in at(period, edition, rule.milestone)
        if held.key > start.key
        and (stop is None or held.key < stop.key)
        and (barrier is None or held.key < barrier.key)
    ]


def _first_after(events: Sequence[Placed], held: Placed) -> Placed | None:
    return next((later for later in events if later.key > held.key), None)
