"""Rules in plain words: what a norm owner reads beside a form is what the rule does, in three languages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from normverk.norm.clock_sentences import clock_sentence
from normverk.norm.data_rule_words import data_rule_sentence
from normverk.norm.days import Unit
from normverk.norm.delay_words import POLICY_WORDS, delay_sentence
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.derivation import CodeGroup, DateField, FactKind, Match, OrgField, Strength
from normverk.norm.pathway import Attribution, PathwayDefinition, Pick, Selector
from normverk.norm.text import LANGUAGES
from tests.norm.examples import breast
from tests.norm.pathway_strategies import pathway_definitions
from tests.norm.test_data_rules import RULE

OP = DelayRule("x", DelayPolicy.SUBTRACT, "OP", "F")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "Tiden fra OP til F regnes ikke med, fordi pasienten ønsket det."),
        (
            {"resumes": "", "kind": DelayKind.NOT_ATTENDED},
            "Tiden fra OP til klokka stopper regnes ikke med, fordi pasienten ikke møtte.",
        ),
        (
            {"before": "S"},
            "Tiden fra OP til F regnes ikke med, fordi pasienten ønsket det. "
            "Etter den første registreringen av S har en utsettelse ingen virkning.",
        ),
        (
            {"policy": DelayPolicy.EXPLAIN, "kind": DelayKind.MEDICAL, "longer_than": 1, "unit": Unit.WEEKS},
            "Klokka går under en utsettelse fra OP til F. Blir fristen brutt, forklares det med at det var medisinsk grunn "
            "til det. Det gjelder når utsettelsen har vart lenger enn 1 uke.",
        ),
        (
            {"policy": DelayPolicy.STOP_RESTART, "resumes": ""},
            "OP stopper klokka, fordi pasienten ønsket det. En ny runde begynner fra null samme dag.",
        ),
        (
            {"policy": DelayPolicy.NULLIFY},
            "Ved OP telles runden ikke, fordi pasienten ønsket det. En ny runde begynner fra null ved F.",
        ),
        (
            {"policy": DelayPolicy.NONE, "milestone": ""},
            "Normen kjenner en utsettelse fordi pasienten ønsket det, men ingen kode sier når den begynner. "
            "Den blir fortalt om, og ingenting regnes ut.",
        ),
    ],
)
def test_a_delay_rule_says_what_it_does(fields: dict[str, Any], said: str) -> None:
    assert delay_sentence(replace(OP, **fields), breast()).nb == said


def test_a_data_rule_says_what_it_looks_at_proposes_and_keeps_still_for() -> None:
    match = Match(
        FactKind.PROCEDURE,
        what=(CodeGroup("nkpk", ("HAB", "HAC")), CodeGroup("sct", ())),
        not_categories=("VR",),
        no_referral=True,
        elsewhere=False,
        least_age=18,
    )
    rule = replace(
        RULE,
        code="FK",
        match=match,
        dates=(DateField.STARTED, DateField.ENDED),
        org=OrgField.ASKED_BY,
        absent=("FK", "FM"),
        strength=Strength.LOW,
    )
    assert data_rule_sentence(rule, breast()).nb == (
        "Når journalen har en prosedyre ikke i kategori VR, kodet som nkpk HAB eller HAC eller enhver kode i sct, "
        "uten henvisning, ikke til et annet sykehus, fra 18 år, foreslås FK «Kode FK» med dagen det begynte, ellers "
        "dagen det endte og sykehuset som ba om det. Ikke når forløpet har FK eller FM. Forslaget er et spørsmål."
    )
    told = data_rule_sentence(replace(RULE, code="", milestone="biopsi"), breast()).en
    assert "«biopsi» is told of" in told
    assert "No code is proposed." in told


def test_a_clock_says_what_starts_and_stops_it() -> None:
    clock = replace(
        breast().clocks[0],
        start=Selector("A", Pick.LAST),
        stop=Selector("F", Pick.NTH, 2, since="S", after_start=True),
        attribute_to=Attribution.TREATING,
        repeats=True,
    )
    assert clock_sentence(clock, breast()).nb == (
        "Klokka går fra den siste registreringen av A til registrering nummer 2 av F etter den første S etter starten. "
        "Etter hvert stopp begynner en ny runde ved neste start. Resultatet tilhører sykehuset som registrerte stoppet."
    )


@given(pathway_definitions())
def test_every_rule_of_every_pathway_can_be_said_in_all_languages(definition: PathwayDefinition) -> None:
    said = [data_rule_sentence(rule, definition) for rule in definition.derivations]
    for clock in definition.clocks:
        said += [clock_sentence(clock, definition), *(delay_sentence(rule, definition) for rule in clock.delays)]
    for sentence in said:
        assert sentence.missing() == ()
        assert len({getattr(sentence, language) for language in LANGUAGES}) == len(LANGUAGES)


def test_every_policy_is_explained() -> None:
    assert set(POLICY_WORDS) == set(DelayPolicy)
    assert not any(words.missing() for words in POLICY_WORDS.values())
