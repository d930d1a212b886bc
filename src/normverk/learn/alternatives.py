"""Other tables of patients that everything published fits as well as the true one. Pure.

A table says for every place (organisation, month, release) how many periods are in each slot (state and branch).
The figures somebody may see are sums of it. For each sum under the smallest count allowed, a small change of the
table is sought that alters the sum and leaves as many other sums as possible as they are: one patient more here and
one less there, at the corners of a rectangle or a box, as in the classical swapping of statistical tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from normverk.learn.periods import ALL, periods_of, region_name

_TRIES: Final = 8
"""How many possible changes of one kind are compared before the best of them is taken."""

_RULED_OUT: Final = 1e12
"""The cost of a change that an earlier publication contradicts: more than that of hiding everything."""

UNCOUNTED: Final = ("running", "indeterminate", "not-applicable")


class Place(NamedTuple):
    """Where and when: an organisation number, a month, and the release in force."""

    organisation: str
    month: str
    release: str


class Slot(NamedTuple):
    """What became of a period: met or missed in a treatment branch, or running, indeterminate, not-applicable."""

    state: str
    branch: str


class Quantity(NamedTuple):
    """A sum that could be shown. `kind`: n, met, missed, running, indeterminate; the rest may be "*" for all.

    `organisation` is an organisation number or a region (periods.region_name), `period` as periods.periods_of names it.
    """

    kind: str
    branch: str
    organisation: str
    period: str


Alternative = Mapping[tuple[Place, Slot], int]
"""A change of the true table: by how much each count differs. The changed table has no count below zero."""

_Vector = tuple[tuple[Slot, int], ...]
_Across = tuple[tuple[str, int], ...]
_Along = tuple[tuple[Place, int], ...]


@dataclass(frozen=True)
class Earlier:
    """What was published before about the same clock: the table it was made from, its alternatives, and the sums that
    were told exactly. What comes later must not, put beside it, give away what either of them hides.
    """

    counts: Mapping[tuple[Place, Slot], int]
    alternatives: tuple[Alternative, ...]
    told: frozenset[Quantity]


@dataclass(frozen=True)
class Found:
    """The true sums, their least and greatest values over all alternatives, and the alternatives themselves."""

    true: Mapping[Quantity, int]
    low: Mapping[Quantity, int]
    high: Mapping[Quantity, int]
    alternatives: tuple[Alternative, ...]


@dataclass
class Search:
    """The search for alternatives in one table; `run` may be called once. Sums are numbered, because that is faster.

    `slots` are all that can hold a count; in any other slot nobody could be, and everybody knows it.
    """

    places: tuple[Place, ...]
    slots: tuple[Slot, ...]
    branches: tuple[str, ...]
    counts: Mapping[tuple[Place, Slot], int]
    smallest: int
    regions: Mapping[str, str] = field(default_factory=dict)
    earlier: Earlier | None = None
    _unchanged: frozenset[str] = frozenset()
    _told: frozenset[int] = frozenset()
    _empty: frozenset[Slot] = frozenset()
    _number: dict[Quantity, int] = field(default_factory=dict)
    _true: list[int] = field(default_factory=list)
    _size: list[int] = field(default_factory=list)
    _low: list[int] = field(default_factory=list)
    _high: list[int] = field(default_factory=list)
    _reach: dict[tuple[Place, Slot], tuple[int, ...]] = field(default_factory=dict)

    def run(self) -> Found:
        """Finds an alternative for every sum under the smallest count; the widest sums first, then by name."""
        self._add_up()
        alternatives = list(self._carried())
        small = [(quantity, number) for quantity, number in self._number.items() if self._true[number] < self.smallest]
        for quantity, number in sorted(small, key=lambda one: (-self._size[one[1]], one[0])):
            if self._low[number] == self._high[number]:
                change = self._best(quantity)
                alternatives.append(change)
                self._allow(change)
        true, low, high = (
            dict(zip(self._number, values, strict=True)) for values in (self._true, self._low, self._high)
        )
        return Found(true, low, high, tuple(alternatives))

    def _carried(self) -> Iterator[Alternative]:
        """The alternatives of what was published before, which must go on being possible.

        One that takes away a patient who is no longer there is carried without that. So what is hidden in one table
        is hidden in the other at the same places, and two tables that hide differently cannot be used against each other.
        """
        if self.earlier is None:
            return
        before = self.earlier.counts
        self._told = frozenset(self._number[told] for told in self.earlier.told if told in self._number)
        places = {place for place, _ in (*before, *self.counts)}
        changed = {
            place.organisation
            for place in places
            for slot in self.slots
            if before.get((place, slot), 0) != self.counts.get((place, slot), 0)
        }
        self._unchanged = frozenset(place.organisation for place in self.places) - changed
        for alternative in self.earlier.alternatives:
            change = {
                position: by
                for position, by in alternative.items()
                if position in self._reach and self.counts.get(position, 0) + by >= 0
            }
            if change:
                self._allow(change)
                yield change

    def _allow(self, change: Alternative) -> None:
        for number, by in self._effect(change).items():
            self._low[number] = min(self._low[number], self._true[number] + by)
            self._high[number] = max(self._high[number], self._true[number] + by)

    def _contradicts(self, change: Alternative, effect: Mapping[int, int]) -> bool:
        """True when `change` touches a hospital known to be as it was, and what was told then rules the change out."""
        if not any(place.organisation in self._unchanged for place, _ in change):
            return False
        return not self._told.isdisjoint(effect)

    def _add_up(self) -> None:
        for place in self.places:
            for slot in self.slots:
                count = self.counts.get((place, slot), 0)
                sums = [
                    self._number.setdefault(quantity, len(self._number))
                    for quantity in _sums(place, slot, self.regions)
                ]
                self._reach[place, slot] = tuple(sums)
                missing = len(self._number) - len(self._true)
                self._true.extend([0] * missing)
                self._size.extend([0] * missing)
                for number in sums:
                    self._true[number] += count
                    self._size[number] += 1
        held = {slot for (_, slot), count in self.counts.items() if count}
        self._empty = frozenset(self.slots) - held
        self._low, self._high = list(self._true), list(self._true)

    def _best(self, quantity: Quantity) -> Alternative:
        """The change of `quantity` that hides least; the first of equals, so that the result is always the same."""
        best: Alternative = {}
        least = float("inf")
        organisations, times = self._organisations(quantity.organisation), self._times(quantity)
        possible = frozenset(self.slots)
        for slots in _vectors(quantity, self.branches):
            if any(slot not in possible for slot, _ in slots):
                continue
            across, along = organisations, times
            if any(
                slot in self._empty for slot, _ in slots
            ):  # nobody can be taken from there, so no corner may lie opposite
                across, along = [one for one in across if len(one) == 1], [one for one in along if len(one) == 1]
            for change in islice(self._changes(slots, across, along), _TRIES):
                cost = self._cost(change)
                if cost < least:
                    best, least = change, cost
                if least == 0:
                    return best
        assert best, "one patient more is always possible"
        return best

    def _cost(self, change: Alternative) -> float:
        """How much that could have been shown is hidden by `change`, wider sums weighing more."""
        effect = self._effect(change)
        cost = _RULED_OUT if self._contradicts(change, effect) else 0.0
        for number, by in effect.items():
            true = self._true[number]
            if true >= self.smallest:
                cost += self._size[number] ** 2 if self._low[number] == self._high[number] else 0
            elif self._high[number] < self.smallest <= true + by:
                cost += self._size[number] ** 2 / 4
        return cost

    def _effect(self, change: Alternative) -> dict[int, int]:
        effect: dict[int, int] = {}
        for position, by in change.items():
            for number in self._reach[position]:
                effect[number] = effect.get(number, 0) + by
        return {number: by for number, by in effect.items() if by}

    def _changes(self, slots: _Vector, organisations: list[_Across], times: list[_Along]) -> Iterator[Alternative]:
        """Possible changes of the slots at one place and, against them, at others; those that keep the most come first."""
        for across in organisations:
            for along in times:
                for sign in (1, -1):
                    change = self._product(slots, across, along, sign)
                    if change:
                        yield change

    def _product(self, slots: _Vector, across: _Across, along: _Along, sign: int) -> Alternative:
        """The change at all corners, or an empty one when a count would fall below zero."""
        change: dict[tuple[Place, Slot], int] = {}
        for organisation, sign_across in across:
            for time, sign_along in along:
                place = Place(organisation, time.month, time.release)
                for slot, by in slots:
                    by *= sign * sign_across * sign_along
                    if by < 0 and self.counts.get((place, slot), 0) + by < 0:
                        return {}
                    change[place, slot] = by
        return change

    def _organisations(self, wanted: str) -> list[_Across]:
        """Organisations to change: inside the wanted region, and against them others outside it (same region first)."""
        known = sorted({place.organisation for place in self.places})
        if wanted == ALL:
            return [((one, 1),) for one in known]
        inside = [one for one in known if wanted in {one, self._region(one)}]
        pairs = [
            (self._region(one) != self._region(other), other, one)
            for one in inside
            for other in known
            if other not in inside
        ]
        return [*(((one, 1), (other, -1)) for _, other, one in sorted(pairs)), *(((one, 1),) for one in inside)]

    def _region(self, organisation: str) -> str:
        return region_name(self.regions.get(organisation, ""))

    def _times(self, quantity: Quantity) -> list[_Along]:
        """Points in time to change: inside the period, and against them others outside it, those first that share the
        most periods with it.
        """
        known = sorted({Place("", place.month, place.release) for place in self.places})
        inside = [time for time in known if quantity.period in _periods(time)]
        outside = [time for time in known if time not in inside]
        pairs = [
            (self._openness(quantity, other), -len({*_periods(one)} & {*_periods(other)}), other, one)
            for one in inside
            for other in outside
        ]
        return [*(((one, 1), (other, -1)) for *_, other, one in sorted(pairs)), *(((one, 1),) for one in inside)]

    def _openness(self, quantity: Quantity, time: Place) -> bool:
        """True when the same sum at another time could still be shown, and so had better not be changed."""
        other = self._number[quantity._replace(period=time.month)]
        return self._true[other] >= self.smallest and self._low[other] == self._high[other]


def _periods(time: Place) -> tuple[str, ...]:
    return periods_of(time.month, time.release)


def _sums(place: Place, slot: Slot, regions: Mapping[str, str]) -> Iterator[Quantity]:
    """Every sum that a count is part of. What is not applicable is in none: it is never shown."""
    kinds = {"met": ("met", "n"), "missed": ("missed", "n"), "not-applicable": ()}.get(slot.state, (slot.state,))
    branches = (slot.branch, ALL) if slot.state in {"met", "missed"} else (ALL,)
    region = regions.get(place.organisation)
    organisations = (place.organisation, *((region_name(region),) if region else ()), ALL)
    for kind in kinds:
        for branch in branches:
            for organisation in organisations:
                for period in _periods(place):
                    yield Quantity(kind, branch, organisation, period)


def _vectors(quantity: Quantity, branches: tuple[str, ...]) -> Iterator[_Vector]:
    """Changes of slots at one place that alter `quantity` by one, those that keep the most first."""
    uncounted = tuple(Slot(state, "") for state in UNCOUNTED)
    if quantity.kind in UNCOUNTED:
        own = Slot(quantity.kind, "")
        others = [*uncounted[::-1], *(Slot(state, b) for b in branches for state in ("met", "missed"))]
        yield from (((own, 1), (other, -1)) for other in others if other != own)
        yield ((own, 1),)
        return
    states = ("met", "missed") if quantity.kind == "n" else (quantity.kind,)
    chosen = branches if quantity.branch == ALL else (quantity.branch,)
    for branch in chosen:
        for state in states:
            own = Slot(state, branch)
            yield from _split(own, quantity, branches)
            yield from (((own, 1), (other, -1)) for other in uncounted[::-1])
            yield ((own, 1),)


def _split(own: Slot, quantity: Quantity, branches: tuple[str, ...]) -> Iterator[_Vector]:
    """Changes between met and missed and between branches, for what stands in `own`."""
    mirror = "missed" if own.state == "met" else "met"
    others = [branch for branch in branches if branch != own.branch]
    if quantity.kind != "n":
        swap = ((own, 1), (Slot(mirror, own.branch), -1))
        if quantity.branch != ALL:
            yield from ((*swap, (Slot(own.state, other), -1), (Slot(mirror, other), 1)) for other in others)
        yield swap
    if quantity.branch != ALL:
        yield from (((own, 1), (Slot(own.state, other), -1)) for other in others)
