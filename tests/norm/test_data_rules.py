"""Data rules are part of the norm: their changes are told rule by rule, and what is wrong with one is named."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from normverk.norm.content import NormContent
from normverk.norm.derivation import CodeGroup, DataRule, DateField, FactKind, Match, Strength
from normverk.norm.diff import apply, diff
from normverk.norm.lint import lint
from normverk.norm.source import Source
from normverk.norm.text import LANGUAGES, Text
from tests.norm.examples import breast, content

RULE = DataRule(
    "henvisning",
    "A01A",
    "A",
    Match(FactKind.REFERRAL, urgencies=("PK",)),
    (DateField.RECEIVED,),
    Strength.HIGH,
    Text("Mottatt", "Motteken", "Received"),
    Source("Kodeveileder", "read"),
    absent=("A01A",),
)


def having(*rules: DataRule) -> NormContent:
    """The breast cancer norm with these data rules."""
    return content(msgspec.structs.replace(breast(), derivations=rules))


def changed(**fields: Any) -> DataRule:
    """The rule with other fields."""
    return msgspec.structs.replace(RULE, **fields)


@pytest.mark.parametrize(
    ("after", "told"),
    [
        ((), "henvisning: dataregel fjernet"),
        ((RULE, changed(id="annen")), "annen: ny dataregel"),
        ((changed(strength=Strength.LOW),), "henvisning: hvor sikkert forslaget er høy → lav"),
        ((changed(dates=(DateField.AUTHORED,)),), "henvisning: datoen som tas mottatt → skrevet"),
        ((changed(match=Match(FactKind.DECISION)),), "henvisning: hva journalen må si er endret"),
        ((changed(absent=("A01A", "A01AA")),), "henvisning: står i stedet A01A → A01A, A01AA"),
        ((changed(milestone="S"),), "henvisning: punktet A → S"),
        ((changed(source=Source("Annen", "own")),), "henvisning: kilde er endret"),
        ((changed(treatment="kirurgi"),), "henvisning: behandlingen ingen → kirurgi"),
    ],
)
def test_a_change_of_a_rule_is_told_in_words(after: tuple[DataRule, ...], told: str) -> None:
    found = diff(having(RULE), having(*after))
    assert [(change.group, change.label.nb) for change in found] == [("derivation", told)]
    assert not any(change.label.missing() for change in found)
    assert apply(having(RULE), found) == having(*after)


def test_another_order_of_the_rules_is_a_change_too() -> None:
    other = changed(id="annen")
    found = diff(having(RULE, other), having(other, RULE))
    assert [change.label.nb for change in found] == ["Datareglene: rekkefølgen er endret"]


def test_lint_names_the_rule_and_what_it_lacks() -> None:
    found = [one for one in lint(having(changed(code="Z99A", dates=()))) if one.check == "data-rule-unusable"]
    assert [one.place for one in found] == ["pathway/derivations/henvisning"] * 2
    assert all("henvisning" in one.what.in_language(language) for one in found for language in LANGUAGES)


def test_a_group_without_beginnings_holds_every_code_of_its_system() -> None:
    assert CodeGroup("icd-10", ()).holds("icd-10", "C50.4")
    assert not CodeGroup("icd-10", ()).holds("nkpk", "C50.4")
