"""Pages where a coordinator does something with a patient's course. Each is one form that works without script."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.use.pathways import queries, shown, shown_course, wording
from normverk.use.pathways.acting import act_page, done
from normverk.use.pathways.actions import (
    amend_date,
    assign_coordinator,
    correction_facts,
    note_list_seen,
    note_patient_seen,
    receive_patient,
    send_patient,
    void,
)
from normverk.use.pathways.forms_course import AssignForm, CorrectForm, ReceiveForm, SendForm
from normverk.use.pathways.models import Organisation, Patient, RecordEvent
from normverk.use.pathways.seeing import as_of_day, own_organisations, seen

GET_OR_POST = ["GET", "POST"]


@require_http_methods(GET_OR_POST)
def assign(request: HttpRequest, id: UUID, pathway: str) -> HttpResponse:
    """Says who coordinates a course."""
    held, now = seen(request, id, "assign", "patient.assign")
    course = _course(held, pathway, now)
    actor = who(request)
    current = queries.coordinators_of([held.pk]).get((held.pk, pathway), "")
    offered = queries.who_may_coordinate(held.policy_facts()["organisations"])
    form = AssignForm(request.POST or None, offered, now=current, me=actor.id)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            assign_coordinator(
                patient=held,
                pathway=pathway,
                coordinator=form.cleaned_data["coordinator"],
                reason=form.cleaned_data["reason"],
                actor=actor,
                now=now,
            )
            return done(held, "assigned")
        except Broken as refused:
            broken = refused.findings
    names = shown.Names(queries.loaded_pathways())
    facts = [("patients.filter.pathway", shown_course.title(course, names.pathways()))]
    return act_page(request, held, "course.assign", form, findings=broken, facts=facts)


@require_http_methods(GET_OR_POST)
def correct(request: HttpRequest, id: UUID, event: int) -> HttpResponse:
    """Corrects a registration: another date, or entered in error."""
    patient = get_object_or_404(Patient, pk=id)
    row = get_object_or_404(RecordEvent.objects.select_related("patient"), pk=event, patient=patient)
    actor, now = who(request), datetime.now(UTC)
    require(actor, "registration.correct", correction_facts(row))
    if request.method == "GET":
        note_patient_seen(patient=patient, page="correct", actor=actor, now=now)
    form = CorrectForm(request.POST or None, time=row.time)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["act"] == "void":
                void(event=row, reason=reason, actor=actor, now=now, as_of=settings.AS_OF)
                return done(patient, "voided")
            amend_date(
                event=row,
                time=form.time(),
                reason=reason,
                today=as_of_day(now),
                actor=actor,
                now=now,
                as_of=settings.AS_OF,
            )
            return done(patient, "corrected")
        except Broken as refused:
            broken = refused.findings
    names = shown.Names(queries.loaded_pathways())
    hospital = Organisation.objects.filter(pk=row.org).first()
    facts = [
        ("patient.column.code", shown.code_words(row.code, names)),
        ("patient.column.time", wording.when(row.time)),
        ("patients.column.hospital", str(hospital or row.org)),
        ("patient.column.source", f"{row.source} {row.source_id}"),
    ]
    return act_page(request, patient, "course.correct", form, findings=broken, facts=facts)


@require_http_methods(GET_OR_POST)
def transfer(request: HttpRequest, id: UUID, pathway: str) -> HttpResponse:
    """Hands a patient over to another hospital."""
    held = get_object_or_404(Patient, pk=id)
    actor, now = who(request), datetime.now(UTC)
    course = queries.course_of(held, pathway, as_of_day(now))
    at = frozenset({course.at}) if course else held.policy_facts()["organisations"]
    require(actor, "patient.transfer", {"organisations": at})
    if course is None:
        raise Http404
    if request.method == "GET":
        note_patient_seen(patient=held, page="transfer", actor=actor, now=now)
    form = SendForm(request.POST or None, queries.receivers(course.at), as_of_day(now))
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            send_patient(
                patient=held,
                course=course,
                to=Organisation.objects.get(pk=given["to"]),
                sent_on=given["sent_on"],
                responsibility_moves=given["responsibility_moves"],
                reason=given["reason"],
                today=as_of_day(now),
                actor=actor,
                now=now,
                as_of=settings.AS_OF,
            )
            return done(held, "sent")
        except Broken as refused:
            broken = refused.findings
    names = shown.Names(queries.loaded_pathways())
    facts = [
        ("patients.filter.pathway", shown_course.title(course, names.pathways())),
        ("transfer.sender", str(Organisation.objects.get(pk=course.at))),
        ("patient.column.code", course.transfer_code or "–"),
    ]
    return act_page(request, held, "course.transfer", form, findings=broken, facts=facts)


@require_http_methods(GET_OR_POST)
def receive(request: HttpRequest, id: UUID) -> HttpResponse:
    """Takes a patient over from another hospital."""
    found = queries.find_transfer(id)
    if found is None:
        raise Http404
    actor, now = who(request), datetime.now(UTC)
    require(actor, "patient.transfer", {"organisations": frozenset({found.to_id})})
    course = _course(found.patient, found.pathway, now)
    if request.method == "GET":
        note_patient_seen(patient=found.patient, page="receive", actor=actor, now=now, action="patient.transfer")
    form = ReceiveForm(request.POST or None, as_of_day(now))
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            receive_patient(
                transfer=found,
                course=course,
                received_on=form.cleaned_data["received_on"],
                today=as_of_day(now),
                actor=actor,
                now=now,
                as_of=settings.AS_OF,
            )
            return done(found.patient, "received")
        except Broken as refused:
            broken = refused.findings
    names = shown.Names(queries.loaded_pathways())
    facts = [
        ("patients.filter.pathway", shown_course.title(course, names.pathways())),
        ("transfer.sender", str(found.sender)),
        ("transfer.to", str(found.to)),
        ("transfer.sent-on", wording.when(found.sent_on)),
        ("course.reason", found.reason),
        ("patient.column.code", course.start_code),
    ]
    return act_page(request, found.patient, "transfer.receive", form, findings=broken, facts=facts)


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """Transfers under way from and to one's own hospitals."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    found = queries.transfers_of(organisations)
    note_list_seen(
        patients=(str(one.patient_id) for one in found),
        organisations=organisations,
        actor=actor,
        now=now,
        page="transfers",
    )
    pathways = shown.Names(queries.loaded_pathways()).pathways()
    as_of = as_of_day(now)
    rows = [
        {
            "transfer": one,
            "pathway": pathways.get(one.pathway, one.pathway),
            "days": wording.amount((as_of - one.sent_on).days, "calendar_days"),
            "receive": shown_course.receive_address(one, actor),
        }
        for one in found
    ]
    return render(request, "pathways/transfers.html", {"rows": rows, "as_of": as_of})


def _course(patient: Patient, pathway: str, now: datetime) -> queries.Course:
    course = queries.course_of(patient, pathway, as_of_day(now))
    if course is None:
        raise Http404
    return course
