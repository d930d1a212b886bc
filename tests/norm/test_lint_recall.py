"""Every check finds the faults it is for, put into clean norms and data at random, and leaves the clean ones alone."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Final

import pytest
from benchmarks.recall.measure import TRIALS, false_alarms, measured
from benchmarks.recall.trials import FAULTS

from normverk.norm.lint import CHECKS

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "lint-recall.md"
FLOOR: Final = 0.9
"""No check may find less than this; what the page says is found may not sink either."""
FEW: Final = 12


def stated() -> dict[str, tuple[float, int]]:
    """The share found and the complaints without ground, as the page has them."""
    rows = re.findall(r"^\| `([\w-]+)` \| \d+ \| (\d+) \| \d+ \| ([\d.]+) \| (\d+) \|$", PAGE.read_text("utf-8"), re.M)
    assert {int(trials) for _, trials, _, _ in rows} == {TRIALS}
    return {check: (float(share), int(alarms)) for check, _, share, alarms in rows}


def test_every_check_has_a_way_to_make_its_fault_and_stands_on_the_page() -> None:
    assert set(CHECKS) <= set(FAULTS)
    assert set(CHECKS) <= set(stated())


def test_the_clean_norms_have_no_findings_without_ground() -> None:
    assert false_alarms() == 0


def test_no_check_on_the_page_finds_too_little_or_complains_without_ground() -> None:
    assert {check: found for check, found in stated().items() if found[0] < FLOOR or found[1]} == {}


@pytest.mark.parametrize("check", CHECKS)
def test_what_a_check_finds_does_not_sink(check: str) -> None:
    """A few trials of the same seed: as many are found as the page allows for."""
    now = measured(check, FEW)
    share, alarms = stated()[check]
    assert now.found >= FEW - round((1 - share) * TRIALS), now.missed
    assert now.alarms <= alarms


def test_the_same_seed_gives_the_same_trials() -> None:
    way = FAULTS["sum-in-text"][0]
    assert way(Random(1)).faulty == way(Random(1)).faulty
