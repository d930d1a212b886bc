"""Tables of what is kept about a patient beside the record. Nothing here moves a clock.

Every row is written by an action with an event; free texts are personal and stand in the log as digests only.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from normverk.use.pathways.models import Organisation, Patient


class TaskState(models.TextChoices):
    """How a task stands. That it is overdue is never stored: it follows from the day one asks."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"
    """It was not needed any more."""
    ABANDONED = "abandoned"
    """It was needed and did not succeed."""


class Task(models.Model):
    """Something to be done about a patient. `assigned_to` is an account, empty for whoever comes first."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(max_length=200)
    details = models.TextField(blank=True)
    due_on = models.DateField(null=True)
    assigned_to = models.CharField(max_length=80, blank=True, db_index=True)
    state = models.CharField(max_length=12, choices=TaskState.choices, default=TaskState.OPEN)
    reason = models.TextField(blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    closed_by = models.CharField(max_length=80, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=TaskState.values), name="task_state_known"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True) | (~Q(state="open") & Q(closed_at__isnull=False)),
                name="task_closed_when_not_open",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="task_open_by_day")]

    def __str__(self) -> str:
        return str(self.id)


class DelayReason(models.TextChoices):
    """Why the patient wants to wait. The list is our own: no national list is known."""

    WANTS_TIME = "wants-time"
    TRAVEL = "travel"
    ILLNESS = "illness"
    FAMILY_OR_WORK = "family-or-work"
    DID_NOT_COME = "did-not-come"
    OTHER = "other"


class Delay(models.Model):
    """That the patient wants to wait, from `begins` to `ends` (None: still). `noted_on` is the day it was written down."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="delays")
    pathway = models.CharField(max_length=80)
    begins = models.DateField()
    ends = models.DateField(null=True)
    code = models.CharField(max_length=20, choices=DelayReason.choices)
    details = models.TextField(blank=True)
    noted_on = models.DateField()
    noted_by = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("begins")), name="delay_ends_after_begin"
            ),
            models.CheckConstraint(condition=Q(code__in=DelayReason.values), name="delay_code_known"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class MeetingItem(models.Model):
    """A patient put up for a multidisciplinary meeting at a hospital on a day: the question, and later the decision."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="meetings")
    pathway = models.CharField(max_length=80)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="meetings")
    held_on = models.DateField(db_index=True)
    question = models.TextField()
    put_up_by = models.CharField(max_length=80)
    put_up_at = models.DateTimeField()
    decision = models.TextField(blank=True)
    decided_on = models.DateField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    taken_off_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decision="") | (Q(decided_on__isnull=False) & ~Q(decision="")),
                name="meeting_decision_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | Q(taken_off_at__isnull=True), name="meeting_decided_or_taken_off"
            ),
            models.UniqueConstraint(
                fields=["patient", "pathway", "held_on", "organisation"],
                condition=Q(taken_off_at__isnull=True),
                name="meeting_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @property
    def is_waiting(self) -> bool:
        """True until it is decided or taken off."""
        return self.decided_on is None and self.taken_off_at is None


class Plan(models.Model):
    """The individual plan of a patient in a pathway. What it says stands in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="plans")
    pathway = models.CharField(max_length=80)
    begun_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["patient", "pathway"], name="plan_once_a_pathway")]

    def __str__(self) -> str:
        return str(self.id)


class PlanVersion(models.Model):
    """One version of a plan, never changed. `content` is a PlanContent as plain data."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.number}"
