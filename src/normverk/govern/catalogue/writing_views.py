"""Writing a draft part by part: the form, its preview, words kept while writing, two writers' texts merged, the order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from normverk.base.policy import Actor, require
from normverk.base.rules import Broken
from normverk.govern.catalogue import queries
from normverk.govern.catalogue.actions import save_draft
from normverk.govern.catalogue.all_parts import ALL_PARTS
from normverk.govern.catalogue.editing import STEPS, move_section
from normverk.govern.catalogue.forms import PartForm
from normverk.govern.catalogue.keeping import drop_words, keep_words, kept_words
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.parts import Part, Place
from normverk.govern.catalogue.rules import NEWER_TEXT
from normverk.govern.catalogue.writing import (
    as_data,
    findings_beside,
    kept_fields,
    merged_data,
    missing_words,
    preview,
)
from normverk.norm.content import find_section
from normverk.norm.days import local_date

_BUTTONS: Final = ("keep", "discard", "preview", "save")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, slug: str, number: str, part: str, **within: str) -> HttpResponse:
    """The form of one part of a draft, `within` a section and an item of it; saving over a newer text shows both, merged where they do not conflict."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    section, item = within.get("section", ""), within.get("item", "")
    edited = ALL_PARTS.get(part)
    place = Place(edition, edition.revision.read(), local_date(datetime.now(UTC)), section, item)
    if edited is None or edited.depth != len(within):
        raise Http404(part)
    if not edited.there(place):
        fresh = edited.fresh(place)
        if request.method == "POST" and "save" in request.POST and fresh is not None and edited.there(fresh):
            return _is_gone(request, edited, fresh, part)
        raise Http404(part)
    name = "/".join(filter(None, (part, section, item)))
    if request.method == "GET":
        return _opened(request, edited, place, name)
    if "discard" in request.POST or "keep" in request.POST:
        return _kept(request, edition, name)
    return _written(request, edited, place, name)


def _written(request: HttpRequest, edited: Part, place: Place, name: str) -> HttpResponse:
    """What was written, shown as it will look, or saved."""
    edition, actor, part = place.edition, actor_of(request), name.partition("/")[0]
    form = edited.form(place, {"data": request.POST})
    if not form.is_valid():
        # With script only the preview is put on the page, so what is wrong has to stand in it.
        beside_form = "preview" in request.POST and "HX-Request" in request.headers
        return _page(request, place, part, form, status=422, faults_in_preview=beside_form)
    changed = edited.apply(place, form)
    if "preview" in request.POST:
        shown, beside = preview(form, changed.content, place), findings_beside(changed.content, place, edited)
        return _page(request, place, part, form, previewed=True, preview=shown, beside=beside)
    data = form.cleaned_data
    try:
        save_draft(
            edition=edition,
            content=changed.content,
            begun_from=data["begun_from"],
            reason=data["reason"] or data.get("unusual", ""),
            actor=actor,
            now=datetime.now(UTC),
            **changed.arguments,
        )
    except Broken as broken:
        return _refused(request, edited, place, part, broken)
    drop_words(edition=edition, place=name, actor=actor)
    return HttpResponseRedirect(reverse(edited.back, args=(edition.product.slug, edition.number)))


def edit_section(request: HttpRequest, slug: str, number: str, section: str) -> HttpResponse:
    """The form of one section, or of a new one."""
    return edit(request, slug, number, "section", section=section)


def edit_pico(request: HttpRequest, slug: str, number: str, section: str, item: str) -> HttpResponse:
    """The form of a question behind a unit, or of a new one."""
    return edit(request, slug, number, "pico", section=section, item=item)


@require_POST
def order(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Moves a section one step; saying so over a newer text is refused."""
    edition, actor = edition_or_404(slug, number), actor_of(request)
    require(actor, "edition.write", edition.policy_facts())
    section, step = request.POST.get("section", ""), request.POST.get("step", "")
    content = edition.revision.read()
    if step not in STEPS or find_section(content, section) is None:
        raise Http404(section)
    save_draft(
        edition=edition,
        content=move_section(content, section, step),
        begun_from=request.POST.get("begun_from", ""),
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        actor=actor,
        now=datetime.now(UTC),
    )
    return HttpResponseRedirect(reverse("edition", args=(slug, number)) + "#write")


def _opened(request: HttpRequest, edited: Part, place: Place, name: str) -> HttpResponse:
    """The form as it stands, or with the words that were kept for this writer."""
    kept = kept_words(place.edition, name, actor_of(request))
    part = name.partition("/")[0]
    if kept is not None and "restore" in request.GET:
        form = edited.form(place, {"data": as_data(kept.fields)})
        form.is_valid()
        return _page(request, place, part, form, restored=kept)
    form = edited.form(place, {"initial": {**edited.initial(place), "begun_from": place.edition.revision_id}})
    return _page(request, place, part, form, kept=kept, beside=findings_beside(place.content, place, edited))


def _kept(request: HttpRequest, edition: Edition, name: str) -> HttpResponse:
    """Keeps the words for this writer, or throws away what was kept."""
    actor, now = actor_of(request), datetime.now(UTC)
    if "discard" in request.POST:
        drop_words(edition=edition, place=name, actor=actor)
        return HttpResponseRedirect(request.path)
    fields = kept_fields(request.POST, _BUTTONS)
    took = keep_words(edition=edition, place=name, fields=fields, actor=actor, now=now)
    if "HX-Request" in request.headers:
        return render(request, "catalogue/kept.html", {"at": now, "took": took})
    return HttpResponseRedirect(f"{request.path}?restore=1")


def _refused(request: HttpRequest, edited: Part, place: Place, part: str, broken: Broken) -> HttpResponse:
    """The form again: what two have written merged where it can be, when somebody else has saved meanwhile."""
    if not any(finding.rule.id == NEWER_TEXT for finding in broken.findings):
        form = edited.form(place, {"data": request.POST})
        form.is_valid()
        return _page(request, place, part, form, status=422, findings=broken.findings)
    data, conflicts = merged_data(edited, place, request.POST.get("begun_from", ""), request.POST)
    data["begun_from"] = place.edition.revision_id
    form = edited.form(place, {"data": data})
    form.is_valid()
    return _page(request, place, part, form, status=409, findings=broken.findings, conflicts=conflicts)


def _is_gone(request: HttpRequest, edited: Part, place: Place, part: str) -> HttpResponse:
    """Somebody has taken it away meanwhile: what was written stands in the form of a new one."""
    data = request.POST.copy()
    data["begun_from"] = place.edition.revision_id
    form = edited.form(place, {"data": data})
    form.is_valid()
    return _page(request, place, part, form, status=409, gone=True, address=_address(place, part))


def _address(place: Place, part: str) -> str:
    """Where the form of a part stands."""
    edition, within = place.edition, [id for id in (place.section, place.item) if id]
    if part == "section":
        return reverse("edition-edit-section", args=(edition.product.slug, edition.number, *within))
    name = ("edition-edit", "edition-edit-item", "edition-edit-inner")[len(within)]
    return reverse(name, args=(edition.product.slug, edition.number, part, *within))


def _page(
    request: HttpRequest, place: Place, part: str, form: PartForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    edited, prose = ALL_PARTS[part], part in {"section", "unit", "pico"}
    context = {
        "edition": place.edition,
        "form": form,
        "title_key": f"catalogue.edit.{part}",
        "part": part,
        "prose": prose,
        "named": edited.name(place),
        "crumb": edited.back != "edition",
        "back": reverse(edited.back, args=(place.edition.product.slug, place.edition.number)),
        "place": place,
        "missing": missing_words(place.content) if part == "head" else (),
        "section": find_section(place.content, place.section) if prose else None,
        "address": request.path,
        **more,
    }
    return render(request, "catalogue/edit.html", context, status=status)


def actor_of(request: HttpRequest) -> Actor:
    """Who asks."""
    return request.actor  # type: ignore[attr-defined, no-any-return]


def edition_or_404(slug: str, number: str) -> Edition:
    """The edition, or Http404."""
    edition = queries.find_edition(slug, number)
    if edition is None:
        raise Http404(f"{slug}/{number}")
    return edition
