"""Every read of facts and proposals."""

from normverk.use.proposals.queries.facts import loaded_rules, registered_of, settled_facts, stored_fact
from normverk.use.proposals.queries.listing import (
    Choices,
    ProposalFilter,
    ProposalPage,
    choices,
    listed,
    proposals_of,
)

__all__ = [
    "Choices",
    "ProposalFilter",
    "ProposalPage",
    "choices",
    "listed",
    "loaded_rules",
    "proposals_of",
    "registered_of",
    "settled_facts",
    "stored_fact",
]
