"""Background work of publish: on the first day of a new version, the one it replaces is marked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from normverk.base.jobs.kinds import handles
from normverk.base.policy import system
from normverk.publish.actions import SUPERSEDE, Supersede, supersede_due


@handles(SUPERSEDE, Supersede)
def supersede(payload: Supersede, *, now: datetime, job: Any) -> None:
    """Marks what is no longer in force. Pages do not wait for it: they go by the dates."""
    supersede_due(actor=system(), now=now)
