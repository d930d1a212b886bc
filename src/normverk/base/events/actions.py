"""Appending to the log."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec
from django.db import connection, models

from normverk.base.events.models import Event, Head
from normverk.base.events.rows import Image, image, key, refreshed
from normverk.base.events.types import EventData
from normverk.base.policy import Actor
from normverk.norm.canonical import canonical


def record(
    *,
    data: EventData,
    subject: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    cause: Event | None = None,
    rows: Iterable[models.Model] = (),
    removed: Iterable[models.Model] = (),
) -> Event:
    """Appends one event inside the caller's transaction and returns it.

    `subject` is the address of what it is about (for instance need/B-2026-001), `rows` the governed rows the action
    has written (saved already), `removed` those it is about to delete. Raises RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("record() must stand in the same transaction as what it records")
    images: dict[str, Image | None] = {}
    for row in refreshed(rows):
        images[key(row)] = image(row)
    images.update({key(row): None for row in removed})
    head = Head.objects.select_for_update().get(pk=1)
    event = Event(
        seq=head.seq + 1,
        at=now,
        type=type(data).type_name,
        subject=subject,
        actor=actor.id,
        reason=reason,
        cause=cause.seq if cause else None,
        data=msgspec.to_builtins(data),
        rows=images,
        previous=head.hash,
    )
    event.hash = event_hash(event)
    event.save(force_insert=True)
    Head.objects.filter(pk=1).update(seq=event.seq, hash=event.hash)
    return event


def event_hash(event: Event) -> str:
    """The event's link in the chain: sha256 over the canonical JSON of everything in it and the previous link."""
    content = {
        "seq": event.seq,
        "at": event.at.astimezone(UTC).isoformat(),
        "type": event.type,
        "subject": event.subject,
        "actor": event.actor,
        "reason": event.reason,
        "cause": event.cause,
        "data": event.data,
        "rows": event.rows,
        "previous": event.previous,
    }
    return hashlib.sha256(canonical(content)).hexdigest()
