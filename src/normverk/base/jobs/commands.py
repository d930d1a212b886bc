"""normverk jobs: the worker and the queue."""

from __future__ import annotations

import argparse
import logging
import signal
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

from normverk.base import checkpoints
from normverk.base.commands import Subparsers, Unusable, add_command, add_group, show, table
from normverk.base.jobs import queries
from normverk.base.jobs.actions import revive
from normverk.base.jobs.kinds import EVERY_MINUTE
from normverk.base.jobs.models import Job, OutboxMessage
from normverk.base.jobs.worker import Counts, run_due, run_forever
from normverk.base.policy import operator, require

_log = logging.getLogger("normverk.jobs")


def add_commands(commands: Subparsers) -> None:
    """Adds `normverk jobs run|list|revive`."""
    jobs = add_group(commands, "jobs", help="Do background jobs, and see them.")
    command = add_command(
        jobs,
        "run",
        run,
        help="Do what is due and stop; with --forever, go on. `normverk serve` has a worker of its own.",
        example="normverk jobs run",
    )
    command.add_argument("--forever", action="store_true", help="go on until stopped")
    command = add_command(
        jobs, "list", list_work, help="List jobs and messages, the latest first.", example="normverk jobs list --dead"
    )
    command.add_argument("--dead", action="store_true", help="only what has failed too often and waits for a person")
    command.add_argument("--limit", type=int, default=50, help="how many at most (default 50)")
    add_command(
        jobs, "revive", revive_all, help="Let everything that is dead try again.", example="normverk jobs revive"
    )


def run(parsed: argparse.Namespace) -> int:
    """Does what is due; 1 when a try failed."""
    require(operator(), "jobs.run")
    if parsed.forever:
        stop = Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
        run_forever(now_fn=_now, stop=stop, each_round=_each_minute())
        return 0
    counts = _until_nothing_is_due()
    _see_to_the_rest(_now())
    show(parsed, asdict(counts), f"{counts.done} done, {counts.failed} failed")
    return 1 if counts.failed else 0


def list_work(parsed: argparse.Namespace) -> int:
    """Prints the queue as lines."""
    require(operator(), "jobs.run")
    if parsed.limit < 1:
        raise Unusable(f"--limit is {parsed.limit}; give 1 or more")
    found = (queries.dead() if parsed.dead else queries.latest(parsed.limit))[: parsed.limit]
    rows = [
        (str(w.pk), w.kind, w.state, str(w.attempts), f"{w.run_after:%Y-%m-%d %H:%M:%SZ}", w.last_error) for w in found
    ]
    plain = {"tally": queries.tally(), "work": [_plain(work) for work in found]}
    show(parsed, plain, table([("id", "kind", "state", "tries", "due", "last error"), *rows]))
    return 0


def revive_all(parsed: argparse.Namespace) -> int:
    """Revives every dead job and message."""
    found = queries.dead()
    for work in found:
        revive(work=work, actor=operator(), now=_now())
    show(parsed, {"revived": len(found)}, f"{len(found)} revived")
    return 0


def _until_nothing_is_due() -> Counts:
    counts = Counts()
    while True:
        more = run_due(now_fn=_now)
        counts = Counts(counts.done + more.done, counts.failed + more.failed, counts.lost + more.lost)
        if not more.total:
            return counts


def _each_minute() -> Callable[[datetime], None]:
    """What the worker does now and then beside its jobs."""
    last: datetime | None = None

    def each_round(now: datetime) -> None:
        nonlocal last
        if last is None or now - last >= timedelta(minutes=1):
            last = now
            _see_to_the_rest(now)

    return each_round


def _see_to_the_rest(now: datetime) -> None:
    """Keeps the log's end outside the database, and does what apps have asked for; a fault of one stops no other."""
    checkpoints.append_if_due(checkpoints.default_file(), now=now)
    for task in EVERY_MINUTE:
        try:
            task(now)
        except Exception as fault:
            about = {"task": f"{task.__module__}.{task.__qualname__}", "error": type(fault).__name__}
            _log.error("a task of every minute failed", exc_info=fault, extra=about)


def _plain(work: Job | OutboxMessage) -> dict[str, Any]:
    return {
        "id": str(work.pk),
        "kind": work.kind,
        "state": work.state,
        "attempts": work.attempts,
        "due": work.run_after,
        "created_at": work.created_at,
        "finished_at": work.finished_at,
        "last_error": work.last_error,
    }


def _now() -> datetime:
    return datetime.now(UTC)
