"""The rules of hearings: those a decision point judges, those of running a hearing, and those of its answers."""

from normverk.govern.consultation.rules.answers import (
    AnswerFacts,
    DispositionFacts,
    ModerationFacts,
)
from normverk.govern.consultation.rules.hearing import AT_OPENING, AT_OUTCOME, HearingFacts
from normverk.govern.consultation.rules.running import EndingFacts, ExtensionFacts, OpeningFacts
from normverk.norm.text import unreadable_signs

__all__ = [
    "AT_OPENING",
    "AT_OUTCOME",
    "AnswerFacts",
    "DispositionFacts",
    "EndingFacts",
    "ExtensionFacts",
    "HearingFacts",
    "ModerationFacts",
    "OpeningFacts",
    "unreadable_signs",
]
