"""Working in a case: writing the inquiry, judging a change, deciding, waiving."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import current_language
from normverk.base.policy import require
from normverk.base.rules import REGISTRY, Broken
from normverk.govern.catalogue.rules import NEWER_TEXT
from normverk.govern.consultation.queries import facts_for_gate
from normverk.govern.consultation.rules import AT_OPENING
from normverk.govern.consultation.views.owner import Waivers, open_form
from normverk.govern.process.actions import Waived, assess_change, decide, save_inquiry, waive_rule
from normverk.govern.process.forms import ChangeForm, DecideForm, InquiryForm, WaiveForm, inquiry_initial
from normverk.govern.process.gate import gate_of, least_analysis
from normverk.govern.process.models import Case
from normverk.govern.process.queries import inquiry_of, waivers_of
from normverk.govern.process.shown import shown_finding, shown_judged
from normverk.govern.process.views.common import actor_of, case_or_404


@require_http_methods(["GET", "POST"])
def write_inquiry(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of the inquiry; saving over a newer one is refused, and what was written is kept in the form."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "case.work", case.policy_facts())
    inquiry = inquiry_of(case)
    if request.method == "GET":
        return _page(
            request,
            case,
            "process/inquiry.html",
            InquiryForm(initial=inquiry_initial(inquiry, least_analysis(case.product.kind))),
        )
    form = InquiryForm(request.POST)
    if not form.is_valid():
        return _page(request, case, "process/inquiry.html", form, status=422)
    try:
        save_inquiry(
            case=case,
            text=form.written(),
            begun_from=form.cleaned_data["version"],
            actor=actor,
            now=datetime.now(UTC),
        )
    except Broken as broken:
        conflict = any(finding.rule.id == NEWER_TEXT for finding in broken.findings)
        data = request.POST.copy()
        if conflict and inquiry is not None:
            data["version"] = str(inquiry.version)
        return _page(
            request, case, "process/inquiry.html", InquiryForm(data), broken=broken, status=409, conflict=conflict
        )
    return _to(case)


@require_http_methods(["GET", "POST"])
def make_decision(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of a decision, with the gate as it stands; a refusal shows every rule that is not met."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "case.decide", case.policy_facts())
    phase, process = case.current_phase(), case.process()
    waivable = {rule: words for rule, words in _waivable(case).items() if rule in phase.rules}
    form = DecideForm(request.POST or None, process=process, phase=phase, rules=waivable)
    gate = gate_of(case, datetime.now(UTC))
    shown: dict[str, Any] = {"phase": phase, "gate": gate, "checks": tuple(shown_judged(j) for j in gate.judged)}
    if request.method == "GET":
        return _page(request, case, "process/decide.html", form, **shown)
    if not form.is_valid():
        return _page(request, case, "process/decide.html", form, status=422, **shown)
    data = form.cleaned_data
    rule = data.get("waive_rule", "")
    try:
        decide(
            case=case,
            outcome=data["outcome"],
            to_phase=data.get("to_phase", ""),
            reason=data["reason"],
            conditions=data["conditions"],
            waive=(Waived(rule, data["waive_reason"]),) if rule else (),
            actor=actor,
            now=datetime.now(UTC),
        )
    except Broken as broken:
        return _page(request, case, "process/decide.html", form, broken=broken, status=422, **shown)
    return _to(case)


@require_http_methods(["GET", "POST"])
def waive(request: HttpRequest, ref: str) -> HttpResponse:
    """The form with which a rule is waived."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "rule.waive", case.policy_facts())
    form = WaiveForm(request.POST or None, rules=_waivable(case))
    if request.method == "GET":
        return _page(request, case, "process/waive.html", form)
    if not form.is_valid():
        return _page(request, case, "process/waive.html", form, status=422)
    data = form.cleaned_data
    try:
        waive_rule(case=case, rule=data["rule"], reason=data["reason"], actor=actor, now=datetime.now(UTC))
    except Broken as broken:
        return _page(request, case, "process/waive.html", form, broken=broken, status=422)
    return _to(case)


@require_http_methods(["GET", "POST"])
def judge_change(request: HttpRequest, ref: str) -> HttpResponse:
    """The form with which the norm owner judges what changed since the hearing."""
    case, actor = case_or_404(ref), actor_of(request)
    require(actor, "case.work", case.policy_facts())
    hearing = facts_for_gate(case.edition_id, datetime.now(UTC))
    if not (hearing.held and hearing.changed_since):
        raise Http404(ref)
    form = ChangeForm(request.POST or None)
    if request.method == "GET":
        return _page(request, case, "process/change.html", form)
    if not form.is_valid():
        return _page(request, case, "process/change.html", form, status=422)
    data = form.cleaned_data
    assess_change(
        case=case, material=data["material"] == "yes", reason=data["reason"], actor=actor, now=datetime.now(UTC)
    )
    return _to(case)


@require_http_methods(["GET", "POST"])
def open_hearing(request: HttpRequest, ref: str) -> HttpResponse:
    """The form for opening a hearing on the case's draft, with the rules of hearings that the case has waived."""
    case = case_or_404(ref)
    held = tuple(w for w in waivers_of(case) if w.lapsed_by_id is None and w.rule in AT_OPENING)
    waivers = Waivers(
        rules=frozenset(waiver.rule for waiver in held),
        ref=", ".join(waiver.ref for waiver in held),
        reason=" ".join(waiver.reason for waiver in held),
    )
    return open_form(request, case.edition, waivers)


def _waivable(case: Case) -> dict[str, str]:
    """The rules that may be waived in this case, with their words."""
    language = current_language()
    return {rule: REGISTRY[rule].text.in_language(language) for rule in case.process().waivable}


def _page(
    request: HttpRequest,
    case: Case,
    template: str,
    form: forms.Form,
    *,
    broken: Broken | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    refused = tuple(shown_finding(finding) for finding in broken.findings) if broken else ()
    return render(request, template, {"case": case, "form": form, "refused": refused, **more}, status=status)


def _to(case: Case) -> HttpResponse:
    return HttpResponseRedirect(reverse("case", args=(case.ref,)))
