"""The front page's box about the way from need to effect."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import current_language
from normverk.norm.days import local_date
from normverk.publish.queries import products
from normverk.web.front import Box


def trace_box(request: HttpRequest) -> Box | None:
    """The traces of the norms in force; None when nothing is published."""
    # Norms with clocks come first: their way goes all the way to what became of the patients.
    found = sorted(products(local_date(datetime.now(UTC))), key=lambda product: not product.newest.pathway_id)
    links = tuple(
        (product.title.in_language(current_language()), reverse("trace", args=[product.slug, product.newest.version]))
        for product in found[:4]
    )
    return Box("trace.title", "trace.front.text", {}, links, order=50) if links else None
