"""Whether a code counts at all: the pathway's introduction, its start code, and the same code once more."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.codes import Family
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import feedback

DAY: Final = date(2022, 3, 1)
ORGAN: Final[frozenset[Family]] = frozenset({"organ"})
METASTASES: Final[frozenset[Family]] = frozenset({"metastases"})
DIAGNOSTIC: Final[frozenset[Family]] = frozenset({"diagnostic"})


def _too_early(facts: CodeFacts) -> bool:
    reading = facts.reading
    assert reading is not None
    assert facts.day is not None
    return reading.introduced is not None and facts.day < reading.introduced


@feedback(
    "102",
    why="not-counted",
    open_only=True,
    looks_at=("repeated",),
    text=Text(
        nb="En kode skal registreres én gang i et forløp ved hvert sykehus.",
        nn="Ein kode skal registrerast éin gong i eit forløp ved kvart sjukehus.",
        en="A code must be registered once in a course at each hospital.",
    ),
    reading="The same code of the same hospital in the same course. A start at a hospital that receives the patient from "
    "another is not registered earlier: each codes its own. Nor is it when the hospital has itself handed the patient on "
    "(O) in between. After the end of a course 112, 113 and 114 say what is wrong with a code.",
    obeying=(CodeFacts("A01A", DAY), CodeFacts("A01S", DAY, earlier=frozenset("AS"))),
    breaking=(CodeFacts("A01A", DAY, earlier=frozenset("A"), repeated=True),),
)
def registered_earlier(facts: CodeFacts) -> bool | None:
    """Rests on the course as it was divided."""
    return facts.repeated


@feedback(
    "103",
    why="not-counted",
    families=METASTASES,
    looks_at=("day",),
    text=Text(
        nb="Koder for metastaser med ukjent utgangspunkt skal ikke ha dato før forløpet ble innført.",
        nn="Kodar for metastasar med ukjent utgangspunkt skal ikkje ha dato før forløpet vart innført.",
        en="Codes for metastases of unknown origin must not be dated before the pathway was introduced.",
    ),
    reading="Introduced on 1 September 2015.",
    obeying=(CodeFacts("B01A", date(2015, 9, 1)),),
    breaking=(CodeFacts("B01A", date(2015, 8, 31)),),
)
def metastases_too_early(facts: CodeFacts) -> bool | None:
    """Compares with the first day."""
    return _too_early(facts)


@feedback(
    "104",
    why="not-counted",
    families=DIAGNOSTIC,
    looks_at=("day",),
    text=Text(
        nb="Koder for diagnostisk pakkeforløp skal ikke ha dato før forløpet ble innført.",
        nn="Kodar for diagnostisk pakkeforløp skal ikkje ha dato før forløpet vart innført.",
        en="Codes for the diagnostic pathway must not be dated before the pathway was introduced.",
    ),
    reading="Introduced on 1 May 2015.",
    obeying=(CodeFacts("C01A", date(2015, 5, 1)),),
    breaking=(CodeFacts("C01A", date(2015, 4, 30)),),
)
def diagnostic_too_early(facts: CodeFacts) -> bool | None:
    """Compares with the first day."""
    return _too_early(facts)


@feedback(
    "115",
    why="not-counted",
    families=ORGAN,
    looks_at=("day",),
    text=Text(
        nb="Koder for et organspesifikt forløp skal ikke ha dato før forløpet ble innført.",
        nn="Kodar for eit organspesifikt forløp skal ikkje ha dato før forløpet vart innført.",
        en="Codes of an organ-specific pathway must not be dated before the pathway was introduced.",
    ),
    reading="Introduced on 1 January, 1 May or 1 September 2015, as codes.toml has it for each. The two other kinds of "
    "pathway have 103 and 104.",
    obeying=(CodeFacts("A01A", date(2015, 1, 1)), CodeFacts("A38A", date(2015, 9, 1))),
    breaking=(CodeFacts("A01A", date(2014, 12, 31)), CodeFacts("A38A", date(2015, 8, 31))),
)
def organ_too_early(facts: CodeFacts) -> bool | None:
    """Compares with the first day."""
    return _too_early(facts)


@feedback(
    "105",
    why="not-counted",
    open_only=True,
    looks_at=("start", "undated"),
    text=Text(
        nb="Et forløp skal ha en startkode (A eller AA).",
        nn="Eit forløp skal ha ein startkode (A eller AA).",
        en="A course must have a start code (A or AA).",
    ),
    reading="Said of every code of the course up to its end, since none of them counts. The start may be registered at "
    "another hospital. That AA is a start is taken from its text. When a start without a time is there it cannot be told.",
    obeying=(CodeFacts("A01S", DAY, earlier=frozenset("A")), CodeFacts("A01S", DAY, start="later")),
    breaking=(CodeFacts("A01S", DAY, start="never"), CodeFacts("A01S", DAY, start="never", undated=frozenset("A"))),
)
def without_start(facts: CodeFacts) -> bool | None:
    """Looks for a start anywhere in the course."""
    if facts.start != "never":
        return False
    return None if "A" in facts.undated else True


@feedback(
    "106",
    why="not-counted",
    open_only=True,
    looks_at=("start", "undated"),
    text=Text(
        nb="Den første koden i et forløp skal være startkoden.",
        nn="Den første koden i eit forløp skal vere startkoden.",
        en="The first code of a course must be its start code.",
    ),
    reading="Said of each code that stands before the start; when there is no start, 105 is said. On the same day the "
    "start comes first, whatever the time of day says.",
    obeying=(CodeFacts("A01S", DAY, earlier=frozenset("A")), CodeFacts("A01S", DAY, start="never")),
    breaking=(CodeFacts("A01S", DAY, start="later"),),
)
def before_start(facts: CodeFacts) -> bool | None:
    """Looks for a start that comes later."""
    if facts.start != "later":
        return False
    return None if "A" in facts.undated else True
