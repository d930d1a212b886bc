"""Every read of tasks, notes of delay, meetings and plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, QuerySet

from normverk.norm.days import Moment, Unit, elapsed, local_date
from normverk.use.coordination.models import Delay, MeetingItem, Plan, PlanVersion, Task, TaskState
from normverk.use.coordination.rules import ExplainFacts
from normverk.use.pathways.models import Patient, PatientOrganisation

MOST: Final = 200
"""How many rows a list shows; it says so when there are more."""


@dataclass(frozen=True)
class TaskPage:
    """The tasks asked for, at most MOST, and how many there are."""

    tasks: tuple[Task, ...]
    total: int


def is_overdue(task: Task, on: date) -> bool:
    """True for an open task whose day has passed."""
    return task.state == TaskState.OPEN and task.due_on is not None and task.due_on < on


def open_tasks(organisations: frozenset[str], *, whose: str, on: date, only_overdue: bool) -> TaskPage:
    """Open tasks about patients at these organisations (the empty string: all), first due first. `whose` is an account's
    id, or empty for everybody's."""
    tasks = _visible(Task.objects.filter(state=TaskState.OPEN), organisations)
    if whose:
        tasks = tasks.filter(assigned_to=whose)
    if only_overdue:
        tasks = tasks.filter(due_on__lt=on)
    chosen = tasks.select_related("patient").order_by(F("due_on").asc(nulls_last=True), "made_at")
    return TaskPage(tuple(chosen[:MOST]), tasks.count())


def tasks_of(patient: Patient) -> tuple[Task, ...]:
    """All tasks about the patient: open ones first due first, then closed ones."""
    rows = sorted(
        patient.tasks.all(), key=lambda task: (task.closed_at is not None, task.due_on or date.max, task.made_at)
    )
    return tuple(rows)


def find_task(id: UUID) -> Task | None:
    """One task."""
    return Task.objects.select_related("patient").filter(pk=id).first()


def delays_of(patient: Patient) -> tuple[Delay, ...]:
    """The notes of delay, oldest first."""
    return tuple(patient.delays.order_by("begins", "noted_at"))


def find_delay(id: UUID) -> Delay | None:
    """One note of delay."""
    return Delay.objects.select_related("patient").filter(pk=id).first()


def delays_within(patient: Patient, pathway: str, start: Moment, end: Moment) -> tuple[Delay, ...]:
    """The notes that hold and touch the time between two moments, in one pathway."""
    rows = patient.delays.filter(pathway=pathway, withdrawn_at__isnull=True, begins__lte=local_date(end))
    first = local_date(start)
    return tuple(delay for delay in rows.order_by("begins") if delay.ends is None or delay.ends >= first)


def explaining(delay: Delay, decided_on: date | None, on: date) -> ExplainFacts:
    """What the rule on delays that explain looks at. Days are counted to the end, or so far."""
    ended = delay.ends is not None and delay.ends <= on
    until = delay.ends if delay.ends is not None else max(on, delay.begins)
    days = elapsed(delay.begins, until, Unit.WORKING_DAYS)
    return ExplainFacts(days, ended or delay.ends is not None, delay.noted_on, decided_on)


def meetings_of(patient: Patient) -> tuple[MeetingItem, ...]:
    """The meetings the patient was put up for, newest first."""
    return tuple(patient.meetings.select_related("organisation").order_by("-held_on", "-put_up_at"))


def find_meeting(id: UUID) -> MeetingItem | None:
    """One patient on one meeting's list."""
    return MeetingItem.objects.select_related("patient", "organisation").filter(pk=id).first()


def meeting_list(
    organisations: frozenset[str], *, since: date, until: date | None, hospital: str
) -> tuple[MeetingItem, ...]:
    """Who stands on the lists of meetings from `since` on (to `until`, both included), by day and hospital."""
    items = _visible(MeetingItem.objects.filter(taken_off_at__isnull=True, held_on__gte=since), organisations)
    if until is not None:
        items = items.filter(held_on__lte=until)
    if hospital:
        items = items.filter(organisation=hospital)
    rows = items.select_related("patient", "organisation").order_by("held_on", "organisation__name", "put_up_at")
    return tuple(rows[:MOST])


def plans_of(patient: Patient) -> tuple[PlanVersion, ...]:
    """The newest version of each of the patient's plans."""
    newest = PlanVersion.objects.filter(plan__patient=patient).select_related("plan").order_by("plan", "-number")
    found: dict[UUID, PlanVersion] = {}
    for version in newest:
        found.setdefault(version.plan_id, version)
    return tuple(found.values())


def plan_versions(patient: Patient, pathway: str) -> tuple[PlanVersion, ...]:
    """Every version of one plan, newest first; nothing when there is none."""
    rows = PlanVersion.objects.filter(plan__patient=patient, plan__pathway=pathway).select_related("plan")
    return tuple(rows.order_by("-number"))


def find_plan(id: UUID) -> Plan | None:
    """One plan."""
    return Plan.objects.select_related("patient").filter(pk=id).first()


def _visible(rows: QuerySet, organisations: frozenset[str]) -> QuerySet:  # type: ignore[type-arg]
    """The rows about patients with an event at one of the organisations."""
    if "" in organisations:
        return rows
    stays = PatientOrganisation.objects.filter(patient=OuterRef("patient"), organisation__in=organisations)
    return rows.filter(Exists(stays))
