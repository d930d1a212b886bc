"""The page of the findings in an edition, and the form with which its owner answers one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from normverk.base.policy import decide, require
from normverk.base.rules import Broken
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.govern.findings.actions import answer_finding
from normverk.govern.findings.forms import AnswerForm
from normverk.govern.findings.queries import Answered, findings_of


@require_GET
def findings(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Everything the norm check finds, with the answers that were given."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.view", edition.policy_facts())
    may = edition.state in {"draft", "review"} and decide(actor, "edition.write", edition.policy_facts()).allowed
    context = {"edition": edition, "found": findings_of(edition), "may_answer": may}
    return render(request, "findings/findings.html", context)


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, slug: str, number: str, finding: str) -> HttpResponse:
    """The form for one finding; posting answers it."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    found = next((one for one in findings_of(edition) if one.key == finding), None)
    if found is None:
        raise Http404(finding)
    if request.method == "GET":
        return _form(request, edition, found, AnswerForm(initial={"finding": finding}))
    form = AnswerForm({"finding": finding, "reason": request.POST.get("reason", "")})
    if not form.is_valid():
        return _form(request, edition, found, form, status=422)
    try:
        answer_finding(
            edition=edition, key=finding, reason=form.cleaned_data["reason"], actor=actor, now=datetime.now(UTC)
        )
    except Broken as broken:
        return _form(request, edition, found, form, status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("edition-findings", args=(slug, number)))


def _form(
    request: HttpRequest, edition: Edition, found: Answered, form: AnswerForm, *, status: int = 200, findings: Any = ()
) -> HttpResponse:
    context = {"edition": edition, "found": found, "form": form, "findings": findings}
    return render(request, "findings/answer.html", context, status=status)
