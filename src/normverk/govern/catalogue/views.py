"""The pages of an edition: reading it, writing a draft part by part, handing it in for review."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from normverk.base.languages import say
from normverk.base.policy import Actor, decide, require
from normverk.base.rules import Broken
from normverk.govern.catalogue import queries
from normverk.govern.catalogue.actions import save_draft, submit_for_review
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.parts import PARTS, Place
from normverk.govern.catalogue.related import related_to
from normverk.govern.catalogue.rules import NEWER_TEXT
from normverk.govern.catalogue.shown import shown_changes, shown_history
from normverk.govern.catalogue.states import COLORS
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
    edition = _edition(slug, number)
    actor = _actor(request)
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
            "may_write": edition.state == "draft" and decide(actor, "edition.write", edition.policy_facts()).allowed,
        },
    )


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, number: str, part: str, section: str = "") -> HttpResponse:
    """The form of one part of a draft; saving over a newer text shows both."""
    edition = _edition(slug, number)
    actor = _actor(request)
    require(actor, "edition.write", edition.policy_facts())
    place = Place(edition, edition.revision.read(), section)
    edited = PARTS.get(part)
    if edited is None or not edited.there(place):
        raise Http404(part)
    if request.method == "GET":
        form = edited.form(place, {"initial": {**edited.initial(place), "begun_from": edition.revision_id}})
        return render(request, "catalogue/edit.html", _edit_context(place, part, form))
    form = edited.form(place, {"data": request.POST})
    if not form.is_valid():
        return render(request, "catalogue/edit.html", _edit_context(place, part, form), status=422)
    changed = edited.apply(place, form)
    try:
        save_draft(
            edition=edition,
            content=changed.content,
            begun_from=form.cleaned_data["begun_from"],
            reason=form.cleaned_data["reason"],
            actor=actor,
            now=datetime.now(UTC),
            **changed.arguments,
        )
    except Broken as broken:
        return _refused(request, place, part, broken)
    return HttpResponseRedirect(reverse("edition", args=(slug, number)))


def edit_section(request: HttpRequest, slug: str, number: str, section: str) -> HttpResponse:
    """The form of one section, or of a new one."""
    return edit(request, slug, number, "section", section)


@require_POST
def submit(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Hands the draft in for review."""
    edition = _edition(slug, number)
    actor = _actor(request)
    require(actor, "edition.write", edition.policy_facts())
    submit_for_review(edition=edition, actor=actor, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("edition", args=(slug, number)))


def _refused(request: HttpRequest, place: Place, part: str, broken: Broken) -> HttpResponse:
    """The form again with what was written, beside the text there is now when somebody else has saved meanwhile."""
    conflict = any(finding.rule.id == NEWER_TEXT for finding in broken.findings)
    now_there = PARTS[part].initial(place)
    data = request.POST.copy()
    if conflict:
        data["begun_from"] = place.edition.revision_id
    form = PARTS[part].form(place, {"data": data})
    form.is_valid()
    context = _edit_context(place, part, form) | {"findings": broken.findings}
    if conflict:
        context["conflicts"] = [
            {"label": field.label, "yours": data.get(field.name, ""), "theirs": now_there.get(field.name, "")}
            for field in form.written()
            if field.name not in {"reason", "remove"} and data.get(field.name, "") != _plain(now_there.get(field.name))
        ]
    return render(request, "catalogue/edit.html", context, status=409 if conflict else 422)


def _edit_context(place: Place, part: str, form: Any) -> dict[str, Any]:
    return {
        "edition": place.edition,
        "form": form,
        "title_key": f"catalogue.edit.{part}",
        "is_section": part == "section",
    }


def _plain(value: Any) -> str:
    return "" if value is None else str(value)


def _actor(request: HttpRequest) -> Actor:
    return request.actor  # type: ignore[attr-defined, no-any-return]


def _edition(slug: str, number: str) -> Edition:
    edition = queries.find_edition(slug, number)
    if edition is None:
        raise Http404(f"{slug}/{number}")
    return edition
