"""Addresses of the trace."""

from __future__ import annotations

from typing import Any

from normverk.base.api.openapi import Operation, describe
from normverk.base.routes import route
from normverk.govern.trace import views

urlpatterns = [
    route("trace/<slug:slug>/<str:number>/", views.trace_page, name="trace", action="trace.view"),
    route("trace/<slug:slug>/<str:number>/<str:clock>/", views.trace_page, name="trace-clock", action="trace.view"),
    route("api/v1/trace/<slug:slug>/<str:number>/", views.trace_data, name="trace-data", action="trace.view"),
    route(
        "api/v1/trace/<slug:slug>/<str:number>/<str:clock>/",
        views.trace_data,
        name="trace-clock-data",
        action="trace.view",
    ),
]

describe(
    Operation("trace-data", "get", "The chain of an edition, from need to indicators.", dict[str, Any]),
    Operation("trace-clock-data", "get", "The chain of one clock of an edition.", dict[str, Any]),
)
