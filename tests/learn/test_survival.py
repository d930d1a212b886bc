"""Kaplan–Meier against a published table, its laws, and what of a curve may be shown."""

from __future__ import annotations

import itertools
import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.learn.survival import AT_RISK_FROM, STEPS, days_until, kaplan_meier, told_curve

COUNTS = st.dictionaries(st.integers(0, 120), st.integers(1, 9), max_size=25)

RELAPSED = Counter((6, 6, 6, 7, 10, 13, 16, 22, 23))
STILL_WELL = Counter((6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35))


def test_the_table_of_the_leukaemia_trial() -> None:
    """Freireich et al. 1963, the 6-MP group in weeks, as printed in textbooks with Greenwood's standard error."""
    steps = kaplan_meier(RELAPSED, STILL_WELL)
    assert [(s.days, s.at_risk, s.stopped, round(s.waiting, 3), round(s.error, 4)) for s in steps] == [
        (6, 21, 3, 0.857, 0.0764),
        (7, 17, 1, 0.807, 0.0869),
        (10, 15, 1, 0.753, 0.0963),
        (13, 12, 1, 0.690, 0.1068),
        (16, 11, 1, 0.627, 0.1141),
        (22, 7, 1, 0.538, 0.1282),
        (23, 6, 1, 0.448, 0.1346),
    ]
    assert days_until(steps, 0.5) == 23
    assert days_until(steps, 0.75) is None


@given(COUNTS)
def test_without_anybody_waiting_it_is_the_plain_share(stopped: dict[int, int]) -> None:
    total = sum(stopped.values())
    for step in kaplan_meier(stopped, {}):
        longer = sum(n for days, n in stopped.items() if days > step.days)
        assert math.isclose(step.waiting, longer / total, abs_tol=1e-9)
        if step.waiting:
            share = longer / total
            assert math.isclose(step.error, math.sqrt(share * (1 - share) / total), abs_tol=1e-9)


@given(COUNTS, COUNTS)
def test_the_curve_falls_and_its_interval_holds_it(stopped: dict[int, int], still: dict[int, int]) -> None:
    steps = kaplan_meier(stopped, still)
    assert all(later.waiting <= earlier.waiting for earlier, later in itertools.pairwise(steps))
    for step in steps:
        assert 0 <= step.waiting <= 1
        if step.low is not None and step.high is not None:
            assert 0 <= step.low <= step.waiting <= step.high <= 1


@given(COUNTS, COUNTS)
def test_the_slow_who_still_wait_never_make_it_look_faster(stopped: dict[int, int], still: dict[int, int]) -> None:
    """A median of the stopped alone is never above that of the curve."""
    alone, together = days_until(kaplan_meier(stopped, {}), 0.5), days_until(kaplan_meier(stopped, still), 0.5)
    assert alone is None or together is None or together >= alone


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        kaplan_meier({3: -1}, {})


@given(COUNTS, COUNTS)
def test_what_is_told_is_coarse_and_true_and_never_of_few(stopped: dict[int, int], still: dict[int, int]) -> None:
    n = sum(stopped.values())
    told, steps = told_curve(stopped, still, n), kaplan_meier(stopped, still)
    assert told == () if n < 50 else True
    rough = 10 if n < 100 else 20 if n < 250 else 50
    for point in told:
        assert sum(c for counts in (stopped, still) for days, c in counts.items() if days > point.days) >= AT_RISK_FROM
        exact = 1 - min([step.waiting for step in steps if step.days <= point.days], default=1.0)
        assert abs(point.moved_on - exact) <= 0.5 / rough + 1e-9
        if point.low is not None and point.high is not None:
            assert point.low <= exact + 1e-9 <= point.high + 2e-9
            assert 0 < point.moved_on < 1


@pytest.mark.parametrize("n", [least for least, _ in STEPS])
def test_a_curve_does_not_tell_none_from_one_or_two(n: int) -> None:
    """Of n, that none, one or two moved on in the first week looks the same."""
    slow = [told_curve({3: few, 30: n - few}, {}, n)[1] for few in (0, 1, 2)]
    assert len({*slow}) == 1
    assert (slow[0].moved_on, slow[0].low) == (0.0, None)


@given(COUNTS, COUNTS)
def test_one_more_who_began_today_and_waits_does_not_show(stopped: dict[int, int], still: dict[int, int]) -> None:
    """So the curve cannot tell how many wait, when they are few."""
    stopped = {days + 1: count for days, count in stopped.items()}
    more = {**still, 0: still.get(0, 0) + 1}
    n = sum(stopped.values())
    assert told_curve(stopped, still, n) == told_curve(stopped, more, n)
