"""Answering a hearing without an account, and the receipt."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.languages import current_language, say
from normverk.base.policy import decide, require
from normverk.base.rules import Broken
from normverk.govern.consultation.actions import send_response
from normverk.govern.consultation.forms import AnswerForms
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.public import shown
from normverk.govern.consultation.timing import Status
from normverk.govern.consultation.views import common
from normverk.norm.content import anchors

_SENT: Final = "consultation.sent"
_REMEMBERED: Final = 20


@require_http_methods(["GET", "POST"])
def respond(request: HttpRequest, ref: str) -> HttpResponse:
    """The form of an answer; sending it leads to the receipt. What was written stays when something must be mended."""
    consultation = common.hearing(ref)
    actor, now = common.actor_of(request), common.present()
    require(actor, "response.send", consultation.policy_facts())
    choices = _choices(consultation)
    if request.method == "GET":
        return _page(request, consultation, AnswerForms(choices, anchor=request.GET.get("anchor", "")))
    forms = AnswerForms(choices, data=request.POST)
    if forms.asks_for_more:
        return _page(request, consultation, forms)
    if not forms.is_valid():
        return _page(request, consultation, forms, status=422)
    try:
        response = send_response(
            consultation=consultation,
            sender=forms.sender.sender(),
            parts=forms.written(),
            language=current_language(),
            actor=actor,
            now=now,
        )
    except Broken as broken:
        return _page(request, consultation, forms, status=422, broken=broken)
    request.session[_SENT] = [*request.session.get(_SENT, []), response.ref][-_REMEMBERED:]
    return HttpResponseRedirect(reverse("response", args=(ref, response.ref)))


@require_GET
def response_page(request: HttpRequest, ref: str, response: str) -> HttpResponse:
    """One answer: to everybody when it is published, and to its sender at once, as a receipt."""
    row = common.answer_to(ref, response)
    actor, now = common.actor_of(request), common.present()
    just_sent = row.ref in request.session.get(_SENT, [])
    require(actor, "response.view", row.policy_facts(now, just_sent=just_sent))
    context = {
        "consultation": row.consultation,
        "answer": shown(row, anchors(row.consultation.revision.read())),
        "receipt": just_sent,
        "published": row.is_published(now),
        "withheld": row.withheld,
        "may_treat": decide(actor, "response.treat", row.consultation.policy_facts()).allowed,
    }
    return render(request, "consultation/response.html", context)


def _page(
    request: HttpRequest,
    consultation: Consultation,
    forms: AnswerForms,
    *,
    status: int = 200,
    broken: Broken | None = None,
) -> HttpResponse:
    now = common.present()
    stands = consultation.status(now)
    context = {
        "consultation": consultation,
        "forms": forms,
        "takes_answers": stands in {Status.OPEN, Status.CLOSED} and consultation.outcome_at is None,
        "status": str(stands),
        "is_late": stands is Status.CLOSED,
        "findings": broken.findings if broken else (),
    }
    return render(request, "consultation/respond.html", context, status=status)


def _choices(consultation: Consultation) -> list[tuple[str, str]]:
    found = [("", say("consultation.place.whole"))]
    for anchor, title in anchors(consultation.revision.read()).items():
        found.append((anchor, title.in_language(current_language()) or anchor))
    return found
