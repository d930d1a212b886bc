"""Day arithmetic against what others have published: cases of CQL's tests and of the CDSi's date rules, and holidays.

day_facts.tsv holds the facts in our own form, one case a row. `asked` is what is asked (none: the case does not apply here,
and `why` says why not), `answer` what the published case says. Where we answer otherwise on purpose `ours` is our answer
and `why` the reason. Sources: HL7 CQL test cases (cqframework/cql-tests, CqlDateTimeOperatorsTest at 06667083, Apache 2.0)
and the examples of business rules CALCDT-1 to CALCDT-5 in table 3-6 of the CDC's CDSi logic specification.

norwegian_holidays.tsv is what the Python package holidays 0.109 gives for Norway, 2012-2040. When it was written the two
agreed on every day from 1947 to 2099.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pytest

from normverk.norm.days import Unit, due, elapsed, holidays, is_past, is_working_day, parse_moment
from normverk.use.pathways.intake.wire import Misfit, read_time

HERE: Final = Path(__file__).parent
PASSED: Final = {"cql": 61, "cdsi": 8}
"""How many published answers are ours too. The numbers may only grow."""

DIFFERS: Final = {"cql": 3, "cdsi": 2}
"""How many are answered otherwise on purpose. The numbers may only fall."""


def facts() -> list[dict[str, str]]:
    """Every case."""
    with (HERE / "day_facts.tsv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def applying() -> list[dict[str, str]]:
    """The cases that ask something that is asked here."""
    return [fact for fact in facts() if fact["asked"] != "none"]


def answered(fact: dict[str, str]) -> str:
    """What we answer."""
    first = parse_moment(fact["first"])
    if fact["asked"] == "add":
        try:
            return due(first, int(fact["second"]), Unit(fact["unit"])).isoformat()
        except ValueError:
            return "error"
    second = parse_moment(fact["second"])
    if fact["asked"] == "elapsed":
        return str(elapsed(first, second, Unit(fact["unit"])))
    answers = {
        "after": is_past(second, first),
        "before": is_past(first, second),
        "same-or-after": not is_past(first, second),
        "same-or-before": not is_past(second, first),
        "same": not is_past(first, second) and not is_past(second, first),
    }
    return json.dumps(answers[fact["asked"]])


@pytest.mark.parametrize("fact", applying(), ids=lambda fact: fact["case"])
def test_the_answer_is_the_published_one_or_differs_for_a_reason(fact: dict[str, str]) -> None:
    assert answered(fact) == (fact["ours"] or fact["answer"])
    assert bool(fact["ours"]) == bool(fact["why"])
    assert fact["ours"] != fact["answer"]


def test_the_number_of_answers_that_agree_only_grows() -> None:
    agree = Counter(fact["case"].partition(":")[0] for fact in applying() if not fact["ours"])
    differ = Counter(fact["case"].partition(":")[0] for fact in applying() if fact["ours"])
    assert dict(agree) == PASSED
    assert dict(differ) == DIFFERS


def test_every_case_that_does_not_apply_says_why() -> None:
    assert all(fact["why"] for fact in facts() if fact["asked"] == "none")
    assert len({fact["case"] for fact in facts()}) == len(facts())


def published() -> dict[int, frozenset[date]]:
    """The holidays of each year, as published."""
    with (HERE / "norwegian_holidays.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {
        int(row["year"]): frozenset(date.fromisoformat(f"{row['year']}-{day}") for day in row["days"].split())
        for row in rows
    }


def test_the_public_holidays_are_the_published_ones() -> None:
    found = published()
    assert sorted(found) == list(range(2012, 2041))
    for year, days in found.items():
        assert holidays(year) == days, year


def test_working_days_follow_from_the_published_holidays() -> None:
    free = frozenset().union(*published().values())
    day, working = date(2012, 1, 1), 0
    while day < date(2041, 1, 1):
        expected = day.isoweekday() <= 5 and day not in free
        assert is_working_day(day) is expected
        working += expected
        day += timedelta(days=1)
    assert elapsed(date(2011, 12, 31), date(2040, 12, 31), Unit.WORKING_DAYS) == working


@pytest.mark.parametrize("written", ["2021-W01-1", "2021W011", "2020-W53-7", "20210103", "2021-003"])
def test_week_dates_and_ordinal_dates_of_iso_8601_are_told_apart_from_dates(written: str) -> None:
    with pytest.raises(Misfit):
        read_time(written, "time")
    with pytest.raises(ValueError, match="neither"):
        parse_moment(written)


@pytest.mark.parametrize(
    ("monday", "week"),
    [
        ("2020-12-28", "2020-W53-1"),
        ("2021-01-04", "2021-W01-1"),
        ("2024-12-30", "2025-W01-1"),
        ("2026-12-28", "2026-W53-1"),
    ],
)
def test_a_limit_in_weeks_ends_on_the_same_day_of_the_iso_week(monday: str, week: str) -> None:
    start = date.fromisoformat(monday)
    assert date.fromisoformat(week) == start
    ends = due(start, 53, Unit.WEEKS)
    assert isinstance(ends, date)
    assert (ends.isoweekday(), (ends - start).days) == (1, 371)
