"""What the page of a publication shows: values for its template."""

from __future__ import annotations

from dataclasses import dataclass

from normverk.base.languages import current_language, say
from normverk.learn.api import FigureAnswer
from normverk.learn.frozen import Cause, Entry, Frozen
from normverk.learn.measured import Line, Measured
from normverk.learn.periods import ALL
from normverk.learn.queries import measured
from normverk.learn.suppression import Count, Share
from normverk.norm.pathway import Branch


@dataclass(frozen=True)
class PublishedRow:
    """One figure of all treatments: where and when, as published and as known now."""

    place: str
    period: str
    then: Line
    now: Line


@dataclass(frozen=True)
class CorrectedRow:
    """One line of the ledger: what figure, as published and as known now, and which deliveries made the difference."""

    branch: str
    place: str
    period: str
    then: Line
    now: Line
    causes: tuple[Cause, ...]


def corrected_rows(
    frozen: Frozen, entries: tuple[Entry, ...], branches: tuple[Branch, ...]
) -> tuple[CorrectedRow, ...]:
    """The ledger in words; `branches` are those of the clock, for their names."""
    language = current_language()
    named = {branch.id: branch.title.in_language(language) for branch in branches}
    named[ALL] = say("learn.branch.all")
    return tuple(
        CorrectedRow(
            named.get(entry.published.branch, entry.published.branch),
            place_words(entry.published.organisation, frozen.content.organisations),
            entry.published.period,
            as_line(entry.published),
            entry.now,
            entry.causes,
        )
        for entry in entries
    )


def published_rows(frozen: Frozen) -> tuple[PublishedRow, ...]:
    """The published figures of all treatments together, beside those of today."""
    return rows_beside(frozen, measured(frozen.content.pathway, frozen.content.clock))


def rows_beside(frozen: Frozen, today: Measured) -> tuple[PublishedRow, ...]:
    """The published figures of all treatments together, beside those of `today`."""
    content = frozen.content
    return tuple(
        PublishedRow(
            place_words(one.organisation, content.organisations),
            one.period,
            as_line(one),
            today.line(branch=one.branch, organisation=one.organisation, period=one.period),
        )
        for one in content.figures
        if one.branch == ALL
    )


def place_words(organisation: str, names: dict[str, str]) -> str:
    """A hospital, a region or all hospitals, by name."""
    if organisation == ALL:
        return say("learn.hospital.all")
    return (
        organisation.removeprefix("region:")
        if organisation.startswith("region:")
        else names.get(organisation, organisation)
    )


def as_line(one: FigureAnswer) -> Line:
    """A published figure in the shape of those of today."""
    quartiles = None
    if one.lower_quartile is not None and one.upper_quartile is not None:
        quartiles = (one.lower_quartile, one.upper_quartile)
    count = Count(one.counted.standing, one.counted.value)
    return Line(
        one.branch, one.organisation, one.period, count, Share(one.share_low, one.share_high), one.median, quartiles
    )
