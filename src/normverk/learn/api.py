"""What programs send and get: types of the JSON API, and how a page's figures become them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Final, Literal

import msgspec

from normverk.base.spreadsheets import harmless
from normverk.learn.indicators import Indicator
from normverk.learn.measured import Line
from normverk.norm.text import Text

COLUMNS: Final = (
    "branch", "organisation", "period", "counted", "within_limit", "share_low", "share_high", "median",
    "lower_quartile", "upper_quartile",
)  # fmt: skip
"""The columns of the CSV and Parquet files. Parquet has the standing of a count in a column of its own."""


class CountAnswer(msgspec.Struct, frozen=True):
    """A count: exact with its value, few (under 3), or hidden so that no count under 3 can be computed."""

    standing: Literal["exact", "few", "hidden"]
    value: int | None


class FigureAnswer(msgspec.Struct, frozen=True):
    """One figure. `branch`, `organisation`, `period` are "*" for all; organisation is a number or region:<region>,
    period a month, a tertial (2021-T2), a year or release:<release>.

    `share_low` and `share_high` (0 to 1) are equal when the share is exact, null when it is hidden, and else a range it
    lies in. `median` and the quartiles are in the indicator's unit.
    """

    branch: str
    organisation: str
    period: str
    counted: CountAnswer
    within_limit: int | None
    share_low: float | None
    share_high: float | None
    median: int | None
    lower_quartile: int | None
    upper_quartile: int | None


class BasisAnswer(msgspec.Struct, frozen=True):
    """A delivery the figures rest on."""

    site: str
    as_of: date
    digest: str


class IndicatorAnswer(msgspec.Struct, frozen=True):
    """One indicator with every figure that may be shown."""

    pathway: str
    clock: str
    title: Text
    unit: str
    releases: tuple[str, ...]
    organisations: dict[str, str]
    basis: tuple[BasisAnswer, ...]
    running: CountAnswer
    indeterminate: CountAnswer
    figures: tuple[FigureAnswer, ...]


class ReceptionAnswer(msgspec.Struct, frozen=True):
    """What became of a delivery, and what is held now."""

    outcome: Literal["stored", "unchanged", "older"]
    site: str
    as_of: date
    digest: str
    cells: int


def answer(shown: Indicator, lines: Iterable[Line]) -> IndicatorAnswer:
    """The indicator for programs."""
    return IndicatorAnswer(
        pathway=shown.pathway,
        clock=shown.clock.id,
        title=shown.clock.title,
        unit=shown.unit,
        releases=tuple(edition.release for edition in shown.editions),
        organisations=dict(shown.organisations),
        basis=tuple(BasisAnswer(one.site, one.as_of, one.digest) for one in shown.basis),
        running=CountAnswer(shown.running.standing, shown.running.value),
        indeterminate=CountAnswer(shown.indeterminate.standing, shown.indeterminate.value),
        figures=tuple(figure_answer(line) for line in lines),
    )


def figure_answer(line: Line) -> FigureAnswer:
    """One figure for programs."""
    return FigureAnswer(
        branch=line.branch,
        organisation=line.organisation,
        period=line.period,
        counted=CountAnswer(line.n.standing, line.n.value),
        within_limit=line.met,
        share_low=line.share.low,
        share_high=line.share.high,
        median=line.median,
        lower_quartile=line.quartiles[0] if line.quartiles else None,
        upper_quartile=line.quartiles[1] if line.quartiles else None,
    )


def comma_separated(lines: Iterable[Line]) -> str:
    """All figures as CSV with a heading line. `counted` is a number, few (under 3) or hidden; * stands for all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        shares = ["" if bound is None else f"{bound:.4f}" for bound in (line.share.low, line.share.high)]
        counted = line.n.standing if line.n.value is None else line.n.value
        names = [harmless(name) for name in (line.branch, line.organisation, line.period)]
        writer.writerow([*names, counted, line.met, *shares, line.median, *(line.quartiles or (None, None))])
    return out.getvalue()
