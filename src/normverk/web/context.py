"""What every page knows: who is looking, in which language, and what this installation is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from normverk.base.languages import current_language
from normverk.base.policy import visitor


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates."""
    return {
        "actor": getattr(request, "actor", None) or visitor(),
        "language": current_language(),
        "languages": settings.LANGUAGES,
        "is_hub": settings.IS_HUB,
        "is_edge": settings.IS_EDGE,
        "demonstration": settings.DEMONSTRATION,
    }
