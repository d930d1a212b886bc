"""The job that builds the release of an approved edition."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from normverk.base.jobs.kinds import handles
from normverk.base.policy import system

BUILD: Final = "release.build"


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
