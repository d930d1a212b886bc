"""Tasks about a patient."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.norm.days import local_date
from normverk.use.coordination.events import TaskAdded, TaskClosed
from normverk.use.coordination.models import Task, TaskState
from normverk.use.coordination.rules import ClosingFacts
from normverk.use.pathways.models import Patient


@transaction.atomic
def add_task(
    *,
    patient: Patient,
    title: str,
    details: str,
    due_on: date | None,
    assigned_to: str,
    actor: Actor,
    now: datetime,
) -> Task:
    """Writes a task down. `assigned_to` is an account's id, empty for whoever comes first. Raises Denied.

    The same words sent twice, by a second press of the button, are one task while it is open.
    """
    require(actor, "patient.follow-up", patient.policy_facts())
    Patient.objects.select_for_update().get(pk=patient.pk)
    words = {"title": title, "details": details, "due_on": due_on, "assigned_to": assigned_to}
    if there := Task.objects.filter(patient=patient, state=TaskState.OPEN, made_by=actor.id, **words).first():
        return there
    task = Task.objects.create(patient=patient, made_by=actor.id, made_at=now, **words)
    record(data=TaskAdded(task=str(task.id)), subject=f"patient/{patient.id}", actor=actor, now=now, rows=[task])
    return task


@transaction.atomic
def close_task(*, task: Task, state: str, reason: str, actor: Actor, now: datetime) -> Task:
    """Closes a task as done, cancelled (not needed) or abandoned (failed). Raises Denied and Broken."""
    require(actor, "patient.follow-up", task.patient.policy_facts())
    task = Task.objects.select_for_update().get(pk=task.pk)
    uphold(ClosingFacts(task.state, state, bool(reason)), on=local_date(now))
    task.state, task.reason, task.closed_by, task.closed_at = state, reason, actor.id, now
    task.save()
    data = TaskClosed(task=str(task.id), state=state)
    record(data=data, subject=f"patient/{task.patient_id}", actor=actor, now=now, rows=[task])
    return task
