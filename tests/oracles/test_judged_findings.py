"""The checks over all public data and documents at hand find exactly what was looked at by eye and found to be right."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import pytest

from normverk.config.commands_lint import lint_paths

SHARED = Path(__file__).resolve().parents[3] / "shared"
JUDGED = Path(__file__).with_name("judged_findings.tsv")
EXPLAINED = Path(__file__).resolve().parents[2] / "docs" / "lint-findings.md"
needs_shared = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the public data that the checks were judged on lie outside the repository"
)

Finding = tuple[str, str, str, str]


def judged() -> dict[Finding, str]:
    """Every finding that somebody has looked at, with the judgement."""
    with JUDGED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {(row["check"], row["file"], row["place"], row["strength"]): row["judgement"] for row in rows}


@lru_cache(maxsize=1)
def found() -> frozenset[Finding]:
    """What the checks find now."""
    findings, _ = lint_paths([str(SHARED / "data"), str(SHARED / "seeds")], frozenset())
    return frozenset((one.finding.check, one.name, one.finding.place, one.finding.strength) for one in findings)


@needs_shared
def test_nothing_is_found_that_nobody_has_looked_at() -> None:
    assert sorted(found() - judged().keys()) == []


@needs_shared
def test_nothing_that_was_found_has_vanished() -> None:
    assert sorted(judged().keys() - found()) == []


def test_every_finding_was_judged_to_be_right_and_is_told_of() -> None:
    assert set(judged().values()) == {"right"}
    page = EXPLAINED.read_text(encoding="utf-8")
    for check, file, _, _ in judged():
        assert f"`{check}`" in page
        assert f"`{file.rpartition('!')[2].rpartition('/')[2]}`" in page, file


def test_the_page_says_how_many_were_looked_at() -> None:
    assert f"{len(judged())} findings" in EXPLAINED.read_text(encoding="utf-8")


@needs_shared
@pytest.mark.parametrize(
    ("check", "file"),
    [
        ("parts-and-whole", "004_40a200d687ff9a0d.txt"),
        ("code-meaning-changed", "kodeverk/7497-to-versjoner-samme-oid.json"),
        ("link-behind-key", "hapi/anbefaling-by-id.json"),
        ("calendar-and-working-days", "pathways/forlopstider_kreft.csv"),
    ],
)
def test_what_is_known_to_be_wrong_in_the_sources_is_found(check: str, file: str) -> None:
    assert any((one[0], one[1]) == (check, file) for one in found())
