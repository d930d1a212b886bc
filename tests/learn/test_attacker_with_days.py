"""An attacker who holds all medians and quartiles too, and knows the limit: how many of those who missed it still wait?

A quantile is of those who have stopped. On which side of the limit it lies bounds how many have stopped, beside the
number counted and how many kept the limit. No number of waiting under three may follow, of any sum, from all lines together.
"""

from __future__ import annotations

import math
import random
from collections import Counter
from fractions import Fraction

import pytest

from normverk.learn.alternatives import Place, Quantity, Slot
from normverk.learn.histogram import Cell
from normverk.learn.measured import QUARTERS, Line, measure
from normverk.learn.suppression import Count, Share
from tests.learn.attacker import Claim, Position, claims, parts, solved_by_algebra, solved_by_bounds
from tests.learn.test_suppression import FULL, ORGANISATIONS, REGIONS

LIMIT = 20


def a_quarter(seed: int) -> list[Cell]:
    """Three months at three hospitals in which about half keep the limit, and of the others some wait still."""
    chance = random.Random(seed)
    cells = []
    for organisation in ORGANISATIONS:
        for month in FULL[:3]:
            for branch in "KM":
                keeps, stops = chance.choice((0.3, 0.45, 0.5, 0.55, 0.7)), chance.choice((0.3, 0.8))
                for _ in range(chance.randint(3, 25)):
                    state = "met" if chance.random() < keeps else "late" if chance.random() < stops else "overdue"
                    days = {"met": chance.randint(1, LIMIT), "late": chance.randint(LIMIT + 1, 60)}.get(state)
                    cells.append(Cell("s", "p", "1.0.0", "OF4", branch, organisation, month, state, 1, days))  # type: ignore[arg-type]
    return cells


def apart(positions: frozenset[Position]) -> frozenset[Position]:
    """The same counts, with those who missed the limit apart: stopped late, and waiting still."""
    states = {"missed": ("late", "overdue")}
    return frozenset(
        (place, Slot(state, slot.branch))
        for place, slot in positions
        for state in states.get(slot.state, (slot.state,))
    )


def waiting(positions: frozenset[Position]) -> frozenset[Position]:
    """Those of the counts that wait past the limit."""
    return frozenset((place, Slot("overdue", slot.branch)) for place, slot in positions)


def of_days(line: Line, over: frozenset[Position]) -> list[Claim]:
    """What a line's median and quartiles say of how many wait."""
    n, met = line.n.value, line.met
    told: list[tuple[Fraction, int]] = [] if line.median is None else [(QUARTERS[1], line.median)]
    if line.quartiles is not None:
        told += [(QUARTERS[0], line.quartiles[0]), (QUARTERS[2], line.quartiles[1])]
    if n is None or met is None or not told:
        return []
    fits = [s for s in range(met, n + 1) if all((math.ceil(part * s) <= met) == (days <= LIMIT) for part, days in told)]
    return [(over, n - max(fits), n - min(fits))]


@pytest.mark.parametrize("seed", range(12))
def test_medians_and_quartiles_do_not_tell_how_many_still_wait(seed: int) -> None:
    cells = a_quarter(seed)
    measured = measure(cells, regions=REGIONS)
    table = measured.table
    places = {Place(organisation, month, "1.0.0") for organisation in table.organisations for month in table.months}
    sums = parts(table, places, REGIONS)
    known = [(apart(positions), low, high) for positions, low, high in claims(table, sums)]
    true = Counter((Place(one.organisation, one.month, one.release), Slot(one.state, one.branch)) for one in cells)
    small: dict[Quantity, frozenset[Position]] = {}
    with_days = 0
    for quantity, positions in sums.items():
        if quantity.kind != "n":
            continue
        over = waiting(positions)
        if sum(true[p] for p in over) < 3:
            small[quantity] = over
        line = measured.line(branch=quantity.branch, organisation=quantity.organisation, period=quantity.period)
        claimed = of_days(line, over)
        with_days += len(claimed)
        known += claimed
    assert with_days > 20
    assert small
    assert solved_by_bounds(known, small) | solved_by_algebra(known, small) == set()


def test_a_median_told_without_the_rule_would_tell() -> None:
    """No straw man: of 11 with 5 in time, a median past the limit says that nobody waits."""
    line = Line("*", "*", "*", Count("exact", 11), Share(5 / 11, 5 / 11), LIMIT + 5)
    over = frozenset({(Place("310000001", "2021-03", "1.0.0"), Slot("overdue", "K"))})
    known = of_days(line, over)
    assert known == [(over, 0, 0)]
    assert solved_by_bounds(known, {Quantity("n", "K", "*", "*"): over}) != set()
