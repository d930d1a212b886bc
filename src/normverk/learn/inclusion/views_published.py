"""The pages of published shares of patients in a pathway."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.accounts.queries import names_of
from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.base.requests import who
from normverk.learn.api_published import PublishedAnswer, publication_answer
from normverk.learn.forms import PublishForm
from normverk.learn.frozen import Frozen, publication, publications
from normverk.learn.inclusion.publishing import can_be_published, ledger, publish_inclusion
from normverk.learn.inclusion.queries import INCLUSION, measured_inclusion
from normverk.learn.inclusion.views import found_inclusion
from normverk.learn.publishing import CannotPublish
from normverk.learn.shown_published import corrected_rows, rows_beside


@require_GET
def inclusion_published_list(request: HttpRequest, pathway: str) -> HttpResponse:
    """What has been published of the pathway, and how much of it is another now."""
    actor = who(request)
    require(actor, "indicator.view")
    shown = found_inclusion(pathway)
    held = [(one, len(ledger(one))) for one in publications(pathway, INCLUSION)]
    context = {"shown": shown, "held": held, "may": decide(actor, "figures.publish").allowed}
    return render(request, "inclusion/published_list.html", context)


@require_http_methods(["GET", "POST"])
def inclusion_publish(request: HttpRequest, pathway: str) -> HttpResponse:
    """The form that freezes the figures of a period."""
    actor = who(request)
    require(actor, "figures.publish")
    shown, found = found_inclusion(pathway), measured_inclusion(pathway)
    periods = () if found is None else can_be_published(pathway, found)
    form = PublishForm(request.POST or None, periods=periods)
    refused = ""
    if request.method == "POST" and form.is_valid():
        period = form.cleaned_data["period"]
        try:
            publish_inclusion(pathway=pathway, period=period, actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("inclusion-published-figures", args=[pathway, period]))
        except CannotPublish as cannot:
            refused = say(f"inclusion.publish.refused.{cannot.why}")
    context = {"shown": shown, "form": form, "periods": periods, "refused": refused}
    return render(request, "inclusion/publish.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def inclusion_published_figures(request: HttpRequest, pathway: str, period: str) -> HttpResponse:
    """One publication: every figure as published and as known now, and what made the difference."""
    require(who(request), "indicator.view")
    shown, frozen, found = found_inclusion(pathway), _publication(pathway, period), measured_inclusion(pathway)
    publisher = frozen.content.published_by
    context = {
        "shown": shown,
        "frozen": frozen,
        "by": names_of([publisher]).get(publisher, publisher),
        "rows": () if found is None else rows_beside(frozen, found.figures),
        "corrected": corrected_rows(frozen, ledger(frozen), ()),
    }
    return render(request, "inclusion/published.html", context)


@require_GET
def inclusion_published_file(request: HttpRequest, pathway: str, period: str) -> HttpResponse:
    """The published figures, byte by byte as the digest was made of them."""
    require(who(request), "indicator.view")
    return HttpResponse(_publication(pathway, period).written.encode(), content_type="application/json")


@require_GET
def inclusion_published_data(request: HttpRequest, pathway: str) -> HttpResponse:
    """Everything published of the pathway's inclusion as JSON."""
    require(who(request), "indicator.view")
    found_inclusion(pathway)
    told = tuple(publication_answer(one, ledger(one)) for one in publications(pathway, INCLUSION))
    return HttpResponse(msgspec.json.encode(PublishedAnswer(told)), content_type="application/json")


def _publication(pathway: str, period: str) -> Frozen:
    found = publication(pathway, INCLUSION, period)
    if found is None:
        raise Http404
    return found
