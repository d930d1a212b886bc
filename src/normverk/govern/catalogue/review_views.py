"""The pages of a review: comments of a second person on each section, and what they conclude."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from normverk.base.languages import current_language, say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.catalogue.models import REVIEW_VERDICTS, Edition, ReviewComment
from normverk.govern.catalogue.reviewing import comment, conclude, placed_comments, resolve, review_of
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.content import all_sections
from normverk.web.forms import TextForm

_LONGEST = 5000


class CommentForm(TextForm):
    """A comment on one section, or on the whole."""

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = current_language()
        named = [
            (section.id, section.title.in_language(language))
            for _, section in all_sections(edition.revision.read().sections)
        ]
        self.fields["section"] = forms.ChoiceField(
            label=say("catalogue.review.section"), choices=[("", say("catalogue.review.whole")), *named], required=False
        )
        self.fields["quote"] = forms.CharField(
            label=say("catalogue.review.quote"),
            help_text=say("catalogue.review.quote-help"),
            max_length=_LONGEST,
            widget=forms.Textarea(attrs={"rows": 2}),
            required=False,
        )
        self.fields["text"] = forms.CharField(
            label=say("catalogue.review.text"), max_length=_LONGEST, widget=forms.Textarea(attrs={"rows": 4})
        )


class ConcludeForm(TextForm):
    """Ready, or back with a reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(verdict, say(f"catalogue.review.verdict.{verdict}")) for verdict in REVIEW_VERDICTS]
        self.fields["verdict"] = forms.ChoiceField(
            label=say("catalogue.review.verdict"), choices=choices, widget=forms.RadioSelect
        )
        self.fields["reason"] = forms.CharField(
            label=say("catalogue.review.reason"),
            help_text=say("catalogue.review.reason-help"),
            max_length=_LONGEST,
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
        )


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The page of a review; posting says something of a section."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.review", edition.policy_facts())
    if request.method == "GET":
        return _page(request, edition, CommentForm(edition=edition), ConcludeForm())
    form = CommentForm(request.POST, edition=edition)
    if not form.is_valid():
        return _page(request, edition, form, ConcludeForm(), status=422)
    data = form.cleaned_data
    try:
        comment(
            edition=edition,
            section=data["section"],
            text=data["text"],
            quote=data["quote"],
            actor=actor,
            now=datetime.now(UTC),
        )
    except ValueError:
        form.add_error("quote", say("catalogue.review.quote-not-there"))
        return _page(request, edition, form, ConcludeForm(), status=422)
    except Broken as broken:
        return _page(request, edition, form, ConcludeForm(), status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("edition-review", args=(slug, number)))


@require_POST
def conclude_review(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Calls the edition ready, or sends it back."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.review", edition.policy_facts())
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, CommentForm(edition=edition), form, status=422)
    data = form.cleaned_data
    try:
        conclude(edition=edition, verdict=data["verdict"], reason=data["reason"], actor=actor, now=datetime.now(UTC))
    except Broken as broken:
        return _page(request, edition, CommentForm(edition=edition), form, status=422, findings=broken.findings)
    return HttpResponseRedirect(reverse("edition-review", args=(slug, number)))


@require_POST
def resolve_comment(request: HttpRequest, slug: str, number: str, comment_id: UUID) -> HttpResponse:
    """Closes a comment with a word on what became of it."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    made = ReviewComment.objects.filter(pk=comment_id, edition=edition).first()
    if made is None:
        raise Http404(str(comment_id))
    resolve(made=made, answer=request.POST.get("answer", "")[:_LONGEST], actor=actor, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("edition", args=(slug, number)) + "#review")


def _page(
    request: HttpRequest,
    edition: Edition,
    form: CommentForm,
    concluding: ConcludeForm,
    *,
    status: int = 200,
    findings: Any = (),
) -> HttpResponse:
    context = {
        "edition": edition,
        "content": edition.revision.read(),
        "form": form,
        "concluding": concluding,
        "review": review_of(edition),
        "comments": placed_comments(edition),
        "findings": findings,
    }
    return render(request, "catalogue/review.html", context, status=status)
