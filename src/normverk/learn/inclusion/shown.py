"""What the page of inclusion shows: a pathway's protected figures for a choice of hospital and period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from normverk.learn.inclusion.models import RegisterDelivery
from normverk.learn.inclusion.queries import Included, begun, measured_inclusion
from normverk.learn.inclusion.target import Target, target_of
from normverk.learn.indicators import HospitalLine, lines_of_all, periods_told, regions_shown
from normverk.learn.measured import Line
from normverk.learn.periods import ALL, months_of, region_name
from normverk.learn.queries import organisation_names
from normverk.norm.text import Text
from normverk.publish.queries import pathway_editions


class NoSuchPathway(Exception):  # noqa: N818
    """No published norm is of this pathway."""


@dataclass(frozen=True)
class PeriodLine:
    """A period with its figures, and at least how many pathways began in it (None where that is not told)."""

    line: Line
    begun: int | None


@dataclass(frozen=True)
class InclusionShown:
    """Everything the page shows. `delivery` is None, and there are no figures, when no source tells of the pathway.

    `periods` are those that can be chosen, `narrow` the narrowest the source tells, `wide` the tertials and years they add
    up to, of which the source tells only some months of those in `part_told`; `total`, `regions` and `hospitals` are of the period chosen.
    """

    pathway: str
    title: Text
    target: Target | None
    delivery: RegisterDelivery | None
    tells_share: bool
    organisation: str
    period: str
    organisations: tuple[tuple[str, str], ...]
    periods: tuple[str, ...]
    narrow: tuple[PeriodLine, ...]
    wide: tuple[PeriodLine, ...]
    part_told: tuple[str, ...]
    regions: tuple[HospitalLine, ...]
    hospitals: tuple[HospitalLine, ...]
    total: Line | None

    @property
    def choices(self) -> tuple[tuple[str, str], ...]:
        """The regions and hospitals that can be chosen."""
        return (*((one.number, one.name) for one in self.regions), *self.organisations)


def inclusion(pathway: str, *, organisation: str = ALL, period: str = ALL) -> InclusionShown:
    """The page's values for one choice. Raises NoSuchPathway, and ValueError for a hospital or period that is not there."""
    editions = pathway_editions(pathway)
    if not editions:
        raise NoSuchPathway(pathway)
    definition = editions[-1].definition
    found = measured_inclusion(pathway)
    if found is None:
        if (organisation, period) != (ALL, ALL):
            raise ValueError("organisation")
        return InclusionShown(
            pathway, definition.title, target_of(definition), None, False, ALL, ALL, (), (), (), (), (), (), (), None
        )
    table = found.figures.table
    periods = periods_told(table)
    if organisation not in {ALL, *table.organisations, *map(region_name, table.regions)}:
        raise ValueError("organisation")
    if period not in {ALL, *periods}:
        raise ValueError("period")
    names = organisation_names()
    organisations = tuple((number, names.get(number, number)) for number in table.organisations)
    line = found.figures.line
    wide = [one for one in sorted({*table.tertials, *table.years}, reverse=True) if one not in table.months]
    return InclusionShown(
        pathway=pathway,
        title=definition.title,
        target=target_of(definition) if found.tells_share else None,
        delivery=found.delivery,
        tells_share=found.tells_share,
        organisation=organisation,
        period=period,
        organisations=organisations,
        periods=periods,
        narrow=_periods(found, pathway, organisation, table.months),
        wide=_periods(found, pathway, organisation, wide),
        part_told=part_told(table.months, wide),
        regions=regions_shown(found.figures, period=period),
        hospitals=tuple(
            HospitalLine(name, number, "", line(organisation=number, period=period)) for number, name in organisations
        ),
        total=line(organisation=organisation, period=period),
    )


def every_line(pathway: str) -> tuple[Line, ...]:
    """Every figure that may be told of a pathway, totals first; empty when no source tells of it."""
    found = measured_inclusion(pathway)
    return () if found is None else lines_of_all(found.figures)


def part_told(narrow: Iterable[str], wide: Iterable[str]) -> tuple[str, ...]:
    """Those of the periods `wide`, in order, of which some month lies in none of the periods `narrow`."""
    told = {month for period in narrow for month in months_of(period)}
    return tuple(sorted(period for period in wide if not told.issuperset(months_of(period))))


def _periods(
    found: Included, pathway: str, organisation: str, periods: tuple[str, ...] | list[str]
) -> tuple[PeriodLine, ...]:
    return tuple(
        PeriodLine(
            found.figures.line(organisation=organisation, period=period),
            None if found.tells_share else begun(pathway, organisation, period),
        )
        for period in periods
    )
