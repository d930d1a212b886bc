"""Somebody who holds everything published about a clock and tries to find out what is hidden.

Knows how figures add up, that no count is below zero, and what «under 3» and the bounds of a share mean. Uses two
weapons: exact linear algebra, and narrowing of intervals until nothing changes.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction

from normverk.learn.alternatives import Place, Quantity, Slot
from normverk.learn.suppression import ALL, Protected, release_period

_TERTIALS = ("01 02 03 04", "05 06 07 08", "09 10 11 12")

Position = tuple[Place, Slot]
Claim = tuple[frozenset[Position], int, int]
"""A set of counts whose sum is known to lie between two numbers."""

FAR = 10**6


def _spans(place: Place) -> set[str]:
    """Every period that a month is in; of a register, a tertial or a year too."""
    if "-T" in place.month or len(place.month) == 4:
        return {ALL, place.month, place.month[:4], release_period(place.release)}
    year, month = place.month.split("-")
    tertial = next(number for number, months in enumerate(_TERTIALS, 1) if month in months.split())
    return {ALL, place.month, year, f"{year}-T{tertial}", release_period(place.release)}


def parts(
    protected: Protected, places: Iterable[Place], regions: Mapping[str, str] | None = None
) -> dict[Quantity, frozenset[Position]]:
    """Every sum of counts that can be, and what it is made of; written without the product's own adding up."""
    places = tuple(places)
    regions = regions or {}
    periods = sorted({span for place in places for span in _spans(place)} | {ALL})
    wholes = sorted({ALL, *protected.organisations, *(f"region:{region}" for region in regions.values())})
    sums: dict[Quantity, frozenset[Position]] = {}
    for organisation in wholes:
        for period in periods:
            here = [
                place
                for place in places
                if organisation in (ALL, place.organisation, f"region:{regions.get(place.organisation)}")
                and period in _spans(place)
            ]
            for branch in (ALL, *protected.branches):
                chosen = protected.branches if branch == ALL else (branch,)
                for kind, states in (("n", ("met", "missed")), ("met", ("met",)), ("missed", ("missed",))):
                    sums[Quantity(kind, branch, organisation, period)] = frozenset(
                        (place, Slot(state, b)) for place in here for state in states for b in chosen
                    )
            for kind in ("running", "indeterminate"):
                sums[Quantity(kind, ALL, organisation, period)] = frozenset((place, Slot(kind, "")) for place in here)
    return {quantity: positions for quantity, positions in sums.items() if quantity in protected.true}


def claims(protected: Protected, sums: Mapping[Quantity, frozenset[Position]]) -> list[Claim]:
    """What is published, as statements about sums."""
    told: list[Claim] = []
    for quantity, positions in sums.items():
        if quantity.kind in {"met", "missed"}:
            continue
        where = {"branch": quantity.branch, "organisation": quantity.organisation, "period": quantity.period}
        count = protected.count(quantity.kind, **where)
        if count.value is not None:
            told.append((positions, count.value, count.value))
        elif count.standing == "few":
            told.append((positions, 0, 2))
        if quantity.kind == "n":
            share = protected.figure(**where).share
            if share.low is not None and share.high is not None and count.value is not None:
                met = sums[quantity._replace(kind="met")]
                told.append((met, *whole_numbers(share.low, share.high, count.value)))
    return told


def whole_numbers(low: float, high: float, n: int) -> tuple[int, int]:
    """The least and greatest count that a share of `n` between two bounds can stand for."""
    return math.ceil(low * n - 1e-6), math.floor(high * n + 1e-6)


def solved_by_algebra(told: Iterable[Claim], wanted: Mapping[Quantity, frozenset[Position]]) -> set[Quantity]:
    """The wanted sums that are linear combinations of exactly known ones."""
    rows: dict[Position, dict[Position, Fraction]] = {}
    for positions, low, high in told:
        if low == high:
            rest = _reduce({position: Fraction(1) for position in positions}, rows)
            if rest:
                pivot = min(rest)
                rows[pivot] = {position: value / rest[pivot] for position, value in rest.items()}
    return {
        quantity
        for quantity, positions in wanted.items()
        if not _reduce({position: Fraction(1) for position in positions}, rows)
    }


def _reduce(
    row: dict[Position, Fraction], rows: Mapping[Position, Mapping[Position, Fraction]]
) -> dict[Position, Fraction]:
    rest = dict(row)
    while pivots := [position for position in rest if position in rows]:
        pivot = min(pivots)
        times = rest[pivot]
        for position, value in rows[pivot].items():
            rest[position] = rest.get(position, Fraction(0)) - times * value
            if not rest[position]:
                del rest[position]
    return rest


def solved_by_bounds(told: list[Claim], wanted: Mapping[Quantity, frozenset[Position]]) -> set[Quantity]:
    """The wanted sums whose interval narrows to one value, given that no count is below zero."""
    low: dict[Position, int] = {position: 0 for positions in wanted.values() for position in positions}
    low |= {position: 0 for positions, *_ in told for position in positions}
    high = dict.fromkeys(low, FAR)
    changed = True
    while changed:
        changed = False
        for positions, least, most in told:
            lows, highs = sum(low[p] for p in positions), sum(high[p] for p in positions)
            for position in positions:
                at_most = min(high[position], most - (lows - low[position]))
                at_least = max(low[position], least - (highs - high[position]))
                if (at_least, at_most) != (low[position], high[position]):
                    lows += at_least - low[position]
                    highs += at_most - high[position]
                    low[position], high[position] = at_least, at_most
                    changed = True
    found = set()
    for quantity, positions in wanted.items():
        least, most = sum(low[p] for p in positions), sum(high[p] for p in positions)
        for whole, at_least, at_most in told:
            if positions <= whole:
                rest = whole - positions
                most = min(most, at_most - sum(low[p] for p in rest))
                least = max(least, at_least - sum(high[p] for p in rest))
        if least == most:
            found.add(quantity)
    return found
