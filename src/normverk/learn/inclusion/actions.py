"""Receiving a register's numbers. Publishing shares is in `publishing`."""

from __future__ import annotations

import secrets
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, Literal

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.learn.inclusion.events import RegisterRead
from normverk.learn.inclusion.models import RegisterDelivery, RegisterRow
from normverk.learn.inclusion.queries import INCLUSION, digest, newest, rows_of
from normverk.learn.inclusion.reading import NotUsable, RegisterFile, Wrong, read_register
from normverk.learn.models import FrozenFigures, FrozenGuard
from normverk.learn.periods import kind_of
from normverk.norm.days import local_date
from normverk.publish.queries import pathway_ids

_BATCH: Final = 2000
PLACES_LIMIT: Final = 1500
"""Hospitals times periods of one pathway, empty periods among them: what can be protected while a reader waits."""

Outcome = Literal["stored", "unchanged"]


@dataclass(frozen=True)
class Read:
    """What became of a file, and the delivery that counts now. `superseded` is the number of the one before it, or 0."""

    outcome: Outcome
    delivery: RegisterDelivery
    superseded: int


@transaction.atomic
def receive_register(*, content: bytes, actor: Actor, now: datetime, invented: bool = False) -> Read:
    """Reads a register's file and lets it supersede the source's earlier delivery, which stays.

    The same content again changes nothing. `invented` marks figures made up for a demonstration. Raises NotUsable with
    every fault; then nothing is kept.
    """
    require(actor, "inclusion.deliver")
    file = read_register(content, pathways=pathway_ids(), today=local_date(now))
    held = {one.source: one for one in newest(lock=True)}
    before = held.get(file.source)
    if faults := [*_of_others(file, held), *_of_earlier(file, before), *_of_published(file), *_too_wide(file)]:
        raise NotUsable(*faults)
    if before is not None and (before.dated, digest(file.source, file.dated, rows_of(before), before.salt)) == (
        file.dated,
        digest(file.source, file.dated, file.rows, before.salt),
    ):
        return Read("unchanged", before, 0)
    delivery = _keep(file, 1 if before is None else before.number + 1, actor=actor, now=now, invented=invented)
    return Read("stored", delivery, 0 if before is None else before.number)


def _keep(file: RegisterFile, number: int, *, actor: Actor, now: datetime, invented: bool) -> RegisterDelivery:
    salt = secrets.token_hex(32)
    delivery = RegisterDelivery.objects.create(
        source=file.source,
        number=number,
        dated=file.dated,
        received_at=now,
        received_by=actor.id,
        salt=salt,
        digest=digest(file.source, file.dated, file.rows, salt),
        rows=len(file.rows),
        invented=invented,
    )
    rows = (
        RegisterRow(
            delivery=delivery,
            pathway=row.pathway,
            organisation=row.organisation,
            period=row.period,
            new=row.new,
            included=row.included,
        )
        for row in file.rows
    )
    while batch := list(islice(rows, _BATCH)):
        RegisterRow.objects.bulk_create(batch)
    told = RegisterRead(file.source, number, file.dated.isoformat(), delivery.digest, len(file.rows))
    record(data=told, subject=f"register/{file.source}", actor=actor, now=now, rows=[delivery])
    return delivery


def _of_others(file: RegisterFile, held: dict[str, RegisterDelivery]) -> Iterator[Wrong]:
    """One pathway has one source: two counts of nearly the same patients could be held against each other."""
    pathways = {row.pathway for row in file.rows}
    others = [one.pk for source, one in held.items() if source != file.source]
    taken = RegisterRow.objects.filter(delivery__in=others, pathway__in=pathways).order_by("pathway")
    for pathway in taken.values_list("pathway", flat=True).distinct():
        yield Wrong("other-source", known=pathway)


def _of_earlier(file: RegisterFile, before: RegisterDelivery | None) -> Iterator[Wrong]:
    if before is not None and file.dated < before.dated:
        yield Wrong("older", column="source_date", known=before.dated.isoformat())


def _of_published(file: RegisterFile) -> Iterator[Wrong]:
    """What has been published by month must go on by month, or the two could not be held together."""
    kinds = {row.pathway: kind_of(row.period) for row in file.rows}
    frozen = FrozenFigures.objects.filter(clock=INCLUSION, pathway__in=kinds).values_list("pk", "pathway")
    for pk, pathway in frozen.order_by("pathway", "number"):
        counts = FrozenGuard.objects.values_list("counts", flat=True).get(pk=pk)
        if counts and kind_of(counts[0][1]) != kinds[pathway]:
            yield Wrong("kind-published", column="period", known=pathway)
            return


def _too_wide(file: RegisterFile) -> Iterator[Wrong]:
    each = {"month": 12, "tertial": 3, "year": 1}
    periods: dict[str, set[str]] = defaultdict(set)
    hospitals: dict[str, set[str]] = defaultdict(set)
    for row in file.rows:
        periods[row.pathway].add(row.period)
        hospitals[row.pathway].add(row.organisation)
    for pathway, found in sorted(periods.items()):
        spanned = int(max(found)[:4]) - int(min(found)[:4]) + 1
        if spanned * each[kind_of(min(found))] * len(hospitals[pathway]) > PLACES_LIMIT:
            yield Wrong("too-wide", known=pathway)
