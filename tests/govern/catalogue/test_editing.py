"""Changing one part of the content without touching the rest: sections, their order, limits, references, questions."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.govern.catalogue.editing import (
    STEPS,
    add_section,
    dated,
    free_id,
    move_section,
    put_pico,
    put_reference,
    replace_limits,
    replace_section,
)
from normverk.norm.content import all_sections, find_section
from normverk.norm.references import Reference
from normverk.norm.units import Pico, Unit
from tests.govern.catalogue.samples import pathway_content, same
from tests.norm.strategies import norm_contents


def test_replacing_a_nested_section_leaves_the_rest_alone() -> None:
    content = pathway_content()
    section = find_section(content, "mer")
    assert section is not None
    gone = replace_section(content, "mer", None)
    assert find_section(gone, "mer") is None
    assert replace_section(content, "mer", section) == content
    assert gone.pathway == content.pathway


def test_a_new_section_gets_a_free_id_from_its_title() -> None:
    content = add_section(add_section(pathway_content(), same("Øvrige råd"), ()), same("Øvrige råd"), ())
    assert [section.id for section in content.sections] == ["innledning", "ovrige-rad", "ovrige-rad-2"]


def test_a_limit_can_be_taken_out_and_only_that_one_changes() -> None:
    content = pathway_content()
    changed = replace_limits(content, {("OF1", ""): None})
    assert changed.pathway is not None
    assert content.pathway is not None
    assert [clock.branches[0].limit is None for clock in changed.pathway.clocks] == [True, False, False]
    assert changed.pathway.clocks[1:] == content.pathway.clocks[1:]


@given(norm_contents(), st.data())
def test_moving_a_section_keeps_every_section_and_what_it_says(content, data) -> None:  # type: ignore[no-untyped-def]
    ids = [section.id for _, section in all_sections(content.sections)]
    if not ids:
        return
    moved = move_section(content, data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(STEPS)))
    bare = [
        {section.id: msgspec.structs.replace(section, sections=()) for _, section in all_sections(held.sections)}
        for held in (content, moved)
    ]
    assert bare[0] == bare[1]
    assert sorted(ids) == sorted(section.id for _, section in all_sections(moved.sections))


def test_a_section_goes_up_down_in_and_out() -> None:
    content = add_section(pathway_content(), same("Til slutt"), ())

    def tree(held):  # type: ignore[no-untyped-def]
        return [(depth, section.id) for depth, section in all_sections(held.sections)]

    assert tree(move_section(content, "til-slutt", "up")) == [(1, "til-slutt"), (1, "innledning"), (2, "mer")]
    inside = move_section(content, "til-slutt", "in")
    assert tree(inside) == [(1, "innledning"), (2, "mer"), (2, "til-slutt")]
    assert move_section(inside, "til-slutt", "out") == content
    assert move_section(content, "innledning", "up") == content
    assert move_section(content, "innledning", "in") == content
    with pytest.raises(KeyError):
        move_section(content, "nowhere", "up")


def test_a_reference_that_goes_takes_what_points_to_it_along() -> None:
    content = put_reference(pathway_content(), "a", Reference("a", "Tittel"))
    section = find_section(content, "mer")
    assert section is not None
    content = replace_section(content, "mer", msgspec.structs.replace(section, references=("a",)))
    assert put_reference(content, "a", Reference("a", "Ny")).references == (Reference("a", "Ny"),)
    assert put_reference(content, "a", None) == pathway_content()


def test_a_question_is_added_replaced_and_taken_out() -> None:
    unit, pico = Unit("recommendation"), Pico("p", same("Barn"), same("Tran"))
    added = put_pico(unit, "p", pico)
    assert added.picos == (pico,)
    assert put_pico(added, "p", None) == unit


def test_ids_are_made_of_words_and_free() -> None:
    assert free_id("Øvrige råd!", ["ovrige-rad"]) == "ovrige-rad-2"
    assert free_id("new", []) == "new-2"
    assert free_id("…", []) == "del"


def test_the_two_clocks_are_set_apart_and_only_by_a_change() -> None:
    before = find_section(pathway_content(), "mer")
    assert before is not None
    today = date(2026, 11, 26)
    after = msgspec.structs.replace(before, title=same("Nytt"))
    assert dated(before, before, professional=True, today=today) == before
    editorial = dated(before, after, professional=False, today=today)
    assert (editorial.edited_on, editorial.revised_on) == (today, None)
    professional = dated(before, after, professional=True, today=today)
    assert (professional.edited_on, professional.revised_on) == (today, today)
