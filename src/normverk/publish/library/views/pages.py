"""Pages: the list, one node, two revisions side by side, and the readings with their reports."""

from __future__ import annotations

from typing import Final

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from normverk.base.languages import current_language
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.publish.library import queries, shown
from normverk.publish.library.checking import findings_in
from normverk.publish.library.forms import FilterForm
from normverk.publish.library.models import ImportRun, NodeRevision
from normverk.publish.wording import section_changes

_PER_PAGE: Final = 30


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Every node, or those with these words in their title and of this type."""
    require(who(request), "library.view", {"public": True})
    form = FilterForm(request.GET, types=queries.info_types())
    given = form.cleaned_data if form.is_valid() else {"q": "", "type": ""}
    rows = queries.nodes(search=given["q"], info_types=[given["type"]] if given["type"] else ())
    page = Paginator(rows.select_related("sighting"), _PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {"form": form, "page": page, "query": query.urlencode(), "filtered": bool(given["q"] or given["type"])}
    return render(request, "library/library.html", context)


@require_safe
def node(request: HttpRequest, node_id: str) -> HttpResponse:
    """One node: what it says, where it stands, and what it has said before."""
    require(who(request), "library.view", {"public": True})
    revisions = queries.revisions(node_id)
    if not revisions:
        raise Http404
    return _render(request, revisions[0], revisions)


@require_safe
def revision(request: HttpRequest, node_id: str, number: int) -> HttpResponse:
    """One revision of a node at an address that stays."""
    require(who(request), "library.view", {"public": True})
    revisions = queries.revisions(node_id)
    chosen = next((row for row in revisions if row.number == number), None)
    if chosen is None:
        raise Http404
    return _render(request, chosen, revisions)


@require_safe
def choose(request: HttpRequest, node_id: str) -> HttpResponse:
    """Leads to the comparison of the revisions asked for with ?before=&after=; without them, of the two newest."""
    require(who(request), "library.view", {"public": True})
    numbers = [row.number for row in queries.revisions(node_id)]
    if not numbers:
        raise Http404
    asked = [request.GET.get(name, "") for name in ("before", "after")]
    chosen = [int(one) for one in asked if one.isascii() and one.isdecimal() and len(one) < 7]
    before, after = sorted(chosen) if len(chosen) == 2 else (numbers[min(1, len(numbers) - 1)], numbers[0])
    return redirect("library-compare", node_id=node_id, before=before, after=after)


@require_safe
def compare(request: HttpRequest, node_id: str, before: int, after: int) -> HttpResponse:
    """Two revisions of a node, word by word, with what else differs."""
    require(who(request), "library.view", {"public": True})
    by_number = {row.number: row for row in queries.revisions(node_id)}
    if before not in by_number or after not in by_number:
        raise Http404
    old, new = by_number[before], by_number[after]
    was, becomes = (queries.infobit_of(row) for row in (old, new))
    fields = [change for change in queries.compared(old, new) if change.path.startswith("infobit/")]
    sections = section_changes(shown.comparable(was), shown.comparable(becomes), current_language())
    context = {"node": new.node, "old": old, "new": new, "sections": sections, "fields": fields}
    return render(request, "library/compare.html", context)


@require_safe
def readings(request: HttpRequest) -> HttpResponse:
    """Every reading, the latest first."""
    require(who(request), "library.view", {"public": True})
    page = Paginator(queries.runs(), _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "library/readings.html", {"page": page})


@require_safe
def reading(request: HttpRequest, number: int) -> HttpResponse:
    """The report of one reading."""
    require(who(request), "library.view", {"public": True})
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise Http404
    return render(
        request,
        "library/reading.html",
        {"run": run, "defects": shown.defects(run.defects), "checks": shown.checks(run.findings)},
    )


def _render(request: HttpRequest, chosen: NodeRevision, revisions: list[NodeRevision]) -> HttpResponse:
    infobit = queries.infobit_of(chosen)
    node_id = chosen.node_id
    context = {
        "node": chosen.node,
        "revision": chosen,
        "infobit": infobit,
        "sighting": queries.current(node_id).node.sighting,
        "parts": shown.parts(infobit),
        "found": findings_in(infobit),
        "facts": shown.facts(infobit),
        "officials": chosen.officials,
        "parents": queries.parents(node_id),
        "children": queries.children(node_id),
        "publications": queries.publications(node_id),
        "history": list(zip(revisions, [*revisions[1:], None], strict=True)),
        "changes": {row.number: queries.changes_of(row) for row in revisions},
    }
    return render(request, "library/node.html", context)
