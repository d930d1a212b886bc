"""Editions of pathways as tables: what codes mean on which day, clocks with their selectors, branches with conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, TypeVar

from normverk.norm.days import Unit
from normverk.norm.delays import DelayPolicy
from normverk.norm.pathway import AtEnd, Clock, CutOver
from normverk.use.pathways.engine.norms import PathwayNorms, Prepared
from normverk.use.pathways.engine.sql.clock_rows import Named, clock_rows
from normverk.use.pathways.engine.sql.days import day_table
from normverk.use.pathways.engine.sql.tables import Row, Table, table

FAR: Final = date.max.toordinal()
"""The last day of what has no end."""

_SELECTOR: Final = "{0}_ms:i {0}_nth:i {0}_last:i {0}_since:i {0}_place:i"
_COLUMNS: Final[Mapping[str, str]] = {
    "nv_code": "pathway:t code:t first_day:i last_day:i ms:i mord:i starts:i ends:i on_path:i",
    "nv_answer": "pathway:t code:t first_day:i last_day:i finding:t answer:t",
    "nv_means": "pathway:t scheme:i code:t read_ms:i ms:i place:i",
    "nv_edition_on": "pathway:t first_day:i last_day:i nearest:i",
    "nv_chain": "pathway:t clock:t first_day:i last_day:i step:i ck:i end_after:i end_iso:t next_day:i next_iso:t stops:i",
    "nv_clock": "ck:i pathway:t edition:i clock:t release:t scheme:i "
    + " ".join(_SELECTOR.format(role) for role in ("start", "stop"))
    + " stop_after:i repeats:i anew:i delays:i attribution:t unit:t",
    "nv_delay": "ck:i rule:i rank:i policy:t kind:t ms:i resumes_ms:i before_ms:i longer_than:i unit:t",
    "nv_branch": "ck:i place:i branch:t counted:i lim:i early:i unit:t",
    "nv_branch_code": "ck:i place:i code:t",
    "nv_planned": "ck:i treatment:t place:i",
    "nv_when": "ck:i place:i condition:i least:i most:i finding:t",
    "nv_when_answer": "ck:i place:i condition:i answer:t",
}

Value = TypeVar("Value")


def norm_tables(pathways: Iterable[PathwayNorms], first: date, last: date) -> tuple[Table, ...]:
    """The tables of the norms, and the days. From `first` to `last` lie all days of events, and the as-of day.

    Raises ValueError when `last` lies before `first`.
    """
    rows: dict[str, list[Row]] = {name: [] for name in _COLUMNS}
    limits: set[tuple[int, Unit, bool]] = set()
    clocks = 0
    for norms in pathways:
        keys = {
            (edition, clock): clocks + place
            for place, (edition, clock) in enumerate(
                ((number, id) for number, held in enumerate(norms.editions) for id in held.clocks), start=1
            )
        }
        clocks += len(keys)
        for name, row in (*_codes(norms), *_editions(norms, keys)):
            rows[name].append(row)
        for edition in norms.editions:
            for clock in edition.clocks.values():
                limits |= _limits(clock)
    tables = tuple(table(name, _COLUMNS[name], found) for name, found in rows.items())
    return (*tables, day_table(first, last, limits))


def _limits(clock: Clock) -> set[tuple[int, Unit, bool]]:
    """The clock's limits, each with whether delays may lengthen it."""
    stretched = any(rule.policy is DelayPolicy.SUBTRACT for rule in clock.delays)
    limits = (branch.limit for branch in clock.branches)
    return {(limit.value, limit.unit, stretched) for limit in limits if limit is not None}


def _codes(norms: PathwayNorms) -> Iterator[Named]:
    """What each code means from day to day, as a milestone and as the answer to a finding."""
    places = _milestones(norms)
    for code in sorted({code for edition in norms.editions for code in (*edition.codes, *edition.answers)}):
        read = [edition.codes[code] for edition in norms.editions if code in edition.codes]
        retired = [reading.retired_on.toordinal() + 1 for reading in read if reading.retired_on is not None]

        def reading(day: date, code: str = code) -> Row | None:
            found = norms.lookup(code, day)[1]
            if found is None:
                return None
            return (places[found.milestone], found.order, int(found.starts), int(found.ends), int(found.on_path))

        def answer(day: date, code: str = code) -> Row | None:
            found = norms.answer(code, day)
            return None if found is None else (found.finding, found.value)

        for first, last, meaning in _spans(norms, reading, retired):
            yield "nv_code", (norms.id, code, first, last, *meaning)
        for first, last, said in _spans(norms, answer):
            yield "nv_answer", (norms.id, code, first, last, *said)


def _milestones(norms: PathwayNorms) -> dict[str, int]:
    """A number for each milestone of any edition."""
    ids = sorted({milestone.id for edition in norms.editions for milestone in edition.definition.milestones})
    return {id: number for number, id in enumerate(ids)}


def _spans(
    norms: PathwayNorms, value_on: Callable[[date], Value | None], also: Iterable[int] = ()
) -> Iterator[tuple[int, int, Value]]:
    """From which day to which a value holds that can change only where an edition begins or ends, or on days of `also`."""
    begins = {1, *also}
    for edition in norms.editions:
        begins.add(edition.definition.valid_from.toordinal())
        if edition.definition.valid_to is not None:
            begins.add(edition.definition.valid_to.toordinal() + 1)
    spans: list[tuple[int, Value | None]] = []
    for day in sorted(day for day in begins if day <= FAR):
        value = value_on(date.fromordinal(day))
        if not spans or spans[-1][1] != value:
            spans.append((day, value))
    for (first, value), following in zip(spans, [*(day for day, _ in spans[1:]), FAR + 1], strict=True):
        if value is not None:
            yield first, following - 1, value


def _editions(norms: PathwayNorms, keys: Mapping[tuple[int, str], int]) -> Iterator[Named]:
    number_of = {id(edition): number for number, edition in enumerate(norms.editions)}
    for first, last, nearest in _spans(norms, norms.nearest):
        yield "nv_edition_on", (norms.id, first, last, number_of[id(nearest)])
    for first, last, edition in _spans(norms, norms.in_force):
        for name in sorted({name for held in norms.editions for name in held.clocks}):
            for step, row in enumerate(_chain(norms, edition, name, first, keys)):
                yield "nv_chain", (norms.id, name, first, last, step, *row)
    places = _milestones(norms)
    schemes: list[dict[tuple[str, str], tuple[str, int]]] = []
    for number, edition in enumerate(norms.editions):
        means = _means(norms, edition)
        if means not in schemes:
            schemes.append(means)
            for (code, read), (milestone, place) in means.items():
                yield "nv_means", (norms.id, len(schemes) - 1, code, places[read], places[milestone], place)
        for clock in edition.clocks.values():
            key = (keys[number, clock.id], norms.id, number, clock.id, edition.release, schemes.index(means))
            yield from clock_rows(clock, edition, key, places)


def _means(norms: PathwayNorms, edition: Prepared) -> dict[tuple[str, str], tuple[str, int]]:
    """The milestone of each code by this edition, else by the edition it was read by; editions often say the same."""
    means = {}
    for held in norms.editions:
        for code, reading in held.codes.items():
            own = edition.codes.get(code)
            milestone = own.milestone if own else reading.milestone
            means[code, reading.milestone] = (milestone, edition.order.get(milestone, -1))
    return means


def _chain(
    norms: PathwayNorms, edition: Prepared, clock: str, first: int, keys: Mapping[tuple[int, str], int]
) -> Iterator[Row]:
    """The edition in force at the start, then those that take over those under way, up to one that stops measuring them."""
    numbered = {id(held): number for number, held in enumerate(norms.editions)}
    for later in norms.editions:
        begins, cut_over = later.definition.valid_from, later.definition.cut_over
        if begins.toordinal() <= first or cut_over is CutOver.GRANDFATHER:
            continue
        stops = cut_over is CutOver.STOP or (clock in edition.clocks and clock not in later.clocks)
        own = keys.get((numbered[id(edition)], clock))
        yield (own, *_end(edition), begins.toordinal(), begins.isoformat(), int(stops))
        if stops:
            return
        edition = later
    yield (keys.get((numbered[id(edition)], clock)), *_end(edition), None, None, 0)


def _end(edition: Prepared) -> tuple[int | None, str | None]:
    """The day after the edition's last one, when it then stops measuring those under way."""
    last = edition.definition.valid_to
    if last is None or last == date.max or edition.definition.at_end is AtEnd.FOLLOW:
        return None, None
    return last.toordinal() + 1, date.fromordinal(last.toordinal() + 1).isoformat()
