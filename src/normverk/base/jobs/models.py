"""Tables of jobs: work inside the database, messages to the world outside, and keys of messages received."""

from __future__ import annotations

import uuid

from django.db import models


class State(models.TextChoices):
    """Where a piece of work stands. `dead` has failed too often and waits for a person."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"


class Leased(models.Model):
    """What a job and an outbox message share: a worker holds one for a while, and whoever comes later may take it over.

    `lease_token` fences: a worker whose lease has been taken over cannot finish what it no longer holds. `last_error`
    is the type of an exception, never its message, which may quote a patient or a person.
    """

    kind = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    run_after = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.CharField(max_length=32, blank=True)
    last_error = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ["run_after", "created_at", "id"]
        indexes = [models.Index(fields=["state", "run_after"], name="%(class)s_due")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="running", lease_until__isnull=False) & ~models.Q(lease_token="")
                | ~models.Q(state="running") & models.Q(lease_until__isnull=True, lease_token=""),
                name="%(class)s_leased_when_running",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["done", "dead"], finished_at__isnull=False)
                | models.Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="%(class)s_finished_when_ended",
            ),
        ]


class Job(Leased):
    """Work to be done in the background. `key`, when there is one, lets the same work be asked for only once."""

    id = models.BigAutoField(primary_key=True)
    payload = models.JSONField()
    key = models.CharField(max_length=200, unique=True, null=True)

    class Meta(Leased.Meta):
        pass

    def __str__(self) -> str:
        return f"job {self.id} {self.kind} {self.state}"


class OutboxMessage(Leased):
    """Something to tell another system. The id is the idempotency key that the receiver gets with every try."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    destination = models.URLField(max_length=500)
    body = models.JSONField()

    class Meta(Leased.Meta):
        pass

    def __str__(self) -> str:
        return f"message {self.id} {self.kind} {self.state}"


class Received(models.Model):
    """The idempotency key of a message whose effect has happened here."""

    key = models.CharField(max_length=200, primary_key=True)
    received_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
