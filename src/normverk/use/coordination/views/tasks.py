"""Tasks: the list, a new one, and what became of one."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from normverk.base.policy import require
from normverk.base.requests import who
from normverk.base.rules import Broken
from normverk.use.coordination import queries
from normverk.use.coordination.actions import add_task, close_task
from normverk.use.coordination.forms import CloseTaskForm, TaskForm, TaskListForm
from normverk.use.pathways.acting import act_page, done
from normverk.use.pathways.actions import note_list_seen
from normverk.use.pathways.queries import names_of, who_may_coordinate
from normverk.use.pathways.seeing import as_of_day, looked, own_organisations, seen


@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """Open tasks about one's own patients, first due first."""
    actor, now = who(request), datetime.now(UTC)
    organisations = own_organisations(actor)
    require(actor, "patients.list", {"organisations": organisations})
    form = TaskListForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    as_of = as_of_day(now)
    found = queries.open_tasks(
        organisations,
        whose=actor.id if given.get("whose") != "all" else "",
        on=as_of,
        only_overdue=given.get("when") == "overdue",
    )
    note_list_seen(
        patients=(str(task.patient_id) for task in found.tasks),
        organisations=organisations,
        actor=actor,
        now=now,
        page="tasks",
    )
    people = names_of(task.assigned_to for task in found.tasks)
    rows = [
        {
            "task": task,
            "who": people.get(task.assigned_to, ""),
            "overdue": queries.is_overdue(task, as_of),
        }
        for task in found.tasks
    ]
    context = {"form": form, "rows": rows, "total": found.total, "more": found.total > len(rows), "as_of": as_of}
    return render(request, "coordination/tasks.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, id: UUID) -> HttpResponse:
    """Writes a task down."""
    patient, now = seen(request, id, "task", "patient.follow-up")
    actor = who(request)
    form = TaskForm(request.POST or None, who_may_coordinate(patient.policy_facts()["organisations"]), actor.id)
    if request.method == "POST" and form.is_valid():
        add_task(patient=patient, **form.cleaned_data, actor=actor, now=now)
        return done(patient, "task")
    return act_page(request, patient, "task.add", form)


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, id: UUID) -> HttpResponse:
    """Says what became of a task."""
    task = queries.find_task(id)
    if task is None:
        raise Http404
    now = looked(request, task.patient, "task", "patient.follow-up")
    form = CloseTaskForm(request.POST or None)
    broken: tuple[object, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            close_task(task=task, **form.cleaned_data, actor=who(request), now=now)
            return done(task.patient, "task-closed")
        except Broken as refused:
            broken = refused.findings
    facts = [("task.what", task.title), ("task.details", task.details or "–")]
    return act_page(request, task.patient, "task.close", form, findings=broken, facts=facts)
