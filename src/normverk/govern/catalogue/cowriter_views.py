"""Naming co-writers of an edition, from its page."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from normverk.base.policy import require
from normverk.base.rules import Broken
from normverk.govern.catalogue.cowriter_form import WriterForm
from normverk.govern.catalogue.cowriters import name_writer, take_off_writer, who_can_be_named
from normverk.govern.catalogue.views import shown_edition
from normverk.govern.catalogue.writing_views import actor_of, edition_or_404


@require_POST
def name_writers(request: HttpRequest, slug: str, number: str) -> HttpResponse:
    """Names a writer, or with `act` as take-off takes one off; what is refused is said on the edition's page."""
    edition, actor, now = edition_or_404(slug, number), actor_of(request), datetime.now(UTC)
    require(actor, "edition.name-writers", edition.policy_facts())
    done = HttpResponseRedirect(reverse("edition", args=(slug, number)) + "#co-writers")
    if request.POST.get("act") == "take-off":
        try:
            take_off_writer(edition=edition, writer=request.POST.get("writer", ""), actor=actor, now=now)
        except KeyError as missing:
            raise Http404("writer") from missing
        return done
    form = WriterForm(request.POST, choices=who_can_be_named(edition, actor))
    if not form.is_valid():
        return shown_edition(request, edition, status=422, writer_form=form)
    try:
        name_writer(edition=edition, writer=form.cleaned_data["writer"], actor=actor, now=now)
    except Broken as broken:
        return shown_edition(request, edition, status=409, writer_form=form, findings=broken.findings)
    return done
