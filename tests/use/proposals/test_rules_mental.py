"""The data rules of mental health and substance use, one by one: a fact that fits, and one that just does not."""

from __future__ import annotations

from typing import Any

import pytest

from normverk.cli import main
from normverk.norm.derivation import RuleSet, Strength, faults
from normverk.publish.default_rules import rules_of
from normverk.publish.default_rules_mental import letters_without_rule, prefixes, rules_for
from normverk.sim.pathways.mental import mental_pathways
from normverk.use.proposals.engine import Coded, RecordFact, Registered, propose
from normverk.use.reporting.npr import composed_codes, read_code
from tests.use.proposals.facts import EYE, NORD, VEST, attendance, fact, on, registered

DEPRESSION = (Coded("icd-10", "F32.1"),)
ALCOHOL = (Coded("icd-10", "F10.2"),)
BEGUN = [registered("D11A", 0)]
ATTENDED = [*BEGUN, registered("D11M", 20)]


def referral(id: str = "r1", **fields: Any) -> RecordFact:
    """A referral of a grown-up with a depression, received on the first day."""
    base: dict[str, Any] = {"state": "active", "about": DEPRESSION, "received": on(0), "authored": on(-2), "age": 40}
    return fact("referral", id, **{**base, **fields})


def moved(**fields: Any) -> RecordFact:
    """The responsibility goes from Vest to Nord on day 30."""
    base = {"org": NORD, "asked_by": VEST, "authored": on(30), "received": on(31), "categories": ("transfer-of-care",)}
    return referral("x", **{**base, **fields})


def appointment(**fields: Any) -> RecordFact:
    return fact("appointment", "b", **{"state": "fulfilled", "based_on": "r1", "started": on(20), **fields})


def episode(**fields: Any) -> RecordFact:
    return fact("episode", "p", **{"state": "finished", "ended": on(90), **fields})


def told(
    facts: list[RecordFact], codes: list[Registered] | None = None, rules: RuleSet | None = None
) -> list[tuple[str, str, str]]:
    """Rule, code and day of what is proposed."""
    found = propose(facts, codes or [], rules or rules_for("D11"))
    return [
        (one.candidate.rule.id.partition("-")[2], one.code, str(one.candidate.day))
        for one in found
        if one.standing == "proposed"
    ]


REFERRAL = referral()
CASES: list[tuple[str, str, list[RecordFact], list[RecordFact], list[Registered]]] = [
    ("referral-names-pathway", "D11A", [referral(about=(), what=(Coded("9321", "D11"),))], [referral(about=())], []),
    ("referral-names-pathway", "D11A", [referral(about=(), what=(Coded("9327", "D11A"),))], [referral(about=())], []),
    ("referral-received", "D11A", [REFERRAL], [referral(about=EYE)], []),
    ("referral-received", "D11A", [REFERRAL], [referral(about=ALCOHOL)], []),
    ("referral-received", "D11A", [REFERRAL], [referral(age=17)], []),
    ("referral-received", "D11A", [REFERRAL], [referral(state="revoked")], []),
    ("referral-taken-over", "D11A", [moved()], [moved(asked_by=NORD)], []),
    ("referral-written", "D11A", [referral(received=None)], [REFERRAL], []),
    ("attendance-by-referral", "D11M", [REFERRAL, attendance()], [REFERRAL, attendance(categories=("VR",))], BEGUN),
    ("appointment-by-referral", "D11M", [REFERRAL, appointment()], [REFERRAL, appointment(state="noshow")], BEGUN),
    (
        "attendance-by-diagnosis",
        "D11M",
        [attendance(based_on="", about=DEPRESSION)],
        [attendance(based_on="", about=EYE)],
        BEGUN,
    ),
    ("moved-to-another-hospital", "D11XO", [moved()], [moved(categories=())], BEGUN),
    ("episode-finished", "D11XG", [episode()], [episode(state="cancelled")], ATTENDED),
    ("death", "D11XA", [fact("death", "d", ended=on(40))], [fact("death", "d", ended=on(-40))], BEGUN),
]


@pytest.mark.parametrize(("rule", "code", "fits", "does_not", "codes"), CASES)
def test_a_rule_proposes_from_what_fits_and_from_nothing_else(
    rule: str, code: str, fits: list[RecordFact], does_not: list[RecordFact], codes: list[Registered]
) -> None:
    assert (rule, code) in {one[:2] for one in told(fits, codes)}
    assert rule not in {one[0] for one in told(does_not, codes)}


def test_every_rule_has_a_case_here() -> None:
    assert {rule.id for rule in rules_for("D11").rules} == {f"D11-{case[0]}" for case in CASES}


def test_a_whole_course_from_the_record_alone() -> None:
    """Referral received on day 0, no-show, first attendance on day 20, one more visit, moved to Nord on day 30."""
    facts = [
        REFERRAL,
        appointment(state="noshow", started=on(13)),
        attendance("e1", 20),
        attendance("e2", 27),
        moved(),
    ]
    assert sorted(told(facts), key=lambda one: (one[2], one[1])) == [
        ("referral-received", "D11A", "2022-01-03"),
        ("attendance-by-referral", "D11M", "2022-01-23"),
        ("moved-to-another-hospital", "D11XO", "2022-02-02"),
        ("referral-taken-over", "D11A", "2022-02-03"),
    ]


def test_substance_use_and_children_have_their_own_pathways() -> None:
    grown_up, child, alcohol = REFERRAL, referral(age=12), referral(about=ALCOHOL)
    for one, expected in ((grown_up, {"D11A"}), (child, {"D12A"}), (alcohol, {"D01A"})):
        found = {code for prefix in prefixes() for _, code, _ in told([one], rules=rules_for(prefix))}
        assert found == expected


def test_where_time_starts_with_the_assessment_no_start_is_proposed() -> None:
    started = {}
    for defined in mental_pathways():
        rules = rules_of(defined.definition)
        assert rules is not None
        assert rules.rules == defined.definition.derivations
        started[defined.product, defined.number] = any(
            rule.code.endswith("A") for rule in rules.rules if len(rule.code) == 4
        )
    assert started["psykisk-helsevern-voksne", 2] is True
    assert {edition for edition, has in started.items() if not has} == {
        ("psykisk-helsevern-voksne", 3),
        ("psykisk-helsevern-barn-og-unge", 3),
        ("rusbehandling", 3),
    }


def test_no_rule_is_certain_and_each_says_why_and_where_its_code_was_read() -> None:
    for prefix in prefixes():
        assert faults(rules_for(prefix)) == ()
        for rule in rules_for(prefix).rules:
            assert rule.strength is not Strength.HIGH
            assert rule.code in composed_codes("mental")
            assert rule.why.missing() == ()
            assert "our own reading" in rule.source.note


def test_each_event_of_the_list_has_a_rule_or_a_word_on_why_not() -> None:
    letters = {reading.letter for code in composed_codes("mental") if (reading := read_code(code))}
    ruled = {rule.code[3] for prefix in prefixes() for rule in rules_for(prefix).rules}
    assert letters <= ruled | set(letters_without_rule())
    assert ruled & set(letters_without_rule()) == {
        "X"
    }  # some of its outcomes have a rule, and the word is on the others


def test_the_command_proposes_for_mental_health_too(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    heading = "Pasient;Type;Id;Versjon;Skrevet;Status;Org;Diagnose;Mottatt;Dato"
    line = "p1;Henvisning;1;1;2022-01-04;active;310000019;F32.1;2022-01-03;2022-01-02"
    mapping = """
source = "uttrekk"
[columns]
patient = "Pasient"
kind = "Type"
source_id = "Id"
version = "Versjon"
recorded = "Skrevet"
state = "Status"
org = "Org"
about = "Diagnose"
received = "Mottatt"
authored = "Dato"
[kinds]
Henvisning = "referral"
[systems]
about = "ICD-10"
"""
    (tmp_path / "extract.csv").write_text(f"{heading}\n{line}\n", encoding="utf-8")
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    asked = ["--csv", str(tmp_path / "extract.csv"), "--mapping", str(tmp_path / "mapping.toml")]
    assert main(["pathway", "derive", *asked, "--json"]) == 0
    assert '"code": "D11A"' in capsys.readouterr().out
