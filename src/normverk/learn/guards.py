"""What earlier publications of a clock bind later figures to: kept beside them, and read for `suppression.protect` alone."""

from __future__ import annotations

from typing import Any

from normverk.learn.alternatives import Alternative, Earlier, Place, Quantity, Slot
from normverk.learn.models import FrozenFigures, FrozenGuard
from normverk.learn.periods import is_month, is_tertial, is_year, months_of
from normverk.learn.suppression import Protected


def earlier_of(pathway: str, clock: str) -> Earlier | None:
    """The last publication of the clock as what later figures must go with; None when there is none.

    Its alternatives hold those of the publications before it. What was told exactly is that of all of them.
    """
    guards = list(
        FrozenGuard.objects.filter(figures__pathway=pathway, figures__clock=clock).order_by("figures__number")
    )
    if not guards:
        return None
    last = guards[-1]
    return Earlier(
        counts={(Place(o, m, r), Slot(s, b)): n for o, m, r, s, b, n in last.counts},
        alternatives=tuple(_alternative(change) for change in last.alternatives),
        told=frozenset(Quantity(*told) for guard in guards for told in guard.told),
    )


def guard(figures: FrozenFigures, table: Protected) -> FrozenGuard:
    """What to keep of the table that `figures` were taken from; not saved yet."""
    months = frozenset(months_of(figures.period))
    return FrozenGuard(
        figures=figures,
        counts=[[*place, *slot, n] for (place, slot), n in sorted(table.counts.items()) if n],
        alternatives=[[[*place, *slot, by] for (place, slot), by in sorted(one.items())] for one in table.alternatives],
        told=sorted([*quantity] for quantity in table.told if _within(quantity.period, months)),
    )


def _within(period: str, months: frozenset[str]) -> bool:
    if not (is_month(period) or is_tertial(period) or is_year(period)):
        return False
    return months.issuperset(months_of(period))


def _alternative(change: list[list[Any]]) -> Alternative:
    return {(Place(o, m, r), Slot(s, b)): by for o, m, r, s, b, by in change}
