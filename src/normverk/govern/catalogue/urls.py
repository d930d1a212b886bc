"""The addresses of editions."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.catalogue import views

urlpatterns = [
    route("editions/<slug:slug>/<str:number>/", views.edition_page, name="edition", action="edition.view"),
    route("editions/<slug:slug>/<str:number>/submit/", views.submit, name="edition-submit", action="edition.write"),
    route(
        "editions/<slug:slug>/<str:number>/edit/section/<str:section>/",
        views.edit_section,
        name="edition-edit-section",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/edit/<str:part>/", views.edit, name="edition-edit", action="edition.write"
    ),
]
