"""What comes after the end of a cancer pathway's course, and is one code too many."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.codes import read_code
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import feedback

DAY: Final = date(2022, 3, 1)


def _ended_by(facts: CodeFacts, letter: str) -> bool | None:
    """True when a code with that letter ended the course before; None when one may have."""
    code = facts.ended_by or facts.perhaps
    reading = read_code(code) if code else None
    if reading is None or reading.letter != letter:
        return False
    return True if facts.ended_by else None


@feedback(
    "112",
    why="superfluous",
    looks_at=("ended_by", "perhaps"),
    text=Text(
        nb="Etter en C-kode som avslutter forløpet, skal bare en ny start komme.",
        nn="Etter ein C-kode som avsluttar forløpet, skal berre ein ny start kome.",
        en="After a C code that ends the course, only a new start may come.",
    ),
    reading="In organ-specific pathways every C but CK ends the course, since treatment follows CK; in the diagnostic "
    "pathway every C does. For metastases CA and CI do and CU does not; whether CK does is not said, so after it this "
    "cannot be told, and the same holds for CD. A new start opens a new course.",
    obeying=(CodeFacts("A01FK", DAY, earlier=frozenset("ASC")),),
    breaking=(
        CodeFacts("A01FK", DAY, earlier=frozenset("ASC"), ended_by="A01CI"),
        CodeFacts("C01S", DAY, earlier=frozenset("ASC"), ended_by="C01CK"),
        CodeFacts("B01FK", DAY, earlier=frozenset("ASC"), perhaps="B01CK"),
    ),
)
def after_decision(facts: CodeFacts) -> bool | None:
    """The first code that ended the course decides."""
    return _ended_by(facts, "C")


@feedback(
    "113",
    why="superfluous",
    looks_at=("ended_by",),
    text=Text(
        nb="Etter en behandlingskode (F) skal bare en ny start komme.",
        nn="Etter ein behandlingskode (F) skal berre ein ny start kome.",
        en="After a treatment code (F) only a new start may come.",
    ),
    reading="Every F ends the course, also relief, watching and no treatment; so X after F is one too many, and so is a "
    "second treatment: only the first is measured. Of the same F once more, this is said and not 102.",
    obeying=(CodeFacts("A01FK", DAY, earlier=frozenset("ASC")), CodeFacts("A01X", DAY, ended_by="A01CI")),
    breaking=(
        CodeFacts("A01FM", DAY, earlier=frozenset("ASCF"), ended_by="A01FK"),
        CodeFacts("A01X", DAY, earlier=frozenset("ASCF"), ended_by="A01FO"),
    ),
)
def after_treatment(facts: CodeFacts) -> bool | None:
    """The first code that ended the course decides."""
    return _ended_by(facts, "F")


@feedback(
    "114",
    why="superfluous",
    looks_at=("ended_by",),
    text=Text(
        nb="Etter X (avslutning) skal bare en ny start komme.",
        nn="Etter X (avslutning) skal berre ein ny start kome.",
        en="After X (ended) only a new start may come.",
    ),
    reading="Every X ends the course. On the same day X comes last.",
    obeying=(CodeFacts("A01X", DAY, earlier=frozenset("AS")),),
    breaking=(CodeFacts("A01CK", DAY, earlier=frozenset("ASX"), ended_by="A01X"),),
)
def after_end(facts: CodeFacts) -> bool | None:
    """The first code that ended the course decides."""
    return _ended_by(facts, "X")
