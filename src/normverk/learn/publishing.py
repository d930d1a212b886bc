"""Publishing figures: frozen as they are known now, with what they rest on, never to be changed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, Literal

import msgspec
import rfc8785
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.learn import queries
from normverk.learn.api import BasisAnswer, FigureAnswer, figure_answer
from normverk.learn.events import FiguresPublished
from normverk.learn.frozen import Content, guard_digest
from normverk.learn.guards import guard
from normverk.learn.indicators import EditionShown, indicator, lines_of
from normverk.learn.models import FrozenFigures
from normverk.learn.periods import is_tertial, is_year, months_of
from normverk.learn.suppression import Protected

Obstacle = Literal["period", "not-over", "published", "locked", "nothing"]


class CannotPublish(Exception):  # noqa: N818
    """The figures of this period cannot be published now; `why` says what stands in the way."""

    def __init__(self, why: Obstacle) -> None:
        super().__init__(why)
        self.why = why


@transaction.atomic
def publish_figures(*, pathway: str, clock: str, period: str, actor: Actor, now: datetime) -> FrozenFigures:
    """Freezes the figures of a clock for a tertial or a year.

    The period must be over for every site that has delivered. Each period is published once; what is found out later
    stands in the ledger, not in the frozen figures. Publishing the year locks it: nothing more of that year after.
    Raises CannotPublish, and indicators.NoSuchIndicator for a clock that no published norm has.
    """
    require(actor, "figures.publish")
    shown = indicator(pathway, clock)
    held = FrozenFigures.objects.select_for_update().filter(pathway=pathway, clock=clock)
    may_be_published(period, {one.period for one in held}, [one.as_of for one in shown.basis])
    measured = queries.measured(pathway, clock)
    figures = tuple(figure_answer(line) for line in lines_of(measured, period))
    if not figures:
        raise CannotPublish("nothing")
    content = Content(
        pathway=pathway,
        clock=clock,
        period=period,
        unit=shown.unit,
        releases=tuple(one.release for one in shown.editions if _touches(one, period)),
        organisations=dict(shown.organisations),
        basis=tuple(BasisAnswer(one.site, one.as_of, one.digest) for one in shown.basis),
        known_at=now,
        published_by=actor.id,
        figures=figures,
    )
    return freeze(content=content, table=measured.table, actor=actor)


def freeze(*, content: Content, table: Protected, actor: Actor) -> FrozenFigures:
    """Keeps the content as published, with what later figures are bound to by `table`, and tells the log.

    Whoever calls has asked the policy, holds the transaction, and has asked `may_be_published` with the publications locked.
    """
    pathway, clock, period, now = content.pathway, content.clock, content.period, content.known_at
    number = FrozenFigures.objects.filter(pathway=pathway, clock=clock).count() + 1
    written = canonical(content)
    frozen = FrozenFigures.objects.create(
        pathway=pathway,
        clock=clock,
        period=period,
        number=number,
        digest=hashlib.sha256(written).hexdigest(),
        content=written.decode(),
        known_at=now,
        published_by=actor.id,
    )
    kept = guard(frozen, table)
    kept.save(force_insert=True)
    deliveries = tuple(one.digest for one in content.basis)
    told = FiguresPublished(pathway, clock, period, frozen.digest, guard_digest(kept), deliveries)
    record(data=told, subject=f"figures/{pathway}/{clock}/{period}", actor=actor, now=now, rows=[frozen])
    return frozen


def canonical(content: Content) -> bytes:
    """The content as canonical JSON (RFC 8785): the same figures are the same bytes."""
    plain: Any = msgspec.to_builtins(content)
    return rfc8785.dumps(plain)


def may_be_published(period: str, published: set[str], known_to: Collection[date]) -> None:
    """Raises CannotPublish unless the period is a tertial or a year that has not been published, in a year that is not
    locked, and over on all the days that what it rests on is from.
    """
    if not (is_tertial(period) or is_year(period)):
        raise CannotPublish("period")
    if period in published:
        raise CannotPublish("published")
    if period[:4] in published:
        raise CannotPublish("locked")
    if not known_to:
        raise CannotPublish("nothing")
    if min(known_to) < _last_day(period):
        raise CannotPublish("not-over")


def _last_day(period: str) -> date:
    year, month = (int(part) for part in months_of(period)[-1].split("-"))
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _touches(edition: EditionShown, period: str) -> bool:
    first = date.fromisoformat(f"{months_of(period)[0]}-01")
    return edition.valid_from <= _last_day(period) and (edition.valid_to is None or edition.valid_to >= first)


def can_be_published(pathway: str, clock: str) -> tuple[str, ...]:
    """The tertials and years of the clock that could be published now."""
    table = queries.measured(pathway, clock).table
    published = set(FrozenFigures.objects.filter(pathway=pathway, clock=clock).values_list("period", flat=True))
    known_to = [one.as_of for one in queries.basis()]
    found = []
    for period in sorted({*table.tertials, *table.years}):
        try:
            may_be_published(period, published, known_to)
        except CannotPublish:
            continue
        found.append(period)
    return tuple(found)


__all__ = ["CannotPublish", "FigureAnswer", "can_be_published", "canonical", "publish_figures"]
