"""The codes and the feedback we know are those of the official lists, where these are at hand."""

from __future__ import annotations

import csv
import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from normverk.base.languages import catalogue
from normverk.use.reporting import rules
from normverk.use.reporting.npr import composed_codes, read_code
from tests.norm.limits_table import TABLE

FOLDER: Path = TABLE.parent


def read(name: str) -> Any:
    """A file of the lists; skips when it is not beside the repository."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{name} lies outside the repository and is not here")
    return json.loads(path.read_text(encoding="utf-8"))


def test_all_442_codes_of_cancer_are_composed_and_no_other() -> None:
    listed = [concept["code"] for concept in read("codes-8480.json")]
    assert list(composed_codes("cancer")) == sorted(listed)
    assert len(listed) == 442


def test_all_246_codes_of_mental_health_are_composed_and_no_other() -> None:
    listed = next(one for one in read("codes-9321-9328.json")["codesystems"] if one["id"] == "9327")
    codes = [concept["code"] for concept in listed["concepts"]]
    assert list(composed_codes("mental")) == sorted(codes)
    assert len(codes) == 246


def test_types_events_and_outcomes_are_those_of_the_small_lists() -> None:
    lists = {
        one["id"]: {held["code"] for held in one["concepts"]} for one in read("codes-9321-9328.json")["codesystems"]
    }
    codes = composed_codes("mental")
    assert {code[:3] for code in codes} == lists["9321"]
    assert {code[3] for code in codes} == lists["9322"]
    for letter, name in {"C": "9323", "S": "9324", "U": "9325", "X": "9326", "H": "9328"}.items():
        assert {code[4:] for code in codes if code[3] == letter} == lists[name]


def test_the_patterns_that_others_worked_out_match_the_same_codes() -> None:
    patterns = read("codes_and_rules.json")["code_pattern"]
    for code in composed_codes("cancer"):
        assert sum(bool(re.fullmatch(patterns[name], code)) for name in ("organ", "metastasis", "diagnostic")) == 1, (
            code
        )


def test_all_thirty_feedback_codes_have_a_rule_and_words() -> None:
    listed = [concept["code"] for concept in read("npr-feedback-9329.json")["codes"]]
    assert sorted(rules.FEEDBACK) == sorted(listed)
    assert len(listed) == 30
    assert [code for code in listed if {f"npr.title.{code}", f"npr.mend.{code}"} - set(catalogue())] == []


def test_what_the_list_leaves_out_of_the_calculation_is_said_to_be_left_out() -> None:
    left_out = {
        held["code"] for held in read("npr-feedback-9329.json")["codes"] if "Ikke med i beregning" in held["display"]
    }
    ours = {code for code, held in rules.FEEDBACK.items() if held.why == "not-counted"}
    assert ours - {"120"} == left_out


def test_the_letters_that_a_feedback_names_are_those_it_is_said_of() -> None:
    """The texts say «kode C …»; the letter in them is the one the rule looks at."""
    for held in read("npr-feedback-9329.json")["codes"]:
        named = re.match(r"(?:Kode|Hendelse) ([A-Z])(?:[A-Z]?[ /])", held["display"])
        if named:
            assert rules.FEEDBACK[held["code"]].letters == {named[1]}, held["code"]


def test_pathways_begin_and_end_when_the_table_says() -> None:
    table = FOLDER / "pathways_cancer.csv"
    if not table.exists():
        pytest.skip(f"{table.name} lies outside the repository and is not here")
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 28
    for row in rows:
        reading = read_code(f"{row['code_prefix']}A")
        assert reading is not None
        assert reading.introduced == date.fromisoformat(row["introduced"])
        assert reading.removed == (date.fromisoformat(row["removed"]) if row["removed"] else None)
        assert sum(code.startswith(row["code_prefix"]) for code in composed_codes("cancer")) == int(
            row["codes_in_8480"]
        )
