"""Addresses of learning."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, Query, describe
from normverk.base.routes import route
from normverk.learn import api, api_development, api_published, views, views_development, views_published
from normverk.learn.actions import Histogram
from normverk.learn.asking import QUERIES

_CLOCK = "indicators/<str:pathway>/<str:clock>"

urlpatterns = [
    route("indicators/", views.indicators, name="indicators", action="indicator.view"),
    route("indicators/<str:pathway>/<str:clock>/", views.indicator_page, name="indicator", action="indicator.view"),
    route(
        "indicators/<str:pathway>/<str:clock>/figures.csv",
        views.indicator_file,
        name="indicator-file",
        action="indicator.view",
    ),
    route(
        "api/v1/indicators/<str:pathway>/<str:clock>/",
        views.indicator_data,
        name="indicator-data",
        action="indicator.view",
    ),
    route(
        f"{_CLOCK}/figures.parquet",
        views_development.indicator_parquet,
        name="indicator-parquet",
        action="indicator.view",
    ),
    route(
        f"{_CLOCK}/measure-report.json",
        views_development.indicator_measure_report,
        name="indicator-measure-report",
        action="indicator.view",
    ),
    route(
        f"{_CLOCK}/development/",
        views_development.development_page,
        name="indicator-development",
        action="indicator.view",
    ),
    route(
        f"api/v1/{_CLOCK}/development/",
        views_development.development_data,
        name="development-data",
        action="indicator.view",
    ),
    route(f"{_CLOCK}/published/", views_published.published_list, name="published-list", action="indicator.view"),
    route(f"{_CLOCK}/publish/", views_published.figures_publish, name="figures-publish", action="figures.publish"),
    route(
        f"{_CLOCK}/published/<str:period>/",
        views_published.published_figures,
        name="published-figures",
        action="indicator.view",
    ),
    route(
        f"{_CLOCK}/published/<str:period>/figures.json",
        views_published.published_file,
        name="published-file",
        action="indicator.view",
    ),
    route(
        f"api/v1/{_CLOCK}/published/",
        views_published.published_data,
        name="published-data",
        action="indicator.view",
    ),
    route("api/v1/histograms", views.histograms, name="histograms", action="histogram.deliver"),
]

describe(
    Operation(
        route="indicator-data",
        method="get",
        summary="Every figure of an indicator that may be shown, or those asked for.",
        answer=api.IndicatorAnswer,
        queries=QUERIES,
        refusals=(400, 404),
    ),
    Operation(
        route="development-data",
        method="get",
        summary="How an indicator has developed: control charts, the curve of the waiting (Kaplan–Meier), editions compared.",
        answer=api_development.DevelopmentAnswer,
        queries=(
            *QUERIES[:2],
            Query("target", "The share to reach, in per cent."),
        ),
        refusals=(400, 404),
    ),
    Operation(
        route="published-data",
        method="get",
        summary="What has been published of an indicator, and what has been corrected since.",
        answer=api_published.PublishedAnswer,
    ),
    Operation(
        route="histograms",
        method="post",
        summary="Deliver a site's day histogram; it takes the place of the site's earlier one.",
        answer=api.ReceptionAnswer,
        body=Histogram,
        refusals=(400, 401, 403, 413),
    ),
)
