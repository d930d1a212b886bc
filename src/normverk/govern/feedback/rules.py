"""The rules of readers' answers: short and readable words, and no flood."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text

LONGEST: Final = 1000
MOST_AN_HOUR: Final = 120


@dataclass(frozen=True)
class AnswerFacts:
    """An answer about to be taken: how long its words are (in signs), unreadable signs in them, and how many answers
    the same product was given in the hour before."""

    length: int
    unreadable: tuple[str, ...] = ()
    last_hour: int = 0


@rule(
    "feedback.short-and-readable",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="En tilbakemelding har høyst 1000 tegn, uten usynlige styretegn.",
        nn="Ei tilbakemelding har høgst 1000 teikn, utan usynlege styreteikn.",
        en="A reader's answer has at most 1,000 signs, without invisible control signs.",
    ),
    citation=Citation("normverk", "Readers' answers"),
    obeying=(AnswerFacts(0), AnswerFacts(LONGEST)),
    breaking=(AnswerFacts(LONGEST + 1), AnswerFacts(3, ("U+0000",))),
)
def short_and_readable(facts: AnswerFacts) -> Result:
    """Met within the length and without control signs."""
    return met(facts.length <= LONGEST and not facts.unreadable, length=facts.length)


@rule(
    "feedback.no-flood",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="En norm får høyst 120 tilbakemeldinger i timen. Prøv igjen om en time.",
        nn="Ei norm får høgst 120 tilbakemeldingar i timen. Prøv igjen om ein time.",
        en="A norm takes at most 120 answers an hour. Try again in an hour.",
    ),
    citation=Citation("normverk", "Readers' answers"),
    obeying=(AnswerFacts(0), AnswerFacts(0, (), MOST_AN_HOUR - 1)),
    breaking=(AnswerFacts(0, (), MOST_AN_HOUR),),
)
def no_flood(facts: AnswerFacts) -> Result:
    """Met while the hour has room. It is counted for the product, since nothing is kept of who answers."""
    return met(facts.last_hour < MOST_AN_HOUR, last_hour=facts.last_hour)
