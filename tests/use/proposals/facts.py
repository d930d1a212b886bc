"""Facts of the record in short, for one breast cancer patient unless said otherwise."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from normverk.norm.days import Moment
from normverk.norm.derivation import FactKind
from normverk.publish.default_rules import rules_for
from normverk.use.proposals.engine import Coded, Proposal, RecordFact, Registered, propose

VEST, NORD = "310000019", "310000035"
BREAST = (Coded("icd-10", "C50.4"),)
EYE = (Coded("icd-10", "H25.1"),)
LUMPECTOMY = (Coded("nkpk", "HAB40"),)
CHEMOTHERAPY = (Coded("atc", "L01CD01"),)
PARACETAMOL = (Coded("atc", "N02BE01"),)
RADIOTHERAPY = (Coded("nkpk", "WEOA00"),)
JANUARY = date(2022, 1, 3)


def on(day: int) -> date:
    """A day, counted from 3 January 2022."""
    return JANUARY + timedelta(days=day)


def fact(kind: str, id: str, **fields: Any) -> RecordFact:
    """A fact at Vest, recorded long after it happened."""
    base: dict[str, Any] = {
        "patient": "p1",
        "kind": FactKind(kind),
        "source": "test",
        "source_id": id,
        "version": 1,
        "recorded": datetime(2022, 6, 1, tzinfo=UTC),
        "org": VEST,
    }
    return RecordFact(**{**base, **fields})


def referral(id: str = "r1", day: int = 0, **fields: Any) -> RecordFact:
    """A referral received that day, marked as a cancer pathway, about breast cancer, for a grown-up."""
    base: dict[str, Any] = {"state": "active", "urgency": "PK", "about": BREAST, "received": on(day), "age": 60}
    return fact("referral", id, **{**base, **fields})


def attendance(id: str = "e1", day: int = 5, **fields: Any) -> RecordFact:
    """Somebody who came, because of the referral r1."""
    base: dict[str, Any] = {"state": "finished", "based_on": "r1", "started": on(day), "categories": ("AMB",)}
    return fact("encounter", id, **{**base, **fields})


def decision(id: str = "d1", day: int = 12, **fields: Any) -> RecordFact:
    """A treatment meeting's conclusion: breast cancer."""
    return fact("decision", id, **{"state": "completed", "about": BREAST, "started": on(day), **fields})


def surgery(id: str = "o1", day: int = 20, **fields: Any) -> RecordFact:
    """A breast operation."""
    return fact("procedure", id, **{"state": "completed", "what": LUMPECTOMY, "started": on(day), **fields})


def registered(code: str, day: int, org: str = VEST, id: str = "", fact: tuple[str, str] | None = None) -> Registered:
    """A code that is in the record."""
    return Registered(code, on(day), org, "das", id or f"{code}-{day}", fact)


def proposed(facts: list[RecordFact], codes: list[Registered] | None = None, prefix: str = "A01") -> list[Proposal]:
    """What follows by the default rules of a pathway."""
    return list(propose(facts, codes or [], rules_for(prefix)))


def told(facts: list[RecordFact], codes: list[Registered] | None = None, prefix: str = "A01") -> list[str]:
    """The proposals in short: `A01S 2022-01-08 high proposed`."""
    return [
        " ".join((one.code or one.candidate.rule.mark, str(one.candidate.day), one.strength, one.standing))
        for one in proposed(facts, codes, prefix)
    ]


def at(moment: Moment) -> str:
    """A moment as ISO text."""
    return moment.isoformat()
