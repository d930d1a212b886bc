"""Clocks that count working days, minutes and months, the last event, and who treats."""

from __future__ import annotations

from datetime import date

from normverk.norm.days import Unit, parse_moment
from normverk.norm.pathway import Attribution, Branch, Clock, Code, Milestone, PathwayDefinition, Pick, Selector
from normverk.use.pathways.engine import Edition, Verdict, evaluate
from tests.use.pathways.breast import EDITIONS, OLD, breast, limit, milestone, text
from tests.use.pathways.events import MIDT, VEST, course


def pathway(*clocks: Clock) -> tuple[Edition, ...]:
    """A small pathway A, S, F with these clocks."""
    definition = PathwayDefinition(
        "small",
        text("Small"),
        "urn:oid:1.2.3",
        date(2020, 1, 1),
        (milestone("A", "A"), milestone("S", "S"), milestone("F", "FK", ends=True)),
        clocks,
    )
    return (Edition("no.example.small#1.0.0", definition),)


def clock(
    value: int, unit: Unit, stop: Selector | None = None, attribute_to: Attribution = Attribution.STARTER
) -> Clock:
    """A clock from A to S with one limit."""
    branch = Branch("", text("all"), (), limit(value, 0, unit))
    return Clock("K", text("K"), Selector("A"), stop or Selector("S"), (branch,), attribute_to=attribute_to)


def only(happened: str, editions: tuple[Edition, ...], as_of: str = "2022-06-30") -> Verdict:
    """The one verdict."""
    (verdict,) = evaluate(course(happened), editions, parse_moment(as_of))
    return verdict


def test_easter_does_not_count_in_working_days() -> None:
    counted = pathway(clock(3, Unit.WORKING_DAYS))
    verdict = only("A 2022-04-12, S 2022-04-20", counted)
    assert (verdict.verdict, verdict.value, verdict.due, verdict.unit) == ("met", 3, date(2022, 4, 20), "working_days")
    assert only("A 2022-04-12, S 2022-04-21", counted).verdict == "late"


def test_minutes_are_counted_across_the_lost_hour() -> None:
    counted = pathway(clock(60, Unit.MINUTES))
    assert only("A 2022-03-27T01:30:00+01:00, S 2022-03-27T03:30:00+02:00", counted).value == 60
    assert only("A 2022-03-27T01:30:00+01:00, S 2022-03-27T03:30:00+02:00", counted).verdict == "met"
    assert only("A 2022-03-27T01:30:00+01:00, S 2022-03-27T03:31:00+02:00", counted).verdict == "late"


def test_minutes_are_counted_across_the_doubled_hour() -> None:
    counted = pathway(clock(60, Unit.MINUTES))
    assert only("A 2021-10-31T02:30:00+02:00, S 2021-10-31T02:30:00+01:00", counted).verdict == "met"
    assert only("A 2021-10-31T02:30:00+02:00, S 2021-10-31T02:31:00+01:00", counted).verdict == "late"


def test_minutes_cannot_be_counted_from_a_date() -> None:
    verdict = only("A 2022-03-27, S 2022-03-27T03:31:00+02:00", pathway(clock(60, Unit.MINUTES)))
    assert (verdict.verdict, verdict.reason, verdict.value) == ("indeterminate", "needs-time-of-day", None)


def test_in_minutes_a_stop_before_the_start_is_a_wrong_order() -> None:
    happened = "A 2022-03-27T12:00:00+02:00, S 2022-03-27T11:00:00+02:00"
    assert only(happened, pathway(clock(60, Unit.MINUTES))).reason == "order-violation"


def test_a_month_from_31_january_ends_on_the_last_of_february() -> None:
    assert only("A 2022-01-31, S 2022-02-28", pathway(clock(1, Unit.MONTHS))).due == date(2022, 2, 28)


def test_the_last_event_counts_when_the_clock_says_so() -> None:
    verdict = only(
        "A 2022-01-03, S 2022-01-05, S 2022-01-15", pathway(clock(7, Unit.CALENDAR_DAYS, Selector("S", Pick.LAST)))
    )
    assert (verdict.verdict, verdict.value) == ("late", 12)


def test_the_treating_hospital_answers_when_the_clock_says_so() -> None:
    happened = "A 2022-01-03, S 2022-01-05 @midt"
    assert only(happened, pathway(clock(7, Unit.CALENDAR_DAYS))).org == VEST
    assert only(happened, pathway(clock(7, Unit.CALENDAR_DAYS, None, Attribution.TREATING))).org == MIDT


def test_a_retired_code_does_not_belong_after_its_last_day() -> None:
    definition = pathway(clock(7, Unit.CALENDAR_DAYS))[0].definition
    stages = (
        definition.milestones[0],
        Milestone("S", text("S"), (Code("A01S", "S", date(2022, 1, 4)),)),
        definition.milestones[2],
    )
    retired = (Edition("no.example.small#1.0.0", PathwayDefinition("small", text("S"), "urn:oid:1.2.3", date(2020, 1, 1), stages, definition.clocks)),)  # fmt: skip
    assert only("A 2022-01-03, S 2022-01-04", retired).verdict == "met"
    assert only("A 2022-01-03, S 2022-01-05", retired).verdict == "overdue"


def test_of_two_releases_with_the_same_dates_the_higher_version_measures() -> None:
    corrected = Edition("no.example.brystkreft#1.10.0", breast(9, date(2015, 1, 1), date(2021, 4, 30)))
    middle = Edition("no.example.brystkreft#1.9.0", breast(8, date(2015, 1, 1), date(2021, 4, 30)))
    verdicts = evaluate(course("A 2021-01-01, S 2021-01-02"), (corrected, *EDITIONS, middle), date(2021, 1, 3))
    assert {held.release for held in verdicts} == {corrected.release}
    assert {held.release for held in evaluate(course("A 2021-01-01"), EDITIONS, date(2021, 1, 3))} == {OLD}


def test_two_pathways_are_measured_side_by_side() -> None:
    both = (*EDITIONS, *pathway(clock(7, Unit.CALENDAR_DAYS)))
    found = evaluate(course("A 2021-06-03, S 2021-06-10"), both, date(2021, 6, 10))
    assert [(held.pathway, held.clock) for held in found] == [
        ("brystkreft", "OF1"), ("brystkreft", "OF2"), ("brystkreft", "OF4"), ("small", "K"),
    ]  # fmt: skip
