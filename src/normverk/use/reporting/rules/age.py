"""Whether the patient has the age of the pathway."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import CANCER, MENTAL, feedback
from normverk.use.reporting.rules.start import ORGAN

DAY: Final = date(2022, 3, 1)
CHILDHOOD_CANCER: Final = "A30"
MENTAL_CHILD: Final = "D12"
_READING: Final = (
    "Age is taken on the day of the code that registers the patient in the pathway: each start, or the first code of a "
    "course without one. Whether «over 18» or «under 18» holds on the birthday itself is not defined, so on that day "
    "neither is said. Without a birth date it cannot be told."
)


def eighteenth_birthday(born: date) -> date:
    """The day of turning 18; for somebody born on 29 February it is 1 March where that year has no such day."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


def _over_18(facts: CodeFacts) -> bool | None:
    assert facts.day is not None
    return None if facts.born is None else facts.day > eighteenth_birthday(facts.born)


def _under_18(facts: CodeFacts) -> bool | None:
    assert facts.day is not None
    return None if facts.born is None else facts.day < eighteenth_birthday(facts.born)


@feedback(
    "116",
    why="age",
    families=ORGAN,
    looks_at=("day", "born", "registers"),
    text=Text(
        nb="Pakkeforløpet for kreft hos barn (A30) er for den som er under 18 år.",
        nn="Pakkeforløpet for kreft hos barn (A30) er for den som er under 18 år.",
        en="The pathway for childhood cancer (A30) is for those under 18.",
    ),
    reading=_READING,
    obeying=(
        CodeFacts("A30A", DAY, registers=True, born=date(2004, 3, 1)),
        CodeFacts("A30FK", DAY, earlier=frozenset("ASC"), born=date(2004, 2, 1)),
        CodeFacts("A01A", DAY, registers=True, born=date(1950, 1, 1)),
    ),
    breaking=(
        CodeFacts("A30A", DAY, registers=True, born=date(2004, 2, 28)),
        CodeFacts("A30A", DAY, registers=True),
    ),
)
def adult_in_childhood_cancer(facts: CodeFacts) -> bool | None:
    """Only in A30."""
    return _over_18(facts) if facts.registers and facts.code.startswith(CHILDHOOD_CANCER) else False


@feedback(
    "117",
    why="age",
    families=CANCER,
    looks_at=("day", "born", "registers"),
    text=Text(
        nb="Den som er under 18 år, hører til i pakkeforløpet for kreft hos barn (A30) og ikke i et annet.",
        nn="Den som er under 18 år, høyrer til i pakkeforløpet for kreft hos barn (A30) og ikkje i eit anna.",
        en="Those under 18 belong in the pathway for childhood cancer (A30) and in no other.",
    ),
    reading=_READING + " The pathways for metastases and the diagnostic one are others too.",
    obeying=(
        CodeFacts("A01A", DAY, registers=True, born=date(2004, 3, 1)),
        CodeFacts("A30A", DAY, registers=True, born=date(2010, 1, 1)),
    ),
    breaking=(
        CodeFacts("A01A", DAY, registers=True, born=date(2004, 3, 2)),
        CodeFacts("C01A", DAY, registers=True, born=date(2010, 1, 1)),
        CodeFacts("A01A", DAY, registers=True),
    ),
)
def child_in_other_pathway(facts: CodeFacts) -> bool | None:
    """Everywhere but in A30."""
    return _under_18(facts) if facts.registers and not facts.code.startswith(CHILDHOOD_CANCER) else False


@feedback(
    "216",
    why="age",
    families=MENTAL,
    looks_at=("day", "born", "registers"),
    text=Text(
        nb="Forløpet for barn og unge i psykisk helsevern (D12) er for den som er under 18 år.",
        nn="Forløpet for barn og unge i psykisk helsevern (D12) er for den som er under 18 år.",
        en="The pathway for children and young people in mental health care (D12) is for those under 18.",
    ),
    reading=_READING,
    obeying=(
        CodeFacts("D12A", DAY, registers=True, born=date(2004, 3, 1)),
        CodeFacts("D11A", DAY, registers=True, born=date(1950, 1, 1)),
    ),
    breaking=(
        CodeFacts("D12A", DAY, registers=True, born=date(2004, 2, 28)),
        CodeFacts("D12A", DAY, registers=True),
    ),
)
def adult_in_childrens_pathway(facts: CodeFacts) -> bool | None:
    """Only in D12."""
    return _over_18(facts) if facts.registers and facts.code.startswith(MENTAL_CHILD) else False
