"""The rules of publishing: every example that should obey obeys, every one that should break breaks."""

from __future__ import annotations

import pytest

from normverk.base.rules import REGISTRY, Outcome, Rule
from normverk.publish.rules import ReleaseFacts

RULES = [rule for rule in REGISTRY.values() if rule.about is ReleaseFacts]


def test_the_rules_of_a_release() -> None:
    assert [rule.id for rule in RULES] == [
        "release.version-published-once",
        "release.version-rises",
        "release.says-from-when",
        "release.stands-on-a-decision",
        "release.shows-its-need",
        "release.content-has-no-error",
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_examples(rule: Rule) -> None:
    assert {rule.check(example).outcome for example in rule.obeying} == {Outcome.MET}
    assert {rule.check(example).outcome for example in rule.breaking} == {Outcome.NOT_MET}
