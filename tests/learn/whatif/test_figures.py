"""What may be told of a trial: true, coarse, and nothing from which a count under three could be had."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normverk.learn.alternatives import Quantity
from normverk.learn.comparison import difference
from normverk.learn.histogram import Cell
from normverk.learn.suppression import ALL, Protected, Share, protect
from normverk.learn.whatif.answer import Answer, Move, Standing
from normverk.learn.whatif.figures import LEAST, Line, Told, coarse, pair_cells, told
from normverk.publish.trials import Trial
from tests.learn.attacker import Claim, Position, claims, parts, solved_by_algebra, solved_by_bounds, whole_numbers
from tests.learn.test_suppression import counts
from tests.learn.whatif.making import MIDT, NORD, VEST, answer_of, trial, with_limit

ASKED = trial(with_limit("OF2", 10))
HOSPITALS = (VEST, MIDT, NORD)
STATES: tuple[Standing, ...] = ("met", "late", "overdue", "running", "indeterminate", "not-applicable", "absent")
Moves = list[tuple[str, Standing, Standing, int]]

_MOVE = st.tuples(
    st.sampled_from(HOSPITALS), st.sampled_from(STATES), st.sampled_from(STATES), st.integers(1, 90)
).filter(lambda move: move[1:3] != ("absent", "absent"))
_MOVES = st.lists(_MOVE, min_size=1, max_size=20)
_STRICTER = st.lists(
    st.tuples(
        st.sampled_from(HOSPITALS),
        st.sampled_from([("met", "met"), ("met", "late"), ("late", "late"), ("overdue", "overdue")]),
        st.integers(1, 90),
    ).map(lambda one: (one[0], *one[1], one[2])),
    min_size=1,
    max_size=12,
)
"""A stricter limit: everybody knows that nobody can come inside it who was outside."""


def of_clock(moves: Moves) -> Told:
    """What is told of the clock that these moves are of."""
    return next(one for one in told(ASKED, [answer_of(ASKED, moves)]) if one.clock == "OF2")


def lines(moves: Moves) -> dict[str, Line]:
    """The told lines by hospital."""
    return {line.organisation: line for line in of_clock(moves).lines}


def pair(moves: Moves, *, is_new: bool = False) -> tuple[list[Cell], Protected]:
    """The table that is protected, and its protection."""
    cells = pair_cells([Move("OF2", o, "2021-06", w, d, n) for o, w, d, n in moves], ASKED, is_new=is_new)
    return cells, protect(cells)


def sums_of(table: Protected) -> dict[Quantity, frozenset[Position]]:
    """Every sum of the pair table: who kept today's limit stands as a branch, so those who changed sides are sums too."""
    return parts(table, {place for place, _ in table.counts})


def all_claims(table: Protected, sums: dict[Quantity, frozenset[Position]]) -> list[Claim]:
    """What the table allows to be told exactly, today's share among it: more than a trial tells."""
    found = claims(table, sums)
    for organisation in (ALL, *table.organisations):
        n = table.count("n", organisation=organisation).value
        kept, missed = (Quantity("n", branch, organisation, ALL) for branch in ("met", "missed"))
        if n is None or kept not in sums:
            continue
        share = table.share_of(n, kept, missed)
        if share.low is not None and share.high is not None:
            found.append((sums[kept], *whole_numbers(share.low, share.high, n)))
    return found


def small(
    table: Protected, sums: dict[Quantity, frozenset[Position]], cells: list[Cell]
) -> dict[Quantity, frozenset[Position]]:
    """The sums under three, with the cells they are made of."""
    true = counts(cells)
    return {quantity: where for quantity, where in sums.items() if sum(true[one] for one in where) < 3}


@settings(max_examples=60, deadline=None)
@given(_MOVES | _STRICTER)
def test_an_attacker_cannot_solve_for_who_changed_sides_nor_any_other_count_under_three(moves: Moves) -> None:
    cells, table = pair(moves)
    sums = sums_of(table)
    known = all_claims(table, sums)
    wanted = small(table, sums, cells)
    assert solved_by_algebra(known, wanted) == set()
    assert solved_by_bounds(known, wanted) == set()


@settings(max_examples=60, deadline=None)
@given(_MOVES | _STRICTER)
def test_every_count_under_three_has_another_table_that_fits_both_norms_figures(moves: Moves) -> None:
    cells, table = pair(moves)
    sums = sums_of(table)
    known = all_claims(table, sums)
    true = counts(cells)
    moved: set[Quantity] = set()
    for change in table.alternatives:
        other = {where: true[where] + change.get(where, 0) for where in {*true, *change}}
        assert min(other.values()) >= 0
        for positions, low, high in known:
            assert low <= sum(other.get(where, 0) for where in positions) <= high
        moved |= {q for q, where in sums.items() if sum(change.get(one, 0) for one in where)}
    assert set(small(table, sums, cells)) <= moved


def told_claims(found: dict[str, Line], sums: dict[Quantity, frozenset[Position]]) -> list[Claim]:
    """What a reader of the page knows: numbers in tens, shares to half a step, and where fewer than three changed sides."""
    known: list[Claim] = []
    for organisation, line in found.items():
        if line.n is None:
            continue
        whole = sums[Quantity("n", ALL, organisation, ALL)]
        known.append((whole, line.n, line.n + 9))
        for share, wanted in (
            (line.in_force, Quantity("n", "met", organisation, ALL)),
            (line.draft, Quantity("met", ALL, organisation, ALL)),
        ):
            if share.low is None or share.high is None or wanted not in sums:
                continue
            slack = 0.5 / _steps(line.n) if share.exact is not None else 0.0
            low, high = (share.low - slack) * line.n, (share.high + slack) * (line.n + 9)
            known.append((sums[wanted], max(0, int(low) - (3 if line.change == "few" else 0)), int(high) + 3))
    return known


def _steps(n: int) -> int:
    return next(steps for least, steps in ((500, 100), (250, 50), (100, 20), (50, 10)) if n >= least)


@settings(max_examples=60, deadline=None)
@given(_STRICTER)
def test_whoever_knows_that_nobody_can_come_inside_a_stricter_limit_finds_nothing_on_the_page(moves: Moves) -> None:
    cells, table = pair(moves)
    sums = sums_of(table)
    known = told_claims(lines(moves), sums)
    nobody = Quantity("met", "missed", ALL, ALL)
    if nobody in sums:
        known.append((sums[nobody], 0, 0))
    wanted = {q: where for q, where in small(table, sums, cells).items() if q.kind == "missed" and q.branch == "met"}
    assert solved_by_algebra(known, wanted) == set()
    assert solved_by_bounds(known, wanted) == set()


@settings(max_examples=60, deadline=None)
@given(_MOVES)
def test_what_is_told_is_true(moves: Moves) -> None:
    counted = {"met", "late", "overdue"}
    found = lines(moves)
    # A clock that the norm in force does not have is told of those whom the draft counts alone.
    is_new = all(m[1] == "absent" for m in moves)
    for organisation, line in found.items():
        of = [m for m in moves if organisation in (ALL, m[0])]
        here = [m for m in of if m[2] in counted and (is_new or m[1] in counted)]
        n = sum(m[3] for m in here)
        kept, would = (sum(m[3] for m in here if m[side] == "met") for side in (1, 2))
        if line.n is None:
            continue
        assert line.n <= n < line.n + 10
        half = 0.5 / _steps(n)
        for share, number in ((line.in_force, kept), (line.draft, would)):
            if share.low is None or share.high is None:
                continue
            slack = (half if share.exact is not None else 0) + (3 / n if line.change == "few" else 0)
            assert share.low - slack - 1e-9 <= number / n <= share.high + slack + 1e-9


@settings(max_examples=40, deadline=None)
@given(_MOVES, st.randoms(use_true_random=False))
def test_the_same_answers_in_any_order_tell_the_same(moves: Moves, chance: random.Random) -> None:
    shuffled = list(moves)
    chance.shuffle(shuffled)
    assert of_clock(shuffled) == of_clock(moves)


def test_of_fewer_than_fifty_nothing_is_told() -> None:
    for n in (10, LEAST - 1):
        line = lines([(VEST, "met", "met", n // 2), (VEST, "late", "met", n - n // 2)])[VEST]
        assert (line.n, line.in_force.low, line.draft.low, line.change) == (None, None, None, "hidden")
        assert line.days_draft.median is None


def test_shares_counted_by_hand_are_told_to_a_step_with_their_difference() -> None:
    # 200 courses: 120 kept today's limit, 30 of them would not have kept the draft's. Steps of one twentieth.
    line = lines([(VEST, "met", "met", 90), (VEST, "met", "late", 30), (VEST, "late", "late", 80)])[VEST]
    assert (line.n, line.in_force.exact, line.draft.exact, line.change) == (200, 0.6, 0.45, "told")
    assert line.difference == difference((120, 200), (90, 200))
    assert line.days_in_force.median == 10


@pytest.mark.parametrize("changed", [0, 1, 2])
def test_where_fewer_than_three_change_sides_it_is_told_as_where_nobody_does(changed: int) -> None:
    moves: Moves = [(VEST, "met", "met", 80 - changed), (VEST, "late", "late", 40)]
    moves += [(VEST, "met", "late", changed)] if changed else []
    line = lines(moves)[VEST]
    assert (line.change, line.n, line.in_force, line.draft) == ("few", 120, Share(0.65, 0.65), Share(0.65, 0.65))
    assert line.difference is None


def test_one_missing_hospital_cannot_be_had_from_the_total() -> None:
    """Two hospitals tell much, the third too little to be told: the total is in tens, so the third is not its remainder."""
    big: Moves = [
        (org, w, d, 60) for org in (VEST, MIDT) for w, d in (("met", "met"), ("met", "late"), ("late", "late"))
    ]
    for few in (1, 2, 3, 4):
        found = lines([*big, (NORD, "met", "late", few), (NORD, "met", "met", 40)])
        assert found[NORD].n is None
        assert found[ALL].n == 400


def test_a_clock_that_is_new_stands_alone() -> None:
    one = of_clock([(VEST, "absent", "met", 80), (VEST, "absent", "late", 40)])
    line = {line.organisation: line for line in one.lines}[VEST]
    assert one.is_new
    assert (line.in_force, line.draft.exact, line.difference, line.days_in_force.median) == (Share(), 0.65, None, None)


def test_what_cannot_be_determined_is_told_in_tens_and_never_as_broken() -> None:
    one = of_clock([(VEST, "met", "indeterminate", 80), (VEST, "late", "indeterminate", 47)])
    line = {line.organisation: line for line in one.lines}[VEST]
    assert (line.n, line.draft.low, line.undetermined) == (None, None, 120)


def test_courses_that_only_one_norm_counts_are_not_compared() -> None:
    moves: Moves = [(VEST, "met", "met", 60), (VEST, "late", "late", 60), (VEST, "absent", "met", 33)]
    line = lines(moves)[VEST]
    assert (line.n, line.in_force.exact, line.draft.exact, line.only_draft) == (120, 0.5, 0.5, 30)


def test_steps_are_such_that_half_of_one_is_more_than_two_courses() -> None:
    for n in (50, 99, 100, 249, 250, 499, 500, 5000):
        assert n / _steps(n) / 2 > 2
        assert coarse(Share(0.5, 0.5), n) == Share(0.5, 0.5)
    assert coarse(Share(0.62, 0.62), 120) == Share(0.6, 0.6)
    assert coarse(Share(0.97, 1.0), 120) == Share(0.95, 1.0)
    assert coarse(Share(), 120) == Share()


def test_nothing_at_all_is_nothing_to_tell() -> None:
    empty: list[Answer] = []
    asked: Trial = ASKED
    assert [one.lines for one in told(asked, empty)] == [(), (), (), ()]
