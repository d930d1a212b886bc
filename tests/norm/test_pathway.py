"""A pathway answers what a code reaches, what a clock is, and on which days it is in force."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from normverk.norm.pathway import PathwayDefinition
from tests.norm.basic_strategies import days
from tests.norm.examples import breast
from tests.norm.pathway_strategies import pathway_definitions


@given(pathway_definitions())
def test_a_code_reaches_a_milestone_that_has_it(definition: PathwayDefinition) -> None:
    for milestone in definition.milestones:
        for code in milestone.codes:
            reached = definition.milestone_of(code.code)
            assert reached is not None
            assert code.code in {known.code for known in reached.codes}


def test_a_code_of_another_pathway_reaches_nothing() -> None:
    assert breast().milestone_of("A18A") is None


def test_a_clock_is_found_by_its_id() -> None:
    assert breast().clock("OF4").parts == ("OF1", "OF2", "OF3")
    with pytest.raises(KeyError, match="pathway brystkreft has no clock OF9"):
        breast().clock("OF9")


@given(days, st.integers(0, 400), days)
def test_both_ends_of_the_validity_are_in_force(start: date, length: int, day: date) -> None:
    end = start + timedelta(days=length)
    closed = replace(breast(), valid_from=start, valid_to=end)
    assert closed.in_force_on(day) == (start <= day <= end)
    assert replace(closed, valid_to=None).in_force_on(day) == (start <= day)


def test_two_editions_after_one_another_leave_no_day_between() -> None:
    old = replace(breast(), valid_to=date(2021, 4, 30))
    new = replace(breast(), valid_from=date(2021, 5, 1))
    around = [date(2021, 4, 29) + timedelta(days=number) for number in range(4)]
    assert [(old.in_force_on(day), new.in_force_on(day)) for day in around] == [(True, False)] * 2 + [(False, True)] * 2
