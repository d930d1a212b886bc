"""The rules of the reference catalogue: of rows, of lifting a level, of departing from a norm, of correcting and revoking."""

from normverk.govern.applicability.rules.correcting import CorrectionFacts, RevocationFacts
from normverk.govern.applicability.rules.departing import EndFacts, ExemptionFacts, StanceFacts
from normverk.govern.applicability.rules.lifting import LiftFacts
from normverk.govern.applicability.rules.rows import RowFacts

__all__ = ["CorrectionFacts", "EndFacts", "ExemptionFacts", "LiftFacts", "RevocationFacts", "RowFacts", "StanceFacts"]
