"""Proposals as a pure function of (facts of the record, registered codes, data rules). No tables, no wall clock."""

from normverk.use.proposals.engine.facts import Coded, RecordFact, content_of, fact_of, facts_digest, settle, supersedes
from normverk.use.proposals.engine.match import Candidate, candidates, day_of
from normverk.use.proposals.engine.propose import Proposal, Registered, Standing, propose

__all__ = [
    "Candidate",
    "Coded",
    "Proposal",
    "RecordFact",
    "Registered",
    "Standing",
    "candidates",
    "content_of",
    "day_of",
    "fact_of",
    "facts_digest",
    "propose",
    "settle",
    "supersedes",
]
