"""What every page knows: who is looking, in which language, and what this installation is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from normverk.base.languages import current_language
from normverk.base.policy import visitor
from normverk.web.menu import menu_for
from normverk.web.redirects import safe_address


def page_context(request: HttpRequest) -> dict[str, Any]:
    """Context for all templates."""
    actor = getattr(request, "actor", None) or visitor()
    return {
        "actor": actor,
        "language": current_language(),
        "languages": settings.LANGUAGES,
        "menu": menu_for(actor, request.path),
        "here": _here(request),
        "is_hub": settings.IS_HUB,
        "is_edge": settings.IS_EDGE,
        "demonstration": settings.DEMONSTRATION,
        "styles_built": bool(settings.STATICFILES_DIRS),
    }


def _here(request: HttpRequest) -> str:
    """Where to come back to after choosing a language: this page, or the one whose form was sent."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    return safe_address(request, request.headers.get("Referer", ""))
