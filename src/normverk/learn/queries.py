"""Every read of learning. What leaves here has been protected; the cells themselves are read by `measured` alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec
from django.db.models import Sum

from normverk.base.events.queries import Fault
from normverk.learn.guards import earlier_of
from normverk.learn.histogram import Cell, digest
from normverk.learn.measured import Line, Measured, measure
from normverk.learn.models import Delivery, FrozenFigures, HistogramCell, HospitalRegion
from normverk.learn.suppression import ALL, release_period
from normverk.publish.queries import LoadedPathway, pathway_editions


@dataclass(frozen=True)
class Headline:
    """One clock in one line, for other pages: the number counted, the share within the limit, and the median."""

    pathway: str
    clock: str
    release: str
    line: Line


@dataclass(frozen=True)
class Basis:
    """What the figures rest on: which site's histogram, as of when."""

    site: str
    as_of: date
    digest: str


def measured(pathway: str, clock: str) -> Measured:
    """The protected figures of one clock; worked out once for each state of the deliveries."""
    state = tuple(Delivery.objects.order_by("site").values_list("digest", flat=True))
    last = FrozenFigures.objects.filter(pathway=pathway, clock=clock).order_by("-number").first()
    regions = tuple(sorted(regions_of_hospitals().items()))
    known = _Known(state, last.digest if last else "", regions, longest_branches(pathway, clock))
    return _measured(pathway, clock, known)


def headline(pathway: str, clock: str, release: str | None = None) -> Headline:
    """One clock in one line, over all months or those of one release (as named in the cells, package#version)."""
    period = ALL if release is None else release_period(release)
    return Headline(pathway, clock, release or "", measured(pathway, clock).line(period=period))


def is_measured(pathway: str, clock: str, release: str) -> bool:
    """True when some site has delivered days for this clock under this release, whether or not they may be shown."""
    return HistogramCell.objects.filter(pathway=pathway, clock=clock, release=release).exists()


def basis() -> tuple[Basis, ...]:
    """The deliveries that the figures rest on."""
    rows = Delivery.objects.order_by("site").values_list("site", "as_of", "digest")
    return tuple(Basis(*row) for row in rows)


def organisation_names() -> dict[str, str]:
    """The names of hospitals by organisation number, as the sites gave them."""
    names: dict[str, str] = {}
    for held in Delivery.objects.order_by("site").values_list("organisations", flat=True):
        names.update(held)
    return names


def regions_of_hospitals() -> dict[str, str]:
    """The region of each hospital that somebody has placed in one, by organisation number."""
    return dict(HospitalRegion.objects.order_by("number").values_list("number", "region"))


def delivery_faults() -> Iterator[Fault]:
    """A fault for each site whose cells no longer fit the digest that the log has of them."""
    for delivery in Delivery.objects.order_by("site"):
        cells = [_cell(row, delivery.site) for row in HistogramCell.objects.filter(delivery=delivery)]
        if digest(delivery.as_of, cells) != delivery.digest:
            yield Fault(0, "cells-changed", f"the day histogram of {delivery.site} does not fit its digest in the log")


def release_name(edition: LoadedPathway) -> str:
    """The name by which verdicts and cells know a release."""
    return f"{edition.package_id}#{edition.version}"


def longest_branches(pathway: str, clock_id: str) -> tuple[tuple[str, str], ...]:
    """Per release the treatment branch with the longest limit; the first of equals, empty when there are no branches.

    A clock whose treatment is not known yet is overdue only when even this limit has passed, so that is where it is
    counted. Were it counted in none, the number without a treatment could be had by subtraction.
    """
    found = []
    for edition in pathway_editions(pathway):
        for clock in edition.definition.clocks:
            limits = [
                (-branch.limit.value, order, branch.id) for order, branch in enumerate(clock.branches) if branch.limit
            ]
            if clock.id == clock_id and limits:
                found.append((release_name(edition), min(limits)[2]))
    return tuple(found)


class _Known(NamedTuple):
    """Everything the figures of a clock depend on: digests of the deliveries, of the last publication, and norms."""

    deliveries: tuple[str, ...]
    frozen: str
    regions: tuple[tuple[str, str], ...]
    longest: tuple[tuple[str, str], ...]


@lru_cache(maxsize=256)
def _measured(pathway: str, clock: str, known: _Known) -> Measured:
    by_release = dict(known.longest)
    cells: list[Cell] = []
    fields = ("release", "branch", "organisation", "month", "state", "days")
    rows = HistogramCell.objects.filter(pathway=pathway, clock=clock).order_by(*fields).values_list(*fields)
    for release, told_branch, organisation, month, verdict, took, n in rows.annotate(total=Sum("n")):
        branch = by_release.get(release, "") if verdict == "overdue" and not told_branch else told_branch
        cells.append(Cell(ALL, pathway, release, clock, branch, organisation, month, verdict, n, took))
    return measure(cells, regions=dict(known.regions), earlier=earlier_of(pathway, clock))


def _cell(row: HistogramCell, site: str) -> Cell:
    fields = {name: getattr(row, name) for name in Cell.__struct_fields__ if name != "site"}
    return msgspec.convert({"site": site, **fields}, Cell)
