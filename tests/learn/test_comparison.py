"""The difference between two shares, against the published examples of its method."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.learn.comparison import difference, wilson


@pytest.mark.parametrize(
    ("first", "second", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_intervals_of_the_paper(first: tuple[int, int], second: tuple[int, int], low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 1998; 17:873-890, table II, method 10: first share minus second."""
    found = difference(second, first)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


@pytest.mark.parametrize(
    ("kept", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_one_share(kept: int, n: int, low: float, high: float) -> None:
    """Newcombe, Statistics in Medicine 1998; 17:857-872, table I, method 3."""
    found = wilson(kept, n)
    assert (round(found[0], 4), round(found[1], 4)) == (low, high)


@given(st.integers(1, 300), st.integers(1, 300), st.data())
def test_the_interval_holds_the_difference_and_turns_with_the_order(n: int, m: int, data: st.DataObject) -> None:
    before, after = (data.draw(st.integers(0, n)), n), (data.draw(st.integers(0, m)), m)
    one, other = difference(before, after), difference(after, before)
    assert -1 <= one.low <= one.value + 1e-12
    assert one.value - 1e-12 <= one.high <= 1
    assert (one.low, one.high) == pytest.approx((-other.high, -other.low))
    assert one.is_clear == other.is_clear
