"""The page of an indicator's development, and its figures as files for other programs."""

from __future__ import annotations

from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.learn.api_development import development_answer
from normverk.learn.asking import choose, question_of
from normverk.learn.development import Development, development
from normverk.learn.development_charts import control_chart, curve_chart
from normverk.learn.forms import TargetForm
from normverk.learn.indicators import Indicator, all_lines, indicator
from normverk.learn.measure_report import measure_report
from normverk.learn.parquet import parquet
from normverk.learn.periods import ALL
from normverk.learn.views import found_indicator


@require_GET
def development_page(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """Control charts, the curve, and before and after a change of the norm, for a choice of treatment and hospital."""
    require(who(request), "indicator.view")
    shown, form, told, _ = _chosen(request, pathway, clock)
    context: dict[str, Any] = {
        "shown": shown,
        "form": form,
        "told": told,
        "share_chart": control_chart("control-share", say("learn.spc.share"), told.shares, told.restarts, share=True),
        "median_chart": control_chart(
            "control-median", say("learn.spc.median"), told.medians, told.restarts, share=False
        ),
        "curve_chart": curve_chart(told.curve or ()),
        "assurance": say(f"learn.spc.assurance.{told.shares.assurance}") if told.shares.assurance else "",
    }
    return render(request, "learn/development.html", context, status=200 if form.is_valid() else 400)


@require_GET
def development_data(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """The same as the page of development, for programs."""
    require(who(request), "indicator.view")
    shown, form, told, target = _chosen(request, pathway, clock)
    if not form.is_valid():
        raise BadRequest(f"there is no such {', '.join(sorted(form.errors))} here; leave it out to see which there are")
    answer = development_answer(shown, told, target)
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")


def _chosen(request: HttpRequest, pathway: str, clock: str) -> tuple[Indicator, TargetForm, Development, float | None]:
    """What page and program choose in the same way: the indicator for that choice, the form, its development, the target."""
    shown = found_indicator(pathway, clock)
    given = {"branch": ALL, "organisation": ALL, **request.GET.dict()}
    form = TargetForm(given, branches=shown.branches, organisations=shown.choices)
    target = None
    if form.is_valid():
        chosen = dict(form.cleaned_data)
        percent = chosen.pop("target", None)
        target = None if percent is None else percent / 100
        shown = indicator(pathway, clock, **chosen)
    return shown, form, development(shown, target), target


@require_GET
def indicator_parquet(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """All figures of an indicator, or those asked for, as Parquet."""
    require(who(request), "indicator.view")
    shown = found_indicator(pathway, clock)
    content = parquet(pathway, clock, choose(all_lines(pathway, clock), question_of(request)))
    response = HttpResponse(content, content_type="application/vnd.apache.parquet")
    response["Content-Disposition"] = f'attachment; filename="{shown.pathway}-{shown.clock.id}.parquet"'
    return response


@require_GET
def indicator_measure_report(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """All figures of an indicator as a FHIR R4 MeasureReport; when some are asked for, those beside the whole."""
    require(who(request), "indicator.view")
    shown = found_indicator(pathway, clock)
    address = f"{settings.ORIGIN}{reverse('indicator', args=[pathway, clock])}"
    months = tuple(line.period for line in shown.months)
    every = all_lines(pathway, clock)
    report = measure_report(
        measure=address, months=months, lines=dict.fromkeys((*every[:1], *choose(every, question_of(request))))
    )
    return HttpResponse(msgspec.json.encode(report), content_type="application/fhir+json")
