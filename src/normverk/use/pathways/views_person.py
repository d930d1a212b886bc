"""Pages of who a patient is: two keys that are one person, and registrations that cannot be right."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.languages import say
from normverk.base.policy import decide, require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.use.pathways import queries, shown, shown_person
from normverk.use.pathways.acting import act_page, done
from normverk.use.pathways.actions import join_patients, note_list_seen, note_patient_seen, part_patients
from normverk.use.pathways.forms_person import JoinForm, PartForm
from normverk.use.pathways.models import PatientJoin
from normverk.use.pathways.oddities import KINDS
from normverk.use.pathways.queries.insight import find_patient
from normverk.use.pathways.seeing import looked, own_organisations, seen

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
def join(request: HttpRequest, id: UUID) -> HttpResponse:
    """Says that another key of the record is the same patient; this one is kept. Whose the other key is, is shown before
    it is done, and that is a look at that patient too."""
    held, now = seen(request, id, "join", "patient.join")
    actor = who(request)
    form = JoinForm(request.POST or None)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        other = find_patient(form.cleaned_data["other"], actor)
        if other is None or not decide(actor, "patient.join", other.policy_facts()).allowed:
            form.add_error("other", say("insight.find.none"))
        elif request.POST.get("sure") != str(other.pk):
            note_patient_seen(patient=other, page="join", actor=actor, now=now, action="patient.join")
            facts = shown_person.two_keys(held, other)
            return act_page(request, held, "patient.join-sure", form, facts=facts, sure=str(other.pk))
        else:
            try:
                join_patients(
                    kept=held,
                    retired=other,
                    reason=form.cleaned_data["reason"],
                    actor=actor,
                    now=now,
                    as_of=settings.AS_OF,
                )
                return done(held, "joined")
            except Broken as refused:
                broken = refused.findings
    return act_page(request, held, "patient.join", form, findings=broken)


@require_http_methods(GET_OR_POST)
def part(request: HttpRequest, id: UUID) -> HttpResponse:
    """Says that two joined keys are two patients after all."""
    found = get_object_or_404(PatientJoin.objects.select_related("kept", "retired"), pk=id)
    now = looked(request, found.kept, "part", "patient.join")
    if found.ended_at is not None:
        raise Http404
    form = PartForm(request.POST or None)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            part_patients(join=found, reason=reason, actor=who(request), now=now, as_of=settings.AS_OF)
            return done(found.kept, "parted")
        except Broken as refused:
            broken = refused.findings
    facts = [("join.retired", found.retired.label or found.retired.pseudonym), ("course.reason", found.reason)]
    return act_page(request, found.kept, "patient.part", form, findings=broken, facts=facts)


@require_safe
def odd(request: HttpRequest) -> HttpResponse:
    """Registrations that cannot be right, and those that two sources say differently, of one's own hospitals."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    asked = request.GET.get("page", "1")
    found = queries.odd_listed(
        organisations, kind, int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1
    )
    note_list_seen(
        patients=(str(row.patient.pk) for row in found.rows),
        organisations=organisations,
        actor=actor,
        now=now,
        page="patients-odd",
    )
    names = shown.Names(queries.loaded_pathways())
    context = {
        "found": found,
        "rows": [shown_person.odd_row(row, names) for row in found.rows],
        "kinds": [(one, f"odd.kind.{one}", found.counts.get(one, 0), one == kind) for one in KINDS],
        "chosen": kind,
        "total": sum(found.counts.values()),
        "unnamed": queries.unnamed_organisations(),
        "earlier": found.page - 1 if found.page > 1 else 0,
        "later": found.page + 1 if found.page < found.pages else 0,
    }
    return render(request, "pathways/odd.html", context)
