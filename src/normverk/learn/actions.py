"""Receiving a site's day histogram, and placing hospitals in regions. Publishing figures is in `publishing`."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Any, Final, Literal

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import receive_once
from normverk.base.policy import Actor, require
from normverk.learn.events import HistogramReceived, HospitalsPlaced
from normverk.learn.histogram import Cell, Name, digest
from normverk.learn.models import Correction, Delivery, FrozenFigures, HistogramCell, HospitalRegion
from normverk.learn.periods import months_of

_BATCH: Final = 2000

Outcome = Literal["stored", "unchanged", "older"]
"""stored: took the place of the earlier. unchanged: the same is held already. older: a newer one is held."""


class Histogram(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a site delivers: all its cells as of a date, made at an instant, and the names of its hospitals."""

    site: Name
    as_of: date
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]
    organisations: dict[Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$")], Name]
    cells: tuple[Cell, ...]


class NotOneSite(Exception):  # noqa: N818
    """A delivery holds cells of another site than the one it says it comes from."""


@dataclass(frozen=True)
class Reception:
    """What became of a delivery, and the delivery that is held now."""

    outcome: Outcome
    delivery: Delivery


@transaction.atomic
def receive_histogram(*, histogram: Histogram, actor: Actor, now: datetime, key: str = "") -> Reception:
    """Lets a site's histogram take the place of its earlier one.

    The same content again changes nothing, nor does one that was made before the one held (messages may overtake each
    other). `key` is the sender's idempotency key, if any. Raises Denied for another site than the actor's own and
    NotOneSite when the cells are not all of the site.
    """
    site = histogram.site
    require(actor, "histogram.deliver", {"site": site})
    if any(cell.site != site for cell in histogram.cells):
        raise NotOneSite(site)
    held = Delivery.objects.select_for_update().filter(pk=site).first()
    seen_before = bool(key) and not receive_once(f"{site}:{hashlib.sha256(key.encode()).hexdigest()}", now)
    content = digest(histogram.as_of, histogram.cells)
    if held is not None and held.digest == content and held.organisations == histogram.organisations:
        return Reception("unchanged", held)
    if held is not None and (seen_before or (histogram.as_of, histogram.made_at) < (held.as_of, held.made_at)):
        return Reception("older", held)
    delivery = Delivery(
        site=site,
        digest=content,
        as_of=histogram.as_of,
        made_at=histogram.made_at,
        received_at=now,
        cells=len(histogram.cells),
        organisations=histogram.organisations,
    )
    _keep_corrections(histogram, delivery)
    delivery.save()
    HistogramCell.objects.filter(delivery=delivery).delete()
    rows = _rows(histogram, delivery)
    while batch := list(islice(rows, _BATCH)):
        HistogramCell.objects.bulk_create(batch)
    told = HistogramReceived(site, content, histogram.as_of.isoformat(), len(histogram.cells))
    record(data=told, subject=f"histogram/{site}", actor=actor, now=now, rows=[delivery])
    return Reception("stored", delivery)


def _keep_corrections(histogram: Histogram, delivery: Delivery) -> None:
    """Writes down by how much the delivery changes each cell of months that have been published."""
    published: dict[tuple[str, str], set[str]] = {}
    for pathway, clock, period in FrozenFigures.objects.values_list("pathway", "clock", "period"):
        published.setdefault((pathway, clock), set()).update(months_of(period))
    if not published:
        return
    changed: Counter[tuple[Any, ...]] = Counter()
    fields = ("pathway", "release", "clock", "branch", "organisation", "month", "state", "days")
    for cell in histogram.cells:
        changed[tuple(getattr(cell, name) for name in fields)] += cell.n
    for *key, n in HistogramCell.objects.filter(delivery_id=delivery.site).values_list(*fields, "n"):
        changed[tuple(key)] -= n
    rows = (
        Correction(
            site=delivery.site,
            digest=delivery.digest,
            as_of=delivery.as_of,
            received_at=delivery.received_at,
            by=by,
            **dict(zip(fields, key, strict=True)),
        )
        for key, by in changed.items()
        if by and key[5] in published.get((key[0], key[2]), ())
    )
    while batch := list(islice(rows, _BATCH)):
        Correction.objects.bulk_create(batch)


@transaction.atomic
def place_hospitals(*, regions: Mapping[str, str], actor: Actor, now: datetime) -> int:
    """Says which region each hospital belongs to, by organisation number; an empty region takes it out of its region.

    Returns how many were placed otherwise than before. The mapping is public: it says nothing of patients.
    Raises ValueError for what is no organisation number or too long a name.
    """
    require(actor, "hospitals.place")
    for number, region in regions.items():
        if not re.fullmatch(r"[0-9]{9}", number) or len(region) > 80 or not region.isprintable():
            raise ValueError(f"«{number}», «{region}»: write nine digits and a region of at most 80 letters")
    held = {row.number: row for row in HospitalRegion.objects.select_for_update().filter(number__in=regions)}
    changed = {
        number: region
        for number, region in sorted(regions.items())
        if region != getattr(held.get(number), "region", "")
    }
    if not changed:
        return 0
    rows = [HospitalRegion(number=number, region=region) for number, region in changed.items() if region]
    for row in rows:
        row.save()
    removed = [held[number] for number, region in changed.items() if not region]
    record(data=HospitalsPlaced(changed), subject="hospitals", actor=actor, now=now, rows=rows, removed=removed)
    HospitalRegion.objects.filter(pk__in=[row.pk for row in removed]).delete()
    return len(changed)


def _rows(histogram: Histogram, delivery: Delivery) -> Iterator[HistogramCell]:
    for cell in histogram.cells:
        yield HistogramCell(
            delivery=delivery,
            pathway=cell.pathway,
            release=cell.release,
            clock=cell.clock,
            branch=cell.branch,
            organisation=cell.organisation,
            month=cell.month,
            state=cell.state,
            days=cell.days,
            n=cell.n,
        )
