"""The front page's box about the reference catalogue."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import say
from normverk.govern.applicability.models import CataloguedNorm
from normverk.web.front import Box


def applies_box(request: HttpRequest) -> Box | None:
    """How many norms the catalogue holds, and the ways into it; None when it is empty."""
    count = CataloguedNorm.objects.count()
    if not count:
        return None
    ways = ("applies", "applies-calendar", "applies-norms")
    links = tuple((say(f"applicability.way.{way}"), reverse(way)) for way in ways)
    return Box("applicability.front.title", "applicability.front.text", {"count": count}, links, order=30)
