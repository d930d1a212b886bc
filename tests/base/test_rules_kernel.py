"""The kernel of the rules: what a `skal` refuses, what a `bør` lets through, and that every rule proves itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from normverk.base import rules
from normverk.base.rules import REGISTRY, Broken, Citation, Outcome, Result, Rule, Strength, judge, rule, uphold
from normverk.norm.text import Text

TODAY = date(2026, 3, 2)
WORDS = Text("En høring varer i seks uker.", "Ei høyring varer i seks veker.", "A hearing lasts six weeks.")
CITED = Citation("S9", "1.2 Hearings")


@dataclass(frozen=True)
class Hearing:
    """The facts of the rules here."""

    days: int | None


@pytest.fixture(autouse=True)
def _registry() -> Iterator[None]:
    """Rules that exist in these tests only."""
    kept = dict(REGISTRY)
    REGISTRY.clear()
    yield
    REGISTRY.clear()
    REGISTRY.update(kept)


def declare(id: str, strength: Strength, **more: Any) -> None:
    """A rule: six weeks or more."""

    def six_weeks(facts: Hearing) -> Result:
        if facts.days is None:
            return rules.cannot_tell(days=None)
        return rules.met(facts.days >= 42, days=facts.days)

    given = {
        "about": Hearing, "text": WORDS, "citation": CITED, "obeying": (Hearing(42),), "breaking": (Hearing(41),)
    }  # fmt: skip
    rule(id, strength=strength, **(given | more))(six_weeks)


def test_a_skal_that_is_not_met_refuses_and_says_what_it_looked_at() -> None:
    declare("HEARING-1", Strength.SKAL)
    with pytest.raises(Broken) as broken:
        uphold(Hearing(35), on=TODAY)
    assert [finding.plain() for finding in broken.value.findings] == [
        {"rule": "HEARING-1", "strength": "skal", "outcome": "not-met", "facts": {"days": 35}}
    ]
    assert str(broken.value) == "HEARING-1: A hearing lasts six weeks."


def test_what_cannot_be_told_is_not_let_through() -> None:
    declare("HEARING-1", Strength.SKAL)
    with pytest.raises(Broken) as broken:
        uphold(Hearing(None), on=TODAY)
    assert [finding.result.outcome for finding in broken.value.findings] == [Outcome.CANNOT_TELL]


def test_a_boer_that_is_not_met_warns_and_lets_through() -> None:
    declare("HEARING-2", Strength.BOER)
    (finding,) = uphold(Hearing(35), on=TODAY)
    assert (finding.warns, finding.refuses) == (True, False)


def test_a_rule_that_is_met_neither_warns_nor_refuses() -> None:
    declare("HEARING-1", Strength.SKAL)
    declare("HEARING-2", Strength.BOER)
    assert [(f.warns, f.refuses) for f in uphold(Hearing(42), on=TODAY)] == [(False, False), (False, False)]


def test_every_broken_rule_is_named_not_only_the_first() -> None:
    declare("HEARING-1", Strength.SKAL)
    declare("HEARING-3", Strength.SKAL)
    with pytest.raises(Broken) as broken:
        uphold(Hearing(35), on=TODAY)
    assert [finding.rule.id for finding in broken.value.findings] == ["HEARING-1", "HEARING-3"]


def test_a_waived_rule_lets_through_and_still_says_that_it_is_not_met() -> None:
    declare("HEARING-1", Strength.SKAL)
    declare("HEARING-3", Strength.SKAL)
    with pytest.raises(Broken) as broken:
        uphold(Hearing(35), on=TODAY, waived=frozenset({"HEARING-1"}))
    assert [finding.rule.id for finding in broken.value.findings] == ["HEARING-3"]
    findings = uphold(Hearing(35), on=TODAY, waived=frozenset({"HEARING-1", "HEARING-3"}))
    assert [finding.result.outcome for finding in findings] == [Outcome.NOT_MET] * 2


def test_a_rule_binds_from_its_first_day_to_its_last() -> None:
    declare("HEARING-1", Strength.SKAL, since=date(2026, 3, 2), until=date(2026, 3, 4))
    days = [date(2026, 3, day) for day in range(1, 6)]
    assert [len(judge(Hearing(35), on=day)) for day in days] == [0, 1, 1, 1, 0]


def test_a_rule_looks_at_its_own_kind_of_facts_only() -> None:
    declare("HEARING-1", Strength.SKAL)
    declare("OTHER-1", Strength.SKAL, about=str, obeying=("a",), breaking=("b",))
    assert [finding.rule.id for finding in judge(Hearing(42), on=TODAY)] == ["HEARING-1"]
    assert judge(Hearing(42), on=TODAY, only=("HEARING-9",)) == ()


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ({"text": Text("a", "b", "")}, "lacks its text in ('en',)"),
        ({"obeying": ()}, "needs an obeying and a breaking example"),
        ({"breaking": ()}, "needs an obeying and a breaking example"),
    ],
)
def test_a_rule_without_text_or_examples_cannot_be_declared(lacking: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        declare("HEARING-1", Strength.SKAL, **lacking)


def test_an_id_is_used_once() -> None:
    declare("HEARING-1", Strength.SKAL)
    with pytest.raises(ValueError, match="declared twice"):
        rule(
            "HEARING-1", strength=Strength.SKAL, about=Hearing, text=WORDS, citation=CITED,
            obeying=(Hearing(42),), breaking=(Hearing(1),),
        )(lambda facts: rules.met(True))  # fmt: skip


def test_a_sentence_is_recognised_whatever_its_white_space() -> None:
    assert rules.sentence_digest("En  setning\n om noe.") == rules.sentence_digest("En setning om noe.")
    assert rules.sentence_digest("En setning om noe.") != rules.sentence_digest("En setning om noe")


def test_a_rule_is_a_value() -> None:
    declare("HEARING-1", Strength.SKAL)
    known: Rule = REGISTRY["HEARING-1"]
    assert replace(known) == known
    with pytest.raises(AttributeError):
        known.strength = Strength.BOER  # type: ignore[misc]
