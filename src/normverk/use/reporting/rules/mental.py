"""The order of the codes in pathways for mental health and substance use. The letters mean other things than for cancer."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import MENTAL, feedback
from normverk.use.reporting.rules.logic import comes_after, lacks

DAY: Final = date(2022, 3, 1)
_SIMPLER: Final = (
    "Which events were left when the pathways were simplified is not known, so it is judged as in December 2021. "
)


@feedback(
    "208",
    why="order",
    families=MENTAL,
    letters="C",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="C (klinisk beslutning) skal ha M (første frammøte) før seg.",
        nn="C (klinisk avgjerd) skal ha M (første frammøte) føre seg.",
        en="C (clinical decision) must have M (first attendance) before it.",
    ),
    reading=_SIMPLER + "On the same day M comes before C.",
    obeying=(CodeFacts("D11CK", DAY, earlier=frozenset("AM")),),
    breaking=(CodeFacts("D11CK", DAY, earlier=frozenset("A")),),
)
def decision_without_attendance(facts: CodeFacts) -> bool | None:
    """Every outcome of C alike."""
    return lacks(facts, "M")


@feedback(
    "211",
    why="order",
    families=MENTAL,
    letters="M",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="M (første frammøte) skal ikke komme etter C (klinisk beslutning).",
        nn="M (første frammøte) skal ikkje kome etter C (klinisk avgjerd).",
        en="M (first attendance) must not come after C (clinical decision).",
    ),
    reading="On the same day M comes before C.",
    obeying=(CodeFacts("D11M", DAY, earlier=frozenset("A")),),
    breaking=(CodeFacts("D11M", DAY, earlier=frozenset("AC")),),
)
def attendance_after_decision(facts: CodeFacts) -> bool | None:
    """A decision before the first attendance."""
    return comes_after(facts, "C")


@feedback(
    "221",
    why="order",
    families=MENTAL,
    letters="E",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="E (evalueringspunkt) skal ha C (klinisk beslutning) før seg.",
        nn="E (evalueringspunkt) skal ha C (klinisk avgjerd) føre seg.",
        en="E (evaluation) must have C (clinical decision) before it.",
    ),
    reading=_SIMPLER + "On the same day C comes before E.",
    obeying=(CodeFacts("D11E", DAY, earlier=frozenset("AMC")),),
    breaking=(CodeFacts("D11E", DAY, earlier=frozenset("AM")),),
)
def evaluation_without_decision(facts: CodeFacts) -> bool | None:
    """Nothing to evaluate yet."""
    return lacks(facts, "C")


@feedback(
    "222",
    why="order",
    families=MENTAL,
    letters="F",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="F (tilbakemelding til henviser) skal ha C (klinisk beslutning) før seg.",
        nn="F (tilbakemelding til tilvisar) skal ha C (klinisk avgjerd) føre seg.",
        en="F (feedback to the referrer) must have C (clinical decision) before it.",
    ),
    reading=_SIMPLER + "On the same day C comes before F.",
    obeying=(CodeFacts("D11F", DAY, earlier=frozenset("AMC")),),
    breaking=(CodeFacts("D11F", DAY, earlier=frozenset("AM")),),
)
def feedback_without_decision(facts: CodeFacts) -> bool | None:
    """Nothing to tell the referrer yet."""
    return lacks(facts, "C")


@feedback(
    "223",
    why="order",
    families=MENTAL,
    letters="P",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="P (start på symptomer på psykose) skal ikke ha senere dato enn C (klinisk beslutning).",
        nn="P (start på symptom på psykose) skal ikkje ha seinare dato enn C (klinisk avgjerd).",
        en="P (symptoms of psychosis began) must not be dated later than C (clinical decision).",
    ),
    reading="Said of a date after that of C; on the same day P comes before C.",
    obeying=(CodeFacts("D06P", DAY, earlier=frozenset("A")),),
    breaking=(CodeFacts("D06P", DAY, earlier=frozenset("AMC")),),
)
def symptoms_after_decision(facts: CodeFacts) -> bool | None:
    """A decision before the symptoms."""
    return comes_after(facts, "C")


@feedback(
    "224",
    why="beside",
    families=MENTAL,
    looks_at=("beside",),
    text=Text(
        nb="En pasient skal være i ett forløp for psykisk helse og rus om gangen.",
        nn="Ein pasient skal vere i eitt forløp for psykisk helse og rus om gongen.",
        en="A patient must be in one pathway for mental health and substance use at a time.",
    ),
    reading="Said of the first code of a course that begins while one of another type is still open. A course that ends "
    "(X) on the day the other begins is not beside it. Cancer pathways do not count: the code is in the other series.",
    obeying=(CodeFacts("D06A", DAY),),
    breaking=(CodeFacts("D06A", DAY, registers=True, beside="D11"),),
)
def in_two_pathways(facts: CodeFacts) -> bool | None:
    """Rests on the courses as they were divided."""
    return bool(facts.beside)


@feedback(
    "225",
    why="superfluous",
    families=MENTAL,
    letters="ACDEFHLMSTUX",
    looks_at=("ended_by",),
    text=Text(
        nb="Etter X (avslutning) skal bare en ny start komme i samme forløp.",
        nn="Etter X (avslutning) skal berre ein ny start kome i same forløp.",
        en="After X (ended) only a new start may come in the same pathway.",
    ),
    reading="Every X ends the course, whatever its outcome. On the same day X comes last. Not said of P, whose date is that "
    "of the symptoms and no step of the course.",
    obeying=(CodeFacts("D11XG", DAY, earlier=frozenset("AMC")),),
    breaking=(CodeFacts("D11E", DAY, earlier=frozenset("AMCX"), ended_by="D11XG"),),
)
def after_the_end(facts: CodeFacts) -> bool | None:
    """X alone ends a course here."""
    return bool(facts.ended_by)
