"""Reading answers through and saying what became of each part: for the one responsible for the edition."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.consultation import queries
from normverk.govern.consultation.actions import (
    publish_outcome,
    publish_response,
    treat_part,
    withhold_response,
)
from normverk.govern.consultation.forms import TreatForm, WithholdForm
from normverk.govern.consultation.models import Consultation, Response
from normverk.govern.consultation.views import common


@require_GET
def treat(request: HttpRequest, ref: str) -> HttpResponse:
    """All answers with what remains to be done, and whether the outcome can be published."""
    consultation = common.hearing(ref)
    require(common.actor_of(request), "response.treat", consultation.policy_facts())
    return _treat_page(request, consultation)


@require_POST
def publish(request: HttpRequest, ref: str) -> HttpResponse:
    """Publishes the outcome."""
    consultation = common.hearing(ref)
    actor = common.actor_of(request)
    require(actor, "response.treat", consultation.policy_facts())
    try:
        publish_outcome(consultation=consultation, actor=actor, now=common.present())
    except Broken as broken:
        return _treat_page(request, consultation, status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("consultation-outcome", args=(ref,)))


@require_GET
def treat_answer(request: HttpRequest, ref: str, response: str) -> HttpResponse:
    """One answer with everything that can be done to it."""
    row = common.answer_to(ref, response)
    require(common.actor_of(request), "response.treat", row.consultation.policy_facts())
    return _answer_page(request, row)


@require_POST
def publish_answer(request: HttpRequest, ref: str, response: str) -> HttpResponse:
    """Publishes one answer."""
    row = common.answer_to(ref, response)
    actor = common.actor_of(request)
    require(actor, "response.treat", row.consultation.policy_facts())
    publish_response(response=row, actor=actor, now=common.present())
    return HttpResponseRedirect(reverse("consultation-treat-answer", args=(ref, response)))


@require_POST
def withhold_answer(request: HttpRequest, ref: str, response: str) -> HttpResponse:
    """Withholds one answer with its legal ground."""
    row = common.answer_to(ref, response)
    actor = common.actor_of(request)
    require(actor, "response.treat", row.consultation.policy_facts())
    form = WithholdForm(request.POST, prefix="withhold")
    if not form.is_valid():
        return _answer_page(request, row, status=422, withhold_form=form)
    withhold_response(response=row, ground=form.cleaned_data["ground"], actor=actor, now=common.present())
    return HttpResponseRedirect(reverse("consultation-treat-answer", args=(ref, response)))


@require_POST
def treat_one(request: HttpRequest, ref: str, response: str, position: int) -> HttpResponse:
    """Says what became of one part."""
    row = common.answer_to(ref, response)
    actor = common.actor_of(request)
    require(actor, "response.treat", row.consultation.policy_facts())
    part = queries.find_part(response, position)
    if part is None:
        raise Http404(str(position))
    form = TreatForm(request.POST, prefix=f"part-{position}")
    if not form.is_valid():
        return _answer_page(request, row, status=422, treat_form=(position, form))
    try:
        treat_part(
            part=part, result=form.cleaned_data["result"], answer=form.answer(), actor=actor, now=common.present()
        )
    except Broken as broken:
        return _answer_page(request, row, status=422, treat_form=(position, form), findings=broken.findings)
    return HttpResponseRedirect(f"{reverse('consultation-treat-answer', args=(ref, response))}#part-{position}")


def _treat_page(
    request: HttpRequest, consultation: Consultation, *, status: int = 200, findings: Any = ()
) -> HttpResponse:
    now = common.present()
    context = {
        "consultation": consultation,
        "rows": queries.to_treat(consultation, now),
        "facts": queries.facts_of(consultation, now),
        "findings": findings,
    }
    return render(request, "consultation/treat.html", context, status=status)


def _answer_page(
    request: HttpRequest,
    row: Response,
    *,
    status: int = 200,
    withhold_form: WithholdForm | None = None,
    treat_form: tuple[int, TreatForm] | None = None,
    findings: Any = (),
) -> HttpResponse:
    parts = []
    for part, place, disposition in queries.parts_of(row):
        form = TreatForm(
            prefix=f"part-{part.position}",
            initial={
                "result": disposition.result if disposition else "",
                "answer": disposition.answer_text.in_language("") if disposition else "",
            },
        )
        if treat_form and treat_form[0] == part.position:
            form = treat_form[1]
        parts.append({"part": part, "place": place, "disposition": disposition, "form": form})
    context = {
        "consultation": row.consultation,
        "answer": row,
        "published": row.is_published(common.present()),
        "parts": parts,
        "withhold_form": withhold_form or WithholdForm(prefix="withhold"),
        "findings": findings,
    }
    return render(request, "consultation/treat_answer.html", context, status=status)
