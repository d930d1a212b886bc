"""Every write of learning: receiving a site's day histogram."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Annotated, Final, Literal

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import receive_once
from normverk.base.policy import Actor, require
from normverk.learn.events import HistogramReceived
from normverk.learn.histogram import Cell, Name, digest
from normverk.learn.models import Delivery, HistogramCell

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
    delivery.save()
    HistogramCell.objects.filter(delivery=delivery).delete()
    rows = _rows(histogram, delivery)
    while batch := list(islice(rows, _BATCH)):
        HistogramCell.objects.bulk_create(batch)
    told = HistogramReceived(site, content, histogram.as_of.isoformat(), len(histogram.cells))
    record(data=told, subject=f"histogram/{site}", actor=actor, now=now, rows=[delivery])
    return Reception("stored", delivery)


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
