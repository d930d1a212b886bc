"""The pages of published figures: which there are, publishing more, and each beside what is known now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.accounts.queries import names_of
from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.base.requests import who
from normverk.learn import api_published as api
from normverk.learn.forms import PublishForm
from normverk.learn.frozen import Frozen, ledger, publication, publications
from normverk.learn.publishing import CannotPublish, can_be_published, publish_figures
from normverk.learn.shown_published import corrected_rows, published_rows
from normverk.learn.views import found_indicator


@require_GET
def published_list(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """What has been published of a clock, and for those who may publish more, where to."""
    actor = who(request)
    require(actor, "indicator.view")
    shown = found_indicator(pathway, clock)
    held = [(one, len(ledger(one))) for one in publications(pathway, clock)]
    context = {"shown": shown, "held": held, "may": decide(actor, "figures.publish").allowed}
    return render(request, "learn/published_list.html", context)


@require_http_methods(["GET", "POST"])
def figures_publish(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """The form that freezes the figures of a period."""
    actor = who(request)
    require(actor, "figures.publish")
    shown = found_indicator(pathway, clock)
    periods = can_be_published(pathway, clock)
    form = PublishForm(request.POST or None, periods=periods)
    refused = ""
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        try:
            publish_figures(pathway=pathway, clock=clock, period=period, actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("published-figures", args=[pathway, clock, period]))
        except CannotPublish as cannot:
            refused = say(f"learn.publish.refused.{cannot.why}")
    context = {"shown": shown, "form": form, "periods": periods, "refused": refused}
    return render(request, "learn/publish.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def published_figures(request: HttpRequest, pathway: str, clock: str, period: str) -> HttpResponse:
    """One publication: every figure as published and as known now, and the ledger."""
    require(who(request), "indicator.view")
    frozen = _publication(pathway, clock, period)
    shown = found_indicator(pathway, clock)
    context: dict[str, Any] = {
        "shown": shown,
        "frozen": frozen,
        "by": names_of([frozen.content.published_by]).get(frozen.content.published_by, frozen.content.published_by),
        "rows": published_rows(frozen),
        "corrected": corrected_rows(frozen, ledger(frozen), shown.branches),
    }
    return render(request, "learn/published.html", context)


@require_GET
def published_file(request: HttpRequest, pathway: str, clock: str, period: str) -> HttpResponse:
    """The published figures, byte by byte as the digest was made of them."""
    require(who(request), "indicator.view")
    frozen = _publication(pathway, clock, period)
    return HttpResponse(frozen.written.encode(), content_type="application/json")


@require_GET
def published_data(request: HttpRequest, pathway: str, clock: str) -> HttpResponse:
    """Everything published of a clock as JSON: what, when, of what, and the ledger of each."""
    require(who(request), "indicator.view")
    found_indicator(pathway, clock)
    told = tuple(api.publication_answer(one, ledger(one)) for one in publications(pathway, clock))
    return HttpResponse(msgspec.json.encode(api.PublishedAnswer(told)), content_type="application/json")


def _publication(pathway: str, clock: str, period: str) -> Frozen:
    found = publication(pathway, clock, period)
    if found is None:
        raise Http404
    return found
