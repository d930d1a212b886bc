"""What can happen to proposals. As with record events, what a patient's record says is not copied into the log."""

from __future__ import annotations

from typing import Any, ClassVar

from normverk.base.events.types import EventData


class FactsTakenIn(EventData, frozen=True):
    """A file of facts of the record was read, and what follows from it was proposed."""

    type_name: ClassVar[str] = "facts.taken-in"
    file_digest: str
    form: str
    lines: int
    counts: dict[str, int]
    patients: int
    proposals: dict[str, int]


class ProposalDecided(EventData, frozen=True):
    """Somebody confirmed, corrected or refused a proposal, took its code back, or kept it as it was. The event's subject
    and actor say about whom and by whom; the reason stands with the proposal."""

    type_name: ClassVar[str] = "proposal.decided"
    proposal: str
    decision: str
    code_version: int


class ProposingMeasured(EventData, frozen=True):
    """How well the rules propose was measured on simulated hospitals, and the figures kept for the page about it."""

    type_name: ClassVar[str] = "proposals.measured"
    seed: int
    patients: int
    hospitals: tuple[str, ...]
    figures: dict[str, Any]
