"""The description, served."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from normverk.base.api.openapi import document
from normverk.base.policy import require
from normverk.base.requests import who


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI document of this role."""
    require(who(request), "page.view")
    return JsonResponse(document())
