"""The addresses of editions."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.govern.catalogue import (
    cowriter_views,
    import_views,
    limit_views,
    reuse_views,
    review_views,
    views,
    writing_views,
)
from normverk.govern.catalogue.pathway_forms.views import pathway_page
from normverk.govern.catalogue.word_file import FILE_LIMIT

urlpatterns = [
    route("editions/<slug:slug>/<str:number>/", views.edition_page, name="edition", action="edition.view"),
    route("editions/<slug:slug>/<str:number>/submit/", views.submit, name="edition-submit", action="edition.write"),
    route(
        "editions/<slug:slug>/<str:number>/edit/section/<str:section>/",
        writing_views.edit_section,
        name="edition-edit-section",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/edit/<str:part>/",
        writing_views.edit,
        name="edition-edit",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/edit/pico/<str:section>/<str:item>/",
        writing_views.edit_pico,
        name="edition-edit-pico",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/edit/<slug:part>/<str:section>/",
        writing_views.edit,
        name="edition-edit-item",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/edit/<slug:part>/<str:section>/<str:item>/",
        writing_views.edit,
        name="edition-edit-inner",
        action="edition.write",
    ),
    route("editions/<slug:slug>/<str:number>/pathway/", pathway_page, name="edition-pathway", action="edition.write"),
    route(
        "editions/<slug:slug>/<str:number>/writers/",
        cowriter_views.name_writers,
        name="edition-writers",
        action="edition.name-writers",
    ),
    route("editions/<slug:slug>/<str:number>/reuse/", reuse_views.reuse, name="edition-reuse", action="edition.write"),
    route(
        "editions/<slug:slug>/<str:number>/import/",
        import_views.import_text,
        name="edition-import",
        action="edition.write",
        takes_file=FILE_LIMIT,
    ),
    route(
        "editions/<slug:slug>/<str:number>/read-limits/",
        limit_views.read_limits,
        name="edition-read-limits",
        action="edition.write",
    ),
    route(
        "editions/<slug:slug>/<str:number>/order/", writing_views.order, name="edition-order", action="edition.write"
    ),
    route(
        "editions/<slug:slug>/<str:number>/review/", review_views.review, name="edition-review", action="edition.review"
    ),
    route(
        "editions/<slug:slug>/<str:number>/review/conclude/",
        review_views.conclude_review,
        name="edition-review-conclude",
        action="edition.review",
    ),
    route(
        "editions/<slug:slug>/<str:number>/review/<uuid:comment_id>/resolve/",
        review_views.resolve_comment,
        name="edition-review-resolve",
        action="edition.write",
    ),
]
