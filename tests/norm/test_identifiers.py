"""An id that is empty leads nowhere: it is refused with its place, and what was stored before that can still be read."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given

from normverk.norm.conditions import Finding, FindingValue
from normverk.norm.content import NormContent, Origin, Section, all_sections, read_content, read_stored, to_plain
from normverk.norm.identifiers import with_ids
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.references import Reference
from normverk.norm.text import Text
from normverk.norm.units import Pico, Unit
from tests.norm.examples import breast
from tests.norm.strategies import norm_contents

_PICO = Pico("p", Text("Voksne"), Text("Trening"))
_INNER = Section("inne", Text("Inne"), unit=Unit("advice", picos=(_PICO,)), origin=Origin("annen", "del", "0" * 64))
CONTENT = NormContent(
    "advice", Text("Tittel"), Text("F"), Text("O"), Text("M"), "Eier",
    sections=(Section("ute", Text("Ute"), sections=(_INNER,)),), references=(Reference("r1"),),
)  # fmt: skip


_GRADE = Finding("grad", Text("Grad"), (FindingValue("g3", Text("G3"), ("G3",)),))
PATHWAY = msgspec.structs.replace(breast(), findings=(_GRADE,))


def emptied(*way: str | int, content: Any = CONTENT) -> Any:
    """The content as plain data, with the value at `way` empty."""
    plain = to_plain(content)
    held = plain
    for step in way[:-1]:
        held = held[step]
    held[way[-1]] = ""
    return plain


@pytest.mark.parametrize(
    ("way", "place"),
    [
        (("sections", 0, "id"), "$.sections[0].id"),
        (("sections", 0, "sections", 0, "id"), "$.sections[0].sections[0].id"),
        (("sections", 0, "sections", 0, "unit", "picos", 0, "id"), "$.sections[0].sections[0].unit.picos[0].id"),
        (("sections", 0, "sections", 0, "origin", "product"), "$.sections[0].sections[0].origin.product"),
        (("sections", 0, "sections", 0, "origin", "section"), "$.sections[0].sections[0].origin.section"),
        (("references", 0, "id"), "$.references[0].id"),
    ],
)
def test_an_empty_id_is_refused_with_its_place(way: tuple[str | int, ...], place: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        read_content(emptied(*way))
    assert place in str(refused.value)


@pytest.mark.parametrize(
    ("way", "place"),
    [
        (("id",), "$.id"),
        (("milestones", 1, "id"), "$.milestones[1].id"),
        (("clocks", 0, "id"), "$.clocks[0].id"),
        (("findings", 0, "id"), "$.findings[0].id"),
        (("findings", 0, "values", 0, "id"), "$.findings[0].values[0].id"),
    ],
)
def test_an_empty_id_in_a_pathway_is_refused_with_its_place(way: tuple[str | int, ...], place: str) -> None:
    plain = emptied(*way, content=PATHWAY)
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(plain, PathwayDefinition)
    assert str(refused.value).endswith(f"`{place}`")
    with pytest.raises(msgspec.ValidationError) as in_content:
        read_content({**to_plain(CONTENT), "pathway": plain})
    assert str(in_content.value).endswith(f"`$.pathway{place[1:]}`")


def test_a_clock_without_branches_keeps_its_one_branch_without_an_id() -> None:
    assert any(branch.id == "" for clock in PATHWAY.clocks for branch in clock.branches)
    assert msgspec.convert(to_plain(PATHWAY), PathwayDefinition) == PATHWAY


def test_stored_content_without_ids_is_read_with_names_that_stay_the_same() -> None:
    plain = emptied("sections", 0, "id")
    plain["sections"][0]["sections"][0]["id"] = ""
    plain["references"][0]["id"] = ""
    read = read_stored(plain)
    named = [section.id for _, section in all_sections(read.sections)]
    assert named == ["unnamed-sections-1", "unnamed-sections-1-sections-1"]
    assert read.references[0].id == "unnamed-references-1"
    assert read_stored(plain) == read
    assert plain["sections"][0]["id"] == ""


@given(norm_contents())
def test_content_that_has_its_ids_is_read_as_it_is(content: NormContent) -> None:
    plain = to_plain(content)
    assert with_ids(plain) is plain
    assert read_stored(plain) == content
