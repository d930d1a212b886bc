"""The addresses of the library."""

from __future__ import annotations

from normverk.base.routes import route
from normverk.publish.library.views import machine, pages

_VIEW = "library.view"

urlpatterns = [
    route("library/", pages.library, name="library", action=_VIEW),
    route("library/readings/", pages.readings, name="library-readings", action=_VIEW),
    route("library/readings/<int:number>/", pages.reading, name="library-reading", action=_VIEW),
    route("library/<str:node_id>/", pages.node, name="library-node", action=_VIEW),
    route("library/<str:node_id>/compare/", pages.choose, name="library-choose", action=_VIEW),
    route("library/<str:node_id>/<int:number>/", pages.revision, name="library-revision", action=_VIEW),
    route(
        "library/<str:node_id>/compare/<int:before>/<int:after>/", pages.compare, name="library-compare", action=_VIEW
    ),
    route("innhold/innhold", machine.everything, name="innhold", action=_VIEW),
    route("innhold/innhold/<str:node_id>", machine.one, name="innhold-one", action=_VIEW),
    route("innhold/infobit/<str:node_id>", machine.one, name="innhold-infobit", action=_VIEW),
    route("innhold/publikasjoner/<str:structure>", machine.publication, name="innhold-publication", action=_VIEW),
    route("innhold/get-changes", machine.changes, name="innhold-changes", action=_VIEW),
    route("innhold/<str:listing>", machine.listing, name="innhold-listing", action=_VIEW),
    route("innhold/<str:listing>/<str:node_id>", machine.one_of, name="innhold-listing-one", action=_VIEW),
]
