"""The front page's box about open hearings."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from django.http import HttpRequest
from django.urls import reverse

from normverk.base.languages import current_language
from normverk.govern.consultation.queries import listed
from normverk.web.front import Box

_SHOWN: Final = 4


def hearings_box(request: HttpRequest) -> Box:
    """How many hearings are open, and the way to each; open to everybody, like the hearings themselves."""
    hearings = [row.consultation for row in listed(datetime.now(UTC)) if row.status == "open"]
    links = [
        (f"{hearing.ref} {hearing.title.in_language(current_language())}", reverse("consultation", args=[hearing.ref]))
        for hearing in hearings[:_SHOWN]
    ]
    return Box("consultation.front.title", "consultation.front.text", {"count": len(hearings)}, tuple(links), order=10)
