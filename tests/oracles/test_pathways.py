"""The pathways as norms are those of the sources, where these are at hand: codes, days, limits, and nothing besides."""

from __future__ import annotations

import csv
import json
from datetime import date
from typing import Any

import pytest

from normverk.norm.days import Unit
from normverk.norm.pathway import Limit, PathwayDefinition
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.mental import delay_codes
from normverk.sim.pathways.overview import overview
from normverk.sim.pathways.products import all_editions
from tests.norm.limits_table import TABLE, needs_table, rows

EDITIONS = tuple(all_editions())
UNITS = {"kalenderdager": Unit.CALENDAR_DAYS, "virkedager (as printed)": Unit.WORKING_DAYS}
BRANCHES = {
    "": "",
    "kirurgi": "kirurgi",
    "medikamentell": "medikamentell",
    "straale": "straale",
    "overvaaking/beslutning": "overvaaking",
    "reseksjon/ablasjon/kjemoembolisering": "kirurgi",
}
NUMBERS_OF_OUR_OWN = {("A18", "OF3", "medikamentell-metastaser"), ("A18", "OF4", "medikamentell-metastaser")}
"""What stands in the norms and is no row of the table: the footnote of one, and the sum with it."""


def read(name: str) -> Any:
    """A file of the sources; skips when it is not beside the repository."""
    path = TABLE.parent / name
    if not path.exists():
        pytest.skip(f"{name} lies outside the repository and is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def pathways() -> list[dict[str, str]]:
    path = TABLE.parent / "pathways_cancer.csv"
    if not path.exists():
        pytest.skip(f"{path.name} lies outside the repository and is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def codes(family: str) -> set[str]:
    definitions = [edition.definition for edition in EDITIONS if edition.family == family]
    return {code.code for held in definitions if held for milestone in held.milestones for code in milestone.codes}


def definitions(prefix: str) -> list[PathwayDefinition]:
    return [edition.definition for edition in EDITIONS if edition.prefix == prefix and edition.definition]


def limit_in(definition: PathwayDefinition, clock: str, branch: str) -> Limit | None:
    return next((held.limit for held in definition.clock(clock).branches if held.id == branch), None)


def test_the_codes_of_cancer_are_the_442_of_the_list() -> None:
    listed = {concept["code"] for concept in read("codes-8480.json")}
    assert (codes("cancer"), len(listed)) == (listed, 442)


def test_the_codes_of_mental_health_are_the_246_of_the_list_and_the_delays_that_no_list_has() -> None:
    listed = next(one for one in read("codes-9321-9328.json")["codesystems"] if one["id"] == "9327")
    known = {concept["code"] for concept in listed["concepts"]}
    assert (codes("mental") - set(delay_codes()), len(known)) == (known, 246)
    assert not known & set(delay_codes())


def test_every_edition_of_a_cancer_pathway_has_all_its_codes() -> None:
    for row in pathways():
        for definition in definitions(row["code_prefix"]):
            found = [code.code for milestone in definition.milestones for code in milestone.codes]
            assert len(found) == len(set(found)) == int(row["codes_in_8480"])


def test_there_are_the_28_with_their_days() -> None:
    lines = {line.prefix: line for line in overview() if line.family == "cancer"}
    sources = pathways()
    assert set(lines) == {row["code_prefix"] for row in sources}
    assert len(sources) == 28
    for row in sources:
        line = lines[row["code_prefix"]]
        assert line.introduced == date.fromisoformat(row["introduced"])
        assert line.removed == (date.fromisoformat(row["removed"]) if row["removed"] else None)
        assert bool(line.known) == (row["times_in_forlopstider_kreft_csv"] != "no")


@needs_table
def test_every_row_of_the_table_stands_in_the_edition_of_its_day_with_number_unit_and_source() -> None:
    assert len(rows()) == 83
    for row in rows():
        day = date.fromisoformat(row["valid_from"])
        (definition,) = [held for held in definitions(row["code"]) if held.in_force_on(day)]
        found = limit_in(definition, row["indicator"], BRANCHES[row["treatment_type"]])
        assert found is not None, row
        assert (found.value, found.unit) == (int(row["days"]), UNITS[row["unit"]])
        assert (found.source.basis, found.source.url) == (row["status"], row["source_url"])
        if row["valid_to"]:
            assert definition.valid_to == date.fromisoformat(row["valid_to"])


@needs_table
def test_no_cancer_limit_stands_in_the_norms_that_no_row_states() -> None:
    stated = {(row["code"], row["indicator"], BRANCHES[row["treatment_type"]], int(row["days"])) for row in rows()}
    for edition in EDITIONS:
        for key, limit in _limits(edition) if edition.family == "cancer" else ():
            assert key in NUMBERS_OF_OUR_OWN or (*key, limit.value) in stated


def _limits(edition: Defined) -> list[tuple[tuple[str, str, str], Limit]]:
    clocks = edition.definition.clocks if edition.definition else ()
    return [
        ((edition.prefix, clock.id, branch.id), branch.limit)
        for clock in clocks
        for branch in clock.branches
        if branch.limit is not None
    ]


@needs_table
def test_rows_that_contradict_another_official_text_are_told_with_the_limit() -> None:
    """The table keeps two on purpose: the radiotherapy of lymphomas and of myeloma."""
    doubted = {(row["code"], row["indicator"], row["treatment_type"]) for row in rows() if "virkedager" in row["note"] + row["unit"] and row["indicator"] == "OF3" and row["treatment_type"] == "straale"}  # fmt: skip
    assert doubted == {("A06", "OF3", "straale"), ("A04", "OF3", "straale")}
    lymphoma = next(branch for branch in definitions("A06")[-1].clock("OF3").branches if branch.id == "straale")
    assert any("virkedager" in note.text.nb for note in lymphoma.footnotes)
    myeloma = limit_in(definitions("A04")[-1], "OF3", "straale")
    assert myeloma is not None
    assert myeloma.unit is Unit.WORKING_DAYS


def test_the_times_of_the_other_pathways_are_those_that_were_read() -> None:
    other = read("psych_and_other.json")
    units = {"kalenderuker": Unit.WEEKS}
    for product, key in (("smerte", "pain"), ("utmattelse", "fatigue")):
        (definition,) = [edition.definition for edition in EDITIONS if edition.product == product]
        assert definition is not None
        found = [
            (limit.value, limit.unit) for clock in definition.clocks for one in clock.branches if (limit := one.limit)
        ]
        assert found == [(value, units[unit]) for _, _, value, unit in other[key]["times"]]
    pregnancy = [one["days_max"] for one in other["psych"]["times_read"] if one["pathway"].startswith("gravide")]
    assert sorted(limit.value for limit in _last("D09")) == sorted(pregnancy)
    ocd = [one["days_max"] for one in other["psych"]["times_read"] if one["pathway"].startswith("tvangs")]
    assert [limit.value for limit in _last("D07")] == ocd


def _last(prefix: str) -> list[Limit]:
    return [one.limit for clock in definitions(prefix)[-1].clocks for one in clock.branches if one.limit is not None]


def test_the_danish_events_are_those_of_the_monitoring_model() -> None:
    path = TABLE.parent / "codes_denmark.csv"
    if not path.exists():
        pytest.skip(f"{path.name} lies outside the repository and is not here")
    with path.open(encoding="utf-8-sig", newline="") as file:
        listed = {row["code"].replace("xx", "01") for row in csv.DictReader(file)}
    assert {code for code in codes("abroad") if code.startswith("AFB")} == listed
