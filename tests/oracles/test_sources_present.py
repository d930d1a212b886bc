"""Where oracles must run, their sources must be there: no oracle may skip unseen."""

from __future__ import annotations

import os

import pytest

from tests.norm.limits_table import TABLE
from tests.oracles.test_rule_sources import SEEDS


def test_the_sources_are_at_hand_where_oracles_must_run() -> None:
    if os.environ.get("NORMVERK_MUST") != "1":
        pytest.skip("oracles need not run here; NORMVERK_MUST=1 makes them")
    assert TABLE.is_file(), f"{TABLE.name} is not beside the repository"
    assert len(list(SEEDS.glob("00?_*.txt"))) == 5, "the seed documents are not beside the repository"
