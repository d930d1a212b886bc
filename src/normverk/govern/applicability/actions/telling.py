"""Telling of a change to a norm: the event log learns of it, and search reads the norm again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from normverk.base.events.actions import record
from normverk.base.events.types import EventData
from normverk.base.policy import Actor
from normverk.govern.applicability.finding import key_of
from normverk.govern.applicability.queries import subject_of
from normverk.publish.search.actions import renew_later


def tell(*, norm: str, data: EventData, actor: Actor, now: datetime, reason: str, rows: Iterable[models.Model]) -> None:
    """Appends the event of a change to the norm with this key, in the caller's transaction."""
    record(data=data, subject=subject_of(norm), actor=actor, now=now, reason=reason.strip(), rows=rows)
    renew_later(under=key_of(norm), now=now)
