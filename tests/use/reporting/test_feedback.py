"""Rule by rule: what the registry would say of whole courses, and what it would not. A number is the event's place."""

from __future__ import annotations

from datetime import date

import pytest

from normverk.base.rules import REGISTRY
from normverk.use.reporting.npr import Person
from normverk.use.reporting.npr.check import judge_code
from normverk.use.reporting.npr.feedback import FEEDBACK
from normverk.use.reporting.rules.age import eighteenth_birthday
from tests.use.reporting.events import ADULT, events, said, summary, voided

GOOD = "A01A 2021-06-01, A01S 2021-06-05, A01CK 2021-06-12, A01FK 2021-06-20"
MENTAL = "D11A 2021-01-01, D11M 2021-01-10, D11CK 2021-02-01, D11F 2021-02-02, D11E 2021-03-01, D11XG 2021-06-01"

SCENARIOS = [
    # Each line: the feedback it is about, the course, what is said. Own cases, after the texts of list 9329.
    ("none", GOOD, {}),
    ("none", MENTAL, {}),
    ("none", "C01A 2021-01-01, C01S 2021-01-03, C01CU 2021-01-09", {}),
    ("none", "B01A 2021-01-01, B01S 2021-01-03, B01CU 2021-01-09, B01FM 2021-01-12", {}),
    ("101", "A01A 2021-01-01, A01B 2021-01-02", {"2": "101"}),
    ("101", "C01A 2021-01-01, C01FK 2021-01-02, C01CM 2021-01-03", {"2": "101", "3": "101"}),
    ("101", "A31A 2021-01-01", {"1": "101"}),
    ("101", "B01A 2021-01-01, B01S 2021-01-03, B01CD 2021-01-05", {"3": "101?"}),
    ("102", "A01A 2021-01-01, A01A 2021-01-02, A01S 2021-01-05", {"2": "102"}),
    ("102", "A01A 2021-01-01, A01A 2021-01-01", {"2": "102"}),
    ("102", "A01A 2021-01-01, A01AA 2021-01-02", {}),
    ("102", "A01A 2021-01-01 vest, A01O 2021-01-03 vest, A01A 2021-01-04 midt, A01S 2021-01-05 midt", {}),
    ("102", "A01A 2021-01-01 vest, A01O 2021-01-03 vest, A01A 2021-01-04 midt, A01A 2021-01-06 midt", {"4": "102"}),
    ("102", "A01A 2021-01-01 vest, A01O 2021-01-03 vest, A01A 2021-01-04 midt, A01A 2021-01-09 vest", {}),
    ("102", "A01A 2021-01-01, A01S 2021-01-02, A01CI 2021-01-03, A01A 2021-05-01", {}),
    ("103", "B01A 2015-08-31, B01S 2015-09-01", {"1": "103"}),
    ("104", "C01A 2015-04-30, C01S 2015-05-01", {"1": "104"}),
    ("115", "A01A 2014-12-31, A01S 2015-01-01", {"1": "115"}),
    ("115", "A06A 2015-04-30, A06S 2015-05-01", {"1": "115"}),
    ("105", "A01S 2021-01-02, A01CK 2021-01-05, A01FK 2021-01-09", {"1": "105", "2": "105", "3": "105"}),
    ("105", "A01A -, A01S 2021-01-02", {"1": "107", "2": "105?"}),
    ("105", "A01S 2021-01-02 vest, A01A 2021-01-01 midt", {}),
    ("106", "A01S 2021-01-02, A01A 2021-01-05, A01CK 2021-01-07", {"1": "106"}),
    ("106", "A01S 2021-01-02T08:00:00+01:00, A01A 2021-01-02T15:00:00+01:00", {}),
    ("107", "A01A 2021-01-01, A01S -", {"2": "107"}),
    ("107", "D11A -", {"1": "107"}),
    ("108", "A01A 2021-01-01, A01CK 2021-01-05", {"2": "108"}),
    ("108", "A01A 2021-01-01, A01CA 2021-01-05", {}),
    ("108", "A01A 2021-01-01, A01S 2021-01-05, A01CK 2021-01-05", {}),
    ("108", "A01A 2021-01-01 vest, A01S 2021-01-05 vest, A01A 2021-01-06 midt, A01CK 2021-01-08 midt", {}),
    ("108", "A01A 2021-01-01, A01S -, A01CK 2021-01-05", {"2": "107", "3": "108?"}),
    ("109", "A01A 2021-01-01, A01FK 2021-01-05", {"2": "109"}),
    ("109", "B01A 2021-01-01, B01FM 2021-01-05", {"2": "109"}),
    ("109", "A01A 2021-01-01, A01S -, A01FK 2021-01-05", {"2": "107", "3": "109? 110?"}),
    ("110", "A01A 2021-01-01, A01S 2021-01-02, A01FK 2021-01-05", {"3": "110"}),
    ("110", "A01A 2021-01-01, A01S 2021-01-02, A01CK -, A01FK 2021-01-05", {"2": "111?", "3": "107", "4": "110?"}),
    ("111", "A01A 2021-01-01, A01CK 2021-01-03, A01S 2021-01-05", {"2": "108", "3": "111"}),
    ("111", "A01A 2021-01-01, A01S 2021-01-03, A01CK 2021-01-03", {}),
    ("112", "A01A 2021-01-01, A01S 2021-01-02, A01CM 2021-01-03, A01FK 2021-01-05", {"4": "112"}),
    ("112", GOOD, {}),
    ("112", "C01A 2021-01-01, C01S 2021-01-02, C01CK 2021-01-03, C01X 2021-01-05", {"4": "112"}),
    ("112", "B01A 2021-01-01, B01S 2021-01-02, B01CK 2021-01-03, B01FK 2021-01-05", {"4": "112?"}),
    ("112", "A01A 2021-01-01, A01S 2021-01-02, A01CI 2021-01-03, A01CK 2021-01-05, A01X 2021-01-06", {"4": "112", "5": "112"}),
    ("113", GOOD + ", A01FM 2021-07-01", {"5": "113"}),
    ("113", GOOD + ", A01FK 2021-07-01, A01X 2021-07-02, A01O 2021-07-03", {"5": "113", "6": "113", "7": "113"}),
    ("113", GOOD + ", A01A 2022-07-01, A01S 2022-07-03", {}),
    ("114", "A01A 2021-01-01, A01X 2021-01-03, A01S 2021-01-05", {"3": "114"}),
    ("114", "A01A 2021-01-01, A01S 2021-01-03, A01X 2021-01-03", {}),
    ("118", "B01A 2021-01-01, B01CU 2021-01-05", {"2": "118"}),
    ("118", "B01A 2021-01-01, B01CK 2021-01-05", {"2": "118"}),
    ("118", "B01A 2021-01-01, B01CA 2021-01-05", {}),
    ("119", "C01A 2021-01-01, C01CA 2021-01-05", {"2": "119"}),
    ("119", "C01A 2021-01-01, C01CI 2021-01-05", {}),
    ("120", "A05A 2021-04-20, A05S 2021-04-30, A05CK 2021-05-01", {"3": "120"}),
    ("120", "A03A 2021-05-02", {"1": "120"}),
    ("120", "A04A 2021-05-02", {}),
    ("201", "D11A 2021-01-01, D11Q 2021-01-02, D02M 2021-01-03", {"2": "201", "3": "201"}),
    ("201", "D01A 2021-01-01, D01L 2021-01-02", {"2": "201?"}),
    ("208", "D11A 2021-01-01, D11CK 2021-01-20", {"2": "208"}),
    ("208", "D11A 2021-01-01, D11M 2021-01-20, D11CK 2021-01-20", {}),
    ("211", "D11A 2021-01-01, D11M 2021-01-02, D11CK 2021-01-20, D11M 2021-01-21", {"4": "211"}),
    ("221", "D11A 2021-01-01, D11M 2021-01-02, D11E 2021-01-20", {"3": "221"}),
    ("222", "D11A 2021-01-01, D11M 2021-01-02, D11F 2021-01-20", {"3": "222"}),
    ("223", "D06A 2021-01-01, D06M 2021-01-02, D06CP 2021-01-20, D06P 2021-01-21", {"4": "223"}),
    ("223", "D06P 2020-11-01, D06A 2021-01-01, D06M 2021-01-02, D06CP 2021-01-20", {}),
    ("224", "D11A 2021-01-01, D11M 2021-01-02, D06A 2021-02-01", {"3": "224"}),
    ("224", "D11A 2021-01-01, D11XN 2021-02-01, D06A 2021-02-01", {}),
    ("224", "A01A 2021-01-01, D06A 2021-02-01", {}),
    ("224", "D06A 2021-02-01, D11A 2021-02-01", {"2": "224"}),
    ("225", MENTAL + ", D11E 2021-07-01", {"7": "225"}),
    ("225", MENTAL + ", D11A 2021-07-01, D11M 2021-07-05", {}),
    ("225", MENTAL + ", D11XA 2021-07-01", {"7": "225"}),
]  # fmt: skip


@pytest.mark.parametrize(("about", "written", "expected"), SCENARIOS, ids=[f"{a}: {w}" for a, w, _ in SCENARIOS])
def test_what_is_said_of_a_course(about: str, written: str, expected: dict[str, str]) -> None:
    assert said(written) == expected


@pytest.mark.parametrize(
    ("code", "born", "expected"),
    [
        ("A30A", date(2003, 2, 28), {"1": "116"}),
        ("A30A", date(2003, 3, 1), {}),
        ("A30A", date(2010, 1, 1), {}),
        ("A30A", None, {"1": "116?"}),
        ("A01A", date(2003, 3, 2), {"1": "117"}),
        ("A01A", date(2003, 3, 1), {}),
        ("C01AA", date(2010, 1, 1), {"1": "117"}),
        ("A01A", None, {"1": "117?"}),
        ("D12A", date(2003, 2, 28), {"1": "216"}),
        ("D12A", date(2003, 3, 2), {}),
        ("D12A", None, {"1": "216?"}),
        ("D11A", None, {}),
    ],
)
def test_age_is_that_on_the_day_of_the_start(code: str, born: date | None, expected: dict[str, str]) -> None:
    assert said(f"{code} 2021-03-01", Person(born, identified=True)) == expected


def test_who_turns_18_under_way_is_not_held_against_anybody() -> None:
    turning = Person(date(2003, 3, 10), identified=True)
    assert said("A30A 2021-03-01, A30S 2021-03-12, A30CK 2021-03-20, A30FM 2021-03-22", turning) == {}


def test_the_first_code_registers_when_there_is_no_start() -> None:
    child = Person(date(2010, 1, 1), identified=True)
    assert said("A01S 2021-03-01, A01CK 2021-03-02", child) == {"1": "105 117", "2": "105"}


def test_each_hospital_that_registers_the_patient_is_told_of_the_age() -> None:
    child = Person(date(2010, 1, 1), identified=True)
    assert said("A01A 2021-03-01 vest, A01O 2021-03-02 vest, A01A 2021-03-03 midt", child) == {"1": "117", "3": "117"}


def test_somebody_born_on_a_leap_day_turns_18_on_the_first_of_march() -> None:
    assert eighteenth_birthday(date(2004, 2, 29)) == date(2022, 3, 1)
    assert eighteenth_birthday(date(2004, 2, 28)) == date(2022, 2, 28)


@pytest.mark.parametrize(("identified", "expected"), [(True, {}), (False, {"1": "100"}), (None, {"1": "100?"})])
def test_identity(identified: bool | None, expected: dict[str, str]) -> None:
    assert said("A04A 2021-01-01", Person(date(1950, 1, 1), identified)) == expected


def test_every_feedback_code_is_given_in_some_course_and_left_out_of_another() -> None:
    given = {code for _, written, _ in SCENARIOS for codes in said(written).values() for code in codes.split()}
    given |= {"100", "116", "117", "216"}  # the tests above
    assert {code for code in given if not code.endswith("?")} == set(FEEDBACK)
    assert said(GOOD) == said(MENTAL) == {}


def test_a_voided_registration_never_was() -> None:
    held = events("A01A 2021-01-01, A01A 2021-01-02, A01S 2021-01-05")
    assert summary(held) == {"2": "102"}
    assert summary([*held, voided(held[1])]) == {}
    assert summary([*held, voided(held[0])]) == {}


def test_rules_say_the_same_as_the_check() -> None:
    """The rule's own answer and the fast way agree, for every example of every rule."""
    examples = [
        one for code in FEEDBACK for one in (*REGISTRY[f"npr.{code}"].obeying, *REGISTRY[f"npr.{code}"].breaking)
    ]
    for facts in examples:
        given, unknown = judge_code(facts)
        for code in FEEDBACK:
            outcome = str(REGISTRY[f"npr.{code}"].check(facts).outcome)
            expected = "not-met" if code in given else "cannot-tell" if code in unknown else "met"
            untimed = facts.day is None and FEEDBACK[code].needs_day
            assert outcome == expected or untimed, (code, facts)


def test_an_adult_with_a_number_is_the_person_of_these_tests() -> None:
    assert said(GOOD, ADULT) == {}
