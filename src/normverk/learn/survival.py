"""Kaplan–Meier: how many have moved on after so many days, when some still wait. Pure.

A median of those who have stopped looks too good while many are waiting, for the slow are missing from it. The
estimator of Kaplan and Meier (1958) lets those who wait count for as long as they have waited. Its variance is
Greenwood's; the interval is taken on the scale log(−log), which keeps it inside 0 to 1.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Final

CONFIDENCE: Final = 0.95

STEPS: Final = ((500, 100), (250, 50), (100, 20), (50, 10))
"""From how many counted a curve that leaves the house is told in how many steps from 0 to 1; of fewer it is not told.

Half a step is always more than two of those counted, so that none, one or two are rounded to the same.
"""

AT_RISK_FROM: Final = 10
"""A curve is told for as long as at least so many were still waiting."""


@dataclass(frozen=True)
class Step:
    """The curve from `days` on, until the next step: the share still waiting, with its standard error and interval.

    `at_risk` had waited at least `days`, `stopped` of them stopped then. `low` and `high` are None where the variance
    says nothing (all have stopped).
    """

    days: int
    at_risk: int
    stopped: int
    waiting: float
    error: float
    low: float | None
    high: float | None


def kaplan_meier(
    stopped: Mapping[int, int], still: Mapping[int, int], confidence: float = CONFIDENCE
) -> tuple[Step, ...]:
    """The curve, with one step for every number of days at which somebody stopped.

    `stopped` maps days to how many stopped then, `still` maps days to how many have waited so long and go on waiting.
    Who stops and who is last seen on the same day: those last seen are still at risk that day. Days below zero (an order
    violation) count as the days they are. ValueError for a negative count.
    """
    if any(count < 0 for counts in (stopped, still) for count in counts.values()):
        raise ValueError("a count is below zero")
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    at_risk = sum(stopped.values()) + sum(still.values())
    waiting, summed = 1.0, 0.0
    steps: list[Step] = []
    for day in sorted({*stopped, *still}):
        ended = stopped.get(day, 0)
        if ended:
            waiting *= 1 - ended / at_risk
            summed = summed + ended / (at_risk * (at_risk - ended)) if at_risk > ended else math.inf
            error = waiting * math.sqrt(summed) if waiting else 0.0
            steps.append(Step(day, at_risk, ended, waiting, error, *_interval(waiting, summed, z)))
        at_risk -= ended + still.get(day, 0)
    return tuple(steps)


def _interval(waiting: float, summed: float, z: float) -> tuple[float | None, float | None]:
    if not 0 < waiting < 1:
        return None, None
    far = z * math.sqrt(summed) / abs(math.log(waiting))
    return waiting ** math.exp(far), waiting ** math.exp(-far)


def days_until(steps: Sequence[Step], share: float) -> int | None:
    """The first day at which at least `share` have moved on; None when the curve does not get so far."""
    return next((step.days for step in steps if 1 - step.waiting >= share - 1e-12), None)


@dataclass(frozen=True)
class ToldStep:
    """A point of a curve that may leave the house: after `days`, the share that has moved on, rounded to a step.

    `low` and `high` are its interval, rounded outwards; None where the share is rounded to nobody or everybody.
    """

    days: int
    moved_on: float
    low: float | None
    high: float | None


def told_curve(stopped: Mapping[int, int], still: Mapping[int, int], n: int, grid: int = 7) -> tuple[ToldStep, ...]:
    """The curve as it may be shown of a group of which `n` are told to be counted; empty when it may not.

    An exact curve is a list of how many stopped on which day, most of them one or two. So it is told at every `grid`
    days, in coarse steps, and only while at least AT_RISK_FROM are still waiting.
    """
    rough = next((number for least, number in STEPS if n >= least), 0)
    exact = kaplan_meier(stopped, still)
    if not rough or not exact:
        return ()
    told: list[ToldStep] = []
    for day in range(0, exact[-1].days + grid, grid):
        if sum(count for counts in (stopped, still) for days, count in counts.items() if days > day) < AT_RISK_FROM:
            break
        last = next((step for step in reversed(exact) if step.days <= day), None)
        number = 0 if last is None else round((1 - last.waiting) * rough)
        if last is None or last.low is None or last.high is None or not 0 < number < rough:
            told.append(ToldStep(day, number / rough, None, None))
            continue
        low, high = math.floor((1 - last.high) * rough + 1e-9), math.ceil((1 - last.low) * rough - 1e-9)
        told.append(ToldStep(day, number / rough, low / rough, high / rough))
    return tuple(told)
