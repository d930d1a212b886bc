"""Where the description lies."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, describe
from normverk.base.api.views import openapi
from normverk.base.routes import route

urlpatterns = [route("api/v1/openapi.json", openapi, name="openapi", action="page.view")]

describe(Operation("openapi", "get", "This description, as OpenAPI 3.1.", refusals=()))
