"""The worker: takes what is due, does it, and goes on. Several may run at once; each piece of work has one holder."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event as Flag

import msgspec
from django.db import Error, connection, transaction

from normverk.base.jobs import leases
from normverk.base.jobs.kinds import KINDS
from normverk.base.jobs.models import Job, OutboxMessage
from normverk.base.jobs.sending import SendFailed, send

_log = logging.getLogger("normverk.jobs")
Clock = Callable[[], datetime]


@dataclass(frozen=True)
class Counts:
    """What a round did: jobs done and messages sent, tries that failed, and leases that were lost on the way."""

    done: int = 0
    failed: int = 0
    lost: int = 0

    @property
    def total(self) -> int:
        """Pieces of work that were taken up."""
        return self.done + self.failed + self.lost

    def plus(self, outcome: str) -> Counts:
        """With one more of done, failed or lost."""
        return replace(self, **{outcome: getattr(self, outcome) + 1})


def run_due(*, now_fn: Clock, limit: int = 100) -> Counts:
    """Does jobs and sends messages that are due, at most `limit` of each, and says how it went.

    `now_fn` gives the present moment; it is asked anew for each piece of work.
    """
    counts = Counts()
    for table, attempt in ((Job, _run), (OutboxMessage, _send)):
        for _ in range(limit):
            work = leases.take(table, now=now_fn())  # type: ignore[type-var]
            if work is None:
                break
            counts = counts.plus(_attempt(work, attempt, now_fn))  # type: ignore[arg-type]
    return counts


def run_forever(
    *, now_fn: Clock, stop: Flag, each_round: Callable[[datetime], None] | None = None, pause_seconds: float = 0.5
) -> None:
    """Works until `stop` is set. `each_round` is called in every round, for what must be done now and then.

    A database that is away or busy is waited for; nothing is lost, for leases run out by themselves.
    """
    while not stop.is_set():
        worked = 0
        try:
            worked = run_due(now_fn=now_fn).total
            if each_round is not None:
                each_round(now_fn())
        except (Error, OSError) as fault:
            _log.error("the worker's round failed", extra={"error": type(fault).__name__})
            if isinstance(fault, Error):
                connection.close()
        if not worked:
            stop.wait(pause_seconds)


def _attempt(work: Job | OutboxMessage, attempt: Callable[..., None], now_fn: Clock) -> str:
    """Tries one piece of work under its lease and ends the lease; says done, failed or lost."""
    about = {"job": str(work.pk), "kind": work.kind, "attempt": work.attempts}
    try:
        try:
            attempt(work, now_fn)
        except leases.LeaseLost:
            raise
        except Exception as fault:
            error = fault.error if isinstance(fault, SendFailed) else type(fault).__name__
            _log.error("a job failed", exc_info=fault, extra={**about, "error": error})
            leases.fail(work, error=error[:80], now=now_fn())
            return "failed"
    except leases.LeaseLost:
        _log.warning("a lease was lost", extra=about)
        return "lost"
    return "done"


def _run(job: Job, now_fn: Clock) -> None:
    """The job's effect and its end in one transaction: both happen or neither."""
    now = now_fn()
    with transaction.atomic():
        held = leases.hold(Job, job)
        kind = KINDS[held.kind]
        kind.handler(msgspec.convert(held.payload, kind.payload), now=now, job=held)
        leases.finish(held, now=now)


def _send(message: OutboxMessage, now_fn: Clock) -> None:
    """Sends outside any transaction, so that a slow receiver holds nothing up; a kill in between means sending again."""
    send(message)
    with transaction.atomic():
        leases.finish(message, now=now_fn())
