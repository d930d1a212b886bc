"""Search for people and programs: the page, the file for spreadsheets, the API, and saved searches."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final
from uuid import UUID

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from normverk.base.languages import current_language, say
from normverk.base.policy import Actor, decide, require
from normverk.base.problems import problem
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.publish.search import actions, exports, shown
from normverk.publish.search.answers import Asked
from normverk.publish.search.forms import SaveForm, read, written
from normverk.publish.search.models import SavedSearch
from normverk.publish.search.queries import found_documents, search
from normverk.publish.search.reading import NotBuilt

MOST_ROWS: Final = 5000
"""So many hits go into a file."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The search page: a box, what to narrow by, and hits with the words marked."""
    actor = who(request)
    require(actor, "search.view")
    return _page(request, actor, SaveForm())


@require_safe
def results_file(request: HttpRequest) -> HttpResponse:
    """The answer as a file for spreadsheets; the first MOST_ROWS of it."""
    require(who(request), "search.view")
    asked = read(request.GET, current_language())
    try:
        rows = found_documents(asked, today=_today(), most=MOST_ROWS)
    except NotBuilt:
        return _not_ready(request)
    content = exports.to_csv(rows, origin=settings.ORIGIN, language=asked.language)
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="search.csv"'
    return response


@require_safe
def api(request: HttpRequest) -> HttpResponse:
    """The answer for programs."""
    require(who(request), "search.view")
    try:
        answer = search(read(request.GET, current_language()), today=_today())
    except NotBuilt:
        return _not_ready(request)
    return HttpResponse(msgspec.json.encode(answer), content_type="application/json")


@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: HttpRequest) -> HttpResponse:
    """One's own saved searches; posting saves another."""
    actor = who(request)
    require(actor, "saved-search.keep", {"account": actor.id})
    form = SaveForm(request.POST or None)
    if request.method == "POST":
        if form.is_valid():
            try:
                actions.save_search(
                    name=form.cleaned_data["name"],
                    query=form.cleaned_data["query"],
                    actor=actor,
                    now=datetime.now(UTC),
                )
                return HttpResponseRedirect(reverse("saved-searches"))
            except actions.TooMany:
                form.add_error("name", say("search.saved.too-many", number=actions.MOST_SAVED))
        return _page(request, actor, form, status=422)
    return render(request, "search/saved.html", {"rows": _own(actor)})


@require_POST
def saved_remove(request: HttpRequest, id: UUID) -> HttpResponse:
    """Removes a saved search."""
    actor = who(request)
    row = get_object_or_404(SavedSearch, pk=id)
    require(actor, "saved-search.keep", row.policy_facts())
    actions.remove_search(saved=row, actor=actor, now=datetime.now(UTC))
    return HttpResponseRedirect(reverse("saved-searches"))


def _page(request: HttpRequest, actor: Actor, form: SaveForm, status: int = 200) -> HttpResponse:
    asked = read(request.GET, current_language())
    context: dict[str, Any] = {"asked": asked, "question": written(asked), "save": form, "answer": None}
    context["may_save"] = decide(actor, "saved-search.keep", {"account": actor.id}).allowed
    context["saved"] = _own(actor) if context["may_save"] else ()
    try:
        answer = search(asked, today=_today())
    except NotBuilt:
        return render(request, "search/page.html", context, status=status)
    earlier, later = shown.pages(answer, asked)
    context |= {
        "answer": answer,
        "facets": shown.facets(answer),
        "chosen": shown.chosen(answer, asked),
        "hits": [
            (
                hit,
                shown.label("kind", hit.kind),
                "" if hit.piece == "product" else shown.label("piece", hit.piece),
                f"search.status.{hit.standing}",
                shown.COLORS.get(hit.standing, "neutral"),
            )
            for hit in answer.hits
        ],
        "suggested": written(asked, q=answer.suggestion) if answer.suggestion else "",
        "bare": written(Asked(words=asked.words)),
        "first": (answer.page - 1) * asked.size + 1,
        "earlier": earlier,
        "later": later,
    }
    return render(request, "search/page.html", context, status=status)


def _own(actor: Actor) -> list[SavedSearch]:
    return list(SavedSearch.objects.filter(account=actor.id))


def _not_ready(request: HttpRequest) -> HttpResponse:
    return problem(request, status=503, kind="search-not-ready")


def _today() -> date:
    return local_date(datetime.now(UTC))
