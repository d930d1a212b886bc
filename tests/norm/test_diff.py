"""A comparison leads from one content to the other, speaks of ids and not of positions, and can be read by people."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.diff import apply, diff
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.text import LANGUAGES, Text
from tests.norm.examples import breast, changed_clock, content, limit
from tests.norm.strategies import norm_contents

any_content = norm_contents() | norm_contents(coherent=False, unique=False)


@st.composite
def related_contents(draw: st.DrawFn) -> tuple[NormContent, NormContent]:
    """Two contents that share members, some of them in another order."""
    first, other = draw(any_content), draw(any_content)
    if first.pathway is None or other.pathway is None:
        return first, msgspec.structs.replace(first, sections=other.sections)
    members = first.pathway.milestones + other.pathway.milestones[:1]
    clocks = first.pathway.clocks[1:] + other.pathway.clocks
    pathway = msgspec.structs.replace(
        first.pathway, milestones=tuple(draw(st.permutations(members))), clocks=tuple(draw(st.permutations(clocks)))
    )
    sections = tuple(draw(st.permutations(first.sections)))
    if len(sections) > 1:
        inner = msgspec.structs.replace(sections[0], sections=(*sections[0].sections, sections[-1]))
        sections = (inner, *sections[1:-1])
    return first, msgspec.structs.replace(first, pathway=pathway, sections=sections)


@given(st.tuples(any_content, any_content) | related_contents())
def test_applying_the_difference_gives_the_other(pair: tuple[NormContent, NormContent]) -> None:
    before, after = pair
    assert apply(before, diff(before, after)) == after
    assert apply(after, diff(after, before)) == before


@given(any_content)
def test_nothing_differs_from_itself(one: NormContent) -> None:
    assert diff(one, one) == ()


@given(st.tuples(any_content, any_content) | related_contents())
def test_what_differs_has_a_difference_with_words_in_every_language(pair: tuple[NormContent, NormContent]) -> None:
    before, after = pair
    changes = diff(before, after)
    assert (changes == ()) == (before == after)
    assert [change.path for change in changes if change.label.missing()] == []
    assert len({change.path for change in changes}) == len(changes)


def labels(before: NormContent, after: NormContent) -> list[tuple[str, str, str, str]]:
    return [(change.path, change.kind, change.group, change.label.nb) for change in diff(before, after)]


def test_a_new_limit_reads_as_people_say_it() -> None:
    before = content(breast())
    after = content(changed_clock(breast(), "OF2", limit=limit(12)))
    (change,) = diff(before, after)
    assert (change.path, change.kind, change.group) == ("pathway/clocks/OF2/branches//limit/value", "changed", "limit")
    assert (change.before, change.after) == (7, 12)
    assert [change.label.in_language(language) for language in LANGUAGES] == [
        "OF2: frist 7 → 12 kalenderdager",
        "OF2: frist 7 → 12 kalenderdagar",
        "OF2: limit 7 → 12 calendar days",
    ]


def test_a_limit_in_a_branch_is_named_with_its_branch() -> None:
    after = changed_clock(breast(), "OF4", branch="kirurgi", limit=limit(32))
    assert labels(content(breast()), content(after)) == [
        (
            "pathway/clocks/OF4/branches/kirurgi/limit/value",
            "changed",
            "limit",
            "OF4, kirurgi: frist 27 → 32 kalenderdager",
        )
    ]


def test_a_changed_unit_is_said_with_both_numbers() -> None:
    after = changed_clock(breast(), "OF2", limit=limit(5, Unit.WORKING_DAYS))
    assert labels(content(breast()), content(after)) == [
        ("pathway/clocks/OF2/branches//limit/value", "changed", "limit", "OF2: frist 7 kalenderdager → 5 virkedager"),
        (
            "pathway/clocks/OF2/branches//limit/unit",
            "changed",
            "limit",
            "OF2: fristen telles i kalenderdager → virkedager",
        ),
    ]


def test_a_limit_that_comes_and_goes() -> None:
    without = content(changed_clock(breast(), "OF2", limit=None))
    path = "pathway/clocks/OF2/branches//limit"
    assert labels(without, content(breast())) == [(path, "added", "limit", "OF2: frist ingen → 7 kalenderdager")]
    assert labels(content(breast()), without) == [(path, "removed", "limit", "OF2: frist 7 kalenderdager → ingen")]


def test_validity_is_a_group_of_its_own() -> None:
    pathway = breast()
    after = msgspec.structs.replace(pathway, valid_to=pathway.valid_from)
    assert labels(content(pathway), content(after)) == [
        ("pathway/valid_to", "changed", "validity", "Gjelder til: åpen → 01.01.2015")
    ]


def test_another_order_is_one_change_and_moves_nothing_else() -> None:
    pathway: PathwayDefinition = breast()
    after = msgspec.structs.replace(pathway, clocks=pathway.clocks[::-1])
    assert labels(content(pathway), content(after)) == [
        ("pathway/clocks", "changed", "clock", "Forløpstidene: rekkefølgen er endret")
    ]


def test_a_section_keeps_its_address_when_it_is_moved() -> None:
    one, two = Section("a", Text("En")), Section("b", Text("To"), (Paragraph(Text("Ord")),))
    before = msgspec.structs.replace(content(None), sections=(one, two))
    after = msgspec.structs.replace(content(None), sections=(msgspec.structs.replace(one, sections=(two,)),))
    assert labels(before, after) == [("sections/b/under", "changed", "section", "«To» er flyttet")]


def test_changes_made_for_another_content_are_refused() -> None:
    before, after = content(breast()), content(changed_clock(breast(), "OF2", limit=limit(12)))
    changes = diff(before, after)
    with pytest.raises(ValueError, match=r"pathway/clocks/OF2/branches//limit/value: here is something else"):
        apply(after, changes)
    with pytest.raises(ValueError, match=r"pathway/clocks/OF2/branches//limit/value: there is no such place"):
        apply(content(None), changes)


def test_changes_that_lead_to_nonsense_are_refused() -> None:
    (change,) = diff(content(breast()), content(changed_clock(breast(), "OF2", limit=limit(12))))
    with pytest.raises(ValueError, match="do not lead to valid content"):
        apply(content(breast()), [msgspec.structs.replace(change, after="tolv")])


def test_sections_in_a_ring_are_refused() -> None:
    one, two = Section("a", Text("En")), Section("b", Text("To"))
    before = msgspec.structs.replace(content(None), sections=(one, two))
    after = msgspec.structs.replace(content(None), sections=(msgspec.structs.replace(one, sections=(two,)),))
    (move,) = diff(before, after)
    back = msgspec.structs.replace(move, path="sections/a/under", after="/b")
    with pytest.raises(ValueError, match="in a ring"):
        apply(before, [move, back])
