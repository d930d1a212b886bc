"""Answering, and reading the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.languages import current_language, say
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.govern.feedback.actions import give_feedback, make_need
from normverk.govern.feedback.forms import FeedbackForm, NeedOfForm
from normverk.govern.feedback.models import Feedback
from normverk.govern.feedback.queries import find_feedback, tallies, with_words
from normverk.norm.content import find_section
from normverk.publish import queries as published
from normverk.publish.models import Release
from normverk.publish.reading.editions import content_of


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest, slug: str, version: str) -> HttpResponse:
    """The question on a page of its own, and where the forms on the norms' pages are sent."""
    actor = who(request)
    require(actor, "feedback.give")
    release = _release(slug, version)
    form = FeedbackForm(request.POST or None)
    findings: tuple[object, ...] = ()
    section = request.POST.get("section", "")
    if section and find_section(content_of(release), section) is None:
        raise Http404
    if request.method == "POST" and form.is_valid():
        try:
            if not request.POST.get("website"):
                give_feedback(
                    product=slug,
                    version=version,
                    section=section,
                    found=form.cleaned_data["found"] == "yes",
                    words=form.cleaned_data["words"],
                    language=current_language(),
                    actor=actor,
                    now=datetime.now(UTC),
                )
            return HttpResponseRedirect(f"{reverse('feedback-thanks')}?product={slug}")
        except Broken as broken:
            findings = broken.findings
    context = {"form": form, "findings": findings, "release": release, "slug": slug}
    return render(request, "feedback/give.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """That the answer has come."""
    require(who(request), "feedback.give")
    slug = request.GET.get("product", "")
    known = published.versions(slug) if slug else []
    return render(request, "feedback/thanks.html", {"slug": slug if known else ""})


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """What readers found and did not find, for those who own the norms."""
    require(who(request), "feedback.read")
    return render(request, "feedback/answers.html", {"tallies": tallies(), "answers": with_words()})


@require_http_methods(["GET", "POST"])
def need_of(request: HttpRequest, id: UUID) -> HttpResponse:
    """The form that makes a need of an answer, filled in beforehand."""
    actor = who(request)
    given = find_feedback(id)
    if given is None:
        raise Http404
    require(actor, "feedback.read", given.policy_facts())
    form = NeedOfForm(request.POST or None, initial=_beginning(given))
    findings: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            need = make_need(given=given, **form.cleaned_data, actor=actor, now=datetime.now(UTC))
            return HttpResponseRedirect(reverse("need", args=[need.ref]))
        except Broken as broken:
            findings = broken.findings
    context = {"form": form, "findings": findings, "given": given}
    return render(request, "feedback/need.html", context, status=422 if request.method == "POST" else 200)


def _beginning(given: Feedback) -> dict[str, str]:
    where = f"{given.product} {given.version}" + (f", {given.section}" if given.section else "")
    return {
        "title": say("feedback.need.title", where=where)[:200],
        "text": say("feedback.need.text", where=where, words=given.words),
    }


def _release(slug: str, version: str) -> Release:
    found = next((row for row in published.versions(slug) if row.version == version), None)
    if found is None:
        raise Http404
    return found
