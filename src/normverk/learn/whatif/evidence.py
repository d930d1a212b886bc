"""What a trial tells, as a value that can be frozen, sent to programs and written as a file. The types of the JSON API."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, Literal

import msgspec
import rfc8785

from normverk.base.spreadsheets import harmless
from normverk.learn.whatif import queries
from normverk.learn.whatif.figures import Days, Line, Told
from normverk.learn.whatif.models import Trial
from normverk.norm.text import Text

COLUMNS: Final = (
    "clock", "organisation", "counted", "in_force_low", "in_force_high", "draft_low", "draft_high", "change",
    "difference", "difference_low", "difference_high", "in_force_median", "draft_median", "in_force_lower_quartile",
    "in_force_upper_quartile", "draft_lower_quartile", "draft_upper_quartile", "undetermined", "only_draft",
)  # fmt: skip


class SiteAnswer(msgspec.Struct, frozen=True):
    """An answer the figures rest on."""

    site: str
    as_of: date
    digest: str


class ShareAnswer(msgspec.Struct, frozen=True):
    """A share from 0 to 1: rounded to a step when `low` and `high` are equal, else a range; null when it is not told."""

    low: float | None
    high: float | None


class DaysAnswer(msgspec.Struct, frozen=True):
    """Median and quartiles in the clock's unit; null where they are not told."""

    median: int | None
    lower_quartile: int | None
    upper_quartile: int | None


class DifferenceAnswer(msgspec.Struct, frozen=True):
    """The draft's share minus that of the norm in force, as they are told, with Newcombe's interval of 95 %."""

    value: float
    low: float
    high: float


class FigureAnswer(msgspec.Struct, frozen=True):
    """What is told of a clock at a hospital (organisation number, * for all that answered).

    Numbers are rounded down to tens; `counted` is null under 50 or hidden, 0 elsewhere is fewer than ten. `change` is few
    where fewer than three courses would have changed sides; then the draft's share is told as that of today.
    """

    clock: str
    organisation: str
    counted: int | None
    in_force: ShareAnswer
    draft: ShareAnswer
    change: Literal["told", "few", "hidden"]
    difference: DifferenceAnswer | None
    in_force_days: DaysAnswer
    draft_days: DaysAnswer
    undetermined: int | None
    only_draft: int | None


class MissingAnswer(msgspec.Struct, frozen=True):
    """A milestone that is new in the draft and that no record of the hospital registers."""

    milestone: str
    organisation: str


class TrialAnswerList(msgspec.Struct, frozen=True):
    """A trial with everything it tells. `waiting` are the sites that deliver figures and have not answered,
    `new_clocks` those that the norm in force does not have."""

    trial: str
    case: str
    edition: str
    revision: str
    pathway: str
    title: Text
    against: str
    first_month: str
    last_month: str
    organisations: dict[str, str]
    answers: tuple[SiteAnswer, ...]
    waiting: tuple[str, ...]
    unregistered: tuple[MissingAnswer, ...]
    new_clocks: tuple[str, ...]
    figures: tuple[FigureAnswer, ...]


def content_of(trial: Trial) -> TrialAnswerList:
    """Everything a trial tells now."""
    signed, told = queries.signed(trial), queries.told_of(trial)
    return TrialAnswerList(
        trial=trial.digest,
        case=signed.case,
        edition=signed.edition,
        revision=signed.revision,
        pathway=signed.definition.id,
        title=signed.title,
        against=signed.against,
        first_month=signed.first_month,
        last_month=signed.last_month,
        organisations=queries.names_in(trial),
        answers=tuple(SiteAnswer(row.site, row.as_of, row.digest) for row in queries.answers_to(trial)),
        waiting=queries.waiting_for(trial),
        unregistered=tuple(MissingAnswer(*one) for one in queries.unregistered_in(trial)),
        new_clocks=tuple(one.clock for one in told if one.is_new and one.lines),
        figures=tuple(_figure(one.clock, line) for one in told for line in one.lines),
    )


def canonical(content: TrialAnswerList) -> bytes:
    """The content as canonical JSON (RFC 8785): the same figures are the same bytes."""
    plain: Any = msgspec.to_builtins(content)
    return rfc8785.dumps(plain)


def read_content(written: str) -> TrialAnswerList:
    """What was frozen, read back."""
    return msgspec.json.decode(written, type=TrialAnswerList)


def comma_separated(told: Iterable[Told]) -> str:
    """Everything told as CSV with a heading line; * stands for all, an empty field for what is not told."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in told:
        for line in one.lines:
            plain = msgspec.to_builtins(_figure(one.clock, line))
            shares = [_decimal(plain[side][end]) for side in ("in_force", "draft") for end in ("low", "high")]
            apart = plain["difference"] or {}
            days = [plain[side][name] for name in ("median",) for side in ("in_force_days", "draft_days")]
            quarters = [
                plain[side][name]
                for side in ("in_force_days", "draft_days")
                for name in ("lower_quartile", "upper_quartile")
            ]
            writer.writerow(
                [harmless(one.clock), harmless(line.organisation), line.n, *shares, line.change]
                + [_decimal(apart.get(name)) for name in ("value", "low", "high")]
                + [*days, *quarters, line.undetermined, line.only_draft]
            )
    return out.getvalue()


def _figure(clock: str, line: Line) -> FigureAnswer:
    apart = line.difference
    return FigureAnswer(
        clock=clock,
        organisation=line.organisation,
        counted=line.n,
        in_force=ShareAnswer(line.in_force.low, line.in_force.high),
        draft=ShareAnswer(line.draft.low, line.draft.high),
        change=line.change,
        difference=DifferenceAnswer(*(round(part, 4) for part in (apart.value, apart.low, apart.high)))
        if apart
        else None,
        in_force_days=_days(line.days_in_force),
        draft_days=_days(line.days_draft),
        undetermined=line.undetermined,
        only_draft=line.only_draft,
    )


def _days(days: Days) -> DaysAnswer:
    return DaysAnswer(days.median, *(days.quartiles or (None, None)))


def _decimal(value: float | None) -> str:
    return "" if value is None else f"{value:.4f}"
