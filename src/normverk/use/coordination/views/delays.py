"""Notes that the patient wants to wait."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.use.coordination import queries
from normverk.use.coordination.actions import end_delay, note_delay, withdraw_delay
from normverk.use.coordination.forms import DelayForm, EndDelayForm
from normverk.use.coordination.views.pathways import offered, title_of
from normverk.use.pathways import wording
from normverk.use.pathways.acting import act_page, done
from normverk.use.pathways.seeing import as_of_day, looked, seen


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, id: UUID) -> HttpResponse:
    """Notes a delay."""
    patient, now = seen(request, id, "delay", "patient.follow-up")
    today = as_of_day(now)
    form = DelayForm(request.POST or None, offered(patient, today), today)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            note_delay(patient=patient, **form.cleaned_data, today=today, actor=who(request), now=now)
            return done(patient, "delay")
        except Broken as refused:
            broken = refused.findings
    return act_page(request, patient, "delay.note", form, findings=broken)


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, id: UUID) -> HttpResponse:
    """Ends a delay, or withdraws the note."""
    delay = queries.find_delay(id)
    if delay is None:
        raise Http404
    now = looked(request, delay.patient, "delay", "patient.follow-up")
    today = as_of_day(now)
    form = EndDelayForm(request.POST or None, delay.ends or today)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if given["act"] == "withdraw":
                withdraw_delay(delay=delay, reason=given["reason"], actor=who(request), now=now)
            else:
                end_delay(delay=delay, ends=given["ends"], today=today, actor=who(request), now=now)
            return done(delay.patient, "delay-ended")
        except Broken as refused:
            broken = refused.findings
    facts = [("patients.filter.pathway", title_of(delay.pathway)), ("delay.begins", wording.when(delay.begins))]
    return act_page(request, delay.patient, "delay.end", form, findings=broken, facts=facts)
