"""Publishing shares of patients in a pathway, frozen like other figures, and what has become another since."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.learn.api import BasisAnswer, figure_answer
from normverk.learn.frozen import Cause, Changed, Content, Entry, Frozen, ledger_against
from normverk.learn.inclusion.models import RegisterDelivery, RegisterRow
from normverk.learn.inclusion.queries import INCLUSION, Included, measured_inclusion
from normverk.learn.indicators import lines_of
from normverk.learn.models import FrozenFigures
from normverk.learn.periods import ALL
from normverk.learn.publishing import CannotPublish, freeze, may_be_published
from normverk.learn.queries import organisation_names


@transaction.atomic
def publish_inclusion(*, pathway: str, period: str, actor: Actor, now: datetime) -> FrozenFigures:
    """Freezes a pathway's figures for a tertial or a year; the rules are those of `publishing.publish_figures`.

    The period must be over on the day the source's numbers are from. Raises CannotPublish.
    """
    require(actor, "figures.publish")
    held = FrozenFigures.objects.select_for_update().filter(pathway=pathway, clock=INCLUSION)
    published = {one.period for one in held}
    found = measured_inclusion(pathway)
    may_be_published(period, published, [] if found is None else [found.delivery.dated])
    figures = tuple(figure_answer(line) for line in lines_of(found.figures, period)) if found else ()
    if found is None or not figures:
        raise CannotPublish("nothing")
    source = found.delivery
    names = organisation_names()
    content = Content(
        pathway=pathway,
        clock=INCLUSION,
        period=period,
        unit="",
        releases=(),
        organisations={number: names.get(number, number) for number in found.figures.table.organisations},
        basis=(BasisAnswer(source.source, source.dated, source.digest),),
        known_at=now,
        published_by=actor.id,
        figures=figures,
    )
    return freeze(content=content, table=found.figures.table, actor=actor)


def can_be_published(pathway: str, found: Included) -> tuple[str, ...]:
    """The tertials and years of the pathway that could be published now."""
    published = set(FrozenFigures.objects.filter(pathway=pathway, clock=INCLUSION).values_list("period", flat=True))
    table = found.figures.table
    possible = []
    for period in sorted({*table.tertials, *table.years}):
        try:
            may_be_published(period, published, [found.delivery.dated])
        except CannotPublish:
            continue
        possible.append(period)
    return tuple(possible)


def ledger(frozen: Frozen) -> tuple[Entry, ...]:
    """Every published figure that is another now, with the deliveries of registers that changed what it is made of."""
    found = measured_inclusion(frozen.content.pathway)
    return () if found is None else ledger_against(frozen.content, found.figures, lambda: _changes(frozen.content))


def _changes(content: Content) -> Iterator[Changed]:
    """The deliveries since the publication, with hospital and period of each row that is another than in the delivery
    they superseded.
    """
    later = RegisterDelivery.objects.filter(received_at__gt=content.known_at).order_by(
        "received_at", "source", "number"
    )
    for delivery in later:
        before = RegisterDelivery.objects.filter(source=delivery.source, number=delivery.number - 1).first()
        changed = _rows(delivery, content.pathway) ^ (_rows(before, content.pathway) if before else set())
        cause = Cause(delivery.source, delivery.digest, delivery.dated, delivery.received_at)
        for organisation, period in sorted({(row[0], row[1]) for row in changed}):
            yield cause, ALL, organisation, period


def _rows(delivery: RegisterDelivery, pathway: str) -> set[tuple[str, str, int, int | None]]:
    rows = RegisterRow.objects.filter(delivery=delivery, pathway=pathway)
    return set(rows.values_list("organisation", "period", "new", "included"))
