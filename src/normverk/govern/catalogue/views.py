"""The page of an edition, and handing it in for review. Writing stands in `writing_views`, reviewing in `review_views`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.govern.catalogue import queries
from normverk.govern.catalogue.actions import submit_for_review
from normverk.govern.catalogue.cowriter_form import WriterForm
from normverk.govern.catalogue.cowriters import who_can_be_named, writers_of
from normverk.govern.catalogue.editing import STEPS
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.related import related_to
from normverk.govern.catalogue.reviewing import placed_comments, review_of
from normverk.govern.catalogue.shown import shown_changes, shown_history
from normverk.govern.catalogue.states import COLORS
from normverk.govern.catalogue.writing import missing_words
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.kinds import kind_name

_NOTICES = {
    "draft": "catalogue.edition.not-in-force",
    "review": "catalogue.edition.not-in-force",
    "approved": "catalogue.edition.not-in-force",
    "scheduled": "catalogue.edition.not-in-force",
    "discarded": "catalogue.edition.not-in-force",
    "superseded": "catalogue.edition.superseded",
    "withdrawn": "catalogue.edition.withdrawn",
}


@require_GET
def edition_page(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Everything about one edition: what it says, its limits, its state and history, findings, and what it changes."""
    edition = edition_or_404(slug, number)
    require(actor_of(request), "edition.view", edition.policy_facts())
    return shown_edition(request, edition)


def shown_edition(request: HttpRequest, edition: Edition, *, status: int = 200, **more: Any) -> HttpResponse:
    """The page of an edition for whoever asks; `more` is what a refused form on it has to say."""
    actor, facts = actor_of(request), edition.policy_facts()
    may_write = decide(actor, "edition.write", facts).allowed
    may_name = edition.state in {"draft", "review"} and decide(actor, "edition.name-writers", facts).allowed
    previous = queries.previous_edition(edition)
    content = edition.revision.read()
    return render(
        request,
        "catalogue/edition.html",
        {
            "edition": edition,
            "content": content,
            "limits": tuple(queries.limit_rows(content)),
            "all_sections": tuple(queries.all_sections(content)),
            "color": COLORS[edition.state],
            "state_key": f"catalogue.state.{edition.state}",
            "kind": kind_name(edition.product.kind),
            "notice_key": _NOTICES.get(edition.state, ""),
            "unstated": say("catalogue.head.unstated"),
            "history": shown_history(queries.edition_history(edition)),
            "lint": queries.lint_of(edition),
            "previous": previous,
            "changes": shown_changes(queries.changes_since(previous, edition)) if previous else (),
            "related": related_to(edition),
            "others": queries.editions_of(edition.product),
            "may_review": edition.state in {"draft", "review"} and decide(actor, "edition.review", facts).allowed,
            "may_resolve": may_write,
            "review": review_of(edition),
            "comments": placed_comments(edition),
            "missing": missing_words(content),
            "steps": tuple({"name": step, "words": say(f"catalogue.step.{step}")} for step in STEPS),
            "may_write": edition.state == "draft" and may_write,
            "is_co_writer": may_write and edition.responsible != actor.id,
            "may_name": may_name,
            "writers": writers_of(edition) if may_name else (),
            "writer_form": WriterForm(choices=who_can_be_named(edition, actor)) if may_name else None,
            **more,
        },
        status=status,
    )


@require_POST
def submit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hands the draft in for review."""
    edition = edition_or_404(slug, number)
    actor = actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    submit_for_review(edition=edition, actor=actor, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("edition", args=(slug, number)))
