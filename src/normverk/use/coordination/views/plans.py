"""The individual plan: writing it, a print for the patient, and the CarePlan for programs."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.languages import current_language, say
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.norm.days import local_date
from normverk.norm.fhir.plan_definition import resource_id
from normverk.use.coordination import queries
from normverk.use.coordination.actions import keep_plan
from normverk.use.coordination.careplan import PlanHead, to_careplan
from normverk.use.coordination.forms import PlanForm
from normverk.use.coordination.models import PlanVersion
from normverk.use.coordination.plan import PlanContent, read_plan
from normverk.use.coordination.views.pathways import title_of
from normverk.use.pathways.acting import done
from normverk.use.pathways.queries import coordinators_of, course_of, loaded_pathways, names_of, record_of
from normverk.use.pathways.seeing import as_of_day, looked, seen
from normverk.use.pathways.shown import Names

_RUNNING = {"running", "due", "overdue"}


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, id: UUID, pathway: str) -> HttpResponse:
    """Writes a new version of the plan."""
    patient, now = seen(request, id, "plan", "patient.follow-up")
    today = as_of_day(now)
    versions = queries.plan_versions(patient, pathway)
    if not versions and course_of(patient, pathway, today) is None:
        raise Http404
    held = read_plan(versions[0].content) if versions else PlanContent()
    form = PlanForm(request.POST or None, held)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        content = form.content()
        try:
            keep_plan(patient=patient, pathway=pathway, content=content, today=today, actor=who(request), now=now)
            return done(patient, "plan")
        except Broken as refused:
            broken = refused.findings
    people = names_of(version.written_by for version in versions)
    context = {
        "patient": patient,
        "form": form,
        "findings": broken,
        "pathway": title_of(pathway),
        "versions": [(version, people.get(version.written_by, version.written_by)) for version in versions],
        "print": reverse("plan-print", args=[patient.pk, pathway]) if versions else "",
        "careplan": reverse("fhir-careplan", args=[versions[0].plan_id]) if versions else "",
    }
    return render(request, "coordination/plan.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def printed(request: HttpRequest, id: UUID, pathway: str) -> HttpResponse:
    """The plan as a sheet for the patient, in plain words."""
    patient, now = seen(request, id, "plan-print")
    versions = queries.plan_versions(patient, pathway)
    if not versions:
        raise Http404
    as_of = as_of_day(now)
    record, names = record_of(patient, as_of), Names(loaded_pathways())
    ahead = [
        (
            "plan.yours.passed" if local_date(verdict.due) < as_of else "plan.yours.limit",
            names.speaker(verdict.pathway, verdict.release, record.hospitals).clock(verdict.clock),
            verdict.due,
        )
        for verdict in record.verdicts
        if verdict.pathway == pathway and verdict.verdict in _RUNNING and verdict.due
    ]
    account = coordinators_of([patient.pk]).get((patient.pk, pathway), "")
    course = next((one for one in reversed(record.courses) if one.pathway == pathway), None)
    context = {
        "patient": patient,
        "pathway": title_of(pathway),
        "content": read_plan(versions[0].content),
        "version": versions[0],
        "ahead": ahead,
        "coordinator": names_of([account]).get(account, ""),
        "hospital": record.hospitals.get(course.at, course.at) if course else "",
    }
    return render(request, "coordination/plan_print.html", context)


@require_safe
def careplan(request: HttpRequest, id: UUID) -> HttpResponse:
    """The newest version as a FHIR R4 CarePlan."""
    plan = queries.find_plan(id)
    if plan is None:
        raise Http404
    now = looked(request, plan.patient, "careplan")
    version = queries.plan_versions(plan.patient, plan.pathway)[0]
    course = course_of(plan.patient, plan.pathway, as_of_day(now))
    resource = to_careplan(read_plan(version.content), _head(version, course.release if course else ""))
    answer = JsonResponse(resource, content_type="application/fhir+json", json_dumps_params={"ensure_ascii": False})
    answer["Content-Disposition"] = f'attachment; filename="careplan-{plan.id}.json"'
    return answer


def _head(version: PlanVersion, release: str) -> PlanHead:
    loaded = loaded_pathways().get(release)
    norm = ""
    if loaded is not None:
        norm = (
            f"{loaded.hub_url.rstrip('/')}/fhir/R4/PlanDefinition/{resource_id(loaded.definition.id)}|{loaded.version}"
        )
    return PlanHead(
        id=str(version.plan_id),
        version=version.number,
        written_at=version.written_at,
        begun_on=version.plan.begun_on,
        patient=str(version.plan.patient_id),
        title=say("plan.of", pathway=title_of(version.plan.pathway)),
        norm=norm,
        author=names_of([version.written_by]).get(version.written_by, version.written_by),
        language=current_language(),
    )
