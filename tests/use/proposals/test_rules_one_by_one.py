"""Every data rule, with a fact that fits and one that just does not."""

from __future__ import annotations

from typing import Any

import pytest

from normverk.norm.derivation import faults
from normverk.publish.default_rules import prefixes, rules_for
from normverk.use.proposals.engine import Coded, RecordFact
from tests.use.proposals.facts import (
    BREAST,
    CHEMOTHERAPY,
    EYE,
    NORD,
    PARACETAMOL,
    RADIOTHERAPY,
    VEST,
    attendance,
    decision,
    fact,
    on,
    proposed,
    referral,
    registered,
    surgery,
)

STARTED = [registered("A01A", 0)]
DECIDED = [*STARTED, registered("A01CK", 12)]
NAMED = (Coded("8480", "A01A"),)


def specimen(**more: Any) -> RecordFact:
    return fact("specimen", "s", **{"org": "", "state": "available", "started": on(8), **more})


def report(category: str, **more: Any) -> RecordFact:
    return fact("report", "t", **{"state": "final", "categories": (category,), "started": on(8), **more})


def appointment(**more: Any) -> RecordFact:
    return fact("appointment", "b", **{"state": "fulfilled", "based_on": "r1", "started": on(5), **more})


def drug(**more: Any) -> RecordFact:
    return fact("medication", "m", **{"state": "completed", "what": CHEMOTHERAPY, "started": on(20), **more})


def beam(**more: Any) -> RecordFact:
    return fact("procedure", "w", **{"state": "completed", "what": RADIOTHERAPY, "started": on(20), **more})


def sent(**more: Any) -> RecordFact:
    base = {"state": "active", "asked_by": VEST, "org": NORD, "about": BREAST, "authored": on(14)}
    return fact("referral", "x", **{**base, **more})


REFERRAL = referral()
MOVES = {"categories": ("transfer-of-care",)}
CASES: list[tuple[str, list[RecordFact], list[RecordFact], list[Any]]] = [
    ("referral-names-pathway", [referral(about=(), what=NAMED)], [referral(about=(), what=NAMED, urgency="N")], []),
    ("referral-received", [referral()], [referral(urgency="0")], []),
    ("referral-received", [referral()], [referral(about=EYE)], []),
    ("referral-received", [referral(age=18)], [referral(age=17)], []),
    ("referral-received", [referral(state="completed")], [referral(state="draft")], []),
    (
        "referral-from-specialist",
        [referral(asked_by_role="contract-specialist")],
        [referral(asked_by_role="contract-specialist", urgency="N")],
        [],
    ),
    (
        "referral-after-transfer",
        [sent(received=on(15), urgency="N", about=EYE)],
        [sent(received=on(15), urgency="N", about=EYE, asked_by="")],
        [*DECIDED, registered("A01O", 14)],
    ),
    ("referral-written", [referral(received=None, authored=on(0))], [referral(received=None, authored=None)], []),
    ("attendance-by-referral", [REFERRAL, attendance()], [REFERRAL, attendance(based_on="r9", about=EYE)], STARTED),
    ("attendance-by-referral", [REFERRAL, attendance()], [REFERRAL, attendance(categories=("VR",))], STARTED),
    ("attendance-by-referral", [REFERRAL, attendance()], [REFERRAL, attendance(state="planned")], STARTED),
    ("appointment-by-referral", [REFERRAL, appointment()], [REFERRAL, appointment(state="noshow")], STARTED),
    (
        "imaging-by-referral",
        [REFERRAL, report("RAD", based_on="r1")],
        [REFERRAL, report("LAB", based_on="r1")],
        STARTED,
    ),
    ("attendance-by-diagnosis", [attendance(based_on="", about=BREAST)], [attendance(based_on="", about=EYE)], STARTED),
    ("attendance-without-reason", [attendance(based_on="")], [attendance(based_on="", about=EYE)], STARTED),
    ("biopsy-specimen", [specimen()], [specimen(state="unsatisfactory")], STARTED),
    ("biopsy-answered", [report("SP")], [report("RAD")], STARTED),
    ("decision-cancer", [decision()], [decision(state="in-progress")], STARTED),
    ("decision-other-cancer", [decision(about=(Coded("icd-10", "C34.1"),))], [decision()], STARTED),
    ("decision-no-disease", [decision(about=(Coded("icd-10", "Z03.1"),))], [decision()], STARTED),
    ("decision-other-disease", [decision(about=(Coded("icd-10", "N60.2"),))], [decision(about=())], STARTED),
    ("surgery", [surgery()], [surgery(what=(Coded("nkpk", "HAA00"),))], DECIDED),
    ("surgery", [surgery()], [surgery(state="not-done")], DECIDED),
    ("drugs", [drug(about=BREAST)], [drug(about=BREAST, what=PARACETAMOL)], DECIDED),
    ("drugs-without-reason", [drug()], [drug(about=EYE)], DECIDED),
    ("radiotherapy", [beam(about=BREAST)], [beam(about=EYE)], DECIDED),
    ("radiotherapy-without-reason", [beam()], [beam(what=(Coded("nkpk", "ZXA00"),))], DECIDED),
    ("transfer-of-care", [sent(**MOVES)], [sent(**MOVES, org=VEST)], STARTED),
    ("referral-to-another-hospital", [sent()], [sent(about=EYE)], STARTED),
    (
        "patient-put-off",
        [appointment(state="cancelled", categories=("pat",), based_on="", authored=on(14))],
        [appointment(state="cancelled", categories=("prov",), based_on="", authored=on(14))],
        DECIDED,
    ),
    ("death", [fact("death", "z", ended=on(9))], [fact("death", "z")], STARTED),
    (
        "episode-ended",
        [fact("episode", "y", state="finished", ended=on(30))],
        [fact("episode", "y", state="active", ended=on(30))],
        STARTED,
    ),
]


@pytest.mark.parametrize(("rule", "fits", "does_not", "codes"), CASES)
def test_a_rule_proposes_from_what_fits_and_from_nothing_else(
    rule: str, fits: list[RecordFact], does_not: list[RecordFact], codes: list[Any]
) -> None:
    def by_rule(facts: list[RecordFact]) -> list[str]:
        return [one.candidate.rule.id for one in proposed(facts, codes)]

    assert f"A01-{rule}" in by_rule(fits)
    assert f"A01-{rule}" not in by_rule(does_not)


def test_the_rules_of_unknown_origin_belong_to_metastases_and_the_diagnostic_pathway() -> None:
    unknown = decision(about=(Coded("icd-10", "C80.9"),))
    for prefix in ("B01", "C01"):
        found = proposed([unknown], [registered(f"{prefix}A", 0)], prefix)
        assert [one.code for one in found] == [f"{prefix}CU"]
    assert [one.code for one in proposed([unknown], STARTED)] == ["A01CM"]


def test_every_rule_has_a_case_here() -> None:
    tried = {f"A01-{rule}" for rule, *_ in CASES} | {"A01-decision-unknown-origin"}
    assert {rule.id for rule in rules_for("A01").rules} <= tried


def test_there_is_a_rule_set_for_each_of_the_28_pathways_and_none_has_a_fault() -> None:
    assert len(prefixes()) == 28
    assert [fault for prefix in prefixes() for fault in faults(rules_for(prefix))] == []


def test_each_rule_says_why_in_three_languages_and_on_which_source() -> None:
    for prefix in prefixes():
        for rule in rules_for(prefix).rules:
            assert rule.why.missing() == ()
            assert rule.source.title
            assert rule.source.basis in {"read", "derived", "own"}


def test_a_child_is_proposed_for_the_childrens_pathway_alone() -> None:
    leukaemia = referral(about=(Coded("icd-10", "C91.0"),), age=7)
    assert [one.code for one in proposed([leukaemia], [], "A30")] == ["A30A"]
    assert proposed([leukaemia], [], "A05") == []
    grown_up = referral(about=(Coded("icd-10", "C91.0"),), age=18)
    assert proposed([grown_up], [], "A30") == []
    assert proposed([referral(about=(Coded("icd-10", "C91.0"),), age=None)], [], "A30") == []
