"""Addresses of learning."""

from __future__ import annotations

from normverk.base.api.openapi import Operation, describe
from normverk.base.routes import route
from normverk.learn import api, views
from normverk.learn.actions import Histogram

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
    route("api/v1/histograms", views.histograms, name="histograms", action="histogram.deliver"),
]

describe(
    Operation(
        route="indicator-data",
        method="get",
        summary="Every figure of an indicator that may be shown.",
        answer=api.IndicatorAnswer,
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
