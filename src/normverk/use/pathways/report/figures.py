"""From lines to figures: how many, how many within the limit, and the quartiles of the days, for each group."""

# ruff: noqa: S608 (statements are made of words that stand here)

from __future__ import annotations

from collections import Counter
from typing import Final, Literal

import duckdb
import msgspec

from normverk.use.pathways.report.others import Counted
from normverk.use.pathways.report.simple import LATE, LINE, MET, NOT_APPLICABLE, OVERDUE, RUNNING
from normverk.use.pathways.report.tables import Laid, fill

Period = Literal["month", "tertial", "year", "all"]
PERIODS: Final[dict[Period, str]] = {"month": "month", "tertial": "month // 4", "year": "month // 12", "all": "0"}


class Figure(msgspec.Struct, frozen=True):
    """The figures of a group. `counted` is met + late + overdue, `share` met of those, None when there are none; quartiles
    are whole units that a quarter, a half and three quarters of the stopped clocks took no more than (lower ones)."""

    pathway: str
    clock: str
    branch: str
    organisation: str
    period: str
    counted: int
    met: int
    late: int
    overdue: int
    running: int
    indeterminate: int
    not_applicable: int
    share: float | None
    lower_quartile: int | None
    median: int | None
    upper_quartile: int | None


def name_numbers(base: duckdb.DuckDBPyConnection, laid: Laid, counted: Counter[Counted]) -> None:
    """Makes rep_series, rep_branch_name, rep_owner_name and rep_other: names of all numbers, and the lines of the others in numbers."""
    series: dict[tuple[str, str], int] = {}
    for place, one in enumerate(laid.clocks):
        series.setdefault((one.pathway, one.clock), place)
    branches = {name: number for number, name in enumerate(laid.branches)}
    owners = dict(base.execute("SELECT owner, number FROM rep_owner").fetchall())
    rows: list[tuple[object, ...]] = []
    for line, many in counted.items():
        number = series.setdefault((line.pathway, line.clock), len(laid.clocks) + len(series))
        branch = branches.setdefault(line.branch, len(branches))
        owner = owners.setdefault(line.owner, len(owners) + 1)
        rows.append((number, branch, owner, line.month, line.state, line.days, many))
    names = [(number, *name) for name, number in series.items()]
    fill(base, "rep_series", "series INTEGER, pathway VARCHAR, name VARCHAR", names)
    fill(base, "rep_branch_name", "branch INTEGER, name VARCHAR", [(number, name) for name, number in branches.items()])
    fill(base, "rep_owner_name", "owner INTEGER, name VARCHAR", [(number, name) for name, number in owners.items()])
    fill(base, "rep_other", f"{LINE}, many INTEGER", rows)


def figures(lines: str, period: Period, *, branches: bool) -> str:
    """The query of the figures as Figure has them, for the query `lines` of simple courses and rep_other.

    Groups are pathway, clock, hospital and period, and the treatment branch where `branches` are asked for.
    """
    every = f"SELECT * FROM ({lines}) UNION ALL SELECT series, branch, owner, month, state, days FROM rep_other, LATERAL (SELECT unnest(range(many)))"
    branch = "branch" if branches else "0"
    return f"""
SELECT n.pathway, n.name AS clock, b.name AS branch, o.name AS organisation, {_written(period)} AS period, met + late + overdue AS counted, met, late, overdue, running,
  every - met - late - overdue - running - not_applicable AS indeterminate, not_applicable,
  CASE WHEN met + late + overdue > 0 THEN met / (met + late + overdue) END AS share, days[1] AS lower_quartile, days[2] AS median,
  days[3] AS upper_quartile
FROM (
  SELECT series, {branch} AS branch, owner, {PERIODS[period]} AS period,
    count(*) AS every, count(*) FILTER (state = {MET}) AS met, count(*) FILTER (state = {LATE}) AS late,
    count(*) FILTER (state = {OVERDUE}) AS overdue, count(*) FILTER (state = {RUNNING}) AS running,
    count(*) FILTER (state = {NOT_APPLICABLE}) AS not_applicable,
    quantile_disc(days, [0.25, 0.5, 0.75]) FILTER (state <= {LATE}) AS days
  FROM ({every})
  GROUP BY ALL) g
JOIN rep_series n ON n.series = g.series
JOIN rep_branch_name b ON b.branch = g.branch
JOIN rep_owner_name o ON o.owner = g.owner
ORDER BY 1, 2, 3, 4, 5"""


def _written(period: Period) -> str:
    """The period as people and files write it: 2021-05, 2021-T2, 2021, or nothing."""
    return {
        "month": "printf('%04d-%02d', g.period // 12, g.period % 12 + 1)",
        "tertial": "printf('%04d-T%d', g.period // 3, g.period % 3 + 1)",
        "year": "printf('%04d', g.period)",
        "all": "''",
    }[period]
