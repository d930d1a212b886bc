"""Text fields to typed blocks and back, and changing one part of the content without touching the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.govern.catalogue.editing import (
    Uneven,
    add_section,
    blocks_from_texts,
    blocks_to_text,
    find_section,
    replace_limits,
    replace_section,
)
from normverk.norm.blocks import Block, BulletList, Item, Paragraph
from normverk.norm.text import LANGUAGES, Text
from tests.govern.catalogue.samples import pathway_content, same

WORDS = st.text(st.characters(categories=("L", "N"), include_characters=" .,"), min_size=1, max_size=40).map(
    lambda words: " ".join(words.split())
)
LINES = WORDS.filter(bool)
TEXTS = st.builds(Text, nb=LINES, nn=st.just("") | LINES, en=st.just("") | LINES)
BLOCKS: st.SearchStrategy[tuple[Block, ...]] = st.lists(
    st.builds(Paragraph, TEXTS)
    | st.builds(BulletList, st.lists(st.builds(Item, TEXTS), min_size=1, max_size=4).map(tuple)),
    max_size=5,
).map(tuple)


@given(BLOCKS)
def test_blocks_survive_the_text_fields(blocks: tuple[Block, ...]) -> None:
    assert blocks_from_texts({language: blocks_to_text(blocks, language) for language in LANGUAGES}) == blocks


def test_languages_that_do_not_stand_side_by_side_are_refused_with_the_place() -> None:
    with pytest.raises(Uneven) as refused:
        blocks_from_texts({"nb": "Ett.\n\nTo.", "nn": "Eitt.\n\n- to", "en": ""})
    assert (refused.value.language, refused.value.block) == ("nn", 2)


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
