"""Shares that Norwegian, Danish and English authorities have published, worked out anew from the counts they give."""

from __future__ import annotations

import csv
from datetime import date

import pytest

from normverk.learn.comparison import wilson
from normverk.learn.histogram import Cell, summarise
from normverk.learn.inclusion.reading import read_register
from normverk.learn.inclusion.target import NATIONAL
from normverk.learn.suppression import protect
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


def test_the_published_inclusion_of_2015_and_2016_is_ours_when_a_register_delivers_its_counts() -> None:
    """Colorectal, lung, breast and prostate cancer: 24,429 of 30,747, published as 79.5 %, above the goal of 70 %."""
    (row,) = (one for one in rows() if one["measure"] == "included in a pathway")
    file = "pathway,organisation,period,new,included,source,source_date\n"
    half, kept = int(row["denominator"]) // 2, int(row["numerator"]) // 2
    for year, new, included in (
        (2015, half, kept),
        (2016, int(row["denominator"]) - half, int(row["numerator"]) - kept),
    ):
        file += f"kreft,310000001,{year},{new},{included},{row['source_url']},2020-06-15\n"
    read = read_register(file.encode(), pathways=["kreft"], today=date(2022, 5, 2))
    cells = [
        Cell("*", one.pathway, "", "*inclusion", "", one.organisation, one.period, state, n)  # type: ignore[arg-type]
        for one in read.rows
        for state, n in (("met", one.included or 0), ("late", one.new - (one.included or 0)))
    ]
    figure = protect(cells).figure()
    assert figure.n.value == int(row["denominator"])
    assert figure.share.exact is not None
    assert round(100 * figure.share.exact, 1) == float(row["percent"])
    assert 100 * NATIONAL.share == float(row["goal_percent"]) < float(row["percent"])
