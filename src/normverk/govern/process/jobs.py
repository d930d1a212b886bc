"""The jobs that build the release of an approved edition, and withdraw that of an edition taken back."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from normverk.base.jobs.kinds import handles
from normverk.base.policy import system

BUILD: Final = "release.build"
WITHDRAW: Final = "release.withdraw"


class BuildRelease(msgspec.Struct, frozen=True):
    """Build the release of this case's edition."""

    case: str


@handles(BUILD, BuildRelease)
def build(payload: BuildRelease, *, now: Any, job: Any) -> None:
    """Publishes the approved edition of a case; nothing happens when it has been published meanwhile."""
    from normverk.govern.process.actions.publishing import publish_approved
    from normverk.govern.process.queries import find_case

    case = find_case(payload.case)
    if case is not None and case.edition.state == "approved":
        publish_approved(case=case, actor=system(), now=now)


class WithdrawRelease(msgspec.Struct, frozen=True):
    """Withdraw the release of this case's edition; `decision` is the decision to stop, `event` its place in the log."""

    case: str
    decision: str
    event: int


@handles(WITHDRAW, WithdrawRelease)
def withdraw(payload: WithdrawRelease, *, now: Any, job: Any) -> None:
    """Withdraws the release with the decision's reasons; nothing happens when there is none, or it is withdrawn already."""
    from normverk.govern.process.actions.publishing import withdraw_stopped

    withdraw_stopped(decision_ref=payload.decision, event=payload.event, actor=system(), now=now)
