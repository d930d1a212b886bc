"""Every read of inclusion. What leaves here has been protected; the rows themselves are read by `measured_inclusion` alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, NamedTuple

import rfc8785

from normverk.base.events.queries import Fault, history
from normverk.learn.guards import earlier_of
from normverk.learn.histogram import Cell
from normverk.learn.inclusion.models import RegisterDelivery, RegisterRow
from normverk.learn.inclusion.reading import Row
from normverk.learn.measured import Line, Measured, measure
from normverk.learn.models import FrozenFigures
from normverk.learn.periods import ALL, kind_of
from normverk.learn.queries import measured, regions_of_hospitals
from normverk.learn.suppression import NO_SHARE
from normverk.publish.queries import pathway_editions

INCLUSION: Final = "*inclusion"
"""Stands where a clock's name stands in frozen figures; no clock can be addressed by it."""


@dataclass(frozen=True)
class Included:
    """What a register tells of a pathway: its protected figures, where `n` is new patients and `met` those included.

    `tells_share` is False where the source tells new patients only; then nothing may be said of shares.
    """

    figures: Measured
    delivery: RegisterDelivery
    tells_share: bool


@dataclass(frozen=True)
class NewOnly(Measured):
    """The figures of a pathway of which the source tells new patients only: no line says anything of a share."""

    def line(self, *, branch: str = ALL, organisation: str = ALL, period: str = ALL) -> Line:
        """The figures of one choice, without the share."""
        return replace(super().line(branch=branch, organisation=organisation, period=period), share=NO_SHARE)


def newest(*, lock: bool = False) -> tuple[RegisterDelivery, ...]:
    """The delivery that counts of every source."""
    rows = RegisterDelivery.objects.order_by("source", "number")
    found = {one.source: one for one in (rows.select_for_update() if lock else rows)}
    return tuple(found.values())


def deliveries() -> tuple[RegisterDelivery, ...]:
    """Every delivery there has been, those superseded among them; the newest first."""
    return tuple(RegisterDelivery.objects.order_by("-received_at", "source", "-number"))


def delivery_of(pathway: str) -> RegisterDelivery | None:
    """The delivery that tells of the pathway now, if any. One pathway has one source."""
    held = [one.pk for one in newest()]
    row = RegisterRow.objects.filter(pathway=pathway, delivery__in=held).select_related("delivery").first()
    return None if row is None else row.delivery


def told_pathways() -> tuple[str, ...]:
    """The pathways that some source tells of now."""
    held = [one.pk for one in newest()]
    rows = RegisterRow.objects.filter(delivery__in=held).order_by("pathway")
    return tuple(rows.values_list("pathway", flat=True).distinct())


def measured_inclusion(pathway: str) -> Included | None:
    """The protected figures of a pathway, worked out once for each state of deliveries; None when no source tells of it."""
    delivery = delivery_of(pathway)
    if delivery is None:
        return None
    last = FrozenFigures.objects.filter(pathway=pathway, clock=INCLUSION).order_by("-number").first()
    regions = tuple(sorted(regions_of_hospitals().items()))
    figures, tells = _measured(pathway, _Known(delivery.pk, delivery.digest, last.digest if last else "", regions))
    return Included(figures, delivery, tells)


def begun(pathway: str, organisation: str, period: str) -> int | None:
    """At least how many pathways began there in a month, tertial or year, by what indicators tell of the pathway's clocks
    anyway; None where nothing is told. Those whose cancer was not confirmed are among them, so it is no count of those included.
    """
    if kind_of(period) not in {"month", "tertial", "year"}:
        return None
    editions = pathway_editions(pathway)
    told: list[int] = []
    for clock in dict.fromkeys(clock.id for edition in editions for clock in edition.definition.clocks):
        table = measured(pathway, clock).table
        counts = [table.count(kind, organisation=organisation, period=period).value for kind in _BEGUN]
        if counts[0] is not None:
            told.append(sum(count or 0 for count in counts))
    return max(told, default=None)


def rows_of(delivery: RegisterDelivery) -> tuple[Row, ...]:
    """The rows of a delivery, unprotected, in the order of its digest."""
    fields = ("pathway", "organisation", "period", "new", "included")
    return tuple(
        Row(*row) for row in RegisterRow.objects.filter(delivery=delivery).order_by(*fields).values_list(*fields)
    )


def digest(source: str, dated: date, rows: Iterable[Row], salt: str) -> str:
    """The content address of a delivery, with its salt."""
    plain = sorted(
        ([row.pathway, row.organisation, row.period, row.new, row.included] for row in rows), key=lambda row: row[:3]
    )
    content = rfc8785.dumps({"source": source, "dated": dated.isoformat(), "rows": plain, "salt": salt})
    return hashlib.sha256(content).hexdigest()


def register_faults() -> Iterator[Fault]:
    """A fault for each delivery whose rows no longer fit the digest that the log has of them."""
    for one in RegisterDelivery.objects.order_by("source", "number"):
        logged = {event.data["number"]: event.data["digest"] for event in history(f"register/{one.source}")}
        fits = digest(one.source, one.dated, rows_of(one), one.salt) == one.digest
        if not fits or logged.get(one.number) != one.digest:
            yield Fault(0, "register-changed", f"the numbers of {one} do not fit their digest in the log")


class _Known(NamedTuple):
    """Everything the figures depend on."""

    delivery: int
    digest: str
    frozen: str
    regions: tuple[tuple[str, str], ...]


_BEGUN: Final = ("n", "running", "indeterminate")


@lru_cache(maxsize=64)
def _measured(pathway: str, known: _Known) -> tuple[Measured, bool]:
    cells: list[Cell] = []
    tells = True
    rows = RegisterRow.objects.filter(delivery_id=known.delivery, pathway=pathway).order_by("organisation", "period")
    for row in rows:
        tells = tells and row.included is not None
        for state, n in (("met", row.included or 0), ("late", row.new - (row.included or 0))):
            if n:
                cells.append(Cell(ALL, pathway, "", INCLUSION, "", row.organisation, row.period, state, n))  # type: ignore[arg-type]
    found = measure(cells, regions=dict(known.regions), earlier=earlier_of(pathway, INCLUSION))
    return (found if tells else NewOnly(found.table, found.stopped, found.waiting)), tells
