"""The front page's box about published norms."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import current_language
from normverk.base.policy import decide
from normverk.base.requests import who
from normverk.publish import queries
from normverk.publish.views.pages import today
from normverk.web.front import Box

_SHOWN = 4


def norms_box(request: HttpRequest) -> Box | None:
    """How many norms there are, and links to the first few; None when there are none."""
    found = queries.products(today()) if decide(who(request), "release.view").allowed else []
    found.sort(key=lambda product: not product.newest.pathway_id)
    if not found:
        return None
    links = tuple(
        (product.title.in_language(current_language()), reverse("product", args=[product.slug]))
        for product in found[:_SHOWN]
    )
    return Box("release.front.title", "release.front.text", {"count": len(found)}, links, order=40)
