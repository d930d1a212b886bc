"""Answers for those who watch over the server: load balancers, monitors, operators."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from normverk.base.health.queries import readiness
from normverk.base.policy import require
from normverk.base.policy.actor import Actor


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; asks nothing of the database."""
    require(_actor(request), "page.view")
    return JsonResponse({"alive": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when the database answers and fits this version, 503 otherwise; each check with its answer."""
    require(_actor(request), "page.view")
    found = readiness(now=datetime.now(UTC))
    return JsonResponse(found.plain(), status=200 if found.ready else 503)


def _actor(request: Any) -> Actor:
    actor: Actor = request.actor
    return actor
