"""The addresses of search."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, Query, describe
from normverk.base.routes import route
from normverk.publish.search import views
from normverk.publish.search.answers import Answer
from normverk.publish.search.document import FACETS

urlpatterns = [
    route("search/", views.page, name="search", action="search.view"),
    route("search/results.csv", views.results_file, name="search-file", action="search.view"),
    route("search/saved/", views.saved, name="saved-searches", action="saved-search.keep"),
    route("search/saved/<uuid:id>/remove/", views.saved_remove, name="saved-search-remove", action="saved-search.keep"),
    route("api/v1/search", views.api, name="api-search", action="search.view"),
]

describe(
    Operation(
        "api-search",
        "get",
        "What is found for some words, with marked pieces and facets with counts.",
        answer=Answer,
        queries=(
            Query("q", "Words: any spelling, inflection, document number or code; «in quotes» for words in a row."),
            Query("on", "A day (YYYY-MM-DD): only what is in force on it."),
            Query("page", "Which page of the hits, 20 on each; the first is 1."),
            *(
                Query(facet, f"Only what has this {facet}; may be given several times: any will do.")
                for facet in FACETS
            ),
        ),
        refusals=(503,),
    )
)
