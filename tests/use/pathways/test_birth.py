"""The date of birth in an identity number: every century, D-numbers, and test series."""

from __future__ import annotations

import random
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.sim.identity import identity_number
from normverk.use.pathways.birth import born


@given(st.dates(date(1900, 1, 1), date(2039, 12, 31)), st.integers(0, 1000))
def test_a_synthetic_number_holds_the_day_it_was_made_for(day: date, seed: int) -> None:
    assert born(identity_number(random.Random(seed), day)) == day


def number(head: str) -> str:
    """The nine first digits with the two check digits that fit."""
    digits = [int(sign) for sign in head]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        digits.append((11 - sum(a * b for a, b in zip(digits, weights, strict=True)) % 11) % 11)
    assert max(digits) < 10
    return "".join(map(str, digits))


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ("018190000", date(1990, 1, 1)),
        ("418190000", date(1990, 1, 1)),  # a D-number: 40 is added to the day
        ("014190000", date(1990, 1, 1)),  # an older test series: 40 is added to the month
        ("016690002", date(1990, 1, 1)),  # another: 65
        ("018160501", date(1860, 1, 1)),
        ("018145901", date(1945, 1, 1)),
        ("018105901", date(2005, 1, 1)),
        ("018145601", None),  # a series that no century has
        ("298201000", None),  # 29 February 1901
    ],
)
def test_century_series_and_days_that_are_none(head: str, day: date | None) -> None:
    head_found = next(
        (text for step in range(100) for text in [f"{head[:6]}{int(head[6:]) + step:03d}"] if _fits(text)),
        "",
    )
    assert born(number(head_found)) == day


def _fits(head: str) -> bool:
    try:
        number(head)
    except AssertionError:
        return False
    return True


@pytest.mark.parametrize("text", ["", "1", "01819000048", "abcdefghijk", "01810000000"])
def test_what_is_no_identity_number_holds_nothing(text: str) -> None:
    assert born(text) is None
