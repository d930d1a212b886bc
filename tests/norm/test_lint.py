"""Every check of a norm finds what it is for, stays silent otherwise, and says what, why, on what ground and how to mend."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.lint import CHECKS, LintFinding, lint
from normverk.norm.pathway import Branch, Clock, Code, PathwayDefinition, Selector
from normverk.norm.text import Text
from normverk.norm.words import same
from tests.norm.examples import breast, changed_clock, clock, content, limit, milestone
from tests.norm.strategies import norm_contents


def found(pathway: PathwayDefinition | None, *others: PathwayDefinition) -> list[tuple[str, str, str]]:
    findings = lint(content(pathway), others=tuple(content(other) for other in others))
    return [(finding.check, finding.strength, finding.place) for finding in findings]


def the_only(pathway: PathwayDefinition) -> LintFinding:
    (finding,) = lint(content(pathway))
    return finding


def with_clock(new: Clock) -> PathwayDefinition:
    pathway = breast()
    return replace(pathway, clocks=tuple(new if old.id == new.id else old for old in pathway.clocks))


def test_a_norm_in_order_has_no_findings() -> None:
    assert found(breast()) == []
    assert found(None) == []


def test_parts_that_do_not_make_up_the_total_are_an_error_in_that_branch() -> None:
    finding = the_only(changed_clock(breast(), "OF4", branch="kirurgi", limit=limit(28)))
    assert (finding.check, finding.strength) == ("limits-add-up", "error")
    assert finding.place == "pathway/clocks/OF4/branches/kirurgi/limit/value"
    assert finding.what.nb == "OF4, kirurgi er satt til 28 kalenderdager, men delene gir 7 + 7 + 13 = 27."
    assert finding.mend.en == "Set the limit to 27 calendar days, or mend the one of OF1, OF2, OF3 that is wrong."


def test_a_part_without_branches_counts_for_every_branch() -> None:
    assert found(changed_clock(breast(), "OF1", limit=limit(8))) == [
        ("limits-add-up", "error", "pathway/clocks/OF4/branches/kirurgi/limit/value"),
        ("limits-add-up", "error", "pathway/clocks/OF4/branches/medikamentell/limit/value"),
    ]


def test_a_part_with_branches_counts_for_the_branch_of_the_same_name() -> None:
    assert found(changed_clock(breast(), "OF3", branch="kirurgi", limit=limit(14))) == [
        ("limits-add-up", "error", "pathway/clocks/OF4/branches/kirurgi/limit/value")
    ]


def test_a_part_without_a_limit_is_said_to_be_unknown_and_not_right() -> None:
    assert found(changed_clock(breast(), "OF3", branch="kirurgi", limit=None)) == [
        ("limit-unknown", "information", "pathway/clocks/OF3/branches/kirurgi/limit"),
        ("limits-add-up", "information", "pathway/clocks/OF4/branches/kirurgi/limit"),
    ]


def test_a_part_without_the_branch_is_said_to_be_unknown() -> None:
    third = breast().clock("OF3")
    assert found(with_clock(replace(third, branches=third.branches[:1]))) == [
        ("limits-add-up", "information", "pathway/clocks/OF4/branches/medikamentell/limit")
    ]


def test_a_total_without_a_limit_is_only_unknown() -> None:
    assert found(changed_clock(breast(), "OF4", branch="kirurgi", limit=None)) == [
        ("limit-unknown", "information", "pathway/clocks/OF4/branches/kirurgi/limit")
    ]


def test_a_branch_that_is_not_counted_needs_no_limit() -> None:
    fourth = breast().clock("OF4")
    watched = Branch("ingen", same("Ingen"), counted=False)
    assert found(with_clock(replace(fourth, branches=(*fourth.branches, watched)))) == []


def test_two_units_in_one_norm_are_an_error_at_the_one_that_differs() -> None:
    finding = the_only(changed_clock(breast(), "OF3", branch="kirurgi", limit=limit(13, Unit.WORKING_DAYS)))
    assert (finding.check, finding.strength) == ("one-unit", "error")
    assert finding.place == "pathway/clocks/OF3/branches/kirurgi/limit/unit"
    assert finding.what.nb == "OF3, kirurgi telles i virkedager, mens normen ellers teller i kalenderdager."
    assert finding.mend.nn == "Oppgi fristen i kalenderdagar, slik som dei andre."


def test_a_code_in_two_milestones_is_an_error() -> None:
    pathway = breast()
    milestones = (*pathway.milestones, milestone("X", "S"))
    assert found(replace(pathway, milestones=milestones)) == [
        ("code-twice", "error", "pathway/milestones/X/codes/S"),
    ]


def test_a_code_that_chooses_two_branches_is_an_error() -> None:
    third = breast().clock("OF3")
    both = (third.branches[0], replace(third.branches[1], codes=("FM", "FK")))
    assert found(with_clock(replace(third, branches=both))) == [
        ("code-twice", "error", "pathway/clocks/OF3/branches/medikamentell/codes"),
    ]


@pytest.mark.parametrize(
    ("retired_on", "strengths"),
    [
        (date(2014, 12, 31), ["error"]),
        (date(2015, 1, 1), ["warning"]),
        (date(2021, 4, 29), ["warning"]),
        (date(2021, 4, 30), []),
        (None, []),
    ],
)
def test_a_code_must_be_in_use_as_long_as_the_norm_is(retired_on: date | None, strengths: list[str]) -> None:
    pathway = replace(breast(), valid_to=date(2021, 4, 30))
    first = replace(pathway.milestones[0], codes=(Code("A", "Kode", retired_on),))
    pathway = replace(pathway, milestones=(first, *pathway.milestones[1:]))
    place = "pathway/milestones/A/codes/A"
    assert found(pathway) == [("code-retired", strength, place) for strength in strengths]


def test_a_code_that_goes_out_of_use_under_an_open_norm_is_a_warning() -> None:
    pathway = breast()
    first = replace(pathway.milestones[0], codes=(Code("A", "Kode", date(2090, 1, 1)),))
    (finding,) = lint(content(replace(pathway, milestones=(first, *pathway.milestones[1:]))))
    assert (finding.check, finding.strength) == ("code-retired", "warning")
    assert finding.what.en == "The code A has 1 January 2090 as its last day of use, while the norm is in force."


def test_a_branch_chosen_by_a_code_that_never_stops_the_clock_is_an_error() -> None:
    third = breast().clock("OF3")
    wrong = (replace(third.branches[0], codes=("CK",)), third.branches[1])
    finding = the_only(with_clock(replace(third, branches=wrong)))
    assert (finding.check, finding.strength) == ("branch-code-unknown", "error")
    assert finding.place == "pathway/clocks/OF3/branches/kirurgi/codes"
    assert finding.mend.nb == "Bruk en kode fra milepælen: FK, FM."


def test_a_clock_that_leads_nowhere_is_an_error() -> None:
    second = breast().clock("OF2")
    assert found(with_clock(replace(second, start=Selector("Z")))) == [
        ("milestone-unknown", "error", "pathway/clocks/OF2/start")
    ]
    assert found(with_clock(replace(second, stop=Selector("Z")))) == [
        ("milestone-unknown", "error", "pathway/clocks/OF2/stop")
    ]


def test_a_part_that_does_not_exist_is_an_error_and_the_sum_unknown() -> None:
    fourth = breast().clock("OF4")
    assert found(with_clock(replace(fourth, parts=("OF1", "OF9"), branches=fourth.branches[:1]))) == [
        ("part-unknown", "error", "pathway/clocks/OF4/parts"),
        ("limits-add-up", "information", "pathway/clocks/OF4/branches/kirurgi/limit"),
    ]


def test_a_clock_cannot_be_part_of_itself() -> None:
    alone = clock("OF1", "A", "S", Branch("", Text(""), limit=limit(7)), parts=("OF1",))
    assert ("part-unknown", "error", "pathway/clocks/OF1/parts") in found(with_clock(alone))


def test_an_id_used_twice_is_an_error() -> None:
    pathway = breast()
    twice = replace(pathway, clocks=(*pathway.clocks, pathway.clocks[0]))
    assert found(twice) == [("id-twice", "error", "pathway/clocks")]


def test_a_norm_that_ends_before_it_begins_is_an_error() -> None:
    assert found(replace(breast(), valid_to=date(2014, 12, 31))) == [("validity-order", "error", "pathway/valid_to")]
    assert found(replace(breast(), valid_to=date(2015, 1, 1))) == []


def test_two_editions_in_force_on_the_same_day_are_an_error() -> None:
    old = replace(breast(), valid_to=date(2021, 4, 30))
    new = replace(breast(), valid_from=date(2021, 5, 1))
    overlap = [("validity-overlap", "error", "pathway/valid_from")]
    assert found(new, old) == []
    assert found(old, new) == []
    assert found(new, replace(old, valid_to=date(2021, 5, 1))) == overlap
    assert found(old, replace(new, valid_from=date(2021, 4, 30))) == overlap
    assert found(new, breast()) == overlap
    assert found(new, replace(breast(), id="lungekreft")) == []


def test_a_text_in_one_language_only_is_a_warning_at_its_place() -> None:
    section = Section("om", same("Om"), (Paragraph(Text("Bare bokmål")),))
    (finding,) = lint(replace(content(breast()), sections=(section,)))
    assert (finding.check, finding.strength) == ("text-missing-language", "warning")
    assert finding.place == "sections/om/blocks/1/text"
    assert finding.what.en == "The text is missing in Nynorsk, English."


def test_a_purpose_that_is_not_there_is_found_and_a_legal_basis_may_be_left_out() -> None:
    findings = lint(replace(content(breast()), purpose=Text("")))
    assert [(finding.check, finding.strength, finding.place) for finding in findings] == [
        ("field-missing", "error", "purpose"),
        ("text-missing-language", "warning", "purpose"),
    ]
    (finding,) = lint(replace(content(breast()), legal_basis=Text("Lov")))
    assert (finding.check, finding.place) == ("text-missing-language", "legal_basis")


def test_the_gravest_come_first() -> None:
    pathway = changed_clock(breast(), "OF4", branch="kirurgi", limit=limit(28))
    pathway = changed_clock(pathway, "OF4", branch="medikamentell", limit=None)
    findings = lint(replace(content(pathway), scope=Text("Bare bokmål")))
    assert [finding.strength for finding in findings] == ["error", "warning", "information"]


any_content = norm_contents() | norm_contents(coherent=False, unique=False)


@given(any_content, st.lists(any_content, max_size=1))
def test_any_content_can_be_checked_and_every_finding_is_whole(one: NormContent, others: list[NormContent]) -> None:
    for finding in lint(one, others=tuple(others)):
        assert finding.check in CHECKS
        assert [text.missing() for text in (finding.what, finding.why, finding.mend)] == [(), (), ()]
        assert finding.source != ""


@given(norm_contents(), st.permutations(range(4)))
def test_the_order_of_clocks_changes_no_finding(one: NormContent, order: list[int]) -> None:
    if one.pathway is not None:
        shuffled = [one.pathway.clocks[index] for index in order if index < len(one.pathway.clocks)]
        other = replace(one, pathway=replace(one.pathway, clocks=tuple(shuffled)))
        key: Callable[[LintFinding], tuple[str, str, str]] = lambda f: (f.check, f.place, f.what.nb)  # noqa: E731
        grave = [f for f in lint(one) if f.check != "one-unit"]
        assert sorted(grave, key=key) == sorted((f for f in lint(other) if f.check != "one-unit"), key=key)
