"""The demonstration norms are whole, are marked as demonstration, follow one another, and state the real limits."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

import normverk.sim
from normverk.norm.blocks import words
from normverk.norm.content import NormContent, all_sections, read_content, stating
from normverk.norm.days import Unit
from normverk.norm.diff import diff
from normverk.norm.fhir.plan_definition import from_plan_definition, to_plan_definition
from normverk.norm.lint import lint
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.placed_texts import texts_of
from normverk.norm.text import LANGUAGES
from tests.norm.limits_table import needs_table, rows

FILES = sorted((Path(normverk.sim.__file__).parent / "norms").glob("*.json"))
MARKS = ("Demonstrasjon", "Demonstrasjon", "Demonstration")
BRANCHES = {"overvaaking/beslutning": "overvaaking"}


def read(file: Path) -> NormContent:
    return read_content(json.loads(file.read_text(encoding="utf-8")))


def pathway_of(file: Path) -> PathwayDefinition:
    pathway = read(file).pathway
    assert pathway is not None
    return pathway


every_norm = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


def test_there_are_five() -> None:
    names = ["brystkreft-1", "brystkreft-2", "lymfomer-1", "testikkelkreft-1", "testikkelkreft-2"]
    assert [file.stem for file in FILES] == names


@every_norm
def test_nothing_is_wrong_with_it_and_every_word_is_in_three_languages(file: Path) -> None:
    others = tuple(read(other) for other in FILES if other != file)
    assert {(finding.check, finding.strength) for finding in lint(read(file), others=others)} <= {
        ("limit-unknown", "information")
    }


@every_norm
def test_it_says_that_it_is_a_demonstration(file: Path) -> None:
    content = read(file)
    assert (content.demonstration, content.owner) == (True, "Demodirektoratet")
    places = ["purpose", "scope", "target_group", "legal_basis"]
    places += [f"sections/{section.id}/blocks/1/text" for section in content.sections]
    texts = dict(texts_of(content))
    for place in places:
        text = texts[place]
        assert (
            tuple(words[: len(mark)] for words, mark in zip((text.nb, text.nn, text.en), MARKS, strict=True)) == MARKS
        )


@every_norm
def test_one_paragraph_states_each_clock_in_words_with_every_limit_of_it(file: Path) -> None:
    content, pathway = read(file), pathway_of(file)
    for clock in pathway.clocks:
        units = [section for _, section in all_sections(content.sections) if section.unit is not None]
        saying = [section for section in units if section.unit and clock.id in section.unit.clocks]
        assert saying == [stating(content, clock.id)]
        assert (saying[0].unit and saying[0].unit.kind, saying[0].title) == ("time-limit", clock.title)
        for language in LANGUAGES:
            said = words(saying[0].blocks, language)
            for branch in clock.branches:
                line = next(
                    line
                    for line in said.split("\n")
                    if not branch.id or line.startswith(branch.title.in_language(language))
                )
                numbers = {int(number) for number in re.findall(r"\b(\d+)\b", line)}
                assert numbers == ({branch.limit.value} if branch.limit else set())


@every_norm
def test_its_codes_end_with_the_letters_of_their_milestone(file: Path) -> None:
    endings = {
        milestone.id: tuple(code.code[3:] for code in milestone.codes) for milestone in pathway_of(file).milestones
    }
    assert endings == {
        "A": ("A", "AA"),
        "S": ("S",),
        "C": ("CK",),
        "E": ("CM", "CA", "CI"),
        "F": ("FK", "FM", "FS", "FL", "FO", "FI"),
        "O": ("O",),
        "P": ("P",),
        "X": ("X",),
    }
    ends = [milestone.id for milestone in pathway_of(file).milestones if milestone.ends_pathway]
    assert ends == ["E", "F", "X"]


@every_norm
def test_it_becomes_a_plan_definition_and_comes_back(file: Path) -> None:
    resource = to_plan_definition(
        pathway_of(file), url="https://example.org/p", version="1.0.0", publisher="Demodirektoratet", status="active"
    )
    assert from_plan_definition(resource) == pathway_of(file)


@pytest.mark.parametrize("name", ["brystkreft", "testikkelkreft"])
def test_the_second_edition_begins_on_the_day_after_the_first_has_ended(name: str) -> None:
    editions = [pathway_of(file) for file in FILES if file.stem.startswith(name)]
    assert [edition.id for edition in editions] == [name, name]
    for first, second in pairwise(editions):
        assert first.valid_to is not None
        assert second.valid_from == first.valid_to + timedelta(days=1)
        assert second.valid_to is None


def test_the_two_norms_for_breast_cancer_differ_in_these_limits() -> None:
    first, second = (read(file) for file in FILES if file.stem.startswith("brystkreft"))
    assert [change.label.nb for change in diff(first, second) if change.group == "limit"] == [
        "OF2: frist 7 → 12 kalenderdager",
        "OF4, kirurgi: frist 27 → 32 kalenderdager",
        "OF4, medikamentell behandling: frist 24 → 29 kalenderdager",
    ]


@every_norm
def test_the_warning_time_is_two_days_for_short_limits_and_three_for_others(file: Path) -> None:
    limits = [branch.limit for clock in pathway_of(file).clocks for branch in clock.branches if branch.limit]
    assert [limit.warn_before for limit in limits] == [2 if limit.value < 14 else 3 for limit in limits]


@needs_table
@every_norm
def test_its_limits_are_those_of_the_table(file: Path) -> None:
    pathway = pathway_of(file)
    valid_to = pathway.valid_to.isoformat() if pathway.valid_to else ""
    real = {
        (row["indicator"], BRANCHES.get(row["treatment_type"], row["treatment_type"])): (
            int(row["days"]),
            Unit.CALENDAR_DAYS,
            row["status"],
            row["source_url"],
        )
        for row in rows()
        if (row["pathway"], row["valid_from"], row["valid_to"])
        == (pathway.id, pathway.valid_from.isoformat(), valid_to)
    }
    ours = {
        (clock.id, branch.id): (
            branch.limit.value,
            branch.limit.unit,
            branch.limit.source.basis,
            branch.limit.source.url,
        )
        for clock in pathway.clocks
        for branch in clock.branches
        if branch.limit is not None
    }
    assert ours == real
    assert len(real) > 3
