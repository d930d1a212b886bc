"""What programs get about inclusion."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

import msgspec

from normverk.base.spreadsheets import harmless
from normverk.learn.api import CountAnswer
from normverk.learn.inclusion.models import RegisterDelivery
from normverk.learn.inclusion.shown import InclusionShown
from normverk.learn.measured import Line
from normverk.norm.text import Text

COLUMNS: Final = ("organisation", "period", "new_patients", "included", "share_low", "share_high")
"""The columns of the CSV file; Parquet has pathway, and the standing of the number of new patients, beside them."""


class TargetAnswer(msgspec.Struct, frozen=True):
    """The share (0 to 1) that ought to be reached, and where that stands."""

    share: float
    title: str
    page: str


class SourceAnswer(msgspec.Struct, frozen=True):
    """The delivery that the figures rest on. `number` counts the source's deliveries; `invented` marks made-up figures."""

    source: str
    dated: date
    number: int
    digest: str
    received_at: datetime
    invented: bool


class InclusionFigure(msgspec.Struct, frozen=True):
    """One figure. `organisation` and `period` are "*" for all; organisation is a number or region:<region>, period a
    month, a tertial (2021-T2) or a year. The shares (0 to 1) are equal when exact, null when hidden, and else a range.
    """

    organisation: str
    period: str
    new_patients: CountAnswer
    included: int | None
    share_low: float | None
    share_high: float | None


class InclusionAnswer(msgspec.Struct, frozen=True):
    """A pathway's share of new patients who were in it, as a register tells. `source` is null when none does.

    `tells_share` is false when the source tells new patients only; then there are no shares, and no target.
    """

    pathway: str
    title: Text
    target: TargetAnswer | None
    source: SourceAnswer | None
    tells_share: bool
    organisations: dict[str, str]
    figures: tuple[InclusionFigure, ...]


def answer(shown: InclusionShown, lines: Iterable[Line]) -> InclusionAnswer:
    """Inclusion for programs."""
    target = shown.target
    return InclusionAnswer(
        pathway=shown.pathway,
        title=shown.title,
        target=None if target is None else TargetAnswer(target.share, target.title, target.page),
        source=None if shown.delivery is None else source_answer(shown.delivery),
        tells_share=shown.tells_share,
        organisations=dict(shown.organisations),
        figures=tuple(_figure(line) for line in lines),
    )


def source_answer(one: RegisterDelivery) -> SourceAnswer:
    """A delivery for programs."""
    return SourceAnswer(one.source, one.dated, one.number, one.digest, one.received_at, one.invented)


def comma_separated(lines: Iterable[Line]) -> str:
    """All figures as CSV with a heading line. `new_patients` is a number, few (under 3) or hidden; * stands for all."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in lines:
        shares = ["" if bound is None else f"{bound:.4f}" for bound in (line.share.low, line.share.high)]
        new = line.n.standing if line.n.value is None else line.n.value
        writer.writerow([harmless(line.organisation), harmless(line.period), new, line.met, *shares])
    return out.getvalue()


def _figure(line: Line) -> InclusionFigure:
    new = CountAnswer(line.n.standing, line.n.value)
    return InclusionFigure(line.organisation, line.period, new, line.met, line.share.low, line.share.high)
