"""Every test of publish has a key folder of its own, and a fixed address of the hub."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from normverk.publish import queries


@pytest.fixture(autouse=True)
def own_keys(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which this test's keys lie."""
    settings.DATA = tmp_path
    settings.ORIGIN = "https://hub.example.org"
    queries.decoded.cache_clear()
    return tmp_path / "keys"
