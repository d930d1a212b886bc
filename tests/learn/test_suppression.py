"""No count under 3 can be seen in, or computed from, what is published."""

from __future__ import annotations

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normverk.learn.alternatives import Place, Quantity, Slot
from normverk.learn.histogram import Cell
from normverk.learn.suppression import ALL, Protected, protect, release_period
from tests.learn.attacker import Position, claims, parts, solved_by_algebra, solved_by_bounds

MONTHS = ("2021-03", "2021-04", "2021-05", "2021-06", "2022-01")
ORGANISATIONS = ("310000001", "310000002", "310000003")
FULL = MONTHS[:4]
"""Months without gaps, so that nothing is hidden only because a month is empty."""

REGIONS = {"310000001": "Vest", "310000002": "Vest", "310000003": "Nord"}


def cell(organisation: str, month: str, branch: str, state: str, n: int) -> Cell:
    """One cell of a clock whose norm changed on 1 April 2021."""
    release = "1.0.0" if month < "2021-04" else "2.0.0"
    days = 10 if state in {"met", "late"} else None
    return Cell("s", "p", release, "OF4", branch, organisation, month, state, n, days)  # type: ignore[arg-type]


_KNOWN = st.builds(
    cell,
    st.sampled_from(ORGANISATIONS),
    st.sampled_from(MONTHS),
    st.sampled_from(["K", "M"]),
    st.sampled_from(["met", "late", "overdue", "running", "indeterminate", "not-applicable"]),
    st.integers(1, 12),
)
_CELLS = st.lists(_KNOWN, min_size=1, max_size=45) | st.builds(
    lambda cells, waiting: [*cells, *waiting],
    st.lists(_KNOWN, min_size=1, max_size=45),
    st.lists(
        st.builds(
            cell,
            st.sampled_from(ORGANISATIONS),
            st.sampled_from(MONTHS),
            st.just(""),
            st.just("overdue"),
            st.integers(1, 3),
        ),
        max_size=6,
    ),
)


def counts(cells: list[Cell]) -> Counter[Position]:
    """The true table, added up without the product's help."""
    added: Counter[Position] = Counter()
    for one in cells:
        state = {"late": "missed", "overdue": "missed"}.get(one.state, one.state)
        branch = one.branch if state in {"met", "missed"} else ""
        added[Place(one.organisation, one.month, one.release), Slot(state, branch)] += one.n
    return added


def places(protected: Protected, cells: list[Cell]) -> set[Place]:
    """Every hospital in every month."""
    releases = {month: "1.0.0" if month < "2021-04" else "2.0.0" for month in protected.months}
    seen = {one.month for one in cells}
    filled = {m: releases[m] if m in seen else releases[max(s for s in seen if s < m)] for m in protected.months}
    return {
        Place(organisation, m, release) for organisation in protected.organisations for m, release in filled.items()
    }


@settings(max_examples=40)
@given(_CELLS)
def test_an_attacker_cannot_solve_for_any_count_under_three(cells: list[Cell]) -> None:
    protected = protect(cells, regions=REGIONS)
    sums = parts(protected, places(protected, cells), REGIONS)
    true = counts(cells)
    small = {quantity: positions for quantity, positions in sums.items() if sum(true[p] for p in positions) < 3}
    told = claims(protected, sums)
    assert solved_by_algebra(told, small) == set()
    assert solved_by_bounds(told, small) == set()


@settings(max_examples=40)
@given(_CELLS)
def test_every_count_under_three_has_another_table_that_fits_all_that_is_published(cells: list[Cell]) -> None:
    protected = protect(cells, regions=REGIONS)
    sums = parts(protected, places(protected, cells), REGIONS)
    true = counts(cells)
    told = claims(protected, sums)
    moved: set[Quantity] = set()
    for alternative in protected.alternatives:
        table = Counter(true)
        table.update(alternative)
        assert min(table.values()) >= 0
        for positions, low, high in told:
            assert low <= sum(table[p] for p in positions) <= high
        moved |= {q for q, positions in sums.items() if sum(table[p] - true[p] for p in positions)}
    assert {q for q, positions in sums.items() if sum(true[p] for p in positions) < 3} <= moved


@settings(max_examples=40)
@given(_CELLS)
def test_what_is_published_is_true(cells: list[Cell]) -> None:
    protected = protect(cells, regions=REGIONS)
    sums = parts(protected, places(protected, cells), REGIONS)
    true = counts(cells)
    for positions, low, high in claims(protected, sums):
        assert low <= sum(true[p] for p in positions) <= high


@settings(max_examples=40)
@given(_CELLS)
def test_what_is_hidden_without_being_small_cannot_be_computed_either(cells: list[Cell]) -> None:
    protected = protect(cells, regions=REGIONS)
    sums = parts(protected, places(protected, cells), REGIONS)
    hidden = {
        quantity: positions
        for quantity, positions in sums.items()
        if quantity.kind == "n"
        and protected.count(
            "n", branch=quantity.branch, organisation=quantity.organisation, period=quantity.period
        ).value
        is None
    }
    told = claims(protected, sums)
    assert solved_by_algebra(told, hidden) | solved_by_bounds(told, hidden) == set()


@settings(max_examples=40)
@given(_CELLS, st.randoms(use_true_random=False))
def test_the_same_counts_are_always_protected_in_the_same_way(cells: list[Cell], chance: random.Random) -> None:
    shuffled = list(cells)
    chance.shuffle(shuffled)
    assert protect(shuffled) == protect(cells)


def test_the_attacker_is_no_straw_man() -> None:
    """Publishing every count of 3 or more and hiding the rest falls at once, to both weapons."""
    cells = [cell(ORGANISATIONS[0], "2021-05", "K", "met", 9), cell(ORGANISATIONS[1], "2021-05", "K", "met", 1)]
    protected = protect(cells)
    sums = parts(protected, places(protected, cells))
    total = sums[Quantity("met", "K", ALL, "2021-05")]
    large = sums[Quantity("met", "K", ORGANISATIONS[0], "2021-05")]
    secret = Quantity("met", "K", ORGANISATIONS[1], "2021-05")
    naive = [(total, 10, 10), (large, 9, 9)]
    assert solved_by_algebra(naive, {secret: sums[secret]}) == {secret}
    assert solved_by_bounds(naive, {secret: sums[secret]}) == {secret}


def test_a_month_without_patients_is_not_told_from_one_with_two() -> None:
    shown = []
    for cells in ([], [cell(ORGANISATIONS[0], "2021-04", "K", "met", 2)]):
        around = [cell(ORGANISATIONS[0], month, "K", "met", 20) for month in ("2021-03", "2021-05")]
        protected = protect([*around, *cells])
        shown.append(protected.figure(period="2021-04").n.value)
        assert protected.months == ("2021-03", "2021-04", "2021-05")
    assert shown == [None, None]


def test_a_high_share_is_shown_as_a_bound_that_does_not_depend_on_the_true_share() -> None:
    for missed in (0, 1, 2):
        others = [(o, m) for o in ORGANISATIONS for m in FULL if (o, m) != ("310000001", "2021-05")]
        cells = [cell(o, m, "K", state, n) for o, m in others for state, n in (("met", 30), ("late", 10))]
        cells += [cell("310000001", "2021-05", "K", "met", 40 - missed)]
        cells += [cell("310000001", "2021-05", "K", "late", missed)] if missed else []
        figure = protect(cells).figure(organisation="310000001", period="2021-05")
        assert (figure.n.value, figure.share.low, figure.share.high) == (40, 0.95, 1.0)


@pytest.mark.parametrize(("met", "late"), [(3, 0), (2, 1), (1, 2), (0, 3), (4, 0), (3, 1), (2, 2), (0, 4)])
def test_of_three_or_four_nothing_is_said_about_the_share(met: int, late: int) -> None:
    cells = [cell(ORGANISATIONS[0], "2021-05", "K", state, n) for state, n in (("met", met), ("late", late)) if n]
    assert protect(cells).figure().share.low is None


def test_large_counts_are_shown_as_they_are() -> None:
    cells = [cell(o, m, "K", state, 30) for o in ORGANISATIONS for m in FULL for state in ("met", "late")]
    protected = protect(cells)
    assert protected.figure().n.value == 30 * 2 * 3 * 4
    assert protected.figure(organisation=ORGANISATIONS[0], period="2021-03").share.exact == 0.5
    assert protected.figure(period=release_period("2.0.0")).n.value == 30 * 2 * 3 * 3


def test_a_few_who_wait_without_a_known_treatment_do_not_hide_the_totals() -> None:
    cells = [cell(o, m, "K", state, 30) for o in ORGANISATIONS for m in FULL for state in ("met", "late")]
    cells += [cell(o, m, "M", state, 9) for o in ORGANISATIONS for m in FULL for state in ("met", "late")]
    waiting = [cell(ORGANISATIONS[0], "2021-06", "", "overdue", 2), cell(ORGANISATIONS[1], "2021-05", "", "overdue", 2)]
    figure = protect([*cells, *waiting]).figure()
    assert (figure.n.value, figure.share.exact) == (940, 468 / 940)


def test_nothing_at_all_is_nothing_to_show() -> None:
    assert protect([]).figure().n.value is None


def test_two_years_of_three_hospitals_and_three_branches_take_no_longer_than_a_visitor_waits() -> None:
    chance = random.Random(7)
    months = [f"{2020 + (4 + m) // 12}-{(4 + m) % 12 + 1:02d}" for m in range(24)]
    cells = [
        cell(o, month, chance.choices("KMS", [70, 25, 5])[0], chance.choices(["met", "late"], [78, 22])[0], 1)
        for o in ORGANISATIONS
        for month in months
        for _ in range(28)
    ]
    begun = time.process_time()
    protected = protect(cells)
    assert time.process_time() - begun < 3
    assert sum(protected.figure(period=month).share.exact is not None for month in months) >= 18
