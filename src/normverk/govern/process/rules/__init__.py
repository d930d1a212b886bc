"""The rules of the process, by subject: needs and cases, the inquiry, the draft and its approval, decisions."""

from normverk.govern.process.rules.approval import (
    ChangeFacts,
    EditionFacts,
    HearingNeedFacts,
    KindFacts,
    ReviewFacts,
)
from normverk.govern.process.rules.decisions import DecidingFacts, LeavingFacts, WaivingFacts
from normverk.govern.process.rules.inquiry import InquiryFacts, KindAnalysisFacts, LevelFacts
from normverk.govern.process.rules.needs import NeedFacts, OpeningFacts, ReportFacts

__all__ = [
    "ChangeFacts",
    "DecidingFacts",
    "EditionFacts",
    "HearingNeedFacts",
    "InquiryFacts",
    "KindAnalysisFacts",
    "KindFacts",
    "LeavingFacts",
    "LevelFacts",
    "NeedFacts",
    "OpeningFacts",
    "ReportFacts",
    "ReviewFacts",
    "WaivingFacts",
]
