"""Every rule there is: its examples obey and break it, its words stand in three languages, its source is named."""

from __future__ import annotations

import json
from dataclasses import is_dataclass

import msgspec
import pytest

from normverk.base.languages import catalogue
from normverk.base.rules import REGISTRY, Outcome, Rule
from normverk.govern.process.definition import OUTCOMES, definition, read_definition
from normverk.govern.process.shown import fact_words

RULES = sorted(REGISTRY.values(), key=lambda rule: rule.id)
PROCESS = definition()


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_obeying_examples_obey(rule: Rule) -> None:
    assert [rule.check(example).outcome for example in rule.obeying] == [Outcome.MET] * len(rule.obeying)


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_breaking_examples_break(rule: Rule) -> None:
    assert [example for example in rule.breaking if rule.check(example).outcome is Outcome.MET] == []


@pytest.mark.parametrize("rule", RULES, ids=[rule.id for rule in RULES])
def test_a_rule_has_words_a_source_and_facts_that_can_be_stored(rule: Rule) -> None:
    assert rule.text.missing() == ()
    assert rule.citation.document
    assert rule.citation.heading
    assert is_dataclass(rule.about)
    for example in (*rule.obeying, *rule.breaking):
        assert isinstance(example, rule.about)
        facts = dict(rule.check(example).facts)
        json.dumps(msgspec.to_builtins(facts))


def test_every_rule_of_the_process_exists() -> None:
    named = {rule for phase in PROCESS.phases for rule in phase.rules} | set(PROCESS.waivable)
    assert named - set(REGISTRY) == set()


def test_only_rules_of_a_gate_can_be_waived() -> None:
    assert set(PROCESS.waivable) - {rule for phase in PROCESS.phases for rule in phase.rules} == set()


def test_every_fact_that_a_gate_shows_has_words() -> None:
    shown = {
        name
        for phase in PROCESS.phases
        for id in phase.rules
        for example in (*REGISTRY[id].obeying, *REGISTRY[id].breaking)
        for name in REGISTRY[id].check(example).facts
    }
    assert {name for name in shown if f"process.fact.{name}" not in catalogue()} == set()
    assert fact_words({"days": 35}) == (("Dager", "35"),)
    assert fact_words({"missing": "purpose, method"}) == (("Mangler", "Formål, Metode"),)


def test_the_process_has_the_six_phases_of_its_source_in_order() -> None:
    assert [phase.id for phase in PROCESS.phases] == [
        "identifisere-behov",
        "utrede",
        "utarbeide-utkast",
        "innspill-og-evaluere",
        "realisere",
        "vedlikeholde",
    ]


def test_every_phase_ends_with_a_decision_that_can_go_on_and_goes_back_only_to_earlier_phases() -> None:
    for number, phase in enumerate(PROCESS.phases):
        assert phase.decision.missing() == phase.name.missing() == ()
        assert set(phase.outcomes) <= set(OUTCOMES)
        assert "on" in phase.outcomes
        assert ("back" in phase.outcomes) == bool(phase.back_to)
        assert list(phase.back_to) == [earlier.id for earlier in PROCESS.phases[:number]][: len(phase.back_to)]
    assert [phase.id for phase in PROCESS.phases if phase.approves] == ["innspill-og-evaluere"]


def test_a_definition_survives_being_stored() -> None:
    assert read_definition(json.loads(json.dumps(msgspec.to_builtins(PROCESS)))) == PROCESS
    assert len(PROCESS.digest) == 64


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2022-01"},
        {"waivable": ()},
        {"phases": PROCESS.phases[:5]},
    ],
)
def test_any_change_of_a_process_is_another_process(change: dict[str, object]) -> None:
    assert msgspec.structs.replace(PROCESS, **change).digest != PROCESS.digest
