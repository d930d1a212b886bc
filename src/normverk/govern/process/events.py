"""What can happen to needs and cases."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class NeedReported(EventData, frozen=True):
    """Somebody reported a need. Who and what they wrote stand in the need, where they can be erased."""

    type_name: ClassVar[str] = "need.reported"
    need: str
    source: str


class NeedAssessed(EventData, frozen=True):
    """A need was assessed and prioritised; the words stand as the event's reason."""

    type_name: ClassVar[str] = "need.assessed"
    need: str
    assessment: str
    priority: int
    merged_into: str


class CaseOpened(EventData, frozen=True):
    """A case was opened from a need, pinned to one exact process."""

    type_name: ClassVar[str] = "case.opened"
    case: str
    need: str
    edition: str
    process: str
    definition: str


class InquirySaved(EventData, frozen=True):
    """The inquiry of a case was saved."""

    type_name: ClassVar[str] = "inquiry.saved"
    case: str
    version: int
    level: str
    analysis: str
    answered: int


class EvidenceTaken(EventData, frozen=True):
    """What a trial told was taken into the answer to a question of the inquiry; `digest` is that of what was frozen."""

    type_name: ClassVar[str] = "inquiry.evidence-taken"
    case: str
    version: int
    question: int
    trial: str
    digest: str


class CaseDecided(EventData, frozen=True):
    """It was decided at the end of a phase; `checks` are the gate's rules as they were judged, `waived` those let be."""

    type_name: ClassVar[str] = "case.decided"
    case: str
    decision: str
    phase: str
    outcome: str
    to_phase: str
    revision: str
    checks: tuple[dict[str, object], ...]
    waived: tuple[str, ...]


class RuleWaived(EventData, frozen=True):
    """A rule was waived in a case; the reasons stand as the event's reason."""

    type_name: ClassVar[str] = "rule.waived"
    case: str
    waiver: str
    rule: str


class ChangeAssessed(EventData, frozen=True):
    """It was judged whether what changed since the hearing is material."""

    type_name: ClassVar[str] = "change.assessed"
    case: str
    assessment: str
    heard: str
    present: str
    material: bool
