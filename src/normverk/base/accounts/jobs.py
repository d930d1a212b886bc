"""Background work of accounts: telling the log of refused logins, once a window."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from normverk.base.accounts.actions import TELL, TellRefusals, tell_refusals
from normverk.base.jobs.kinds import handles
from normverk.base.policy import system


@handles(TELL, TellRefusals)
def tell(payload: TellRefusals, *, now: datetime, job: Any) -> None:
    """Writes one event about the window."""
    tell_refusals(until=payload.until, actor=system(), now=now)
