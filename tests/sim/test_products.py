"""The demonstration has a product of every kind, whole, marked as demonstration, in three languages, and clean of faults."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from normverk.norm.content import NormContent, all_sections
from normverk.norm.kinds import KINDS, missing_fields
from normverk.norm.lint import lint
from normverk.norm.units import strength_faults
from normverk.sim.demonstration.cases import norm
from normverk.sim.demonstration.examples import NAMES, example

every_product = pytest.mark.parametrize("name", NAMES)


def units(content: NormContent) -> list[str]:
    return [section.unit.kind for _, section in all_sections(content.sections) if section.unit]


def test_there_is_a_product_of_every_kind() -> None:
    kinds = {norm(name).kind for name in NAMES} | {norm("brystkreft-1").kind}
    assert kinds == set(KINDS)
    held = sorted(file.name for file in files("normverk.sim").joinpath("products").iterdir())
    assert held == sorted(f"{name}.json" for name in NAMES)


@every_product
def test_it_states_what_its_kind_requires_and_holds_the_units_it_usually_holds(name: str) -> None:
    content = norm(name)
    assert missing_fields(content) == ()
    assert units(content)
    assert set(units(content)) <= set(KINDS[content.kind].units)
    assert [section.id for section in content.sections] == [part.id for part in KINDS[content.kind].template]


@every_product
def test_nothing_is_wrong_with_it(name: str) -> None:
    content = norm(name)
    assert [finding for finding in lint(content) if finding.strength != "information"] == []
    strengths = [s.unit.strength for _, s in all_sections(content.sections) if s.unit and s.unit.strength]
    assert [fault for strength in strengths for fault in strength_faults(strength)] == []


@every_product
def test_it_says_that_it_is_a_demonstration(name: str) -> None:
    content = norm(name)
    assert (content.demonstration, content.owner) == (True, "Demodirektoratet")
    for section in content.sections:
        assert json.dumps([section.blocks[0].text.nb, section.blocks[0].text.en]).count("emonstra") == 2  # type: ignore[union-attr]


@every_product
def test_its_references_are_used_and_say_when_they_are_invented(name: str) -> None:
    content = norm(name)
    used = {reference for _, section in all_sections(content.sections) for reference in section.references}
    assert used == {reference.id for reference in content.references}
    assert all("oppdiktet" in reference.publisher for reference in content.references if not reference.doi)


def test_the_guideline_shows_every_layer_of_a_recommendation() -> None:
    sections = [section for _, section in all_sections(norm("planter").sections) if section.unit]
    first = sections[0].unit
    assert first is not None
    assert first.strength
    assert first.obligation
    assert first.factors
    assert all((first.rationale, first.practical, first.picos, first.codes, first.picos[0].outcomes))


def test_every_story_has_a_need_of_its_own() -> None:
    titles = [example(name, norm(name)).need_title for name in NAMES]
    assert len(set(titles)) == len(titles)
    assert all(5 <= len(title) <= 200 for title in titles)
