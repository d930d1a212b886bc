"""Every write of the reference catalogue."""

from normverk.govern.applicability.actions.correcting import NormFacts, correct_norm, facts_of
from normverk.govern.applicability.actions.departures import grant_exemption, record_stance
from normverk.govern.applicability.actions.import_work import Imported
from normverk.govern.applicability.actions.importing import import_catalogue
from normverk.govern.applicability.actions.norms import KeyTaken, NewNorm, add_norm
from normverk.govern.applicability.actions.proposals import decide_proposal, propose_row
from normverk.govern.applicability.actions.revoking import revoke_exemption
from normverk.govern.applicability.actions.rows import NewRow, correct_row, end_row, record_row

__all__ = [
    "Imported",
    "KeyTaken",
    "NewNorm",
    "NewRow",
    "NormFacts",
    "add_norm",
    "correct_norm",
    "correct_row",
    "decide_proposal",
    "end_row",
    "facts_of",
    "grant_exemption",
    "import_catalogue",
    "propose_row",
    "record_row",
    "record_stance",
    "revoke_exemption",
]
