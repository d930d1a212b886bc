"""Which edition measures a clock: the one in force at the start, and what later editions do to those under way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from normverk.norm.pathway import AtEnd, CutOver
from normverk.use.pathways.engine.norms import PathwayNorms, Prepared
from normverk.use.pathways.engine.periods import Period
from normverk.use.pathways.engine.rounds import chosen


@dataclass(frozen=True)
class Measure:
    """The edition that a clock is read by, whether it is in force, and from which day the clock is measured no more."""

    edition: Prepared
    in_force: bool
    norm_ended: date | None = None


def measured_by(clock_id: str, period: Period, norms: PathwayNorms, on: date) -> Measure | None:
    """What measures the clock as seen on the day `on`; None when no edition that applies has such a clock.

    The edition in force when the period starts measures it; when the start is not registered, the one in force on the
    clock's own start. Editions that come into force up to `on` while the clock has not stopped act by their cut-over.
    """
    nearest = norms.nearest(period.begins)
    first: date | None = period.begins
    if period.start is None and clock_id in nearest.clocks:
        start = chosen(period, nearest, nearest.clocks[clock_id].start)
        first = start.day if start else None
    if first is None:
        return Measure(nearest, in_force=True)
    edition = norms.in_force(first)
    if edition is None:
        return Measure(nearest, in_force=False) if clock_id in nearest.clocks else None
    return _carried_over(clock_id, period, norms, edition, first=first, on=on)


def _carried_over(
    clock_id: str, period: Period, norms: PathwayNorms, edition: Prepared, *, first: date, on: date
) -> Measure | None:
    for later in norms.editions:
        day = later.definition.valid_from
        if not first < day <= on or later.definition.cut_over is CutOver.GRANDFATHER:
            continue
        ended = _ended_by_itself(edition, clock_id, period, on)
        if ended is not None and ended < day:
            break
        if _is_over(edition, clock_id, period, day):
            break
        if later.definition.cut_over is CutOver.STOP or (clock_id in edition.clocks and clock_id not in later.clocks):
            return Measure(edition, in_force=True, norm_ended=day) if clock_id in edition.clocks else None
        edition = later
    if clock_id not in edition.clocks:
        return None
    return Measure(edition, in_force=True, norm_ended=_ended_by_itself(edition, clock_id, period, on))


def _ended_by_itself(edition: Prepared, clock_id: str, period: Period, on: date) -> date | None:
    """The day after the edition's last one, when it then stops measuring those under way and this clock is one of them."""
    last = edition.definition.valid_to
    if last is None or edition.definition.at_end is AtEnd.FOLLOW or last >= on:
        return None
    after = last + timedelta(days=1)
    return None if _is_over(edition, clock_id, period, after) else after


def _is_over(edition: Prepared, clock_id: str, period: Period, day: date) -> bool:
    """True when the clock had stopped, or the whole period had ended, before `day`."""
    if period.ending is not None and period.ending.day < day:
        return True
    clock = edition.clocks.get(clock_id)
    stop = None if clock is None else chosen(period, edition, clock.stop)
    return stop is not None and stop.day < day


def next_change(norms: PathwayNorms, on: date) -> date | None:
    """The first day after `on` on which an edition changes what measures those under way; None when none is known."""
    days = [
        edition.definition.valid_from
        for edition in norms.editions
        if edition.definition.cut_over is not CutOver.GRANDFATHER
    ]
    days += [
        edition.definition.valid_to + timedelta(days=1)
        for edition in norms.editions
        if edition.definition.valid_to is not None and edition.definition.at_end is AtEnd.STOP
    ]
    return min((day for day in days if day > on), default=None)
