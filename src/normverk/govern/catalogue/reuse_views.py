"""The page on which sections of other products are taken over, followed and cut loose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from normverk.base.languages import current_language, say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.reuse import borrow, borrowed, cut_loose, lendable, take_over
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.content import NormContent
from normverk.web.forms import TextForm

_ACTS = ("borrow", "take-over", "cut-loose")


class ReuseForm(TextForm):
    """What to do, with which section, and why."""

    act = forms.ChoiceField(choices=[(act, act) for act in _ACTS])
    begun_from = forms.CharField(max_length=64)
    section = forms.CharField(max_length=500)
    reason = forms.CharField(max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        """Cutting a section loose from its home says why."""
        cleaned = super().clean()
        if cleaned.get("act") == "cut-loose" and not cleaned.get("reason", "").strip():
            self.add_error("reason", say("catalogue.reuse.needs-reason"))
        return cleaned


@require_http_methods(["GET", "POST"])
def reuse(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """What stands here and belongs elsewhere; posting borrows a section, takes over a change, or cuts one loose."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    if request.method == "GET":
        return _page(request, edition)
    form = ReuseForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, status=422, form=form)
    data = form.cleaned_data
    try:
        content = _changed(edition, data["act"], data["section"])
    except KeyError:
        return _page(request, edition, status=422, gone=True)
    try:
        save_draft(
            edition=edition,
            content=content,
            begun_from=data["begun_from"],
            reason=data["reason"] or say(f"catalogue.reuse.reason.{data['act']}"),
            valid_from=edition.valid_from,
            valid_to=edition.valid_to,
            actor=actor,
            now=datetime.now(UTC),
        )
    except Broken as broken:
        return _page(request, edition, status=409, findings=broken.findings)
    return HttpResponseRedirect(request.path)


def _changed(edition: Edition, act: str, section: str) -> NormContent:
    content = edition.revision.read()
    if act == "take-over":
        return take_over(content, section)
    if act == "cut-loose":
        return cut_loose(content, section)
    for slug, home, found in lendable(edition.product.slug):
        if f"{slug}/{found.id}" == section:
            return borrow(content, slug, home, found)
    raise KeyError(section)


def _page(request: HttpRequest, edition: Edition, *, status: int = 200, **more: Any) -> HttpResponse:
    language = current_language()
    context = {
        "edition": edition,
        "borrowed": borrowed(edition.revision.read()),
        "choices": tuple(
            (f"{slug}/{section.id}", f"{home.title.in_language(language)}: {section.title.in_language(language)}")
            for slug, home, section in lendable(edition.product.slug)
        ),
        **more,
    }
    return render(request, "catalogue/reuse.html", context, status=status)
