"""Files of patients that tell the evaluator of ages: what is read, what is set aside, and what the command then says."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from normverk.cli import parser, run
from normverk.norm.conditions import AgeCondition
from normverk.norm.pathway import Branch, Limit, PathwayDefinition
from normverk.publish.models import Release
from normverk.use.pathways.intake import Unreadable
from normverk.use.pathways.intake.people import read_births
from normverk.use.pathways.models import Patient
from tests.use.pathways.breast import breast, text
from tests.use.pathways.conftest import ndjson, publish
from tests.use.pathways.events import course


def by_age() -> PathwayDefinition:
    """Breast cancer where the first clock allows children 3 days and others 7."""
    whole = breast(12, date(2015, 1, 1))
    (adult,) = whole.clock("OF1").branches
    assert adult.limit is not None
    child = Branch("child", text("child"), (), limit_of(adult.limit, 3), when=(AgeCondition(most=17),))
    branches = (child, msgspec.structs.replace(adult, id="adult", when=(AgeCondition(least=18),)))
    clocks = tuple(
        msgspec.structs.replace(clock, branches=branches) if clock.id == "OF1" else clock for clock in whole.clocks
    )
    return msgspec.structs.replace(whole, clocks=clocks)


def limit_of(limit: Limit, value: int) -> Limit:
    """The limit with another number of days."""
    return msgspec.structs.replace(limit, value=value)


@pytest.fixture
def files(db: None, fixed_day: None, tmp_path: Path) -> dict[str, str]:
    """The release, and a course that took five days, as files."""
    publish("1.0.0", by_age(), None)
    (tmp_path / "release.tgz").write_bytes(bytes(Release.objects.get().file))
    (tmp_path / "events.ndjson").write_bytes(ndjson([*course("A 2021-06-03, S 2021-06-08")]))
    return {"release": str(tmp_path / "release.tgz"), "events": str(tmp_path / "events.ndjson")}


def first_clock(files: dict[str, str], capsys: pytest.CaptureFixture[str], *more: str) -> tuple[str, str, str]:
    """Branch, verdict and reason of OF1, as the command says them."""
    words = ["--release", files["release"], "--events", files["events"], "--as-of", "2021-06-10", "--json"]
    assert run(parser().parse_args(["pathway", "evaluate", *words, *more])) == 0
    line = next(line for line in map(json.loads, capsys.readouterr().out.splitlines()) if line["clock"] == "OF1")
    return line["branch"], line["verdict"], line["reason"]


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ({"birth_date": "2003-06-04"}, ("child", "late", "")),
        ({"birth_date": "2003-06-03"}, ("adult", "met", "")),
        ({"identity_number": "01819000049"}, ("adult", "met", "")),
        ({}, ("", "indeterminate", "branch-unknown")),
    ],
)
def test_the_age_on_the_day_of_the_start_chooses_the_branch(
    person: dict[str, str],
    said: tuple[str, str, str],
    files: dict[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    people = tmp_path / "people.ndjson"
    people.write_bytes(ndjson([{"patient": "p1", **person}]))
    assert first_clock(files, capsys, "--people", str(people)) == said
    assert Patient.objects.count() == 0


def test_without_people_what_hangs_on_age_is_not_known(
    files: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert first_clock(files, capsys) == ("", "indeterminate", "branch-unknown")


def test_lines_that_cannot_be_used_are_told_beside(
    files: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.ndjson"
    people.write_text('{"patient": "p1", "birth_date": "1950-02-01"}\nbroken\n')
    words = ["--release", files["release"], "--events", files["events"], "--as-of", "2021-06-10"]
    assert run(parser().parse_args(["pathway", "evaluate", *words, "--people", str(people)])) == 0
    assert f"{people}:2: not-json" in capsys.readouterr().err
    assert run(parser().parse_args(["pathway", "evaluate", *words, "--people", f"{people}-not-there"])) == 2


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("[]", "wrong-value"),
        ('{"patient": ""}', "wrong-value"),
        ('{"patient": "p1", "sex": "x"}', "wrong-value"),
        ('{"patient": "p1", "birth_date": "1950-02-30"}', "no-such-time"),
        ('{"patient": "p1", "birth_date": "1950-01-01", "birth_date": "1960-01-01"}', "field-twice"),
        ('{"patient": "01819000049", "birth_date": "1950-01-01"}', "identity-number"),
    ],
)
def test_a_line_that_cannot_be_used_is_set_aside_with_its_kind(line: str, kind: str) -> None:
    births, complaints = read_births(line.encode(), "people.ndjson")
    assert births == {}
    assert [(number, complaint.kind) for number, complaint in complaints] == [(1, kind)]


def test_two_birth_dates_of_one_patient_are_told_and_the_first_holds() -> None:
    lines: list[dict[str, Any] | Any] = [
        {"patient": "p1", "birth_date": "1950-02-01"},
        {"patient": "p1", "birth_date": "1950-02-01", "died": "2020-01-01"},
        {"patient": "p1", "birth_date": "1951-02-01"},
        {"patient": "p2"},
    ]
    births, complaints = read_births(ndjson(lines), "people.ndjson")
    assert births == {"p1": date(1950, 2, 1), "p2": None}
    assert [(number, complaint.kind) for number, complaint in complaints] == [(3, "patient-twice")]


def test_a_file_that_is_no_text_is_refused_whole() -> None:
    with pytest.raises(Unreadable, match=r"people\.ndjson"):
        read_births(b"a\x00b", "people.ndjson")
