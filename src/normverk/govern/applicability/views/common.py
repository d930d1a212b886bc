"""What the views of the catalogue share: who asks, when, and about which norm."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest

from normverk.base.policy import Actor
from normverk.base.requests import who
from normverk.govern.applicability import queries
from normverk.govern.applicability.models import ApplicabilityRow, CataloguedNorm


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return who(request)


def present() -> datetime:
    """The moment of the request: the one place where the views of the catalogue read the clock."""
    return datetime.now(UTC)


def norm_of(key: str) -> CataloguedNorm:
    """The norm with this key; Http404 otherwise."""
    norm = queries.find_norm(key)
    if norm is None:
        raise Http404(key)
    return norm


def open_row(id: object) -> ApplicabilityRow:
    """The row with this id, as long as nobody has closed it; Http404 otherwise."""
    row = queries.find_row(str(id))
    if row is None or row.recorded_to is not None:
        raise Http404(str(id))
    return row
