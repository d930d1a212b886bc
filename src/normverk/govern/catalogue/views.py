"""The page of an edition, and handing it in for review. Writing stands in `writing_views`, reviewing in `review_views`."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.govern.catalogue import queries
from normverk.govern.catalogue.actions import submit_for_review
from normverk.govern.catalogue.editing import STEPS
from normverk.govern.catalogue.related import related_to
from normverk.govern.catalogue.reviewing import review_of
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
    actor = actor_of(request)
    require(actor, "edition.view", edition.policy_facts())
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
            "may_review": edition.state in {"draft", "review"}
            and decide(actor, "edition.review", edition.policy_facts()).allowed,
            "may_resolve": decide(actor, "edition.write", edition.policy_facts()).allowed,
            "review": review_of(edition),
            "missing": missing_words(content),
            "steps": tuple({"name": step, "words": say(f"catalogue.step.{step}")} for step in STEPS),
            "may_write": edition.state == "draft" and decide(actor, "edition.write", edition.policy_facts()).allowed,
        },
    )


@require_POST
def submit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hands the draft in for review."""
    edition = edition_or_404(slug, number)
    actor = actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    submit_for_review(edition=edition, actor=actor, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("edition", args=(slug, number)))
