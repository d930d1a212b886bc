"""An indicator as it is shown: a clock of a published norm, with its protected figures and where they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from normverk.learn.measured import Line, Measured
from normverk.learn.periods import ALL, months_of, region_name, release_period
from normverk.learn.queries import Basis, basis, measured, organisation_names, release_name
from normverk.learn.suppression import Count, Protected
from normverk.norm.pathway import Branch, Clock, Milestone
from normverk.norm.text import Text
from normverk.publish.queries import LoadedPathway, pathway_editions, pathway_ids


class NoSuchIndicator(Exception):  # noqa: N818
    """No published norm has this pathway or clock."""


@dataclass(frozen=True)
class EditionShown:
    """One edition of the norm: its limits for this clock, and what was reached while it was in force."""

    release: str
    version: str
    address: str
    valid_from: date
    valid_to: date | None
    branches: tuple[Branch, ...]
    line: Line


@dataclass(frozen=True)
class HospitalLine:
    """One hospital or region under one edition (`version` empty: all editions)."""

    name: str
    number: str
    version: str
    line: Line


@dataclass(frozen=True)
class Indicator:
    """Everything the page of an indicator shows for one choice of branch, hospital and period.

    `periods` are those that can be chosen. `total`, `regions` and `hospitals` are of the period chosen; of the whole time
    hospitals stand under every edition too. `months`, `spans` and `editions` are never narrowed by the choice of period.
    """

    pathway: str
    pathway_title: Text
    clock: Clock
    start: Milestone
    stop: Milestone
    unit: str
    branch: str
    organisation: str
    period: str
    branches: tuple[Branch, ...]
    organisations: tuple[tuple[str, str], ...]
    editions: tuple[EditionShown, ...]
    months: tuple[Line, ...]
    spans: tuple[Line, ...]
    periods: tuple[str, ...]
    regions: tuple[HospitalLine, ...]
    hospitals: tuple[HospitalLine, ...]
    total: Line
    running: Count
    indeterminate: Count
    basis: tuple[Basis, ...]
    demonstration: bool

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The regions and hospitals that can be chosen."""
        return (*((one.number, one.name) for one in self.regions), *self.organisations)

    @property
    def changes(self) -> tuple[EditionShown, ...]:
        """The editions that took over from another inside the months shown."""
        shown = [line.period for line in self.months]
        return tuple(edition for edition in self.editions[1:] if f"{edition.valid_from:%Y-%m}" in shown)


def clocks() -> tuple[tuple[LoadedPathway, tuple[Clock, ...]], ...]:
    """The newest edition of each published pathway norm, with its clocks."""
    newest = (editions[-1] for pathway in pathway_ids() if (editions := pathway_editions(pathway)))
    return tuple((edition, edition.definition.clocks) for edition in newest)


def indicator(
    pathway: str, clock_id: str, *, branch: str = ALL, organisation: str = ALL, period: str = ALL
) -> Indicator:
    """The indicator with its figures for one choice.

    Raises NoSuchIndicator when no published norm has the clock, ValueError for a branch, hospital or period it does
    not have.
    """
    editions = tuple(one for one in pathway_editions(pathway) if _has(one, clock_id))
    if not editions:
        raise NoSuchIndicator(f"{pathway} {clock_id}")
    definition = editions[-1].definition
    clock = definition.clock(clock_id)
    figures = measured(pathway, clock_id)
    names = organisation_names()
    organisations = _organisations(figures.table, names)
    branches = tuple(one for one in clock.branches if one.id and one.limit)
    if branch not in {ALL, *(one.id for one in branches)}:
        raise ValueError("branch")
    if organisation not in {ALL, *figures.table.organisations, *map(region_name, figures.table.regions)}:
        raise ValueError("organisation")
    periods = periods_told(figures.table)
    if period not in {ALL, *periods}:
        raise ValueError("period")
    by_id = {milestone.id: milestone for milestone in definition.milestones}
    limits = [one.limit for one in clock.branches if one.limit]
    return Indicator(
        pathway=pathway,
        pathway_title=definition.title,
        clock=clock,
        start=by_id[clock.start.milestone],
        stop=by_id[clock.stop.milestone],
        unit=str(limits[0].unit) if limits else "",
        branch=branch,
        organisation=organisation,
        period=period,
        branches=branches,
        organisations=organisations,
        editions=tuple(_edition(one, clock_id, figures, branch, organisation) for one in editions),
        months=tuple(
            figures.line(branch=branch, organisation=organisation, period=month) for month in figures.table.months
        ),
        spans=tuple(
            figures.line(branch=branch, organisation=organisation, period=span)
            for span in sorted({*figures.table.tertials, *figures.table.years}, reverse=True)
        ),
        periods=periods,
        regions=regions_shown(figures, branch=branch, period=period),
        hospitals=_hospitals(editions, figures, organisations, branch, period),
        total=figures.line(branch=branch, organisation=organisation, period=period),
        running=figures.table.count("running", organisation=organisation, period=period),
        indeterminate=figures.table.count("indeterminate", organisation=organisation, period=period),
        basis=basis(),
        demonstration=any(one.package_id.startswith("no.demo.") for one in editions),
    )


def all_lines(pathway: str, clock_id: str) -> tuple[Line, ...]:
    """Every figure of an indicator that may be shown, for files and programs: all choices, totals first."""
    return lines_of_all(measured(pathway, clock_id))


def lines_of_all(figures: Measured) -> tuple[Line, ...]:
    """Every figure that may be shown: all choices, totals first."""
    return tuple(_lines(figures, (ALL, *periods_told(figures.table))))


def periods_told(table: Protected) -> tuple[str, ...]:
    """Every period there are figures of: editions, years, tertials, months."""
    releases = (release_period(release) for release in table.releases if release)
    return tuple(dict.fromkeys((*releases, *table.years, *table.tertials, *table.months)))


def regions_shown(figures: Measured, *, branch: str = ALL, period: str = ALL) -> tuple[HospitalLine, ...]:
    """Each region for one choice of branch and period."""
    names = [(region, region_name(region)) for region in figures.table.regions]
    return tuple(
        HospitalLine(region, name, "", figures.line(branch=branch, organisation=name, period=period))
        for region, name in names
    )


def lines_of(figures: Measured, period: str) -> tuple[Line, ...]:
    """Every figure that may be shown of a tertial or a year and of the months and tertials in it; empty when the clock
    has none of its months.
    """
    table, inside = figures.table, frozenset(months_of(period))
    within = [one for one in (*table.tertials, *table.months) if inside.issuperset(months_of(one))]
    return tuple(_lines(figures, tuple(dict.fromkeys((period, *within))))) if within else ()


def _lines(figures: Measured, periods: tuple[str, ...]) -> Iterator[Line]:
    table = figures.table
    for branch in (ALL, *(name for name in table.branches if name)):
        for organisation in (ALL, *(region_name(region) for region in table.regions), *table.organisations):
            for period in periods:
                yield figures.line(branch=branch, organisation=organisation, period=period)


def _organisations(table: Protected, names: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((number, names.get(number, number)) for number in table.organisations)


def _has(edition: LoadedPathway, clock_id: str) -> bool:
    return any(clock.id == clock_id for clock in edition.definition.clocks)


def _edition(edition: LoadedPathway, clock_id: str, figures: Measured, branch: str, organisation: str) -> EditionShown:
    chosen = edition.definition.clock(clock_id).branches
    period = release_period(release_name(edition))
    return EditionShown(
        release=release_name(edition),
        version=edition.version,
        address=reverse("release", args=[edition.package_id, edition.version]),
        valid_from=edition.definition.valid_from,
        valid_to=edition.definition.valid_to,
        branches=tuple(one for one in chosen if one.counted and branch in (ALL, one.id)),
        line=figures.line(branch=branch, organisation=organisation, period=period),
    )


def _hospitals(
    editions: tuple[LoadedPathway, ...],
    figures: Measured,
    organisations: tuple[tuple[str, str], ...],
    branch: str,
    period: str,
) -> tuple[HospitalLine, ...]:
    under = [(one.version, release_period(release_name(one))) for one in editions] if period == ALL else []
    periods = [("", period), *under]
    return tuple(
        HospitalLine(name, number, version, figures.line(branch=branch, organisation=number, period=period))
        for number, name in organisations
        for version, period in periods
    )
