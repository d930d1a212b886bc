"""Whole courses: what is proposed when several facts come together, and what is registered already."""

from __future__ import annotations

from normverk.norm.derivation import Strength
from normverk.use.proposals.engine import Coded
from tests.use.proposals.facts import (
    BREAST,
    NORD,
    VEST,
    attendance,
    decision,
    fact,
    on,
    proposed,
    referral,
    registered,
    surgery,
    told,
)


def test_a_whole_course_is_proposed_from_its_facts() -> None:
    specimen = fact("specimen", "s1", org="", state="available", started=on(6))
    assert told([referral(), attendance(), specimen, decision(), surgery()]) == [
        "A01A 2022-01-03 high proposed",
        "A01S 2022-01-08 high proposed",
        "#biopsy 2022-01-09 high information",
        "A01CK 2022-01-15 low proposed",
        "A01FK 2022-01-23 high proposed",
    ]


def test_only_the_first_attendance_and_the_first_treatment_count() -> None:
    facts = [referral(), attendance(), attendance("e2", 7), decision(), surgery(), surgery("o2", 40)]
    assert [one.code for one in proposed(facts)] == ["A01A", "A01S", "A01CK", "A01FK"]


def test_the_visit_on_the_referral_is_chosen_before_an_earlier_one_without_a_reason() -> None:
    assert told([referral(), attendance("other", 2, based_on=""), attendance("e1", 5)])[1] == (
        "A01S 2022-01-08 high proposed"
    )


def test_what_is_registered_already_needs_no_click() -> None:
    assert told([referral(), attendance()], [registered("A01A", 0), registered("A01S", 5)]) == [
        "A01A 2022-01-03 high registered",
        "A01S 2022-01-08 high registered",
    ]


def test_a_registered_code_is_never_overruled() -> None:
    assert told([referral(), attendance()], [registered("A01A", 1), registered("A01S", 6)]) == [
        "A01A 2022-01-03 high differs",
        "A01S 2022-01-08 high differs",
    ]


def test_another_registered_treatment_is_told_and_stands() -> None:
    codes = [registered("A01A", 0), registered("A01CK", 12), registered("A01FM", 20)]
    (one,) = proposed([surgery(day=22)], codes) or [None]  # type: ignore[list-item]
    assert one is None or one.standing == "differs"


def test_surgery_without_a_decision_before_it_is_a_question() -> None:
    (start, treatment) = proposed([referral(), surgery()])
    assert start.code == "A01A"
    assert (treatment.code, treatment.strength, treatment.missing) == ("A01FK", Strength.LOW, ("A01CK",))


def test_nothing_is_proposed_of_a_pathway_that_has_not_begun() -> None:
    assert told([attendance(about=BREAST), decision(day=12, about=BREAST)]) == []


def test_each_receiving_hospital_registers_a_start_and_the_sender_the_transfer() -> None:
    moved = fact(
        "referral", "r2", state="active", asked_by=VEST, org=NORD, about=BREAST, authored=on(14), received=on(15),
        categories=("transfer-of-care",), age=60,
    )  # fmt: skip
    found = proposed([referral(), decision(), moved, surgery(org=NORD)])
    assert [(one.code, one.candidate.org) for one in found] == [
        ("A01A", VEST), ("A01CK", VEST), ("A01O", VEST), ("A01A", NORD), ("A01FK", NORD),
    ]  # fmt: skip


def test_a_relapse_after_treatment_begins_anew() -> None:
    facts = [referral(), decision(), surgery(), referral("r2", 200), attendance("e2", 205, based_on="r2")]
    assert [one.code for one in proposed(facts)] == ["A01A", "A01CK", "A01FK", "A01A", "A01S"]


def test_a_start_long_after_a_course_whose_end_was_never_registered_begins_anew() -> None:
    assert [one.standing for one in proposed([referral("r2", 900)], [registered("A01A", 0)])] == ["proposed"]


def test_a_second_referral_to_the_same_hospital_is_no_second_start() -> None:
    assert [one.code for one in proposed([referral(), referral("r2", 4)])] == ["A01A"]


def test_a_refused_fact_leaves_its_place_to_the_next() -> None:
    from normverk.publish.default_rules import rules_for
    from normverk.use.proposals.engine import propose

    facts = [referral(), attendance(), attendance("e2", 9)]
    first = next(one for one in proposed(facts) if one.code == "A01S")
    again = propose(facts, [], rules_for("A01"), refused=frozenset({first.candidate.says}))
    assert [(one.code, one.candidate.fact.source_id) for one in again] == [
        ("A01A", "r1"), ("A01S", "e1"), ("A01S", "e2"),
    ]  # fmt: skip
    moved = [referral(), attendance(day=6), attendance("e2", 9)]
    assert [one.candidate.fact.source_id for one in propose(moved, [], rules_for("A01"), refused=frozenset({first.candidate.says}))] == ["r1", "e1"]  # fmt: skip


def test_the_other_pathway_is_left_alone() -> None:
    lung = referral("r2", 1, about=(Coded("icd-10", "C34.1"),))
    assert [one.code for one in proposed([referral(), lung, attendance()], prefix="A26")] == ["A26A"]
