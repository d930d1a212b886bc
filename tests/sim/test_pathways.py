"""All pathways as norms: they can be used, they follow one another, they say what is unknown, and every part is there."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from normverk.cli import main
from normverk.norm.blocks import words
from normverk.norm.content import NormContent, all_sections, read_content, stating
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy
from normverk.norm.fhir.plan_definition import from_plan_definition, to_plan_definition
from normverk.norm.lint import lint
from normverk.norm.pathway import AtEnd, PathwayDefinition
from normverk.norm.pathway_faults import faults
from normverk.norm.placed_texts import texts_of
from normverk.norm.text import LANGUAGES
from normverk.norm.words import counted
from normverk.publish.default_rules import rules_of
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.facts_read import UNKNOWN
from normverk.sim.pathways.overview import BEGIN, END, overview, table
from normverk.sim.pathways.products import all_editions, product

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "pathways.md"
EDITIONS = tuple(all_editions())
PARTS = {"om", "forlop", "forlopstider", "diagnoseveileder", "kodeveileder", "pasient", "endring"}

every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.slug)


@cache
def content(slug: str) -> NormContent:
    return product(next(edition for edition in EDITIONS if edition.slug == slug))


def definition(slug: str) -> PathwayDefinition:
    found = content(slug).pathway
    assert found is not None
    return found


def by_product() -> dict[str, list[Defined]]:
    held: dict[str, list[Defined]] = defaultdict(list)
    for edition in EDITIONS:
        held[edition.product].append(edition)
    return held


@every_edition
def test_nothing_makes_it_unusable(edition: Defined) -> None:
    assert edition.definition is None or faults(edition.definition) == ()


@every_edition
def test_lint_finds_only_limits_that_are_not_known(edition: Defined) -> None:
    others = tuple(content(one.slug) for one in by_product()[edition.product] if one != edition)
    assert {found.check for found in lint(content(edition.slug), others=others)} <= {"limit-unknown"}


@every_edition
def test_every_part_of_a_pathway_is_there_in_three_languages_and_marked(edition: Defined) -> None:
    held = content(edition.slug)
    assert {section.id for section in held.sections} == PARTS - (set() if edition.definition else {"forlop"})
    assert [place for place, text in texts_of(held) if text.nb and text.missing()] == []
    assert (held.demonstration, held.owner) == (True, "Demodirektoratet")
    texts = dict(texts_of(held))
    for section in held.sections:
        first = texts[f"sections/{section.id}/blocks/1/text"]
        assert (first.nb[:8], first.en[:8]) == ("Demonstr", "Demonstr")


@every_edition
def test_each_clock_is_stated_in_words_by_one_section(edition: Defined) -> None:
    held = content(edition.slug)
    for clock in held.pathway.clocks if held.pathway else ():
        naming = [
            section for _, section in all_sections(held.sections) if section.unit and clock.id in section.unit.clocks
        ]
        assert naming == [stating(held, clock.id)]
        for branch in clock.branches:
            if branch.limit is not None:
                said = counted(branch.limit.value, branch.limit.unit)
                assert all(said.in_language(one) in words(naming[0].blocks, one) for one in LANGUAGES)


@every_edition
def test_a_measured_branch_without_a_limit_says_why(edition: Defined) -> None:
    for clock in edition.definition.clocks if edition.definition else ():
        for branch in clock.branches:
            if branch.counted and branch.limit is None:
                assert UNKNOWN in branch.footnotes or branch.id.endswith("g3")
            else:
                assert UNKNOWN not in branch.footnotes


@every_edition
def test_it_becomes_a_plan_definition_and_comes_back(edition: Defined) -> None:
    if edition.definition is not None:
        resource = to_plan_definition(
            edition.definition, url="https://example.org/p", version="1.0.0", publisher="Demo", status="active"
        )
        assert from_plan_definition(resource) == edition.definition


@every_edition
def test_a_known_total_is_the_sum_of_its_phases(edition: Defined) -> None:
    for clock in edition.definition.clocks if edition.definition else ():
        for branch in clock.branches if clock.parts else ():
            if branch.limit is not None and edition.definition is not None:
                parts = [edition.definition.clock(part).branches for part in clock.parts]
                found = [next(one.limit for one in part if one.id in {"", branch.id}) for part in parts]
                assert sum(limit.value for limit in found if limit) == branch.limit.value
                assert all(limit and limit.unit is branch.limit.unit for limit in found)


@pytest.mark.parametrize("editions", by_product().values(), ids=by_product())
def test_editions_follow_one_another_without_a_gap_and_only_the_last_says_nothing_more(editions: list[Defined]) -> None:
    assert [edition.number for edition in editions] == list(range(1, len(editions) + 1))
    for first, second in pairwise(editions):
        assert first.definition is not None
        assert second.definition is not None
        assert first.definition.valid_to is not None
        assert second.definition.valid_from == first.definition.valid_to + timedelta(days=1)
        assert second.what is not None


def test_there_are_28_cancer_pathways_introduced_on_three_days() -> None:
    first = [edition.definition.valid_from for edition in EDITIONS if edition.family == "cancer" and edition.number == 1 and edition.definition]  # fmt: skip
    days = (date(2015, 1, 1), date(2015, 5, 1), date(2015, 9, 1))
    assert [first.count(day) for day in days] == [4, 10, 14]


def test_eleven_of_them_have_known_limits_and_ten_are_complete() -> None:
    lines = [line for line in overview() if line.family == "cancer"]
    assert len([line for line in lines if line.known]) == 11
    assert len([line for line in lines if any(said.startswith("OF4") for said in line.known)]) == 10


def test_the_two_removed_ones_end_with_their_codes_and_stop() -> None:
    removed = {edition.product: edition.definition for edition in EDITIONS if edition.definition and edition.definition.at_end is AtEnd.STOP}  # fmt: skip
    assert set(removed) == {"kronisk-lymfatisk-leukemi", "akutt-leukemi"}
    for held in removed.values():
        assert held.valid_to == date(2021, 4, 30)
        assert {code.retired_on for milestone in held.milestones for code in milestone.codes} == {date(2021, 4, 30)}
        assert any(source.basis == "derived" for source in held.sources)


def test_melanoma_changes_its_name_and_keeps_its_codes() -> None:
    old, new = definition("malignt-melanom-1"), definition("malignt-melanom-2")
    assert (old.title.nb, new.title.nb, new.valid_from) == ("Føflekkreft", "Malignt melanom", date(2021, 5, 1))
    codes = [[code.code for milestone in held.milestones for code in milestone.codes] for held in (old, new)]
    assert codes[0] == codes[1]


def test_a_delay_wished_by_the_patient_has_no_effect_in_cancer_and_explains_in_mental_health() -> None:
    policies = defaultdict(set)
    for edition in EDITIONS:
        for clock in edition.definition.clocks if edition.definition else ():
            policies[edition.family] |= {rule.policy for rule in clock.delays}
            for rule in clock.delays if edition.family == "mental" else ():
                assert (rule.milestone, rule.longer_than, rule.unit) == ("L", 7, Unit.WORKING_DAYS)
                assert rule.kind is DelayKind.PATIENT_WISH
    assert policies["cancer"] == set()
    assert policies["mental"] == {DelayPolicy.EXPLAIN}
    assert policies["abroad"] == {DelayPolicy.NULLIFY, DelayPolicy.STOP_RESTART}


def test_three_pathways_of_mental_health_moved_their_start_from_received_to_assessed() -> None:
    starts = {
        name: [held.definition.milestones[0].title.nb for held in editions if held.definition]
        for name, editions in by_product().items()
        if editions[0].family == "mental"
    }
    received, assessed = "Henvisning mottatt", "Henvisning vurdert, rett til helsehjelp gitt"
    moved = {name for name, titles in starts.items() if titles == [received, received, assessed]}
    assert moved == {"rusbehandling", "psykisk-helsevern-voksne", "psykisk-helsevern-barn-og-unge"}
    assert {tuple(titles) for name, titles in starts.items() if name not in moved} == {(received, received)}


def test_a_patient_is_in_one_pathway_of_mental_health_at_a_time() -> None:
    groups = {
        edition.family: {
            one.definition.exclusive for one in EDITIONS if one.definition and one.family == edition.family
        }
        for edition in EDITIONS
    }
    assert groups == {"cancer": {""}, "mental": {"psykisk-helse-og-rus"}, "other": {""}, "abroad": {""}}


def test_the_draft_says_that_it_is_one() -> None:
    assert [edition.slug for edition in EDITIONS if edition.draft] == ["utmattelse-1"]
    assert "utkast" in content("utmattelse-1").title.nb
    assert "draft" in content("utmattelse-1").title.en


def test_child_welfare_has_no_clock_because_no_time_is_known() -> None:
    assert content("barnevern-1").pathway is None


def test_the_document_holds_the_table_as_it_is_made() -> None:
    document = DOCUMENT.read_text(encoding="utf-8")
    assert document[document.index(BEGIN) : document.index(END) + len(END)] == table()


def test_the_command_writes_what_can_be_read_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "norms"
    assert main(["sim", "pathways", "--write", str(folder), "--family", "other", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["editions"] == [edition.slug for edition in EDITIONS if edition.family == "other"]
    for slug in told["editions"]:
        assert read_content(json.loads((folder / f"{slug}.json").read_bytes())) == content(slug)


def test_a_folder_that_cannot_be_written_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "file"
    file.touch()
    assert main(["sim", "pathways", "--write", str(file)]) == 2
    assert "cannot be written" in capsys.readouterr().err


def test_every_cancer_pathway_carries_the_data_rules_that_its_codes_are_proposed_by() -> None:
    for edition in EDITIONS:
        if edition.family != "cancer" or edition.definition is None:
            continue
        rules = rules_of(edition.definition)
        assert rules is not None
        assert rules.rules == edition.definition.derivations, edition.slug
        for rule in rules.rules:
            milestone = edition.definition.milestone_of(rule.code)
            assert rule.milestone == (milestone.id if milestone else "biopsy")
