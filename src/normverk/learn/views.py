"""The pages of indicators, their files, and the door through which sites deliver histograms."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from normverk.base.policy import Actor, decide, require
from normverk.base.problems import problem
from normverk.learn import api, queries
from normverk.learn.actions import Histogram, NotOneSite, receive_histogram
from normverk.learn.asking import choose, question_of
from normverk.learn.charts import median_chart, share_chart
from normverk.learn.forms import ChoiceForm
from normverk.learn.indicators import Indicator, NoSuchIndicator, all_lines, clocks, indicator
from normverk.learn.suppression import ALL

BODY_LIMIT: Final = 5 * 1024 * 1024
"""Bytes of a delivery; about 25,000 cells. The same as the limit the framework puts on every request."""


@require_GET
def indicators(request: HttpRequest) -> HttpResponse:
    """The clocks of every published pathway norm, each with its share over all months."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    require(actor, "indicator.view")
    pathways = [
        (edition, [(clock, queries.headline(edition.definition.id, clock.id).line) for clock in found])
        for edition, found in clocks()
    ]
    may_try = decide(actor, "trial.run").allowed
    context = {"pathways": pathways, "basis": queries.basis(), "may_try": may_try}
    return render(request, "learn/indicators.html", context)


@require_GET
def indicator_page(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """One indicator, for a choice of treatment, hospital and period."""
    require(request.actor, "indicator.view")  # type: ignore[attr-defined]
    shown = found_indicator(pathway, clock)
    form = ChoiceForm(
        {"branch": ALL, "organisation": ALL, "period": ALL, **request.GET.dict()},
        branches=shown.branches,
        organisations=shown.choices,
        periods=shown.periods,
    )
    status = 200 if form.is_valid() else 400
    if form.is_valid():
        shown = indicator(pathway, clock, **form.cleaned_data)
    context: dict[str, Any] = {"shown": shown, "form": form, "share_chart": share_chart(shown)}
    context["median_chart"] = median_chart(shown)
    return render(request, "learn/indicator.html", context, status=status)


@require_GET
def indicator_file(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """All figures of an indicator, or those asked for, as CSV."""
    require(request.actor, "indicator.view")  # type: ignore[attr-defined]
    shown = found_indicator(pathway, clock)
    text = api.comma_separated(choose(all_lines(pathway, clock), question_of(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{shown.pathway}-{shown.clock.id}.csv"'
    return response


@require_GET
def indicator_data(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """All figures of an indicator, or those asked for, as JSON."""
    require(request.actor, "indicator.view")  # type: ignore[attr-defined]
    shown = found_indicator(pathway, clock)
    told = api.answer(shown, choose(all_lines(pathway, clock), question_of(request)))
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


@csrf_exempt
@require_POST
def histograms(request: HttpRequest) -> HttpResponse:
    """Receives a site's day histogram. The site shows its access token, so a form of another page cannot send one."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and (len(length) > 12 or int(length) > BODY_LIMIT):
        return problem(request, status=413, kind="bad-request", detail=f"a delivery has at most {BODY_LIMIT} bytes")
    if not request.headers.get("Authorization", "").startswith("Bearer "):
        return problem(request, status=401, kind="denied")
    try:
        histogram = msgspec.json.decode(request.body, type=Histogram)
    except msgspec.ValidationError as wrong:
        raise BadRequest(f"the delivery does not have the right shape{_place(wrong)}") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise BadRequest("the delivery is not JSON") from None
    key = request.headers.get("Idempotency-Key", "")
    try:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        received = receive_histogram(histogram=histogram, actor=actor, now=datetime.now(UTC), key=key)
    except NotOneSite:
        raise BadRequest("the delivery holds cells of another site than its own") from None
    held = received.delivery
    told = api.ReceptionAnswer(received.outcome, held.site, held.as_of, held.digest, held.cells)
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


def found_indicator(pathway: str, clock: str) -> Indicator:
    """The indicator of a clock, for all treatments and hospitals; Http404 when no published norm has it."""
    try:
        return indicator(pathway, clock)
    except NoSuchIndicator:
        raise Http404 from None


def _place(wrong: msgspec.ValidationError) -> str:
    """Where in the body the fault is; what stands there is not repeated, for it may be anything."""
    _, found, place = str(wrong).rpartition(" - at `")
    return f" at {place.rstrip('`')}" if found else ""
