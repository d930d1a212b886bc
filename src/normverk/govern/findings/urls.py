"""The addresses of findings."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.findings import views

urlpatterns = [
    route(
        "editions/<slug:slug>/<str:number>/findings/", views.findings, name="edition-findings", action="edition.view"
    ),
    route(
        "editions/<slug:slug>/<str:number>/findings/answer/<str:finding>/",
        views.answer,
        name="edition-finding-answer",
        action="edition.write",
    ),
]
