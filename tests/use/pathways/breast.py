"""The breast cancer pathway in two editions, compact, with the limits and codes of the public tables.

Limits: OF1 7, OF2 7 until 30 April 2021 and 12 from 1 May 2021, OF3 13 for surgery and 10 for drugs, OF4 the sum.
No limit is published for radiotherapy (FS). FL, FO and FI are not treatments that the time norms count.
"""

from __future__ import annotations

from datetime import date

from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.use.pathways.engine import Edition

PATHWAY = "brystkreft"
OLD = "no.example.brystkreft#1.0.0"
NEW = "no.example.brystkreft#2.0.0"


def text(words: str) -> Text:
    """One text in all three languages."""
    return Text(nb=words, nn=words, en=words)


def milestone(id: str, *letters: str, ends: bool = False, prefix: str = "A01") -> Milestone:
    """A milestone reached by the codes with these letters."""
    codes = tuple(Code(prefix + letter, f"{prefix}{letter}") for letter in letters)
    return Milestone(id, text(id), codes, ends_pathway=ends)


def limit(value: int, warn_before: int, unit: Unit = Unit.CALENDAR_DAYS) -> Limit:
    """A limit with a source."""
    return Limit(value, unit, Source("forløpstider for brystkreft", "read", "https://example.org/limits"), warn_before)


def clock(id: str, start: str, stop: str, value: int, warn_before: int = 2) -> Clock:
    """A clock without treatment branches."""
    return Clock(id, text(id), Selector(start), Selector(stop), (Branch("", text(id), (), limit(value, warn_before)),))


def treated(id: str, start: str, surgery: int, drugs: int, parts: tuple[str, ...] = ()) -> Clock:
    """A clock that stops at treatment, with a limit for surgery and one for drugs and none for radiotherapy."""
    branches = (
        Branch("surgery", text("kirurgi"), ("A01FK",), limit(surgery, 3)),
        Branch("drugs", text("medikamentell"), ("A01FM",), limit(drugs, 3)),
        Branch("radiotherapy", text("stråle"), ("A01FS",), None),
        Branch("none", text("ikke behandling"), ("A01FL", "A01FO", "A01FI"), None, counted=False),
    )
    return Clock(id, text(id), Selector(start), Selector("F"), branches, parts)


def breast(of2: int, valid_from: date, valid_to: date | None = None) -> PathwayDefinition:
    """The pathway with `of2` days from first attendance to decision."""
    return PathwayDefinition(
        id=PATHWAY,
        title=text("Brystkreft"),
        code_system="urn:oid:2.16.578.1.12.4.1.1.8480",
        valid_from=valid_from,
        valid_to=valid_to,
        milestones=(
            milestone("A", "A", "AA"),
            milestone("S", "S"),
            milestone("O", "O"),
            milestone("P", "P"),
            milestone("C", "CK"),
            milestone("E", "CM", "CA", "CI", ends=True),
            milestone("F", "FK", "FM", "FS", "FL", "FO", "FI", ends=True),
            milestone("X", "X", ends=True),
        ),
        clocks=(
            clock("OF1", "A", "S", 7),
            clock("OF2", "S", "C", of2, 3),
            treated("OF3", "C", 13, 10),
            treated("OF4", "A", 7 + of2 + 13, 7 + of2 + 10, ("OF1", "OF2", "OF3")),
        ),
    )


EDITIONS = (
    Edition(OLD, breast(7, date(2015, 1, 1), date(2021, 4, 30))),
    Edition(NEW, breast(12, date(2021, 5, 1))),
)
