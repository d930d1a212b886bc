"""What can happen to findings."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class FindingAnswered(EventData, frozen=True):
    """The owner of an edition said why a finding of the norm check may stand; the reason stands as the event's reason."""

    type_name: ClassVar[str] = "finding.answered"
    edition: str
    finding: str
    check: str
    place: str
