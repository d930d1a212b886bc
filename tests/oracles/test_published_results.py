"""Shares that Norwegian, Danish and English authorities have published, worked out anew from the counts they give."""

from __future__ import annotations

import csv

import pytest

from normverk.learn.comparison import wilson
from normverk.learn.histogram import Cell, summarise
from tests.norm.limits_table import TABLE

RESULTS = TABLE.with_name("results_published.csv")
pytestmark = pytest.mark.skipif(
    not RESULTS.exists(), reason=f"the table of published results ({RESULTS.name}) lies outside the repository"
)


def rows() -> list[dict[str, str]]:
    """The rows that give both counts and the share."""
    with RESULTS.open(encoding="utf-8-sig", newline="") as file:
        return [row for row in csv.DictReader(file) if row["numerator"] and row["denominator"]]


def test_every_published_share_is_ours() -> None:
    told = rows()
    assert len(told) >= 4
    for row in told:
        kept, n = int(row["numerator"]), int(row["denominator"])
        cells = [Cell("s", "p", "", "OF4", "", "310000001", "2021-01", state, count)  # type: ignore[arg-type]
                 for state, count in (("met", kept), ("overdue", n - kept)) if count]  # fmt: skip
        share = summarise(cells).share
        assert share is not None
        assert round(100 * share, 1) == float(row["percent"]), row["source_url"]
        low, high = wilson(kept, n)
        assert low < share < high
