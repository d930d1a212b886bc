"""Every read of learning. What leaves here has been protected; the cells themselves are read by `measured` alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product
from typing import Final

import msgspec
from django.db.models import Sum

from normverk.base.events.queries import Fault
from normverk.learn.histogram import Cell, digest, lower_median
from normverk.learn.models import Delivery, HistogramCell
from normverk.learn.suppression import ALL, Count, Protected, Share, protect, release_period
from normverk.publish.queries import LoadedPathway, pathway_editions

MEDIAN_FROM: Final = 10
"""The fewest counted of whom a median is shown; see docs/decisions/0005-suppression.md."""

_Choice = tuple[str, str, str]
"""Branch, organisation and period."""


@dataclass(frozen=True)
class Line:
    """What may be said of one choice of branch, organisation and period. `median` is in the unit of the clock."""

    branch: str
    organisation: str
    period: str
    n: Count
    share: Share
    median: int | None

    @property
    def met(self) -> int | None:
        """How many kept the limit, when that may be told."""
        return round(self.share.exact * self.n.value) if self.share.exact is not None and self.n.value else None


@dataclass(frozen=True)
class Measured:
    """One clock's figures, of all sites together. `table` decides what is shown; `medians` are of every choice there is
    and leave here only through `line`.
    """

    table: Protected
    medians: Mapping[_Choice, int | None]

    def line(self, *, branch: str = ALL, organisation: str = ALL, period: str = ALL) -> Line:
        """The figures of one choice."""
        figure = self.table.figure(branch=branch, organisation=organisation, period=period)
        n, share = figure.n.value, figure.share
        told = n is not None and n >= MEDIAN_FROM and _median_tells_nothing_more(n, share)
        median = self.medians.get((branch, organisation, period)) if told else None
        return Line(branch, organisation, period, figure.n, share, median)


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
    return _measured(pathway, clock, state, _longest_branches(pathway, clock))


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


def delivery_faults() -> Iterator[Fault]:
    """A fault for each site whose cells no longer fit the digest that the log has of them."""
    for delivery in Delivery.objects.order_by("site"):
        cells = [_cell(row, delivery.site) for row in HistogramCell.objects.filter(delivery=delivery)]
        if digest(delivery.as_of, cells) != delivery.digest:
            yield Fault(0, "cells-changed", f"the day histogram of {delivery.site} does not fit its digest in the log")


def _median_tells_nothing_more(n: int, share: Share) -> bool:
    """True when the share says already on which side of the limit the median lies, so that it gives away no count.

    Those still waiting are counted in the share and not in the median. With an exact share the side the median lies
    on bounds how many they are, and says it exactly when n is one more than twice those in time.
    """
    if share.exact is not None:
        return n != 2 * round(share.exact * n) + 1
    return share.low is not None and share.low >= 0.5


def release_name(edition: LoadedPathway) -> str:
    """The name by which verdicts and cells know a release."""
    return f"{edition.package_id}#{edition.version}"


def _longest_branches(pathway: str, clock_id: str) -> tuple[tuple[str, str], ...]:
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


@lru_cache(maxsize=256)
def _measured(pathway: str, clock: str, state: tuple[str, ...], longest: tuple[tuple[str, str], ...]) -> Measured:
    by_release = dict(longest)
    cells: list[Cell] = []
    days: dict[_Choice, Counter[int]] = {}
    fields = ("release", "branch", "organisation", "month", "state", "days")
    rows = HistogramCell.objects.filter(pathway=pathway, clock=clock).order_by(*fields).values_list(*fields)
    for release, told_branch, organisation, month, verdict, took, n in rows.annotate(total=Sum("n")):
        branch = by_release.get(release, "") if verdict == "overdue" and not told_branch else told_branch
        cells.append(Cell(ALL, pathway, release, clock, branch, organisation, month, verdict, n, took))
        if took is not None:
            for choice in product((branch, ALL), (organisation, ALL), (month, release_period(release), ALL)):
                days.setdefault(choice, Counter())[took] += n
    return Measured(protect(cells), {choice: lower_median(counted) for choice, counted in days.items()})


def _cell(row: HistogramCell, site: str) -> Cell:
    fields = {name: getattr(row, name) for name in Cell.__struct_fields__ if name != "site"}
    return msgspec.convert({"site": site, **fields}, Cell)
