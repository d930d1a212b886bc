"""The rules of the reference catalogue: those of rows, those of lifting a level, and those of departing from a norm."""

from normverk.govern.applicability.rules.departing import EndFacts, ExemptionFacts, StanceFacts
from normverk.govern.applicability.rules.lifting import LiftFacts
from normverk.govern.applicability.rules.rows import RowFacts

__all__ = ["EndFacts", "ExemptionFacts", "LiftFacts", "RowFacts", "StanceFacts"]
