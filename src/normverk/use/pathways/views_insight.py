"""Who has looked at a patient: for whoever answers the patient's request to see it."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.languages import say
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.use.pathways import queries
from normverk.use.pathways.forms_course import FindForm
from normverk.use.pathways.insight_words import what_was_done, why_it_was_done
from normverk.use.pathways.queries.insight import find_patient
from normverk.use.pathways.seeing import own_organisations, seen


@require_safe
def insight(request: HttpRequest, id: UUID) -> HttpResponse:
    """Everybody who has looked at or written about the patient, newest first, made to be printed and handed over."""
    held, now = seen(request, id, "insight", "patient.insight")
    looks = queries.looks_at(held)
    rows = [_row(list(same)) for _, same in groupby(looks, key=_kind)]
    return render(request, "pathways/insight.html", {"patient": held, "rows": rows, "now": now})


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Finds a patient by identity number or the record's pseudonym, which never stand in an address."""
    actor = who(request)
    organisations = own_organisations(actor)
    require(actor, "patients.find", {"organisations": organisations})
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        patient = find_patient(form.cleaned_data["patient"], actor)
        if patient is not None:
            return HttpResponseRedirect(reverse("patient-insight", args=[patient.pk]))
        form.add_error("patient", say("insight.find.none"))
    context = {"form": form, "now": datetime.now(UTC)}
    return render(request, "pathways/find.html", context, status=422 if request.method == "POST" else 200)


def _kind(look: queries.Look) -> tuple[object, ...]:
    """What looks must share to stand in one line: the same person doing the same thing on one day, one after the other."""
    return (local_date(look.at), look.who, what_was_done(look), look.reason)


def _row(same: list[queries.Look]) -> dict[str, object]:
    """One line: the looks are newest first, and the line says when the first and the last of them was."""
    first, last = same[-1], same[0]
    return {
        "first": first,
        "last": last,
        "times": len(same),
        "what": what_was_done(first),
        "why": first.reason or why_it_was_done(first),
    }
