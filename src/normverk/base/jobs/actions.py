"""Asking for background work, and receiving what others send. All of it stands or falls with the caller's transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from normverk.base.events.actions import record
from normverk.base.jobs.events import JobRevived
from normverk.base.jobs.kinds import KINDS
from normverk.base.jobs.models import Job, OutboxMessage, Received, State
from normverk.base.policy import Actor, require


def enqueue(
    *, kind: str, payload: msgspec.Struct, now: datetime, key: str = "", run_after: datetime | None = None
) -> Job:
    """Asks for a job, in the caller's transaction: a caller that is rolled back has asked for nothing.

    With a `key` (at most 200 signs) the same work is asked for once: the job already there is returned, whatever its
    state. Raises KeyError for an unknown kind, TypeError for a payload of another type, RuntimeError outside a
    transaction.
    """
    _inside_transaction("enqueue()")
    if not isinstance(payload, KINDS[kind].payload):
        raise TypeError(f"a job of kind {kind} takes {KINDS[kind].payload.__name__}, not {type(payload).__name__}")
    fields: dict[str, Any] = {
        "kind": kind,
        "payload": msgspec.to_builtins(payload),
        "created_at": now,
        "run_after": run_after or now,
    }
    if not key:
        return Job.objects.create(**fields)
    return Job.objects.get_or_create(key=key, defaults=fields)[0]


def post(
    *, kind: str, destination: str, body: Any, now: datetime, id: UUID | None = None, run_after: datetime | None = None
) -> OutboxMessage:
    """Puts a message to another system in the outbox, in the caller's transaction; the worker sends it.

    `body` is plain data that becomes JSON. It is sent at least once, with `Idempotency-Key: <id>`, so that the receiver
    can let it take effect once. Raises ValueError for an address that is not http, RuntimeError outside a transaction.
    """
    _inside_transaction("post()")
    if not destination.startswith(("https://", "http://")):
        raise ValueError("a message can be sent to an http address only")
    message = OutboxMessage(kind=kind, destination=destination, body=body, created_at=now, run_after=run_after or now)
    if id is not None:
        message.id = id
    message.save(force_insert=True)
    return message


def receive_once(key: str, now: datetime) -> bool:
    """True the first time a key is seen, false ever after; call it in the transaction of the message's effect.

    Put the sender in front of the key (`site:key`), so that no sender can use up another's. Raises ValueError for an
    empty key or one over 200 signs, RuntimeError outside a transaction.
    """
    _inside_transaction("receive_once()")
    if not 0 < len(key) <= 200:
        raise ValueError("an idempotency key has 1 to 200 signs")
    return Received.objects.get_or_create(key=key, defaults={"received_at": now})[1]


@transaction.atomic
def revive(*, work: Job | OutboxMessage, actor: Actor, now: datetime) -> None:
    """Lets a dead job or message try again from the start; ValueError when it is not dead."""
    require(actor, "jobs.run")
    changed = (
        type(work)
        ._default_manager.filter(pk=str(work.pk), state=State.DEAD)
        .update(state=State.WAITING, attempts=0, run_after=now, finished_at=None)
    )
    if not changed:
        raise ValueError(f"{work} is not dead")
    record(data=JobRevived(kind=work.kind), subject=f"{work._meta.model_name}/{work.pk}", actor=actor, now=now)


def _inside_transaction(what: str) -> None:
    if not connection.in_atomic_block:
        raise RuntimeError(f"{what} must stand in the same transaction as what it belongs to")
