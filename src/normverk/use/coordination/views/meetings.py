"""Multidisciplinary meetings: the list, its print, putting a patient up, and the decision."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import groupby
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.policy import decide as may_do
from normverk.base.policy import require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.use.coordination import queries
from normverk.use.coordination.actions import decide_meeting, put_up, take_off
from normverk.use.coordination.forms import DecideForm, MeetingForm, MeetingListForm
from normverk.use.coordination.models import MeetingItem
from normverk.use.coordination.views.pathways import offered, title_of
from normverk.use.pathways import wording
from normverk.use.pathways.acting import act_page, done
from normverk.use.pathways.actions import note_list_seen
from normverk.use.pathways.models import Organisation
from normverk.use.pathways.queries import course_of, loaded_pathways, names_of, receivers
from normverk.use.pathways.seeing import as_of_day, looked, own_organisations, seen
from normverk.use.pathways.shown import Names


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Who stands on the lists of the coming meetings."""
    return _list(request, "coordination/meetings.html", "mdt")


@require_safe
def printed(request: HttpRequest) -> HttpResponse:
    """The same as a sheet to print: a block a patient, with room for the decision."""
    return _list(request, "coordination/meetings_print.html", "mdt-print")


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Puts a patient up."""
    patient, now = seen(request, id, "mdt", "patient.follow-up")
    today = as_of_day(now)
    pathways = offered(patient, today)
    course = course_of(patient, pathways[0][0], today) if pathways else None
    at = course.at if course else ""
    form = MeetingForm(request.POST or None, pathways, receivers(""), at=at, today=today)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"organisation": Organisation.objects.get(pk=form.cleaned_data["organisation"])}
        try:
            put_up(patient=patient, **given, today=today, actor=who(request), now=now)
            return done(patient, "mdt")
        except Broken as refused:
            broken = refused.findings
    return act_page(request, patient, "mdt.add", form, findings=broken)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, id: UUID) -> HttpResponse:
    """Writes the decision down, or takes the patient off."""
    item = queries.find_meeting(id)
    if item is None:
        raise Http404
    now = looked(request, item.patient, "mdt", "patient.follow-up")
    today = as_of_day(now)
    form = DecideForm(request.POST or None, today)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        given, actor = form.cleaned_data, who(request)
        try:
            if given["act"] == "take-off":
                take_off(item=item, reason=given["words"], actor=actor, now=now)
            else:
                decided_on = given["decided_on"]
                decide_meeting(
                    item=item, decision=given["words"], decided_on=decided_on, today=today, actor=actor, now=now
                )
            return done(item.patient, "mdt-decided")
        except Broken as refused:
            broken = refused.findings
    facts = [
        ("patients.filter.pathway", title_of(item.pathway)),
        ("mdt.hospital", str(item.organisation)),
        ("mdt.day", wording.when(item.held_on)),
        ("mdt.question", item.question),
    ]
    return act_page(request, item.patient, "mdt.decide", form, findings=broken, facts=facts)


def _list(request: HttpRequest, template: str, page: str) -> HttpResponse:
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    as_of = as_of_day(now)
    form = MeetingListForm(request.GET, receivers(""), as_of)
    form.is_valid()
    given = form.cleaned_data
    hospital = given.get("hospital") or "all"
    found = queries.meeting_list(
        organisations,
        since=given.get("since") or as_of,
        until=given.get("until"),
        hospital="" if hospital == "all" else hospital,
    )
    note_list_seen(
        patients=(str(item.patient_id) for item in found),
        organisations=organisations,
        actor=actor,
        now=now,
        page=page,
    )
    query = request.GET.urlencode()
    context = {
        "form": form,
        "days": _by_day(found),
        "as_of": as_of,
        "print_address": reverse("meetings-print") + (f"?{query}" if query else ""),
        "may": may_do(actor, "patient.follow-up", {"organisations": organisations}).allowed,
    }
    return render(request, template, context)


def _by_day(found: Sequence[MeetingItem]) -> list[dict[str, object]]:
    pathways = Names(loaded_pathways()).pathways()
    people = names_of(item.put_up_by for item in found)
    return [
        {
            "held_on": held_on,
            "hospital": hospital,
            "rows": [
                {
                    "item": item,
                    "pathway": pathways.get(item.pathway, item.pathway),
                    "by": people.get(item.put_up_by, item.put_up_by),
                }
                for item in items
            ],
        }
        for (held_on, hospital), items in groupby(found, key=lambda item: (item.held_on, str(item.organisation)))
    ]
