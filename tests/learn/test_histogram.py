"""A day histogram says exactly what the rows it was made from say."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.learn import histogram
from normverk.learn.histogram import Cell, build, digest, lower_median, lower_quantile, merge, summarise


@dataclass(frozen=True)
class Row:
    """A clock row as an edge gives it."""

    organisation: str = "310000001"
    branch: str = "K"
    period_start: date = date(2021, 5, 3)
    state: str = "met"
    days: int | None = 12
    pathway: str = "brystkreft"
    release: str = "r@2.0.0"
    clock: str = "OF4"
    waited: int | None = None


_STOPPED = st.builds(
    Row,
    organisation=st.sampled_from(["310000001", "310000002"]),
    branch=st.sampled_from(["K", "M"]),
    period_start=st.dates(date(2021, 1, 1), date(2021, 6, 30)),
    state=st.sampled_from(["met", "late"]),
    days=st.integers(0, 60),
)
_RUNNING = st.builds(
    Row, state=st.sampled_from(["running", "due", "overdue", "nullified", "not-applicable", "indeterminate"]),
    days=st.none() | st.integers(0, 60),
)  # fmt: skip
_ROWS = st.lists(_STOPPED | _RUNNING, max_size=60)


@given(_ROWS)
def test_the_median_from_the_histogram_is_the_lower_median_of_the_rows(rows: list[Row]) -> None:
    days = [row.days for row in rows if row.state in {"met", "late"} and row.days is not None]
    assert summarise(build(rows, site="s")).median == (statistics.median_low(days) if days else None)


@given(_ROWS)
def test_every_row_is_counted_once(rows: list[Row]) -> None:
    told = summarise(build(rows, site="s"))
    states = [row.state for row in rows]
    assert (told.met, told.late, told.overdue) == tuple(states.count(state) for state in ("met", "late", "overdue"))
    assert told.running == states.count("running") + states.count("due")
    assert told.not_applicable == states.count("not-applicable") + states.count("nullified")
    assert told.indeterminate == states.count("indeterminate")


@given(_ROWS, _ROWS)
def test_the_sum_of_histograms_is_the_histogram_of_all_rows(some: list[Row], others: list[Row]) -> None:
    assert merge(build(some, site="s"), build(others, site="s")) == build([*some, *others], site="s")


@given(_ROWS, st.randoms(use_true_random=False))
def test_the_digest_does_not_depend_on_the_order(rows: list[Row], chance: object) -> None:
    cells = list(build(rows, site="s"))
    shuffled = list(cells)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert digest(date(2022, 4, 30), shuffled) == digest(date(2022, 4, 30), cells)


def test_the_share_counts_those_still_waiting_past_the_limit() -> None:
    rows = [Row(), Row(), Row(state="late", days=40), Row(state="overdue"), Row(state="running")]
    told = summarise(build(rows, site="s"))
    assert (told.n, told.share) == (4, 0.5)


def test_nothing_counted_gives_no_share() -> None:
    assert summarise([]).share is None


def test_cells_of_two_sites_stay_apart() -> None:
    one, other = build([Row()], site="a"), build([Row()], site="b")
    assert [(cell.site, cell.n) for cell in merge(one, other)] == [("a", 1), ("b", 1)]


def test_a_clock_that_runs_is_counted_with_how_long_it_has_run_and_not_in_the_median() -> None:
    rows = [Row(state="running", days=None, waited=5), Row(state="overdue", days=None, waited=40), Row(days=12)]
    assert sorted((cell.state, cell.days) for cell in build(rows, site="s")) == [
        ("met", 12), ("overdue", 40), ("running", 5)
    ]  # fmt: skip
    assert summarise(build(rows, site="s")).median == 12


def test_a_site_that_does_not_tell_how_long_its_clocks_have_run_is_taken_as_it_is() -> None:
    (cell,) = build([Row(state="running", days=5)], site="s")
    assert cell.days is None


def test_a_stopped_clock_without_days_is_a_fault() -> None:
    with pytest.raises(ValueError, match="OF4 is met but has no days"):
        build([replace(Row(), days=None)], site="s")


@given(st.lists(st.integers(0, 60), min_size=1), st.sampled_from([Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)]))
def test_a_quantile_is_the_first_definition_of_hyndman_and_fan(days: list[int], part: Fraction) -> None:
    ordered = sorted(days)
    assert lower_quantile(Counter(days), part) == ordered[math.ceil(part * len(ordered)) - 1]


@given(_ROWS, _ROWS, _ROWS, st.permutations(range(3)))
def test_deliveries_add_up_in_any_order(a: list[Row], b: list[Row], c: list[Row], order: list[int]) -> None:
    """The roll-up law: the sum of the parts is the whole, however the parts are cut and whichever comes first."""
    parts = [build(rows, site="s") for rows in (a, b, c)]
    whole = build([*a, *b, *c], site="s")
    assert merge(*(parts[number] for number in order)) == whole
    assert merge(merge(parts[0], parts[1]), parts[2]) == merge(parts[0], merge(parts[1], parts[2])) == whole
    assert summarise(merge(*parts)) == summarise(whole)


def test_the_lower_of_two_middle_values_is_the_median() -> None:
    assert lower_median({3: 1, 10: 1}) == 3
    assert lower_median({3: 1, 10: 2}) == 10


@pytest.mark.parametrize(
    ("field", "value"), [("month", "2021-13"), ("n", 0), ("state", "fine"), ("organisation", "12"), ("site", "")]
)
def test_a_cell_that_makes_no_sense_is_not_read(field: str, value: object) -> None:
    plain = msgspec.to_builtins(build([Row()], site="s")[0]) | {field: value}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(plain, Cell)


def test_every_verdict_of_the_design_has_a_state() -> None:
    verdicts = {"running", "due", "overdue", "met", "late", "nullified", "not-applicable", "indeterminate"}
    assert set(histogram._STATE_OF_VERDICT) == verdicts
