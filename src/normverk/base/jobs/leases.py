"""Taking and ending leases. A lease is taken in a short transaction of its own; whoever ends it must still hold it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import transaction
from django.db.models import Q

from normverk.base.events.actions import record
from normverk.base.jobs.events import JobDied
from normverk.base.jobs.models import Job, OutboxMessage, State
from normverk.base.policy import system

LEASE: Final = timedelta(minutes=5)
"""How long a worker may be silent before another may take over. Longer than any job or sending should take."""
ATTEMPTS: Final = {Job: 8, OutboxMessage: 20}
"""How often work is tried: a job about a day, a message about four days, so that it outlives a receiver's weekend."""
FIRST_PAUSE: Final = timedelta(seconds=10)
LONGEST_PAUSE: Final = timedelta(hours=6)

Work = TypeVar("Work", Job, OutboxMessage)


class LeaseLost(Exception):  # noqa: N818
    """The lease ran out and somebody else has taken the work over: what was done for it is rolled back."""


def take(table: type[Work], *, now: datetime) -> Work | None:
    """Takes the next piece of work that is due, or None when there is none. Work whose lease has run out is due again.

    Work left behind by a killed worker for the last time is declared dead here, for no one else will.
    """
    due = Q(state=State.WAITING, run_after__lte=now) | Q(state=State.RUNNING, lease_until__lte=now)
    while table._default_manager.filter(due).exists():  # asked without a lock, so that an idle worker disturbs nobody
        with transaction.atomic():
            work: Work | None = table._default_manager.select_for_update(skip_locked=True).filter(due).first()
            if work is None:
                return None
            if work.attempts >= ATTEMPTS[table]:
                _bury(work, error="LeaseExpired", now=now)
                continue
            work.state, work.attempts = State.RUNNING, work.attempts + 1
            work.lease_until, work.lease_token = now + LEASE, secrets.token_hex(16)
            work.save()
            return work
    return None


def hold(table: type[Work], work: Work) -> Work:
    """The row, locked until the transaction ends, if the lease is still the caller's; LeaseLost otherwise."""
    held: Work | None = (
        table._default_manager.select_for_update()
        .filter(pk=work.pk, state=State.RUNNING, lease_token=work.lease_token)
        .first()
    )
    if held is None:
        raise LeaseLost(str(work))
    return held


def finish(work: Job | OutboxMessage, *, now: datetime) -> None:
    """Marks work as done, inside the transaction of its effect; LeaseLost when the lease is no longer held."""
    _end(work, state=State.DONE, finished_at=now, last_error="")


@transaction.atomic
def fail(work: Job | OutboxMessage, *, error: str, now: datetime) -> None:
    """Lets work wait for its next try, longer each time, or declares it dead. Raises LeaseLost like `finish`."""
    if work.attempts >= ATTEMPTS[type(work)]:
        _bury(work, error=error, now=now)
        return
    _end(work, state=State.WAITING, run_after=now + pause(work.attempts), last_error=error)


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries: 10 s, 40 s, 160 s … and never more than six hours."""
    return min(FIRST_PAUSE * int(4 ** min(attempts - 1, 20)), LONGEST_PAUSE)


def _bury(work: Job | OutboxMessage, *, error: str, now: datetime) -> None:
    _end(work, state=State.DEAD, finished_at=now, last_error=error)
    record(
        data=JobDied(kind=work.kind, attempts=work.attempts, error=error),
        subject=f"{work._meta.model_name}/{work.pk}",
        actor=system(),
        now=now,
    )


def _end(work: Job | OutboxMessage, **fields: object) -> None:
    """Ends the lease with these fields, and only if it is still held: the fence."""
    held = type(work)._default_manager.filter(pk=str(work.pk), state=State.RUNNING, lease_token=work.lease_token)
    if not held.update(lease_until=None, lease_token="", **fields):
        raise LeaseLost(str(work))
