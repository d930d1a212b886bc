"""The drill of test_kill: processes write and work, and are killed with kill -9 at a moment nobody chose.

Run by a process of its own that has set Django up, in an installation of its own; prints what it found as JSON.
"""

from __future__ import annotations

import json
import os
import random
import select
import signal
import time
from collections import Counter
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import ClassVar

import msgspec
from django.db import OperationalError, connections, transaction

from normverk.base.accounts.actions import make_account
from normverk.base.accounts.models import Account
from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.events.queries import faults
from normverk.base.events.types import EventData
from normverk.base.jobs.actions import enqueue
from normverk.base.jobs.kinds import handles
from normverk.base.jobs.models import Job
from normverk.base.jobs.queries import tally
from normverk.base.jobs.worker import run_due
from normverk.base.policy import system

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
AT_ONCE = 2


class Effect(msgspec.Struct, frozen=True):
    """The payload of the drill's jobs."""

    name: str


class DrillEffect(EventData, frozen=True):
    """A job of the drill took effect."""

    type_name: ClassVar[str] = "drill.effect"
    attempt: int


@handles("drill.effect", Effect)
def take_effect(payload: Effect, *, now: datetime, job: Job) -> None:
    """The effect is an event: had it happened twice, there would be two, for nothing makes them unique."""
    record(data=DrillEffect(attempt=job.attempts), subject=f"effect/{payload.name}", actor=system(), now=now)


def write_and_work(name: str, now: datetime, acknowledge: int) -> None:
    """Writes a row with its event and its job, says so when that is committed, works, and begins anew; never ends."""
    number = 0
    while True:
        number += 1
        with suppress(OperationalError):
            with transaction.atomic():
                made = f"{name}-{number}"
                make_account(username=made, display_name="", grants=(), actor=system(), now=now)
                enqueue(kind="drill.effect", payload=Effect(made), now=now, key=made)
            os.write(acknowledge, f"{made}\n".encode())
            run_due(now_fn=lambda: now, limit=2)


def kill_some(round_number: int, chance: random.Random) -> tuple[list[str], int]:
    """Starts a few processes, kills each at a random moment; what was acknowledged, and how many were killed."""
    reading, writing = os.pipe()
    now = BEGIN + timedelta(minutes=10 * round_number)
    children = []
    for number in range(AT_ONCE):
        child = os.fork()
        if child == 0:
            os.close(reading)
            try:
                write_and_work(f"{round_number}-{number}", now, writing)
            finally:
                os._exit(3)  # a fault of the drill shows as a process that was not killed
        children.append(child)
    os.close(writing)
    # However slow the machine: mostly a few writes are acknowledged before the first kill, sometimes none.
    heard, enough, patience = b"", chance.choice([0, 2, 4, 6]), time.monotonic() + 10
    while heard.count(b"\n") < enough and time.monotonic() < patience:
        if select.select([reading], [], [], 0.1)[0]:
            heard += os.read(reading, 65536)
    killed = 0
    for child in children:
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed += os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    with os.fdopen(reading, "rb") as rest:
        return (heard + rest.read()).decode().split(), killed


def drill(kills: int) -> dict[str, object]:
    """Kills that many processes, lets a last worker finish, and counts what is lost and what happened twice."""
    chance, acknowledged, killed = random.Random(20260302), [], 0
    for round_number in range(kills // AT_ONCE):
        heard, more = kill_some(round_number, chance)
        acknowledged += heard
        killed += more
    end = BEGIN + timedelta(minutes=10 * kills)
    while run_due(now_fn=lambda: end).total:
        pass
    written = set(Account.objects.values_list("username", flat=True))
    effects = Counter(
        subject.removeprefix("effect/")
        for subject in Event.objects.filter(type="drill.effect").values_list("subject", flat=True)
    )
    again = Event.objects.filter(type="drill.effect", data__attempt__gt=1).count()
    return {
        "killed": killed,
        "acknowledged": len(acknowledged),
        "done_again_after_a_kill": again,
        "lost": sorted(set(acknowledged) - written),
        "without_effect": sorted(written - set(effects)),
        "effect_of_nothing": sorted(set(effects) - written),
        "twice": sorted(name for name, times in effects.items() if times > 1),
        "jobs_not_done": {state: n for state, n in tally()["jobs"].items() if n and state != "done"},
        "faults": [str(fault) for fault in faults()],
    }


def main(kills: int) -> None:
    """Drills and prints what was found."""
    connections.close_all()
    print(json.dumps(drill(kills)))
