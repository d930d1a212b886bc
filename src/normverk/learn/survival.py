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

STEP: Final = 0.05
"""A curve that leaves the house is told in steps of so much."""

CURVE_FROM: Final = 50
"""The fewest periods, stopped and waiting together, of which a curve is told."""

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
    """A point of a curve that may leave the house: after `days`, the share that has moved on, and its interval, all in
    steps of STEP, the interval rounded outwards.
    """

    days: int
    moved_on: float
    low: float
    high: float


def told_curve(stopped: Mapping[int, int], still: Mapping[int, int], grid: int = 7) -> tuple[ToldStep, ...]:
    """The curve as it may be shown: at every `grid` days, in coarse steps, of no fewer than CURVE_FROM, and only while
    at least AT_RISK_FROM were waiting. Empty when it may not be shown.

    An exact curve is a list of how many stopped on which day, most of them one or two.
    """
    total = sum(stopped.values()) + sum(still.values())
    steps = kaplan_meier(stopped, still)
    if total < CURVE_FROM or not steps:
        return ()
    told: list[ToldStep] = []
    for day in range(0, max(step.days for step in steps) + grid, grid):
        left = sum(n for d, n in (*stopped.items(), *still.items()) if d > day)
        if left < AT_RISK_FROM:
            break
        reached = [step for step in steps if step.days <= day]
        if not reached:
            told.append(ToldStep(day, 0.0, 0.0, STEP))
            continue
        last = reached[-1]
        low = 0.0 if last.high is None else 1 - last.high
        high = 1.0 if last.low is None else 1 - last.low
        down, up = math.floor(low / STEP + 1e-9), math.ceil(high / STEP - 1e-9)
        told.append(ToldStep(day, _of_steps(round((1 - last.waiting) / STEP)), _of_steps(down), _of_steps(up)))
    return tuple(told)


def _of_steps(number: int) -> float:
    return round(number * STEP, 2)
