"""The order of the codes in a cancer pathway: work-up, decision, treatment."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.use.reporting.npr.facts import CodeFacts
from normverk.use.reporting.npr.feedback import feedback
from normverk.use.reporting.rules.logic import both, comes_after, lacks, negated
from normverk.use.reporting.rules.start import DIAGNOSTIC, METASTASES, ORGAN

DAY: Final = date(2022, 3, 1)


@feedback(
    "108",
    why="order",
    families=ORGAN,
    letters="C",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="I et organspesifikt forløp skal CK ha S før seg.",
        nn="I eit organspesifikt forløp skal CK ha S føre seg.",
        en="In an organ-specific pathway CK must have S before it.",
    ),
    reading="Only CK is named, so CM, CA and CI without S pass. B01 and C01 have 118 and 119. S may be registered at "
    "another hospital, and on the same day it comes before.",
    obeying=(CodeFacts("A01CK", DAY, earlier=frozenset("AS")), CodeFacts("A01CI", DAY, earlier=frozenset("A"))),
    breaking=(
        CodeFacts("A01CK", DAY, earlier=frozenset("A")),
        CodeFacts("A01CK", DAY, earlier=frozenset("A"), undated=frozenset("S")),
    ),
)
def decision_without_work_up(facts: CodeFacts) -> bool | None:
    """Of CK alone."""
    return lacks(facts, "S") if facts.code.endswith("CK") else False


@feedback(
    "109",
    why="order",
    letters="F",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="En behandlingskode (F) skal ha S og C før seg; her mangler begge.",
        nn="Ein behandlingskode (F) skal ha S og C føre seg; her manglar begge.",
        en="A treatment code (F) must have S and C before it; here both are missing.",
    ),
    reading="Said when both are missing; when only C is, 110 is said, and when only S is, the decision gets 108 or 118.",
    obeying=(CodeFacts("A01FK", DAY, earlier=frozenset("ASC")), CodeFacts("A01FK", DAY, earlier=frozenset("AS"))),
    breaking=(CodeFacts("A01FK", DAY, earlier=frozenset("A")),),
)
def treatment_without_both(facts: CodeFacts) -> bool | None:
    """Neither work-up nor decision."""
    return both(lacks(facts, "S"), lacks(facts, "C"))


@feedback(
    "110",
    why="order",
    letters="F",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="En behandlingskode (F) skal ha en klinisk beslutning (C) før seg.",
        nn="Ein behandlingskode (F) skal ha ei klinisk avgjerd (C) føre seg.",
        en="A treatment code (F) must have a clinical decision (C) before it.",
    ),
    reading="Any C will do: that it must be CK, or CU for metastases, is not what the list says. When S is missing too, "
    "109 is said instead. F after a C that ended the course gets 112.",
    obeying=(CodeFacts("A01FK", DAY, earlier=frozenset("ASC")), CodeFacts("A01FK", DAY, earlier=frozenset("A"))),
    breaking=(CodeFacts("A01FK", DAY, earlier=frozenset("AS")),),
)
def treatment_without_decision(facts: CodeFacts) -> bool | None:
    """Work-up, but no decision."""
    return both(lacks(facts, "C"), negated(lacks(facts, "S")))


@feedback(
    "111",
    why="order",
    letters="S",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="S (start utredning) skal ikke komme etter C (klinisk beslutning).",
        nn="S (start utgreiing) skal ikkje kome etter C (klinisk avgjerd).",
        en="S (work-up starts) must not come after C (clinical decision).",
    ),
    reading="Of a C that leaves the course open; S after one that ended it gets 112. On the same day S comes before C.",
    obeying=(CodeFacts("A01S", DAY, earlier=frozenset("A")),),
    breaking=(CodeFacts("A01S", DAY, earlier=frozenset("AC")),),
)
def work_up_after_decision(facts: CodeFacts) -> bool | None:
    """A decision before the work-up."""
    return comes_after(facts, "C")


@feedback(
    "118",
    why="order",
    families=METASTASES,
    letters="C",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="I forløpet for metastaser skal CK, CU og CD ha S før seg.",
        nn="I forløpet for metastasar skal CK, CU og CD ha S føre seg.",
        en="In the pathway for metastases CK, CU and CD must have S before them.",
    ),
    reading="CA and CI are not named, so they pass. CD stands in no code list that is known here; it is judged as written.",
    obeying=(CodeFacts("B01CU", DAY, earlier=frozenset("AS")), CodeFacts("B01CA", DAY, earlier=frozenset("A"))),
    breaking=(
        CodeFacts("B01CU", DAY, earlier=frozenset("A")),
        CodeFacts("B01CK", DAY, earlier=frozenset("A")),
        CodeFacts("B01CD", DAY, earlier=frozenset("A")),
    ),
)
def metastases_without_work_up(facts: CodeFacts) -> bool | None:
    """Of three decisions."""
    return lacks(facts, "S") if facts.code[-1] in "KUD" else False


@feedback(
    "119",
    why="order",
    families=DIAGNOSTIC,
    letters="C",
    open_only=True,
    looks_at=("earlier", "undated"),
    text=Text(
        nb="I diagnostisk pakkeforløp skal CK, CA, CU og CD ha S før seg.",
        nn="I diagnostisk pakkeforløp skal CK, CA, CU og CD ha S føre seg.",
        en="In the diagnostic pathway CK, CA, CU and CD must have S before them.",
    ),
    reading="CI is not named, so it passes. CD stands in no code list that is known here; it is judged as written.",
    obeying=(CodeFacts("C01CK", DAY, earlier=frozenset("AS")), CodeFacts("C01CI", DAY, earlier=frozenset("A"))),
    breaking=(
        CodeFacts("C01CK", DAY, earlier=frozenset("A")),
        CodeFacts("C01CA", DAY, earlier=frozenset("A")),
        CodeFacts("C01CU", DAY, earlier=frozenset("A")),
        CodeFacts("C01CD", DAY, earlier=frozenset("A")),
    ),
)
def diagnostic_without_work_up(facts: CodeFacts) -> bool | None:
    """Of four decisions."""
    return lacks(facts, "S") if facts.code[-1] in "KAUD" else False
