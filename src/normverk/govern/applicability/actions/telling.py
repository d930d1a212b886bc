"""Telling of a change to a norm: the event log learns of it, and search reads the norm again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import models

from normverk.base.events.actions import record
from normverk.base.events.types import EventData
from normverk.base.policy import Actor
from normverk.govern.applicability.finding import key_of
from normverk.govern.applicability.models import CataloguedNorm
from normverk.govern.applicability.queries import subject_of
from normverk.publish.search.actions import renew_later
from normverk.publish.search.releases import under_product


def tell(
    *,
    norm: str,
    data: EventData,
    actor: Actor,
    now: datetime,
    reason: str,
    rows: Iterable[models.Model],
    products: Collection[str] = (),
) -> None:
    """Appends the event of a change to the norm with this key, in the caller's transaction.

    Search reads the norm again, and the releases of our product that it is; `products` are others it was until now.
    """
    record(data=data, subject=subject_of(norm), actor=actor, now=now, reason=reason.strip(), rows=rows)
    renew_later(under=key_of(norm), now=now)
    own = CataloguedNorm.objects.filter(pk=norm).values_list("product_slug", flat=True)
    renew_products({*own, *products}, now)


def renew_products(slugs: Iterable[str], now: datetime) -> None:
    """Lets search read the releases of these products of ours again; what is empty names none."""
    for slug in sorted(set(slugs) - {""}):
        renew_later(under=under_product(slug), now=now)
