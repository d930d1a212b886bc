"""Limits from a table that was pasted: shown with their place and what is doubtful, then those confirmed into the draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import msgspec
from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from normverk.base.languages import current_language, say
from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.editing import replace_limits
from normverk.govern.catalogue.importing import HTML_LIMIT
from normverk.govern.catalogue.keeping import drop_words, keep_words, kept_words
from normverk.govern.catalogue.limit_reading import (
    Choice,
    Fault,
    Target,
    likely_target,
    place_limits,
    targets,
    written,
)
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404
from normverk.norm.days import Unit
from normverk.norm.limit_tables import Proposal, Unread
from normverk.norm.pathway import Limit, PathwayDefinition
from normverk.norm.source import web_address
from normverk.publish.library.limits import limits_in_words
from normverk.web.forms import TextForm

_PLACE: Final = "read-limits"
_MOST_KEPT: Final = 2_000_000


class Waiting(msgspec.Struct, frozen=True):
    """What was read and waits for somebody to confirm it."""

    proposals: tuple[Proposal, ...]
    unread: tuple[Unread, ...]


class SourceForm(TextForm):
    """The page or the answer with tables of limits, and where it was read."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"] = forms.CharField(
            label=say("catalogue.read-limits.words"),
            help_text=say("catalogue.read-limits.words-help"),
            widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
            max_length=HTML_LIMIT,
        )
        self.fields["title"] = forms.CharField(
            label=say("catalogue.read-limits.source"),
            help_text=say("catalogue.read-limits.source-help"),
            max_length=500,
        )
        self.fields["url"] = forms.CharField(label=say("catalogue.read-limits.url"), max_length=500, required=False)

    def clean_url(self) -> str:
        """Refuses what is no web address."""
        url = str(self.cleaned_data["url"])
        if url and not web_address(url):
            raise forms.ValidationError(say("catalogue.form.no-web-address"))
        return url


@require_http_methods(["GET", "POST"])
def read_limits(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """The page on which limits are read from tables and confirmed one by one."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    pathway = edition.revision.read().pathway
    if pathway is None:
        raise Http404(_PLACE)
    if request.method == "GET":
        return _page(request, edition, pathway, SourceForm())
    if "discard" in request.POST:
        drop_words(edition=edition, place=_PLACE, actor=actor)
        return HttpResponseRedirect(request.path)
    if "confirm" in request.POST:
        return _confirm(request, edition, pathway)
    return _read(request, edition, pathway)


def _read(request: HttpRequest, edition: Edition, pathway: PathwayDefinition) -> HttpResponse:
    form = SourceForm(request.POST)
    if not form.is_valid():
        return _page(request, edition, pathway, form, status=422)
    data = form.cleaned_data
    words = data["words"].strip()
    try:
        found = limits_in_words(words, is_json=words[:1] in "{[", title=data["title"], url=data["url"])
    except ValueError as wrong:
        form.add_error("words", say("catalogue.read-limits.no-json", detail=str(wrong)))
        return _page(request, edition, pathway, form, status=422)
    if not found:
        form.add_error("words", say("catalogue.read-limits.none"))
        return _page(request, edition, pathway, form, status=422)
    waiting = Waiting(
        tuple(one for held in found for one in held.tables.proposals),
        tuple(row for held in found for row in held.tables.unread),
    )
    kept = keep_words(
        edition=edition,
        place=_PLACE,
        fields={"read": [msgspec.json.encode(waiting).decode()]},
        actor=actor_of(request),
        now=datetime.now(UTC),
        most=_MOST_KEPT,
    )
    if not kept:
        form.add_error("words", say("catalogue.kept.too-much"))
        return _page(request, edition, pathway, form, status=422)
    return HttpResponseRedirect(request.path)


def _confirm(request: HttpRequest, edition: Edition, pathway: PathwayDefinition) -> HttpResponse:
    """Lets the confirmed limits take the place of those of the draft, as one change."""
    waiting, actor = _waiting(request, edition), actor_of(request)
    if waiting is None:
        return HttpResponseRedirect(request.path)
    before = {target: branch.limit for target, _, branch in targets(pathway)}
    held = {target: limit for target, limit in before.items() if limit is not None}
    placed = place_limits(waiting.proposals, _choices(request.POST, waiting, before), held)
    if placed.faults or not placed.limits:
        return _page(request, edition, pathway, SourceForm(), status=422, faults=placed.faults, sent=request.POST)
    try:
        save_draft(
            edition=edition,
            content=replace_limits(edition.revision.read(), dict(placed.limits)),
            begun_from=request.POST.get("begun_from", ""),
            reason=say("catalogue.read-limits.reason", count=len(placed.limits)),
            valid_from=edition.valid_from,
            valid_to=edition.valid_to,
            actor=actor,
            now=datetime.now(UTC),
        )
    except Broken as broken:
        return _page(request, edition, pathway, SourceForm(), status=409, findings=broken.findings, sent=request.POST)
    drop_words(edition=edition, place=_PLACE, actor=actor)
    return HttpResponseRedirect(reverse("edition", args=(edition.product.slug, edition.number)) + "#limits")


def _choices(sent: Mapping[str, Any], waiting: Waiting, known: Mapping[Target, Limit | None]) -> dict[int, Choice]:
    """What was chosen, by the number of the proposal; a place that the pathway does not have is no choice."""
    places = {written(target): target for target in known}
    units = {str(unit): unit for unit in Unit}
    return {
        number: Choice(places[sent[f"target-{number}"]], units.get(sent.get(f"unit-{number}", "")))
        for number in range(len(waiting.proposals))
        if sent.get(f"target-{number}") in places
    }


def _waiting(request: HttpRequest, edition: Edition) -> Waiting | None:
    kept = kept_words(edition, _PLACE, actor_of(request))
    return msgspec.json.decode(kept.fields["read"][0], type=Waiting) if kept else None


def _page(
    request: HttpRequest,
    edition: Edition,
    pathway: PathwayDefinition,
    form: SourceForm,
    *,
    status: int = 200,
    findings: Any = (),
    faults: Mapping[int, Fault] | None = None,
    sent: Mapping[str, Any] | None = None,
) -> HttpResponse:
    waiting = _waiting(request, edition)
    context: dict[str, Any] = {"edition": edition, "form": form, "findings": findings, "waiting": waiting}
    if waiting is not None:
        context |= {
            "rows": tuple(
                _row(number, one, pathway, (faults or {}).get(number), sent)
                for number, one in enumerate(waiting.proposals)
            ),
            "targets": tuple(
                (written(target), _name(clock.title, branch.title)) for target, clock, branch in targets(pathway)
            ),
            "units": tuple((str(unit), say(f"catalogue.unit.{unit}")) for unit in Unit),
            "nothing_chosen": sent is not None and not faults and not findings,
        }
    return render(request, "catalogue/read_limits.html", context, status=status)


def _row(
    number: int, proposal: Proposal, pathway: PathwayDefinition, fault: Fault | None, sent: Mapping[str, Any] | None
) -> dict[str, Any]:
    likely = likely_target(proposal, pathway)
    return {
        "number": number,
        "proposal": proposal,
        "ends": " → ".join(words for words in (proposal.start, proposal.stop) if words),
        "unit_words": say(f"catalogue.unit.{proposal.unit}") if proposal.unit else "",
        "doubts": tuple((say(f"catalogue.read-limits.doubt.{one.kind}"), one.detail) for one in proposal.doubts),
        "target": sent.get(f"target-{number}", "") if sent is not None else written(likely) if likely else "",
        "unit": sent.get(f"unit-{number}", "") if sent is not None else str(proposal.unit or ""),
        "fault": say(f"catalogue.read-limits.fault.{fault}") if fault else "",
    }


def _name(*titles: Any) -> str:
    return " – ".join(words for title in titles if (words := title.in_language(current_language())))
