"""Every check stays silent on what obeys it and finds what breaks it, and says all that a reader needs."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from msgspec.structs import replace

from normverk.norm.checks.example import example, example_section, said
from normverk.norm.checks.registry import REGISTRY, Check, check
from normverk.norm.content import NormContent
from normverk.norm.lint import CHECKS, lint
from normverk.norm.text import Text
from tests.norm.strategies import norm_contents

every_check = pytest.mark.parametrize("known", REGISTRY.values(), ids=lambda known: known.id)


@every_check
def test_it_is_silent_on_what_obeys_and_finds_what_breaks(known: Check) -> None:
    assert known.obeying
    assert known.breaking
    for subject in known.obeying:
        assert list(known.run(subject)) == []
    for subject in known.breaking:
        assert list(known.run(subject)) != [], subject


@every_check
def test_its_register_is_whole_and_its_findings_too(known: Check) -> None:
    texts = [known.looks_at, known.why, known.mend]
    for subject in known.breaking:
        for finding in known.run(subject):
            assert finding.check == known.id
            assert finding.source == known.source != ""
            texts += [finding.what, finding.why, finding.mend]
    assert [text for text in texts if text.missing()] == []


@every_check
def test_an_example_is_of_the_kind_that_the_check_looks_at(known: Check) -> None:
    subjects: tuple[Any, ...] = (*known.obeying, *known.breaking)
    assert {type(subject) for subject in subjects} == {known.about}


def test_two_checks_of_one_id_are_refused() -> None:
    old = REGISTRY["one-unit"]
    with pytest.raises(ValueError, match="one-unit is declared twice"):
        check(
            "one-unit", strength="error", about=old.about, looks_at=old.looks_at, why=old.why, source=old.source,
            mend=old.mend, obeying=(), breaking=(),
        )(old.look)  # fmt: skip


def test_one_check_alone_can_be_asked() -> None:
    content = example(owner="", scope=Text("Bare bokmål")).content
    assert {finding.check for finding in lint(content)} == {"field-missing", "text-missing-language"}
    assert {finding.check for finding in lint(content, only=frozenset({"field-missing"}))} == {"field-missing"}


@given(norm_contents() | norm_contents(coherent=False, unique=False))
def test_no_content_makes_a_check_fall_over_and_what_it_says_is_whole(content: NormContent) -> None:
    for finding in lint(content):
        assert finding.check in CHECKS
        assert [text.missing() for text in (finding.what, finding.why, finding.mend)] == [(), (), ()]


@given(norm_contents())
def test_a_section_in_order_that_is_added_changes_no_other_finding(content: NormContent) -> None:
    added = example_section(said("Ro.", "Ro.", "Calm."), id="0-ny", title=Text("Nytt", "Nytt", "New"))
    after = lint(replace(content, sections=(*content.sections, added)))
    assert after == lint(content)


def test_a_norm_in_order_has_no_findings() -> None:
    assert lint(example(example_section(said("Innen 7 dager.", "Innan 7 dagar.", "Within 7 days."))).content) == ()
