"""One clock's figures of all sites together, worked out from its summed day histogram and protected. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, product
from math import ceil
from typing import Final

from normverk.learn.alternatives import Earlier
from normverk.learn.histogram import STOPPED, WAITING, Cell, lower_quantile
from normverk.learn.periods import ALL, is_month, periods_of, region_name
from normverk.learn.suppression import Count, Protected, Share, protect
from normverk.learn.survival import ToldStep, told_curve

MEDIAN_FROM: Final = 10
"""The fewest counted of whom a median is shown; see docs/decisions/0005-suppression.md."""

QUARTILES_FROM: Final = 20
"""The fewest counted of whom quartiles are shown: at least five in each quarter."""

QUARTERS: Final = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))

_Choice = tuple[str, str, str]
"""Branch, organisation and period."""


@dataclass(frozen=True)
class Line:
    """What may be said of one choice of branch, organisation and period.

    `median` and `quartiles` (the lower and the upper) are in the unit of the clock, None where they are not shown.
    """

    branch: str
    organisation: str
    period: str
    n: Count
    share: Share
    median: int | None
    quartiles: tuple[int, int] | None = None

    @property
    def met(self) -> int | None:
        """How many kept the limit, when that may be told."""
        return round(self.share.exact * self.n.value) if self.share.exact is not None and self.n.value else None


@dataclass(frozen=True)
class Measured:
    """One clock's figures, of all sites together. `table` decides what is shown. The days themselves leave here only
    through `line` and `curve`; `stopped` maps a choice to how many took how many days, `waiting` maps an organisation and
    a period to how many have waited so long, where None stands for those of whom a site does not tell it.
    """

    table: Protected
    stopped: Mapping[_Choice, Counter[int]]
    waiting: Mapping[tuple[str, str], Counter[int | None]]

    def line(self, *, branch: str = ALL, organisation: str = ALL, period: str = ALL) -> Line:
        """The figures of one choice."""
        figure = self.table.figure(branch=branch, organisation=organisation, period=period)
        n, share = figure.n.value, figure.share
        days = self.stopped.get((branch, organisation, period), Counter())
        first, middle, third = (lower_quantile(days, part) for part in QUARTERS)
        median = middle if n is not None and n >= MEDIAN_FROM and median_tells_nothing_more(n, share) else None
        quartiles = None
        if median is not None and n is not None and n >= QUARTILES_FROM and quartiles_tell_nothing_more(n, share):
            quartiles = (first, third) if first is not None and third is not None else None
        return Line(branch, organisation, period, figure.n, share, median, quartiles)

    def curve(self, *, organisation: str = ALL, period: str = ALL) -> tuple[ToldStep, ...] | None:
        """How many had moved on after how long, those who wait counted for as long as they have waited.

        Of all treatments together, for the treatment of those who wait is mostly not known. Empty where it may not be
        shown; None where a site does not tell how long its clocks have run. Never of a single month.
        """
        still = self.waiting.get((organisation, period), Counter())
        if None in still:
            return None
        n = self.table.count("n", organisation=organisation, period=period).value
        if n is None or is_month(period):
            return ()
        days = {took: count for took, count in still.items() if took is not None}
        return told_curve(self.stopped.get((ALL, organisation, period), {}), days, n)


def measure(cells: Iterable[Cell], *, regions: Mapping[str, str], earlier: Earlier | None = None) -> Measured:
    """The figures of the summed cells of one clock; the arguments are those of `suppression.protect`."""
    cells = tuple(cells)
    stopped: dict[_Choice, Counter[int]] = {}
    waiting: dict[tuple[str, str], Counter[int | None]] = {}
    for cell in cells:
        region = regions.get(cell.organisation)
        organisations = (cell.organisation, *((region_name(region),) if region else ()), ALL)
        periods = periods_of(cell.month, cell.release)
        if cell.state in WAITING:
            for where in product(organisations, periods):
                waiting.setdefault(where, Counter())[cell.days] += cell.n
        elif cell.state in STOPPED and cell.days is not None:
            for choice in product({cell.branch, ALL}, organisations, periods):
                stopped.setdefault(choice, Counter())[cell.days] += cell.n
    return Measured(protect(cells, regions=regions, earlier=earlier), stopped, waiting)


def median_tells_nothing_more(n: int, share: Share) -> bool:
    """True when the share says already on which side of the limit the median lies, so that it gives away no count.

    Those still waiting are counted in the share and not in the median. With an exact share the side the median lies
    on bounds how many they are, and when n is one or two more than twice those in time it leaves fewer than three
    possibilities.
    """
    if share.exact is not None:
        return _leave_open(n, round(share.exact * n), QUARTERS[1:2])
    return share.low is not None and share.low >= 0.5


def quartiles_tell_nothing_more(n: int, share: Share) -> bool:
    """The same for the three quartiles together."""
    if share.exact is not None:
        return _leave_open(n, round(share.exact * n), QUARTERS)
    return share.low is not None and ceil(QUARTERS[2] * n) <= round(share.low * n)


def _leave_open(n: int, met: int, parts: Sequence[Fraction]) -> bool:
    """True when the sides of the limit on which these quantiles lie leave at least three possibilities for how many of
    the `n` have stopped, whichever sides they are. It depends on what is told alone, so it tells nothing itself.
    """
    ends = sorted(min(n, met * part.denominator // part.numerator) for part in parts)
    edges = [max(met, 1) - 1, *ends, n]
    return all(after == before or after - before >= 3 for before, after in pairwise(edges))
