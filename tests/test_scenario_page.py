"""docs/scenarios.md holds every scenario of the tests in words, each with its source or the word «own»."""

from __future__ import annotations

from tests.scenario_page import PAGE, happened, page, said, tables


def test_the_page_is_as_the_tests_make_it() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "write it anew: python -m tests.scenario_page"


def test_there_are_at_least_120_scenarios_each_with_its_source() -> None:
    rows = [(heading, head, row) for heading, (head, rows) in tables().items() for row in rows]
    assert len(rows) >= 120
    assert [row for _, head, row in rows if len(row) != len(head) or head[-1] != "source" or not all(row)] == []
    assert len({(heading, row[:3]) for heading, _, row in rows}) == len(rows)


def test_a_course_and_a_verdict_are_said_in_words() -> None:
    assert happened("A 2021-06-01, O 2021-06-08 @midt, CK 2021-06-20 :drugs") == (
        "referral 2021-06-01, transfer 2021-06-08 (at midt), decision 2021-06-20 (planned drugs)"
    )
    assert said(["2 OF1 - late 10/7 -"]) == "*2 OF1*: met too late, 10 of 7"
    assert said(["2 minutes indeterminate 4/- no-limit-for-branch"], clocks=False) == (
        "*2 minutes*: cannot be decided, 4 passed (the norm states no limit for this treatment)"
    )
    assert said(["- nullified -/- struck-out:A01L"], clocks=False).endswith("struck out after a delay (A01L))")
