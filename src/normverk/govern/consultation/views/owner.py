"""Opening, extending and withdrawing a hearing: for the one responsible for the edition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normverk.base.policy import require
from normverk.base.rules import REGISTRY, Broken
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation import queries
from normverk.govern.consultation.actions import extend_consultation, open_consultation, withdraw_consultation
from normverk.govern.consultation.forms import ExtendForm, HearingForm, WithdrawForm
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.timing import RUNNING, three_months_from
from normverk.govern.consultation.views import common
from normverk.norm.days import local_date


@dataclass(frozen=True)
class Waivers:
    """What a written decision has waived for a hearing about to be opened: rule ids, the decision, and its reasons."""

    rules: frozenset[str] = frozenset()
    ref: str = ""
    reason: str = ""


@require_http_methods(["GET", "POST"])
def open_new(request: HttpRequest, edition: UUID) -> HttpResponse:
    """The form for opening a hearing on an edition's present text, with every rule in force."""
    found = queries.find_edition(edition)
    if found is None:
        raise Http404(str(edition))
    return open_form(request, found)


def open_form(request: HttpRequest, edition: Edition, waivers: Waivers = Waivers()) -> HttpResponse:
    """The form and its sending. The process calls it with the waivers of a case, which it alone knows."""
    actor, now = common.actor_of(request), common.present()
    require(actor, "consultation.open", edition.policy_facts())
    if request.method == "GET":
        today = local_date(now)
        form = HearingForm(initial={"kind": "hearing", "opens": today, "closes": three_months_from(today)})
        return _open_page(request, edition, form, waivers)
    form = HearingForm(request.POST, reasoned=bool(waivers.reason))
    if not form.is_valid():
        return _open_page(request, edition, form, waivers, status=422)
    try:
        consultation, _findings = open_consultation(
            edition=edition,
            opens=form.cleaned_data["opens"],
            closes=form.cleaned_data["closes"],
            kind=form.cleaned_data["kind"],
            invited=form.invited(),
            waived=waivers.rules,
            waiver_ref=waivers.ref,
            deviation_reason=form.cleaned_data["deviation_reason"] or waivers.reason,
            actor=actor,
            now=now,
        )
    except Broken as broken:
        return _open_page(request, edition, form, waivers, status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("consultation", args=(consultation.ref,)))


@require_GET
def manage(request: HttpRequest, ref: str) -> HttpResponse:
    """The forms for extending and withdrawing a hearing."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "consultation.open", consultation.policy_facts())
    return _manage_page(request, consultation)


@require_POST
def extend(request: HttpRequest, ref: str) -> HttpResponse:
    """Moves the deadline."""
    consultation = common.hearing(ref)
    actor = common.actor_of(request)
    require(actor, "consultation.open", consultation.policy_facts())
    form = ExtendForm(request.POST, prefix="extend")
    if not form.is_valid():
        return _manage_page(request, consultation, status=422, extend_form=form)
    try:
        extend_consultation(
            consultation=consultation,
            closes=form.cleaned_data["closes"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            now=common.present(),
        )
    except Broken as broken:
        return _manage_page(request, consultation, status=422, extend_form=form, findings=broken.findings)
    return HttpResponseRedirect(reverse("consultation", args=(ref,)))


@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Calls the hearing off."""
    consultation = common.hearing(ref)
    actor = common.actor_of(request)
    require(actor, "consultation.open", consultation.policy_facts())
    form = WithdrawForm(request.POST, prefix="withdraw")
    if not form.is_valid():
        return _manage_page(request, consultation, status=422, withdraw_form=form)
    try:
        withdraw_consultation(
            consultation=consultation, reason=form.cleaned_data["reason"], actor=actor, now=common.present()
        )
    except Broken as broken:
        return _manage_page(request, consultation, status=422, withdraw_form=form, findings=broken.findings)
    return HttpResponseRedirect(reverse("consultation", args=(ref,)))


def _open_page(
    request: HttpRequest,
    edition: Edition,
    form: HearingForm,
    waivers: Waivers,
    *,
    status: int = 200,
    findings: Any = (),
) -> HttpResponse:
    context = {
        "edition": edition,
        "content": edition.revision.read(),
        "form": form,
        "waivers": waivers,
        "waived": [REGISTRY[rule] for rule in sorted(waivers.rules) if rule in REGISTRY],
        "findings": findings,
    }
    return render(request, "consultation/open.html", context, status=status)


def _manage_page(
    request: HttpRequest,
    consultation: Consultation,
    *,
    status: int = 200,
    extend_form: ExtendForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    findings: Any = (),
) -> HttpResponse:
    context = {
        "consultation": consultation,
        "running": consultation.status(common.present()) in RUNNING,
        "extend_form": extend_form or ExtendForm(prefix="extend"),
        "withdraw_form": withdraw_form or WithdrawForm(prefix="withdraw"),
        "findings": findings,
    }
    return render(request, "consultation/manage.html", context, status=status)
