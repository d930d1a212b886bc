"""The rules of hearings: each example says what the rule says, and the sentences they rest on are really there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from normverk.base.rules import REGISTRY, Outcome, Rule, judge, sentence_digest
from normverk.govern.consultation.rules import HearingFacts
from normverk.govern.consultation.rules.hearing import AT_OPENING, AT_OUTCOME, EXAMPLE, NOT_HELD
from normverk.govern.consultation.timing import length, three_months_from

OURS = [rule for rule in REGISTRY.values() if rule.check.__module__.startswith("normverk.govern.consultation.")]
SEEDS = Path(__file__).resolve().parents[4] / "shared" / "seeds"


def named(id: str, facts: HearingFacts) -> Outcome:
    """What one rule says of these facts."""
    (finding,) = judge(facts, on=date(2026, 3, 2), only=(id,))
    return finding.result.outcome


def lasting(days: int, opens: date = date(2026, 1, 5)) -> HearingFacts:
    """A hearing of so many days."""
    closes = opens + timedelta(days=days)
    return replace(EXAMPLE, opens=opens, closes=closes, days=length(opens, closes))


@pytest.mark.parametrize("rule", OURS, ids=lambda rule: rule.id)
def test_a_rule_is_met_by_its_obeying_examples_and_not_by_its_breaking_ones(rule: Rule) -> None:
    assert {rule.check(facts).outcome for facts in rule.obeying} == {Outcome.MET}
    assert Outcome.MET not in {rule.check(facts).outcome for facts in rule.breaking}
    assert {type(facts) for facts in (*rule.obeying, *rule.breaking)} == {rule.about}


@pytest.mark.parametrize(
    ("days", "outcome"), [(41, Outcome.NOT_MET), (42, Outcome.MET), (43, Outcome.MET), (0, Outcome.NOT_MET)]
)
def test_six_weeks_are_42_days(days: int, outcome: Outcome) -> None:
    assert named("hearing.six-weeks", lasting(days)) is outcome


@pytest.mark.parametrize(
    ("opens", "shortest"),
    [
        (date(2026, 1, 5), date(2026, 4, 5)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 6, 30)),
    ],
)
def test_three_months_are_calendar_months(opens: date, shortest: date) -> None:
    assert three_months_from(opens) == shortest
    at_limit, below = lasting(length(opens, shortest), opens), lasting(length(opens, shortest) - 1, opens)
    assert (named("hearing.three-months", at_limit), named("hearing.three-months", below)) == (
        Outcome.MET,
        Outcome.NOT_MET,
    )


def test_the_decision_point_judges_every_rule_about_a_hearing() -> None:
    assert [finding.rule.id for finding in judge(EXAMPLE, on=date(2026, 3, 2))] == [
        "hearing.open-to-all",
        "hearing.six-weeks",
        "hearing.three-months",
        "hearing.deadline-passed",
        "hearing.frozen",
        "hearing.answers-public",
        "hearing.parts-treated",
        "hearing.same-text",
    ]


def test_without_a_hearing_no_rule_can_tell() -> None:
    findings = judge(NOT_HELD, on=date(2026, 3, 2))
    assert {finding.result.outcome for finding in findings} == {Outcome.CANNOT_TELL}


def test_the_rules_named_at_opening_and_outcome_exist() -> None:
    assert set(AT_OPENING) | set(AT_OUTCOME) <= set(REGISTRY)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
@pytest.mark.parametrize("rule", [rule for rule in OURS if rule.citation.sentence], ids=lambda rule: rule.id)
def test_the_sentence_a_rule_rests_on_stands_in_its_source_under_its_heading(rule: Rule) -> None:
    (path,) = SEEDS.glob(f"00{rule.citation.document[1:]}_*.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    below = "\n".join(lines[lines.index(rule.citation.heading) + 1 :])
    sentences = re.split(r"(?<=\.)\s+", below)
    assert rule.citation.sentence in {sentence_digest(sentence) for sentence in sentences}
