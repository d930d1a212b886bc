"""Kill -9 while files are taken in and clocks rebuilt: a file is in whole or not at all, and two processes give what one does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.base.installation import installation

DRILL = "import django; django.setup(); from tests.use.pathways import intake_drill; intake_drill.main(24)"


@pytest.mark.slow
def test_a_kill_leaves_no_file_half_taken_in_and_no_clock_half_rebuilt(tmp_path: Path) -> None:
    with installation(tmp_path) as place:
        drilled = place.python("-c", DRILL)
    assert drilled.returncode == 0, drilled.stderr
    found = json.loads(drilled.stdout)
    assert 0 < found.pop("whole_before_the_kill") < 25
    assert found.pop("states") > 10_000
    assert found == {"half": [], "lost": [], "other_states_by_two_processes": False, "faults": []}
