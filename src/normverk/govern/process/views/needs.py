"""The register of needs: reading, reporting, assessing, and opening a case."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.languages import current_language
from normverk.base.policy import decide, require
from normverk.base.rules import Broken
from normverk.govern.catalogue.queries import products
from normverk.govern.process import queries
from normverk.govern.process.actions import assess_need, open_case, report_need
from normverk.govern.process.forms import AssessForm, NeedForm, OpenForm
from normverk.govern.process.views.common import actor_of, need_or_404

_REFERENCE = re.compile(r"B-\d{4}-\d{3,6}")


@require_GET
def needs(request: HttpRequest) -> HttpResponse:
    """All needs that have been read through; people inside see the new ones too."""
    actor = actor_of(request)
    require(actor, "need.view", {"public": True})
    inside = decide(actor, "need.view", {"public": False}).allowed
    received = request.GET.get("received", "")
    context = {
        "needs": queries.needs(public_only=not inside),
        "inside": inside,
        "waiting": queries.unread_needs(),
        "received": received if _REFERENCE.fullmatch(received) else "",
    }
    return render(request, "process/needs.html", context)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The form with which anybody reports a need."""
    actor = actor_of(request)
    require(actor, "need.report")
    form = NeedForm(request.POST or None)
    findings: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            need = report_need(**form.cleaned_data, language=current_language(), actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(f"{reverse('needs')}?received={need.ref}")
        except Broken as broken:
            findings = broken.findings
    context = {"form": form, "findings": findings}
    return render(request, "process/need_report.html", context, status=422 if request.method == "POST" else 200)


@require_GET
def need_page(request: HttpRequest, ref: str) -> HttpResponse:
    """One need: what it says, how it was assessed, and what became of it."""
    need = need_or_404(ref)
    actor = actor_of(request)
    require(actor, "need.view", need.policy_facts())
    case = queries.case_of_need(need)
    follow_up = need.assessment in {"inquire", "improve-existing"} and case is None
    context = {
        "need": need,
        "case": case,
        "assessment_key": f"process.need.assessment.{need.assessment}" if need.assessment else "",
        "source_key": f"process.need.source.{need.source}",
        "may_assess": case is None and decide(actor, "need.assess", need.policy_facts()).allowed,
        "may_open": follow_up and decide(actor, "case.open", need.policy_facts()).allowed,
    }
    return render(request, "process/need.html", context)


@require_http_methods(["GET", "POST"])
def assess(request: HttpRequest, ref: str) -> HttpResponse:
    """The form with which a need is assessed."""
    need = need_or_404(ref)
    actor = actor_of(request)
    require(actor, "need.assess", need.policy_facts())
    known = frozenset(queries.needs(public_only=False).exclude(pk=need.pk).values_list("ref", flat=True))
    form = AssessForm(request.POST or None, known=known)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        merged = queries.find_need(data["merged_into"]) if data["assessment"] == "merged" else None
        assess_need(
            need=need,
            assessment=data["assessment"],
            text=data["text"],
            priority=data["priority"],
            merged_into=merged,
            actor=actor,
            now=datetime.now(UTC),
        )
        return HttpResponseRedirect(reverse("need", args=(need.ref,)))
    context = {"form": form, "need": need}
    return render(request, "process/need_assess.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def open_from(request: HttpRequest, ref: str) -> HttpResponse:
    """The form with which a case is opened from a need."""
    need = need_or_404(ref)
    actor = actor_of(request)
    require(actor, "case.open", need.policy_facts())
    form = OpenForm(request.POST or None, products=tuple(products()))
    findings: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            case = open_case(need=need, product=form.chosen(), actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("case", args=(case.ref,)))
        except Broken as broken:
            findings = broken.findings
    context = {"form": form, "need": need, "findings": findings}
    return render(request, "process/case_open.html", context, status=422 if request.method == "POST" else 200)
