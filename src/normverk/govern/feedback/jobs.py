"""The job that forgets the words of an answer when the time they are kept is over."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from normverk.base.jobs.kinds import handles
from normverk.base.policy import system
from normverk.govern.feedback.actions import FORGET, Forget, forget_words


@handles(FORGET, Forget)
def forget(payload: Forget, *, now: datetime, job: Any) -> None:
    """Erases the words."""
    forget_words(id=payload.id, actor=system(), now=now)
