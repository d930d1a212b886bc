"""Whether a code can be read at all: the patient's identity, the code itself, its time."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.codes import is_mental
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import feedback

DAY: Final = date(2022, 3, 1)


@feedback(
    "100",
    why="unread",
    any_code=True,
    needs_day=False,
    looks_at=("identified",),
    text=Text(
        nb="Den som meldes med forløpskoder, skal også være meldt med identitet.",
        nn="Den som blir meld med forløpskodar, skal også vere meld med identitet.",
        en="Whoever is reported with pathway codes must also be reported with an identity.",
    ),
    reading="What the registry has received is not known here. An identity number at hand stands for the message that "
    "carries it; where no patient's is at hand it cannot be told.",
    obeying=(CodeFacts("A01A", DAY),),
    breaking=(CodeFacts("A01A", DAY, identified=False), CodeFacts("D11A", DAY, identified=None)),
)
def no_identity(facts: CodeFacts) -> bool | None:
    """Looks only at the patient."""
    return None if facts.identified is None else not facts.identified


@feedback(
    "101",
    why="unread",
    any_code=True,
    needs_day=False,
    unsound_only=True,
    looks_at=(),
    text=Text(
        nb="En kode i et pakkeforløp for kreft skal stå i kodeverket for slike forløp.",
        nn="Ein kode i eit pakkeforløp for kreft skal stå i kodeverket for slike forløp.",
        en="A code of a cancer pathway must be in the code list of such pathways.",
    ),
    reading="The list is 8480 of December 2021; whether it has changed since is not known. CD for metastases and the "
    "diagnostic pathway is named in 118 and 119 and not in 8480, so of it that cannot be told. A code that does not begin "
    "with D is taken to be meant for cancer.",
    obeying=(CodeFacts("A01CM", DAY), CodeFacts("C01P", DAY), CodeFacts("D11Q", DAY)),
    breaking=(
        CodeFacts("A01B", DAY),
        CodeFacts("B01CM", DAY),
        CodeFacts("C01FK", DAY),
        CodeFacts("A08A", DAY),
        CodeFacts("B01CD", DAY),
    ),
)
def no_cancer_code(facts: CodeFacts) -> bool | None:
    """Looks the code up."""
    if is_mental(facts.code):
        return False
    reading = facts.reading
    if reading is None:
        return True
    return False if reading.listed else None


@feedback(
    "201",
    why="unread",
    any_code=True,
    needs_day=False,
    unsound_only=True,
    looks_at=(),
    text=Text(
        nb="En kode i et forløp for psykisk helse og rus skal stå i kodeverket for slike forløp.",
        nn="Ein kode i eit forløp for psykisk helse og rus skal stå i kodeverket for slike forløp.",
        en="A code of a pathway for mental health and substance use must be in the code list of such pathways.",
    ),
    reading="The list is 9327 of December 2021, which was changed in 2023 and simplified later; the changes are not known "
    "here. L (delay that the patient wants) is named in guidance and not in the list, so of it that cannot be told. A code "
    "that begins with D is taken to be meant for mental health and substance use.",
    obeying=(CodeFacts("D12CU", DAY), CodeFacts("D06P", DAY), CodeFacts("A01Q", DAY)),
    breaking=(
        CodeFacts("D06CU", DAY),
        CodeFacts("D11P", DAY),
        CodeFacts("D02A", DAY),
        CodeFacts("D06XM", DAY),
        CodeFacts("D01L", DAY),
    ),
)
def no_mental_code(facts: CodeFacts) -> bool | None:
    """Looks the code up."""
    if not is_mental(facts.code):
        return False
    reading = facts.reading
    if reading is None:
        return True
    return False if reading.listed else None


@feedback(
    "107",
    why="unread",
    any_code=True,
    needs_day=False,
    unsound_only=True,
    looks_at=("day",),
    text=Text(
        nb="En forløpskode skal ha en dato eller et tidspunkt.",
        nn="Ein forløpskode skal ha ein dato eller eit tidspunkt.",
        en="A pathway code must have a date or a time.",
    ),
    reading="A date without a time of day is enough: the limits of pathways are counted in days.",
    obeying=(CodeFacts("A01S", DAY), CodeFacts("D11M", DAY)),
    breaking=(CodeFacts("A01S"), CodeFacts("D11M")),
)
def no_time(facts: CodeFacts) -> bool | None:
    """Looks at the time alone."""
    return facts.day is None


@feedback(
    "120",
    why="not-counted",
    looks_at=("day",),
    text=Text(
        nb="En kode skal ikke brukes etter at pakkeforløpet er tatt ut.",
        nn="Ein kode skal ikkje brukast etter at pakkeforløpet er teke ut.",
        en="A code must not be used after its pathway has been taken out.",
    ),
    reading="The pathways for acute leukaemia (A05) and chronic lymphocytic leukaemia (A03) were taken out on 1 May 2021; "
    "that day is read as the first on which their codes are not used, also for those who were under way. Their codes still "
    "stood in 8480 in December 2021. It is in the series for cancer, so it is not said of mental health.",
    obeying=(CodeFacts("A05FM", date(2021, 4, 30)), CodeFacts("A04A", DAY)),
    breaking=(CodeFacts("A05FM", date(2021, 5, 1)), CodeFacts("A03A", DAY)),
)
def retired(facts: CodeFacts) -> bool | None:
    """Compares the day with the pathway's last."""
    reading = facts.reading
    assert reading is not None
    assert facts.day is not None
    return reading.removed is not None and facts.day >= reading.removed
