"""What of a histogram may be shown: no count under 3, nor anything from which one could be computed. Pure.

The proof is by alternatives. For every count under 3 the search in `alternatives` finds another table of patients in
which that count is different. A figure is published only when the true table and all the alternatives agree on it.
So whoever holds everything published cannot tell the true table from the alternatives, and cannot know the count,
neither by subtracting nor by solving equations nor by knowing that no count is below zero.
See docs/decisions/0005-suppression.md.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from normverk.learn.alternatives import UNCOUNTED, Alternative, Earlier, Place, Quantity, Search, Slot
from normverk.learn.histogram import Cell
from normverk.learn.periods import ALL, next_period, release_period, tertials, years

SMALLEST: Final = 3
"""Counts below this never leave, zero among them. Source: norway-wide practice for these indicators, «n<3 removed»."""

STEPS: Final = 20
"""A share that cannot be shown exactly is shown as lying between two of so many steps from 0 to 1."""

__all__ = ["ALL", "HIDDEN", "NO_SHARE", "Count", "Figure", "Protected", "Share", "protect", "release_period"]

Standing = Literal["exact", "few", "hidden"]
"""How a count is shown: as it is, as «under 3», or not at all."""


@dataclass(frozen=True)
class Count:
    """A count as it may be shown; `value` is None unless it is exact."""

    standing: Standing
    value: int | None = None


@dataclass(frozen=True)
class Share:
    """The share within the limit as it may be shown, from 0 to 1.

    `low` and `high` are equal when it is exact, bound it when it cannot be shown exactly, and are None when nothing is
    shown. The bounds hold in the true table and in all alternatives. Where one of the two parts is under 3, they follow
    from the number counted alone.
    """

    low: float | None = None
    high: float | None = None

    @property
    def exact(self) -> float | None:
        """The share, when it is known."""
        return self.low if self.low == self.high else None


HIDDEN: Final = Count("hidden")
NO_SHARE: Final = Share()


@dataclass(frozen=True)
class Figure:
    """What may be shown of one choice of branch, organisation and period: how many were counted, and the share."""

    n: Count
    share: Share


@dataclass(frozen=True)
class Protected:
    """The protected table of one clock. Everything that leaves the house about the clock is read from here.

    `low` and `high` give for every quantity the least and greatest value in the true table and all `alternatives`.
    """

    organisations: tuple[str, ...]
    months: tuple[str, ...]
    releases: tuple[str, ...]
    branches: tuple[str, ...]
    regions: tuple[str, ...]
    counts: Mapping[tuple[Place, Slot], int]
    true: Mapping[Quantity, int]
    low: Mapping[Quantity, int]
    high: Mapping[Quantity, int]
    alternatives: tuple[Alternative, ...]

    @property
    def tertials(self) -> tuple[str, ...]:
        """The tertials that have months in the table."""
        return tertials(self.months)

    @property
    def years(self) -> tuple[str, ...]:
        """The calendar years that have months in the table."""
        return years(self.months)

    @property
    def told(self) -> frozenset[Quantity]:
        """Every sum that is told exactly, whether as a count or within a share."""
        return frozenset(q for q, value in self.true.items() if value >= SMALLEST and self.low[q] == self.high[q])

    def figure(self, *, branch: str = ALL, organisation: str = ALL, period: str = ALL) -> Figure:
        """The number counted and the share within the limit. `period` is ALL, a month or release_period(release)."""
        n = self.count("n", branch=branch, organisation=organisation, period=period)
        if n.value is None:
            return Figure(n, NO_SHARE)
        met = Quantity("met", branch, organisation, period)
        missed = Quantity("missed", branch, organisation, period)
        return Figure(n, self.share_of(n.value, met, missed))

    def count(self, kind: str, *, branch: str = ALL, organisation: str = ALL, period: str = ALL) -> Count:
        """How many there are of `kind`: n (counted in the share), running or indeterminate (for all branches only)."""
        quantity = Quantity(kind, branch, organisation, period)
        value = self.true.get(quantity)
        if value is None:
            return HIDDEN
        if value >= SMALLEST and self.low[quantity] == self.high[quantity]:
            return Count("exact", value)
        return Count("few") if self.high[quantity] < SMALLEST else HIDDEN

    def share_of(self, n: int, met: Quantity, missed: Quantity) -> Share:
        """The share of `met` among `n` told counted, of whom the others are `missed`, as it may be shown."""
        if met not in self.true:
            return NO_SHARE  # those who wait without a known treatment; nobody of them can have kept the limit
        if n < 2 * SMALLEST - 1:
            return NO_SHARE  # of 3 or 4 one part is always under 3, and which bound is shown would tell it
        if self.high[missed] < SMALLEST:
            return Share((n - SMALLEST + 1) / n, 1.0)
        if self.high[met] < SMALLEST:
            return Share(0.0, (SMALLEST - 1) / n)
        if self.low[met] == self.high[met]:
            return Share(self.true[met] / n, self.true[met] / n)
        return Share(STEPS * self.low[met] // n / STEPS, -(-STEPS * self.high[met] // n) / STEPS)


def protect(
    cells: Iterable[Cell], *, regions: Mapping[str, str] = MappingProxyType({}), earlier: Earlier | None = None
) -> Protected:
    """Decides once and for all what may be shown of the cells of one clock, of all sites together.

    `regions` gives the region of organisations that have one; `earlier` is what was last frozen about the clock.
    The result depends on these alone: not on the order of cells, not on chance, not on what was asked before.
    """
    counts: Counter[tuple[Place, Slot]] = Counter()
    seen: dict[tuple[str, str], None] = {}
    organisations: set[str] = set()
    branches: set[str] = set()
    for cell in cells:
        slot = _slot(cell)
        counts[Place(cell.organisation, cell.month, cell.release), slot] += cell.n
        seen[cell.month, cell.release] = None
        organisations.add(cell.organisation)
        if slot.state in {"met", "missed"}:
            branches.add(slot.branch)
    for place, slot in earlier.counts if earlier else ():
        seen[place.month, place.release] = (
            None  # what has been in a table stays in it, hidden when nobody is left there
        )
        organisations.add(place.organisation)
        if slot.state in {"met", "missed"}:
            branches.add(slot.branch)
    branches = branches or {""}
    times = _without_gaps(sorted(seen))
    search = Search(
        places=tuple(Place(organisation, *time) for organisation in sorted(organisations) for time in times),
        slots=_slots(branches, counts),
        branches=tuple(sorted(branches)),
        counts=counts,
        smallest=SMALLEST,
        regions=regions,
        earlier=earlier,
    )
    found = search.run()
    return Protected(
        organisations=tuple(sorted(organisations)),
        months=tuple(sorted({month for month, _ in times})),
        releases=tuple(sorted({release for _, release in times})),
        branches=tuple(sorted(branches)),
        regions=tuple(sorted({regions[one] for one in organisations if one in regions})),
        counts=counts,
        true=found.true,
        low=found.low,
        high=found.high,
        alternatives=found.alternatives,
    )


def _slot(cell: Cell) -> Slot:
    if cell.state == "met":
        return Slot("met", cell.branch)
    if cell.state in {"late", "overdue"}:
        return Slot("missed", cell.branch)
    return Slot(cell.state, "")


def _slots(branches: set[str], counts: Mapping[tuple[Place, Slot], int]) -> tuple[Slot, ...]:
    """Every slot that can hold a count.

    Where a clock has treatment branches, the treatment is known of everybody who kept the limit; only those still
    waiting past it may lack one. That nobody is in «kept, without a branch» says nothing of any patient.
    """
    counted = [Slot(state, branch) for state in ("met", "missed") for branch in sorted(branches)]
    unknown = Slot("met", "")
    if len(branches) > 1 and not any(n for (_, slot), n in counts.items() if slot == unknown):
        counted = [slot for slot in counted if slot != unknown]
    return (*counted, *(Slot(state, "") for state in UNCOUNTED))


def _without_gaps(times: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every month from first to last, for a month left out would say that its count is zero. (Tertials and years too,
    where a register tells those; all of one kind.)
    """
    filled: list[tuple[str, str]] = []
    for month, release in times:
        while filled and next_period(filled[-1][0]) < month:
            filled.append((next_period(filled[-1][0]), filled[-1][1]))
        filled.append((month, release))
    return filled
