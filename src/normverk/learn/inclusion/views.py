"""The pages of inclusion, its files, and the page that takes a register's file."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.base.requests import who
from normverk.learn.asking import choose, question_of
from normverk.learn.forms import ChoiceForm
from normverk.learn.inclusion import api
from normverk.learn.inclusion.actions import receive_register
from normverk.learn.inclusion.charts import hospital_chart, period_chart
from normverk.learn.inclusion.files import inclusion_parquet
from normverk.learn.inclusion.forms import RegisterForm, fault_words
from normverk.learn.inclusion.queries import deliveries, measured_inclusion, newest
from normverk.learn.inclusion.reading import COLUMNS, NotUsable
from normverk.learn.inclusion.shown import InclusionShown, NoSuchPathway, every_line, inclusion
from normverk.learn.measure_report import measure_report
from normverk.learn.periods import ALL
from normverk.publish.queries import pathway_editions, pathway_ids


@require_GET
def inclusion_list(request: HttpRequest) -> HttpResponse:
    """Every pathway with its share of new patients over the whole time, and what registers have delivered."""
    actor = who(request)
    require(actor, "indicator.view")
    pathways = []
    for pathway in pathway_ids():
        editions, found = pathway_editions(pathway), measured_inclusion(pathway)
        if editions and found is not None:
            pathways.append((pathway, editions[-1].definition.title, found.tells_share, found.figures.line()))
    context = {
        "pathways": pathways,
        "deliveries": deliveries(),
        "newest": {one.pk for one in newest()},
        "may": decide(actor, "inclusion.deliver").allowed,
    }
    return render(request, "inclusion/list.html", context)


@require_GET
def inclusion_page(request: HttpRequest, pathway: str) -> HttpResponse:
    """A pathway's share of new patients who were in it, for a choice of hospital and period."""
    actor = who(request)
    require(actor, "indicator.view")
    shown = found_inclusion(pathway)
    given = {"organisation": ALL, "period": ALL, **request.GET.dict()}
    form = ChoiceForm(given, organisations=shown.choices, periods=shown.periods)
    status = 200 if form.is_valid() else 400
    if form.is_valid():
        shown = inclusion(pathway, **form.cleaned_data)
    context: dict[str, Any] = {"shown": shown, "form": form}
    if shown.tells_share:
        context |= {"period_chart": period_chart(shown), "hospital_chart": hospital_chart(shown)}
    return render(request, "inclusion/pathway.html", context, status=status)


@require_GET
def inclusion_file(request: HttpRequest, pathway: str) -> HttpResponse:
    """The figures as CSV, all or those asked for."""
    require(who(request), "indicator.view")
    found_inclusion(pathway)
    text = api.comma_separated(choose(every_line(pathway), question_of(request)))
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{pathway}-inclusion.csv"'
    return response


@require_GET
def inclusion_parquet_file(request: HttpRequest, pathway: str) -> HttpResponse:
    """The figures as Parquet, all or those asked for."""
    require(who(request), "indicator.view")
    found_inclusion(pathway)
    content = inclusion_parquet(pathway, choose(every_line(pathway), question_of(request)))
    response = HttpResponse(content, content_type="application/vnd.apache.parquet")
    response["Content-Disposition"] = f'attachment; filename="{pathway}-inclusion.parquet"'
    return response


@require_GET
def inclusion_measure_report(request: HttpRequest, pathway: str) -> HttpResponse:
    """The figures as a FHIR R4 MeasureReport: the denominator is new patients, the numerator those included."""
    require(who(request), "indicator.view")
    shown = found_inclusion(pathway)
    every = every_line(pathway)
    chosen = dict.fromkeys((*every[:1], *choose(every, question_of(request))))
    address = f"{settings.ORIGIN}{reverse('inclusion', args=[pathway])}"
    report = measure_report(measure=address, months=tuple(one.line.period for one in shown.narrow), lines=chosen)
    return HttpResponse(msgspec.json.encode(report), content_type="application/fhir+json")


@require_GET
def inclusion_data(request: HttpRequest, pathway: str) -> HttpResponse:
    """The figures as JSON, all or those asked for."""
    require(who(request), "indicator.view")
    told = api.answer(found_inclusion(pathway), choose(every_line(pathway), question_of(request)))
    return HttpResponse(msgspec.json.encode(told), content_type="application/json")


@require_http_methods(["GET", "POST"])
def register_deliver(request: HttpRequest) -> HttpResponse:
    """The form that takes a register's file; a file that cannot be used is refused with every fault."""
    actor = who(request)
    require(actor, "inclusion.deliver")
    if request.method == "GET":
        return _deliver_page(request, RegisterForm())
    form = RegisterForm(request.POST, request.FILES)
    if getattr(request, "file_too_large", False):
        form.add_error("file", say("inclusion.deliver.too-large"))
    if form.is_valid():
        content = form.cleaned_data["file"].read()
        try:
            receive_register(content=content, actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("inclusion-list"))
        except NotUsable as refused:
            for fault in refused.faults:
                form.add_error("file", fault_words(fault))
    return _deliver_page(request, form, status=422)


def _deliver_page(request: HttpRequest, form: RegisterForm, *, status: int = 200) -> HttpResponse:
    return render(request, "inclusion/deliver.html", {"form": form, "columns": COLUMNS}, status=status)


def found_inclusion(pathway: str) -> InclusionShown:
    """Inclusion in a pathway, for all hospitals and the whole time; Http404 when no published norm is of it."""
    try:
        return inclusion(pathway)
    except NoSuchPathway:
        raise Http404 from None
