"""The page of one form about one patient, and where one lands when it is done."""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from normverk.use.pathways.models import Patient


def act_page(
    request: HttpRequest,
    patient: Patient,
    words: str,
    form: Form,
    *,
    findings: tuple[object, ...] = (),
    facts: Iterable[tuple[str, str]] = (),
    sure: str = "",
) -> HttpResponse:
    """The form with what it is about. `words` begins the keys of its title, lead and button: .title, .lead, .send;
    `facts` are keys and what stands beside them. A form that was sent and did not get through is 422; with `sure` it is
    shown again to be sent once more, and then says so in a field of that name."""
    context = {
        "patient": patient,
        "title_key": f"{words}.title",
        "lead_key": f"{words}.lead",
        "send_key": f"{words}.send",
        "form": form,
        "findings": findings,
        "facts": tuple(facts),
        "sure": sure,
    }
    status = 422 if request.method == "POST" and not sure else 200
    return render(request, "pathways/act.html", context, status=status)


def done(patient: Patient, what: str) -> HttpResponseRedirect:
    """Back to the patient, whose page says what has been done."""
    return HttpResponseRedirect(f"{reverse('patient', args=[patient.pk])}?done={what}")
