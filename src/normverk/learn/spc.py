"""Statistical process control: is a change between months more than the usual unrest? Pure.

Two charts. XmR for any measure (here a median or a share month by month): limits at the mean ± 2.66 times the mean
moving range, and a chart of the moving ranges with its limit at 3.267 times their mean. The p-chart for shares of
known numbers: limits at three standard errors of the pooled share, wider where fewer were counted. Rules and words are those
of NHS England's «Making data count»: a single point outside the limits, seven on one side of the mean, six steps in one direction
(seven points), two of three beyond two thirds of the way to a limit. The order in which rules are named follows the R package
NHSRplotthedots (MIT), whose published test results the tests hold this module against.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

XMR: Final = 2.66
"""3 / 1.128: three standard deviations of single values, from the mean moving range of two."""

MOVING: Final = 3.267
"""The upper limit of a moving range of two, in mean moving ranges."""

_NOTHING: Final = 1e-12
"""A difference below this is the rounding of the computer."""

RUN: Final = 7
"""So many points on one side of the mean are a shift, and so many rising or falling are a trend (six steps)."""

Rule = Literal["outside", "trend", "two-of-three", "shift", ""]
Side = Literal[1, -1, 0]
Direction = Literal["increase", "decrease", "neutral"]
"""Whether a higher value is better (increase), a lower one (decrease), or neither."""
Meaning = Literal["common", "improvement", "concern", "high", "low"]
Assurance = Literal["passes", "fails", "varies", ""]


@dataclass(frozen=True)
class Observation:
    """One value of a series. `n` is of how many, for a p-chart, where `value` is a share from 0 to 1."""

    period: str
    value: float
    n: int = 0


@dataclass(frozen=True)
class Judged:
    """A point with its limits, and what the rules say of it. `moving` is its distance to the point before it.

    `rule` is the first that holds, in the order outside, trend, two-of-three, shift; `side` says high or low (for a
    trend: rising or falling); `meaning` puts that into better or worse.
    """

    period: str
    value: float
    mean: float
    lower: float
    upper: float
    moving: float | None
    moving_upper: float | None
    rule: Rule
    side: Side
    meaning: Meaning


@dataclass(frozen=True)
class Control:
    """A judged series. `assurance` compares the target with the limits of the last point; empty without a target."""

    points: tuple[Judged, ...]
    assurance: Assurance


@dataclass(frozen=True)
class _Limits:
    """`far` is three standard deviations; `lower` and `upper` may be nearer, where nothing can lie beyond."""

    mean: float
    far: float
    lower: float
    upper: float
    moving: float | None = None
    moving_upper: float | None = None


def xmr(
    series: Sequence[Observation],
    *,
    better: Direction,
    restarts: Sequence[str] = (),
    target: float | None = None,
    screen: bool = True,
) -> Control:
    """The XmR chart of a series in order of time.

    `restarts` are periods at which limits are worked out anew (a recalculation step), each with the points from it on.
    With `screen`, moving ranges above their own limit are left out of the mean moving range. Two points are needed for
    limits; a stretch of one has limits at its value.
    """
    parts = [_xmr_limits(stretch, screen=screen) for stretch in _stretches(series, restarts)]
    return _judge(_stretches(series, restarts), parts, better, target)


def p_chart(
    series: Sequence[Observation],
    *,
    better: Direction,
    restarts: Sequence[str] = (),
    target: float | None = None,
) -> Control:
    """The p-chart of shares; every observation needs its `n`. ValueError for a share outside 0 to 1 or n below 1."""
    for one in series:
        if one.n < 1 or not 0 <= one.value <= 1:
            raise ValueError(
                f"{one.period}: a p-chart needs shares from 0 to 1 of at least one; got {one.value} of {one.n}"
            )
    parts = [_p_limits(stretch) for stretch in _stretches(series, restarts)]
    return _judge(_stretches(series, restarts), parts, better, target)


def _stretches(series: Sequence[Observation], restarts: Sequence[str]) -> list[Sequence[Observation]]:
    """The series cut before each restart; a restart between two points cuts at the later."""
    found: list[list[Observation]] = []
    steps = sorted(restarts)
    before = ""
    for one in series:
        if not found or any(before < step <= one.period for step in steps):
            found.append([])
        found[-1].append(one)
        before = one.period
    return list(found)


def _xmr_limits(stretch: Sequence[Observation], *, screen: bool) -> list[_Limits]:
    values = [one.value for one in stretch]
    mean = math.fsum(values) / len(values)
    moves = [abs(after - before) for before, after in pairwise(values)]
    average = _mean(moves)
    if screen:
        average = _mean([move for move in moves if move < MOVING * average]) if average else 0.0
    far = XMR * average
    return [_Limits(mean, far, mean - far, mean + far, move, MOVING * average) for move in (None, *moves)]


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _p_limits(stretch: Sequence[Observation]) -> list[_Limits]:
    total = sum(one.n for one in stretch)
    mean = math.fsum(one.value * one.n for one in stretch) / total
    spread = [3 * math.sqrt(mean * (1 - mean) / one.n) for one in stretch]
    return [_Limits(mean, far, max(0.0, mean - far), min(1.0, mean + far)) for far in spread]


def _judge(
    stretches: Sequence[Sequence[Observation]],
    limits: Sequence[Sequence[_Limits]],
    better: Direction,
    target: float | None,
) -> Control:
    points = [
        point
        for stretch, held in zip(stretches, limits, strict=True)
        for point in _judged([one.value for one in stretch], stretch, held, better)
    ]
    return Control(tuple(points), _assurance(points, better, target))


def _judged(
    values: Sequence[float], stretch: Sequence[Observation], held: Sequence[_Limits], better: Direction
) -> Iterator[Judged]:
    sides: list[Side] = [_sign(value - limit.mean) for value, limit in zip(values, held, strict=True)]
    outside = [not limit.lower <= value <= limit.upper for value, limit in zip(values, held, strict=True)]
    close = [
        not out and _is_close(value, limit) for value, limit, out in zip(values, held, outside, strict=True)
    ]  # fmt: skip
    trends, shifts, pairs = trend_of(values), shift_of(sides), two_of_three(close, sides)
    for order, (one, limit) in enumerate(zip(stretch, held, strict=True)):
        rule: Rule = ""
        side: Side = 0
        if outside[order]:
            rule, side = "outside", sides[order]
        elif trends[order]:
            rule, side = "trend", trends[order]
        elif pairs[order]:
            rule, side = "two-of-three", sides[order]
        elif shifts[order]:
            rule, side = "shift", sides[order]
        yield Judged(
            one.period, one.value, limit.mean, limit.lower, limit.upper, limit.moving, limit.moving_upper,
            rule, side, _meaning(side, better),
        )  # fmt: skip


def _is_close(value: float, limit: _Limits) -> bool:
    """True beyond two thirds of the way from the mean to a limit."""
    return abs(value - limit.mean) > 2 * limit.far / 3


def trend_of(values: Sequence[float]) -> list[Side]:
    """For each point the direction of the trend of seven (six steps) it is part of, 0 for none; the later of two."""
    found: list[Side] = [0] * len(values)
    for last in range(RUN - 1, len(values)):
        steps = {_sign(after - before) for before, after in pairwise(values[last - RUN + 1 : last + 1])}
        if len(steps) == 1 and 0 not in steps:
            direction = steps.pop()
            for order in range(last - RUN + 1, last + 1):
                found[order] = direction
    return found


def shift_of(sides: Sequence[Side]) -> list[bool]:
    """For each point whether it is one of seven in a row on the same side of the mean."""
    found = [False] * len(sides)
    for last in range(RUN - 1, len(sides)):
        if sides[last] and len({*sides[last - RUN + 1 : last + 1]}) == 1:
            found[last - RUN + 1 : last + 1] = [True] * RUN
    return found


def two_of_three(close: Sequence[bool], sides: Sequence[Side]) -> list[bool]:
    """For each point whether it is close to a limit, as is another of three in a row that are all on one side."""
    found = [False] * len(close)
    for first in range(len(close) - 2):
        three = range(first, first + 3)
        if abs(sum(sides[order] for order in three)) == 3 and sum(close[order] for order in three) >= 2:
            for order in three:
                found[order] = found[order] or close[order]
    return found


def _sign(value: float) -> Side:
    return 0 if abs(value) < _NOTHING else 1 if value > 0 else -1


def _meaning(side: Side, better: Direction) -> Meaning:
    if side == 0:
        return "common"
    if better == "neutral":
        return "high" if side > 0 else "low"
    return "improvement" if (side > 0) == (better == "increase") else "concern"


def _assurance(points: Sequence[Judged], better: Direction, target: float | None) -> Assurance:
    """Whether the process, as its last limits have it, can be counted on to reach the target."""
    if target is None or better == "neutral" or not points:
        return ""
    last = points[-1]
    if target > last.upper:
        return "fails" if better == "increase" else "passes"
    if target < last.lower:
        return "passes" if better == "increase" else "fails"
    return "varies"
