"""Reads the table of real time limits that some tests hold our own content against, where the table is at hand."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

TABLE = Path(__file__).resolve().parents[3] / "shared" / "data" / "pathways" / "forlopstider_kreft.csv"

needs_table = pytest.mark.skipif(
    not TABLE.exists(), reason=f"the table of real time limits ({TABLE.name}) lies outside the repository"
)


def rows() -> list[dict[str, str]]:
    """All rows of the table, each as column name to text."""
    with TABLE.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
