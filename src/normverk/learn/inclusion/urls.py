"""Addresses of inclusion."""

from __future__ import annotations

from typing import Final

from normverk.base.api.openapi import Operation, describe
from normverk.base.routes import route
from normverk.learn.api_published import PublishedAnswer
from normverk.learn.asking import QUERIES
from normverk.learn.inclusion import api, views, views_published
from normverk.learn.inclusion.reading import FILE_LIMIT

_PATHWAY: Final = "inclusion/<str:pathway>"
_VIEW: Final = "indicator.view"

urlpatterns = [
    route("inclusion/", views.inclusion_list, name="inclusion-list", action=_VIEW),
    route(
        "register/deliver/",
        views.register_deliver,
        name="register-deliver",
        action="inclusion.deliver",
        takes_file=FILE_LIMIT,
    ),
    route(f"{_PATHWAY}/", views.inclusion_page, name="inclusion", action=_VIEW),
    route(f"{_PATHWAY}/figures.csv", views.inclusion_file, name="inclusion-file", action=_VIEW),
    route(f"{_PATHWAY}/figures.parquet", views.inclusion_parquet_file, name="inclusion-parquet", action=_VIEW),
    route(
        f"{_PATHWAY}/measure-report.json",
        views.inclusion_measure_report,
        name="inclusion-measure-report",
        action=_VIEW,
    ),
    route(f"api/v1/{_PATHWAY}/", views.inclusion_data, name="inclusion-data", action=_VIEW),
    route(
        f"{_PATHWAY}/published/",
        views_published.inclusion_published_list,
        name="inclusion-published-list",
        action=_VIEW,
    ),
    route(
        f"{_PATHWAY}/publish/", views_published.inclusion_publish, name="inclusion-publish", action="figures.publish"
    ),
    route(
        f"{_PATHWAY}/published/<str:period>/",
        views_published.inclusion_published_figures,
        name="inclusion-published-figures",
        action=_VIEW,
    ),
    route(
        f"{_PATHWAY}/published/<str:period>/figures.json",
        views_published.inclusion_published_file,
        name="inclusion-published-file",
        action=_VIEW,
    ),
    route(
        f"api/v1/{_PATHWAY}/published/",
        views_published.inclusion_published_data,
        name="inclusion-published-data",
        action=_VIEW,
    ),
]

describe(
    Operation(
        route="inclusion-data",
        method="get",
        summary="A pathway's share of new patients who were in it, every figure that may be shown or those asked for.",
        answer=api.InclusionAnswer,
        queries=QUERIES[1:],
        refusals=(400, 404),
    ),
    Operation(
        route="inclusion-published-data",
        method="get",
        summary="What has been published of a pathway's inclusion, and what is another now.",
        answer=PublishedAnswer,
    ),
)
