"""Days are counted on Norway's calendar, limits run out on the right day, and impossible times are refused."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import Unit, due, elapsed, holidays, is_past, is_working_day, local_date, parse_moment

days = st.dates(date(1950, 1, 1), date(2150, 1, 1))
values = st.integers(0, 60)
whole_days = st.sampled_from([unit for unit in Unit if unit is not Unit.MINUTES])
instants = st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_limit_of_seven_days_started_on_the_third_is_kept_on_the_tenth_and_broken_on_the_eleventh() -> None:
    last = due(date(2024, 1, 3), 7, Unit.CALENDAR_DAYS)
    assert last == date(2024, 1, 10)
    assert [is_past(last, date(2024, 1, day)) for day in (9, 10, 11)] == [False, False, True]


@given(days, values, whole_days)
def test_what_has_passed_on_the_due_day_is_exactly_the_limit(start: date, value: int, unit: Unit) -> None:
    assert elapsed(start, due(start, value, unit), unit) == value


@given(days, values, st.sampled_from((Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)))
def test_the_day_after_the_due_day_is_one_more(start: date, value: int, unit: Unit) -> None:
    last = due(start, value, unit)
    assert isinstance(last, date)
    assert elapsed(start, last + timedelta(days=1), unit) == value + 1


@given(days, days, st.sampled_from((Unit.CALENDAR_DAYS, Unit.WEEKS)))
def test_counting_backwards_is_counting_forwards_with_a_minus(one: date, other: date, unit: Unit) -> None:
    assert elapsed(one, other, unit) == -elapsed(other, one, unit)


@given(days, values, values, whole_days)
def test_a_longer_limit_never_runs_out_sooner(start: date, short: int, more: int, unit: Unit) -> None:
    assert due(start, short, unit) <= due(start, short + more, unit)


@given(instants, values)
def test_minutes_run_between_instants(start: datetime, value: int) -> None:
    last = due(start, value, Unit.MINUTES)
    assert isinstance(last, datetime)
    assert elapsed(start, last, Unit.MINUTES) == value
    assert [is_past(last, last + timedelta(seconds=second)) for second in (-1, 0, 1)] == [False, False, True]


def test_minutes_cannot_be_counted_from_a_date() -> None:
    with pytest.raises(ValueError, match="between two instants"):
        elapsed(date(2024, 1, 3), datetime(2024, 1, 3, tzinfo=UTC), Unit.MINUTES)
    with pytest.raises(ValueError, match="needs an instant"):
        due(date(2024, 1, 3), 30, Unit.MINUTES)


@pytest.mark.parametrize(
    ("start", "value", "unit", "last"),
    [
        ("2024-01-31", 1, Unit.MONTHS, "2024-02-29"),
        ("2023-01-31", 1, Unit.MONTHS, "2023-02-28"),
        ("2023-11-30", 3, Unit.MONTHS, "2024-02-29"),
        ("2024-01-03", 2, Unit.WEEKS, "2024-01-17"),
        ("2024-03-27", 0, Unit.WORKING_DAYS, "2024-04-01"),  # Easter: kept until the last free day
        ("2024-03-27", 1, Unit.WORKING_DAYS, "2024-04-02"),
        ("2024-04-30", 1, Unit.WORKING_DAYS, "2024-05-02"),  # 1 May
        ("2024-01-05", 0, Unit.WORKING_DAYS, "2024-01-07"),  # a Friday: the weekend takes no day
        ("2024-01-06", 1, Unit.WORKING_DAYS, "2024-01-08"),  # a Saturday
    ],
)
def test_limits_end_where_a_calendar_says(start: str, value: int, unit: Unit, last: str) -> None:
    assert due(date.fromisoformat(start), value, unit) == date.fromisoformat(last)


def test_an_instant_lies_on_its_date_in_norway() -> None:
    assert local_date(datetime(2024, 1, 3, 23, 30, tzinfo=UTC)) == date(2024, 1, 4)
    assert local_date(datetime(2024, 7, 3, 22, 30, tzinfo=UTC)) == date(2024, 7, 4)
    assert local_date(datetime(2024, 1, 3, 22, 30, tzinfo=UTC)) == date(2024, 1, 3)
    assert local_date(datetime(2024, 1, 4, 1, 0, tzinfo=timezone(timedelta(hours=5)))) == date(2024, 1, 3)


def test_a_day_with_23_hours_is_one_day() -> None:
    before = datetime(2024, 3, 30, 22, 59, tzinfo=UTC)
    assert elapsed(before, before + timedelta(hours=24), Unit.CALENDAR_DAYS) == 2
    assert elapsed(date(2024, 3, 30), date(2024, 4, 1), Unit.CALENDAR_DAYS) == 2


def test_a_date_and_an_instant_are_compared_by_day() -> None:
    noon = datetime(2024, 1, 10, 12, tzinfo=UTC)
    assert [is_past(date(2024, 1, 10), noon), is_past(date(2024, 1, 9), noon)] == [False, True]
    assert [is_past(noon, date(2024, 1, 10)), is_past(noon, date(2024, 1, 11))] == [False, True]


EASTER = {2015: "04-05", 2019: "04-21", 2021: "04-04", 2024: "03-31", 2025: "04-20", 2035: "03-25", 2038: "04-25"}


@pytest.mark.parametrize("year", EASTER)
def test_the_public_holidays_of_a_year(year: int) -> None:
    easter = date.fromisoformat(f"{year}-{EASTER[year]}")
    movable = {easter + timedelta(days=days) for days in (-3, -2, 0, 1, 39, 49, 50)}
    fixed = {date(year, month, day) for month, day in ((1, 1), (5, 1), (5, 17), (12, 25), (12, 26))}
    assert holidays(year) == movable | fixed


@given(st.integers(1900, 2200))
def test_easter_is_a_sunday_between_two_dates_and_pentecost_follows_after_seven_weeks(year: int) -> None:
    sundays = [day for day in holidays(year) if day.weekday() == 6 and date(year, 3, 22) <= day <= date(year, 4, 25)]
    assert len(sundays) == 1
    assert sundays[0] + timedelta(weeks=7) in holidays(year)


def test_working_days() -> None:
    week = [date(2024, 5, 13) + timedelta(days=number) for number in range(7)]
    assert [is_working_day(day) for day in week] == [True, True, True, True, False, False, False]  # 17 May is a Friday


@given(days | instants)
def test_what_is_written_as_iso_is_read_back(moment: date | datetime) -> None:
    assert parse_moment(moment.isoformat()) == moment


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("2024-02-30", "day"),
        ("2023-02-29", "day"),
        ("2024-13-01", "month"),
        ("20240103", "neither a date"),
        ("2024-W01-1", "neither a date"),
        ("3.1.2024", "neither a date"),
        ("", "neither a date"),
        ("2024-01-03T10:00:00", "without offset; write for instance 2024-01-03T10:00:00+01:00"),
        ("2024-01-03 10:00", "without offset"),
        ("2024-W01-1T10:00+01:00", "neither a date"),
        ("2024-02-30T10:00:00+01:00", "day"),
        ("2024-01-03T25:00:00+01:00", "hour"),
    ],
)
def test_times_that_do_not_exist_are_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=re.escape(reason)):
        parse_moment(text)
