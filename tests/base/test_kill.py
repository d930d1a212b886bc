"""Two hundred times kill -9: what was acknowledged is there, what was asked for happens once, and the log is whole."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.base.installation import installation

DRILL = "import django; django.setup(); from tests.base import kill_drill; kill_drill.main(200)"


@pytest.mark.slow
def test_two_hundred_kills_lose_nothing_and_repeat_nothing(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        drilled = place.python("-c", DRILL)
    assert drilled.returncode == 0, drilled.stderr
    found = json.loads(drilled.stdout)
    assert found.pop("acknowledged") > 200
    assert found.pop("done_again_after_a_kill") > 0
    assert found == {
        "killed": 200,
        "lost": [],
        "without_effect": [],
        "effect_of_nothing": [],
        "twice": [],
        "jobs_not_done": {},
        "faults": [],
    }
