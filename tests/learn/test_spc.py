"""Statistical process control against published results, and its own laws.

R is not at hand where these tests run, so the numbers are those that NHSRplotthedots (MIT, commit 050b07d of September
2025) publishes with its own tests and vignettes. The series itself is R's set.seed(123); rnorm(20), whose values R prints
with eight decimals; that it is the right one shows in the published mean and limits.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.learn.spc import Control, Observation, p_chart, shift_of, trend_of, two_of_three, xmr

NORMAL = (
    -0.56047565, -0.23017749, 1.55870831, 0.07050839, 0.12928774, 1.71506499, 0.46091621, -1.26506123, -0.68685285,
    -0.44566197, 1.22408180, 0.35981383, 0.40077145, 0.11068272, -0.55584113, 1.78691314, 0.49785048, -1.96661716,
    0.70135590, -0.47279141,
)  # fmt: skip
OUTLIER = (*NORMAL[:14], 10.0, *NORMAL[15:])
ALTERNATING = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)


def series(values: tuple[float, ...] | list[float], n: int = 0) -> list[Observation]:
    """Values a month apart."""
    return [Observation(f"{2020 + i // 12}-{i % 12 + 1:02d}", float(v), n) for i, v in enumerate(values)]


def chart(values: tuple[float, ...] | list[float], **more: object) -> Control:
    """The XmR chart where a higher value is better."""
    return xmr(series(values), better="increase", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "screen", "mean", "lower", "upper", "digits", "source"),
    [
        (NORMAL, True, 0.1416238, -3.01138, 3.294627, 5, "_snaps/ptd_spc_standard.md, first"),
        (OUTLIER, True, 0.6694159, -2.383666, 3.722497, 5, "_snaps/ptd_spc_standard.md, second"),
        (OUTLIER, False, 0.6694159, -4.596625, 5.935457, 5, "_snaps/ptd_spc_standard.md, third"),
        (NORMAL[:10], True, 0.0746, -2.60, 2.75, 2, "_snaps/ptd_spc.md, facet 0"),
        (NORMAL[10:], True, 0.209, -3.28, 3.70, 2, "_snaps/ptd_spc.md, facet 1"),
        (ALTERNATING, True, 1.94, -0.72, 4.6, 2, "vignettes/deviations.Rmd, screened"),
        (ALTERNATING, False, 1.94, -3.06, 6.95, 2, "vignettes/deviations.Rmd, as in the Excel tools"),
    ],
)
def test_limits_are_those_that_the_package_publishes(
    values: tuple[float, ...], screen: bool, mean: float, lower: float, upper: float, digits: int, source: str
) -> None:
    point = chart(values, screen=screen).points[0]
    assert (round(point.mean, digits), round(point.lower, digits), round(point.upper, digits)) == (
        round(mean, digits), round(lower, digits), round(upper, digits)
    )  # fmt: skip


def test_a_point_far_outside_is_named_and_the_others_are_not() -> None:
    """The vignette draws one point of special cause, the fifth, and seventeen of common cause."""
    points = chart(ALTERNATING).points
    assert [point.period for point in points if point.rule] == ["2020-05"]
    assert (points[4].rule, points[4].meaning) == ("outside", "improvement")
    assert all(point.rule == "" for point in chart(NORMAL).points)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1] * 6, [0] * 6),
        ([1] * 6 + [-1], [0] * 7),
        ([1] * 8 + [-1], [1] * 8 + [0]),
        ([-1] * 8 + [1], [1] * 8 + [0]),
        ([0] * 9, [0] * 9),
    ],
)
def test_seven_on_one_side_are_a_shift(values: list[int], expected: list[int]) -> None:
    """Cases of test-ptd_calculate_point_type.R; there the seventh marks, here all seven are marked as in its next step."""
    assert shift_of(values) == [bool(one) for one in expected]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] + [-1] * 7 + [0]),
    ],
)
def test_seven_rising_or_falling_are_a_trend(values: list[int], expected: list[int]) -> None:
    """Cases of test-ptd_calculate_point_type.R."""
    assert trend_of(values) == expected


@pytest.mark.parametrize(
    ("close", "sides", "expected"),
    [
        ("101", "+++", "101"),
        ("011", "+++", "011"),
        ("110", "+++", "110"),
        ("0010100", "+++++++", "0010100"),
        ("1001", "++++", "0000"),
        ("10011", "+++++", "00011"),
        ("101", "+-+", "000"),
        ("0011000", "-+-+-+-", "0000000"),
    ],
)
def test_two_of_three_near_a_limit_on_one_side(close: str, sides: str, expected: str) -> None:
    """Cases of test-ptd_calculate_point_type.R, ptd_two_in_three and ptd_part_of_two_in_three."""
    found = two_of_three([one == "1" for one in close], [1 if one == "+" else -1 for one in sides])
    assert found == [one == "1" for one in expected]


def test_two_points_near_opposite_limits_are_common_cause() -> None:
    """The last case of test-ptd_spc_standard.R."""
    points = chart([1, -1] * 7 + [5.5, -5.5]).points
    assert [point.rule for point in points[-2:]] == ["", ""]


@pytest.mark.parametrize(
    ("better", "expected"),
    [
        ("increase", ("fails", "passes", "varies")),
        ("decrease", ("passes", "fails", "varies")),
        ("neutral", ("", "", "")),
    ],
)
def test_assurance_compares_the_target_with_the_limits(better: str, expected: tuple[str, ...]) -> None:
    """Cases of test-ptd_calculate_assurance_type.R: limits 1 to 3, 5 to 7, 1 to 5, target 4."""
    found = []
    for low, high in ((1, 3), (5, 7), (1, 5)):
        middle, far = (low + high) / 2, (high - low) / 2
        move = far / 2.66
        values = [middle - move / 2, middle + move / 2]
        found.append(xmr(series(values), better=better, target=4).assurance)  # type: ignore[arg-type]
    assert tuple(found) == expected


def test_the_p_chart_of_the_wafers() -> None:
    """NIST/SEMATECH e-Handbook of Statistical Methods 6.3.3.2: 30 wafers of 50 chips, limits 0.0524 and 0.4102."""
    faulty = (
        12,
        15,
        8,
        10,
        4,
        7,
        16,
        9,
        14,
        10,
        5,
        6,
        17,
        12,
        22,
        8,
        10,
        5,
        13,
        11,
        20,
        18,
        24,
        15,
        9,
        12,
        7,
        13,
        9,
        6,
    )
    control = p_chart(series([one / 50 for one in faulty], 50), better="decrease")
    first = control.points[0]
    assert (round(first.mean, 4), round(first.lower, 4), round(first.upper, 4)) == (0.2313, 0.0524, 0.4102)
    assert [order + 1 for order, point in enumerate(control.points) if point.rule == "outside"] == [15, 23]
    assert control.points[14].meaning == "concern"


def test_limits_start_anew_at_a_recalculation_step() -> None:
    control = chart([1, 2] * 5 + [11, 12] * 5, restarts=("2020-11",))
    assert {point.mean for point in control.points[:10]} == {1.5}
    assert {point.mean for point in control.points[10:]} == {11.5}
    assert control.points[10].moving is None
    assert any(point.rule for point in chart([1, 2] * 5 + [11, 12] * 5).points)
    assert not any(point.rule for point in control.points)


def test_a_step_in_a_month_that_is_not_shown_cuts_at_the_next() -> None:
    values = [
        Observation("2021-03", 1),
        Observation("2021-04", 2),
        Observation("2021-07", 9),
        Observation("2021-08", 8),
    ]
    assert [round(p.mean, 1) for p in xmr(values, better="increase", restarts=("2021-05",)).points] == [
        1.5,
        1.5,
        8.5,
        8.5,
    ]


def test_nothing_and_one_are_judged_without_fault() -> None:
    assert xmr([], better="increase", target=1).points == ()
    assert xmr([Observation("2021-01", 5.0)], better="increase").points[0].rule == ""


def test_a_share_of_nobody_is_refused_with_its_month() -> None:
    with pytest.raises(ValueError, match="2021-01"):
        p_chart([Observation("2021-01", 0.5)], better="increase")


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40))
def test_turning_a_series_upside_down_turns_the_verdicts(values: list[int]) -> None:
    up, down = chart([float(v) for v in values]).points, chart([-float(v) for v in values]).points
    turned = {"improvement": "concern", "concern": "improvement", "common": "common"}
    assert [point.rule for point in up] == [point.rule for point in down]
    assert [turned[point.meaning] for point in up] == [point.meaning for point in down]


@given(st.lists(st.integers(-50, 50), min_size=1, max_size=40), st.integers(-1000, 1000), st.integers(1, 9))
def test_another_unit_changes_no_verdict(values: list[int], shift: int, scale: int) -> None:
    plain, moved = chart([float(v) for v in values]).points, chart([float(v * scale + shift) for v in values]).points
    assert [(p.rule, p.side) for p in plain] == [(p.rule, p.side) for p in moved]


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(40, 80)), min_size=1, max_size=30))
def test_the_p_chart_has_the_pooled_share_in_the_middle(counts: list[tuple[int, int]]) -> None:
    observed = [Observation(f"{2000 + i}-01", kept / n, n) for i, (kept, n) in enumerate(counts)]
    for point in p_chart(observed, better="increase").points:
        assert math.isclose(point.mean, sum(k for k, _ in counts) / sum(n for _, n in counts), abs_tol=1e-12)
        assert 0 <= point.lower <= point.mean <= point.upper <= 1
