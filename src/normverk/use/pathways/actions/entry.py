"""Registrations that are written by hand: they pass the same intake as files do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Final

from normverk.base.policy import Actor
from normverk.use.pathways import engine
from normverk.use.pathways.actions.intake import keep
from normverk.use.pathways.intake import Line
from normverk.use.pathways.models import RecordEvent
from normverk.use.pathways.queries.norms import loaded_norms

SOURCE: Final = "normverk"
"""The source of registrations that begin here. A correction keeps the source of what it corrects."""


def enter(
    events: Sequence[engine.RecordEvent], *, actor: Actor, now: datetime, as_of: date | None
) -> tuple[RecordEvent, ...]:
    """Takes these registrations in, in the caller's transaction, and returns the rows that hold them.

    Raises RuntimeError when intake sets one aside: the caller's rules should have refused it first.
    """
    content = b"\n".join(engine.content_of(event) for event in events)
    lines = [Line(number, event=event) for number, event in enumerate(events, start=1)]
    digest = hashlib.sha256(content).hexdigest()
    report = keep(lines, digest=digest, form="entered", norms=loaded_norms(), actor=actor, now=now, as_of=as_of)
    if report.complaints:
        raise RuntimeError(f"intake set aside what was written by hand: {report.complaints[0][1].kind}")
    return tuple(
        RecordEvent.objects.get(source=event.source, source_id=event.source_id, version=event.version, current=True)
        for event in events
    )


def recorded_at(now: datetime) -> datetime:
    """When something is recorded, as record events write it: UTC, whole seconds."""
    return now.astimezone(UTC).replace(microsecond=0)


def code_standing(code: str, day: date) -> str:
    """What the loaded norms say of a code on a day: known, retired or unknown."""
    return loaded_norms().standing(code, day)
