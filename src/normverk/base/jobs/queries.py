"""Reading the queue."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Count

from normverk.base.jobs.models import Job, OutboxMessage, State


def tally() -> dict[str, dict[str, int]]:
    """How many jobs and messages there are in each state; every state is named, also with nothing in it."""
    return {
        name: dict.fromkeys(State.values, 0)
        | dict(table._default_manager.order_by().values_list("state").annotate(Count("pk")))
        for name, table in (("jobs", Job), ("messages", OutboxMessage))
    }


def dead() -> tuple[Job | OutboxMessage, ...]:
    """What has failed too often and waits for a person, oldest first."""
    return (
        *Job.objects.filter(state=State.DEAD).order_by("created_at"),
        *OutboxMessage.objects.filter(state=State.DEAD).order_by("created_at"),
    )


def latest(limit: int = 50) -> tuple[Job | OutboxMessage, ...]:
    """The latest jobs and messages, newest first."""
    found: list[Job | OutboxMessage] = [
        *Job.objects.order_by("-created_at")[:limit],
        *OutboxMessage.objects.order_by("-created_at")[:limit],
    ]
    return tuple(sorted(found, key=lambda work: work.created_at, reverse=True)[:limit])


def overdue_since(now: datetime) -> datetime | None:
    """The moment since which work that is due has been left lying, or None: a worker that stands still shows here."""
    first = Job.objects.filter(state=State.WAITING, run_after__lte=now).order_by("run_after").first()
    return first.run_after if first else None
