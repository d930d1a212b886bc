"""The commands that freeze, list and verify figures, and that place hospitals in regions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normverk.cli import main
from normverk.learn.models import HospitalRegion
from tests.learn.conftest import Deliver
from tests.learn.test_publishing import year

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_year(norms: None, deliver: Deliver) -> None:
    """The norms, and a delivery of a whole year."""
    deliver(year())


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, object]:
    """The exit code and the JSON answer of a command."""
    code = main([*words, "--json"])
    out = capsys.readouterr().out
    return code, json.loads(out) if out else None


def test_figures_are_published_listed_and_verified(whole_year: None, capsys: pytest.CaptureFixture[str]) -> None:
    code, answer = told(capsys, "figures", "publish", "brystkreft", "OF4", "2021-T2")
    assert code == 0
    assert isinstance(answer, dict)
    assert (answer["published"], answer["period"], len(answer["digest"])) == (True, "2021-T2", 64)
    code, listed = told(capsys, "figures", "list")
    assert isinstance(listed, list)
    assert [(one["clock"], one["period"], one["corrected"]) for one in listed] == [("OF4", "2021-T2", 0)]
    assert told(capsys, "figures", "verify") == (0, {"faults": []})


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("brystkreft", "OF4", "2022"), 1),
        (("brystkreft", "OF4", "2019"), 1),
        (("brystkreft", "OF4", "soon"), 2),
        (("brystkreft", "OF9", "2021"), 2),
    ],
)
def test_what_cannot_be_published_has_its_exit_code(whole_year: None, words: tuple[str, ...], code: int) -> None:
    assert main(["figures", "publish", *words]) == code


def test_hospitals_are_placed_from_a_file(whole_year: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "regions.csv"
    file.write_text("number,region\n310000019,Vest\n310000027,Midt\n", encoding="utf-8")
    assert told(capsys, "histogram", "regions", str(file)) == (0, {"read": 2, "changed": 2})
    assert told(capsys, "histogram", "regions", str(file)) == (0, {"read": 2, "changed": 0})
    assert dict(HospitalRegion.objects.values_list("number", "region")) == {"310000019": "Vest", "310000027": "Midt"}


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("number;region\n310000019;Vest\n", "line 1"),
        ("not a list\n", "line 1"),
        ("", "line 1"),
        ("\x00", "line 1"),
        ("number,region\n310000019,Vest,more\n", "line 2"),
        ("number,region\n310000019\n", "line 2"),
        ("number,region\n31,Vest\n", "nine digits"),
        ("number,region\n310000019,Vest\n310000019,Midt\n", "line 3"),
    ],
)
def test_a_file_that_is_no_list_of_regions_is_refused_whole(
    whole_year: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str, word: str
) -> None:
    file = tmp_path / "regions.csv"
    file.write_text(content, encoding="utf-8")
    assert main(["histogram", "regions", str(file)]) == 2
    assert word in capsys.readouterr().err
    assert HospitalRegion.objects.count() == 0


def test_a_file_that_is_not_there_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["histogram", "regions", str(tmp_path / "none.csv")]) == 2
    assert "cannot be read" in capsys.readouterr().err
