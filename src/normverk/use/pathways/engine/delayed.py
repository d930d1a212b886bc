"""The delays of one clock in one period: which rule a registration falls under, and which part of a round it covers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from normverk.norm.delays import STARTS_ANEW, DelayRule
from normverk.norm.pathway import Clock
from normverk.use.pathways.engine.norms import Prepared
from normverk.use.pathways.engine.periods import Period, Placed
from normverk.use.pathways.engine.reached import at, milestone_of


@dataclass(frozen=True)
class HeldDelay:
    """A delay by `rule`: the event that began it, the one that ended it when it has ended, and from where it counts.

    It counts from its own beginning, or from the start of the round when that came later.
    """

    rule: DelayRule
    begins: Placed
    ends: Placed | None
    counts_from: Placed


@dataclass(frozen=True)
class Begun:
    """A registration that is a delay, and the rule it falls under."""

    rule: DelayRule
    event: Placed


def begun(period: Period, edition: Prepared, clock: Clock, start: Placed, stop: Placed | None) -> list[Begun]:
    """The registrations after the start and before the stop that are a delay, in order.

    Each falls under one rule: the strongest of those that know its milestone and are not yet without effect.
    """
    if not clock.delays:
        return []
    ends_effect = {
        rule.before: first.key for rule in clock.delays if (first := next(iter(at(period, edition, rule.before)), None))
    }
    found: list[Begun] = []
    for event in period.members:
        if event.key <= start.key or (stop is not None and event.key >= stop.key):
            continue
        milestone = milestone_of(event, edition)
        acting = [
            rule
            for rule in clock.delays
            if rule.milestone == milestone and (rule.before not in ends_effect or event.key < ends_effect[rule.before])
        ]
        if acting:
            found.append(Begun(max(acting, key=lambda rule: rule.policy.rank), event))
    return found


def cutting(found: Sequence[Begun]) -> Begun | None:
    """The first delay after which the clock starts anew."""
    return next((one for one in found if one.rule.policy in STARTS_ANEW), None)


def resumed(period: Period, edition: Prepared, cut: Begun) -> Placed | None:
    """The event at which a clock starts anew after the delay; None as long as the patient is not registered as ready."""
    if not cut.rule.resumes:
        return cut.event
    return first_after(at(period, edition, cut.rule.resumes), cut.event)


def held_delays(period: Period, edition: Prepared, found: Sequence[Begun]) -> list[HeldDelay]:
    """The delays that do not make the clock start anew, by their beginning and the rule's id.

    A second registration under the same rule before the first delay has ended is the same delay.
    """
    held: list[HeldDelay] = []
    for rule in sorted({one.rule.id: one.rule for one in found}.values(), key=lambda rule: rule.id):
        if rule.policy in STARTS_ANEW:
            continue
        resumes = at(period, edition, rule.resumes) if rule.resumes else []
        last: HeldDelay | None = None
        for event in (one.event for one in found if one.rule.id == rule.id):
            if last is not None and (last.ends is None or event.key < last.ends.key):
                continue
            last = HeldDelay(rule, event, first_after(resumes, event), event)
            held.append(last)
    return sorted(held, key=lambda one: (one.begins.key, one.rule.id))


def inside(held: Sequence[HeldDelay], start: Placed | None, stop: Placed | None) -> tuple[HeldDelay, ...]:
    """The parts of the delays that lie in the round from `start` to `stop`."""
    if start is None:
        return ()
    parts: list[HeldDelay] = []
    for one in held:
        over = one.ends is not None and one.ends.key <= start.key
        if over or (stop is not None and one.begins.key >= stop.key):
            continue
        ends = stop if one.ends is not None and stop is not None and one.ends.key > stop.key else one.ends
        parts.append(HeldDelay(one.rule, one.begins, ends, one.begins if one.begins.key > start.key else start))
    return tuple(parts)


def first_after(events: Sequence[Placed], held: Placed) -> Placed | None:
    """The first of the events that comes after `held`."""
    return next((later for later in events if later.key > held.key), None)
