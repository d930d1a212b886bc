"""Every write of facts and proposals."""

from normverk.use.proposals.actions.access import note_proposals_listed, note_proposals_seen
from normverk.use.proposals.actions.decide import confirm, correct, keep, refuse, take_back
from normverk.use.proposals.actions.intake import FactReport, read_facts, take_facts
from normverk.use.proposals.actions.measured import keep_measurement
from normverk.use.proposals.actions.refresh import refresh

__all__ = [
    "FactReport",
    "confirm",
    "correct",
    "keep",
    "keep_measurement",
    "note_proposals_listed",
    "note_proposals_seen",
    "read_facts",
    "refresh",
    "refuse",
    "take_back",
    "take_facts",
]
