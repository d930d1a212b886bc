"""The rounds of one clock in one period: mostly one, more when a clock repeats, starts anew or is struck out."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.norm.delays import STARTS_ANEW, DelayPolicy, DelayRule
from normverk.norm.pathway import Clock, Pick, Selector
from normverk.use.pathways.engine.delayed import HeldDelay, begun, cutting, first_after, held_delays, inside, resumed
from normverk.use.pathways.engine.norms import Prepared
from normverk.use.pathways.engine.periods import Period, Placed
from normverk.use.pathways.engine.reached import at


@dataclass(frozen=True)
class Round:
    """From one start to one stop. `delays` lie inside the round.

    `cut_by` is the rule of the delay after which the clock starts anew: that delay is the `stop`, or it is
    `struck_out_by`, after which the round never counted.
    """

    number: int
    start: Placed | None
    stop: Placed | None
    struck_out_by: Placed | None = None
    cut_by: DelayRule | None = None
    delays: tuple[HeldDelay, ...] = ()

    @property
    def stopped_by_delay(self) -> bool:
        """True when the stop is a delay after which the clock starts anew."""
        return self.cut_by is not None and self.struck_out_by is None


def rounds_of(period: Period, edition: Prepared, clock: Clock) -> tuple[Round, ...]:
    """All rounds in order, at least one; the first one has neither start nor stop when nothing is registered."""
    start = chosen(period, edition, clock.start)
    stop = chosen(period, edition, clock.stop, after=start if clock.stop.after_start else None)
    if clock.stop.after_start and start is None:
        stop = chosen(period, edition, clock.stop)
    if clock.repeats:
        return _repeated(period, edition, clock, start, stop)
    if any(rule.policy in STARTS_ANEW for rule in clock.delays):
        return _started_anew(period, edition, clock, start, stop)
    return (Round(1, start, stop, delays=_delays(period, edition, clock, start, stop)),)


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


def _repeated(
    period: Period, edition: Prepared, clock: Clock, start: Placed | None, stop: Placed | None
) -> tuple[Round, ...]:
    """Each round has the delays that begin in it: the stop is a meeting with the patient, who was there."""
    if start is None:
        return (Round(1, None, stop),)
    starts, stops = at(period, edition, clock.start.milestone), at(period, edition, clock.stop.milestone)
    rounds: list[Round] = []
    while start is not None:
        ended = first_after(stops, start)
        delays = _delays(period, edition, clock, start, ended)
        rounds.append(Round(len(rounds) + 1, start, ended, delays=delays))
        start = None if ended is None else next((held for held in starts if held.key >= ended.key), None)
    return tuple(rounds)


def _started_anew(
    period: Period, edition: Prepared, clock: Clock, start: Placed | None, stop: Placed | None
) -> tuple[Round, ...]:
    """A milder delay that goes on when the clock starts anew goes on in the new round."""
    found = [] if start is None else begun(period, edition, clock, start, stop)
    held = held_delays(period, edition, found)
    rounds: list[Round] = []
    while start is not None:
        cut = cutting([one for one in found if one.event.key > start.key])
        if cut is None:
            break
        number = len(rounds) + 1
        if cut.rule.policy is DelayPolicy.NULLIFY:
            rounds.append(Round(number, start, None, struck_out_by=cut.event, cut_by=cut.rule))
        else:
            rounds.append(Round(number, start, cut.event, cut_by=cut.rule, delays=inside(held, start, cut.event)))
        start = resumed(period, edition, cut)
        if start is None and stop is None:
            return tuple(rounds)
    return (*rounds, Round(len(rounds) + 1, start, stop, delays=inside(held, start, stop)))


def _delays(
    period: Period, edition: Prepared, clock: Clock, start: Placed | None, stop: Placed | None
) -> tuple[HeldDelay, ...]:
    if start is None:
        return ()
    return inside(held_delays(period, edition, begun(period, edition, clock, start, stop)), start, stop)
