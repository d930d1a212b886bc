"""An attacker who holds two publications of the same clock, or a publication and the figures of today.

Knows besides for which hospitals nothing has changed in between (their site has delivered the same again), so that those
counts are the same unknowns in both. Must still not find any count under three of either table.
"""

from __future__ import annotations

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from normverk.learn.alternatives import Earlier, Place, Quantity, Slot
from normverk.learn.histogram import Cell
from normverk.learn.suppression import Protected, protect
from tests.learn.attacker import Claim, Position, claims, parts, solved_by_algebra, solved_by_bounds
from tests.learn.test_suppression import FULL, ORGANISATIONS, REGIONS, cell, counts, places

_CELL = st.builds(
    cell,
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(FULL[:3]),
    st.sampled_from(["K", "M"]),
    st.sampled_from(["met", "late", "overdue", "running"]),
    st.integers(1, 9),
)
_CELLS = st.lists(_CELL, min_size=4, max_size=18)


def earlier(table: Protected) -> Earlier:
    """What is kept of a publication of the whole table."""
    return Earlier(table.counts, table.alternatives, table.told)


def hold_together(
    first: list[Cell], second: list[Cell], unchanged: frozenset[str]
) -> tuple[list[Claim], dict[Quantity, frozenset[Position]]]:
    """Everything both tables tell, in one set of unknowns, and the small sums of both.

    The unknowns of the second table of a hospital that has changed are named apart.
    """
    known: list[Claim] = []
    small: dict[Quantity, frozenset[Position]] = {}
    before = protect(first, regions=REGIONS)
    after = protect(second, regions=REGIONS, earlier=earlier(before))

    def rename(position: Position) -> Position:
        place, slot = position
        return (
            position
            if place.organisation in unchanged
            else (place._replace(organisation=place.organisation + "'"), slot)
        )

    for table, cells, name in ((before, first, lambda p: p), (after, second, rename)):
        true = counts(cells)
        sums = parts(table, places(table, cells), REGIONS)
        for positions, low, high in claims(table, sums):
            known.append((frozenset(name(p) for p in positions), low, high))
        for quantity, positions in sums.items():
            if sum(true[p] for p in positions) < 3:
                tag = quantity if name is not rename else quantity._replace(kind=f"{quantity.kind} later")
                small[tag] = frozenset(name(p) for p in positions)
    return known, small


@settings(max_examples=25, deadline=None)
@given(_CELLS, _CELLS, st.sampled_from(ORGANISATIONS))
def test_two_tables_of_which_one_hospital_has_changed(first: list[Cell], others: list[Cell], changed: str) -> None:
    span = [cell(changed, month, "K", "met", 5) for month in FULL[:3]] + [
        cell(o, FULL[0], b, "met", 1) for o in ORGANISATIONS for b in "KM"
    ]
    first = [*first, *span]
    second = [one for one in first if one.organisation != changed] + [
        one for one in others if one.organisation == changed
    ]
    second += [cell(changed, month, "K", "met", 5) for month in FULL[:3]]
    unchanged = frozenset(ORGANISATIONS) - {changed}
    known, small = hold_together(first, second, unchanged)
    assert solved_by_algebra(known, small) == set()
    assert solved_by_bounds(known, small) == set()


@settings(max_examples=15, deadline=None)
@given(_CELLS)
def test_the_same_counts_told_twice_tell_no_more(cells: list[Cell]) -> None:
    before = protect(cells, regions=REGIONS)
    after = protect(cells, regions=REGIONS, earlier=earlier(before))
    assert (after.low, after.high) == (before.low, before.high)


@settings(max_examples=15, deadline=None)
@given(_CELLS, _CELLS, st.sampled_from(ORGANISATIONS))
def test_every_alternative_of_the_first_goes_on_in_the_second(
    first: list[Cell], others: list[Cell], changed: str
) -> None:
    """As it was at the hospitals where nothing has changed, and fitting everything that is told later."""
    second = [one for one in first if one.organisation != changed] + [
        one for one in others if one.organisation == changed
    ]
    second += [cell(o, m, "K", "met", 1) for o in ORGANISATIONS for m in FULL[:3]]
    first = [*first, *(cell(o, m, "K", "met", 1) for o in ORGANISATIONS for m in FULL[:3])]
    before = protect(first, regions=REGIONS)
    after = protect(second, regions=REGIONS, earlier=earlier(before))
    kept = [{p: by for p, by in one.items() if p[0].organisation != changed} for one in after.alternatives]
    for one in before.alternatives:
        at_home = {p: by for p, by in one.items() if p[0].organisation != changed}
        assert not at_home or at_home in kept
    true = counts(second)
    sums = parts(after, places(after, second), REGIONS)
    told = claims(after, sums)
    for one in after.alternatives:
        table: Counter[tuple[Place, Slot]] = Counter(true)
        table.update(one)
        assert min(table.values()) >= 0
        assert all(low <= sum(table[p] for p in positions) <= high for positions, low, high in told)


def test_two_tables_that_hide_differently_would_fall() -> None:
    """Without what is kept of the first, the second hides elsewhere and gives the first away: no straw man."""
    fallen = 0
    for seed in range(12):
        chance = random.Random(seed)
        first = [
            cell(o, m, b, s, chance.choice((1, 2, 5, 7, 9)))
            for o in ORGANISATIONS for m in FULL[:3] for b in "KM" for s in ("met", "late")
        ]  # fmt: skip
        second = [*first, cell(ORGANISATIONS[2], FULL[0], "K", "met", chance.randint(1, 9))]
        unchanged = frozenset(ORGANISATIONS[:2])
        known: list[Claim] = []
        small: dict[Quantity, frozenset[Position]] = {}
        for cells, mark in ((first, ""), (second, "'")):
            table = protect(cells, regions=REGIONS)
            sums = parts(table, places(table, cells), REGIONS)

            def name(p: Position, mark: str = mark, unchanged: frozenset[str] = unchanged) -> Position:
                return (
                    p
                    if p[0].organisation in unchanged
                    else (p[0]._replace(organisation=p[0].organisation + mark), p[1])
                )

            known += [
                (frozenset(name(p) for p in positions), low, high) for positions, low, high in claims(table, sums)
            ]
            true = counts(cells)
            small |= {
                q._replace(kind=q.kind + mark): frozenset(name(p) for p in positions)
                for q, positions in sums.items() if sum(true[p] for p in positions) < 3
            }  # fmt: skip
        fallen += bool(solved_by_algebra(known, small) | solved_by_bounds(known, small))
    assert fallen > 0
