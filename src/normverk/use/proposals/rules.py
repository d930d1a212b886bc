"""The rules of answering proposals."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text

SHORTEST: Final = 3
_OURS: Final = Citation("normverk", "Codes from the record")


@dataclass(frozen=True)
class AnswerFacts:
    """What is looked at when a proposal is answered: what is to be done, the state it is in, the code and day that would
    be registered, whether the loaded norms know the code on that day, today, and the reason given."""

    decision: str
    state: str
    code: str
    day: date
    standing: str
    today: date
    reason: str


_GOOD: Final = AnswerFacts("confirm", "waiting", "A01S", date(2022, 1, 10), "known", date(2022, 1, 12), "")
_REFUSAL: Final = replace(_GOOD, decision="refuse", reason="Timen gjaldt noe annet.")


@rule(
    "proposal.is-open",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Bare et forslag som venter, kan bekreftes eller avvises, og bare en bekreftet kode kan trekkes tilbake eller beholdes.",
        nn="Berre eit forslag som ventar, kan stadfestast eller avvisast, og berre ein stadfesta kode kan trekkjast tilbake eller haldast på.",
        en="Only a waiting proposal can be confirmed or refused, and only a confirmed code can be taken back or kept.",
    ),
    citation=_OURS,
    obeying=(_GOOD, _REFUSAL, replace(_GOOD, decision="take-back", state="confirmed", reason="Feil pasient.")),
    breaking=(
        replace(_GOOD, state="withdrawn"),
        replace(_REFUSAL, state="registered"),
        replace(_GOOD, decision="take-back", reason="Feil pasient."),
    ),
)
def is_open(facts: AnswerFacts) -> Result:
    """Met when the proposal is in a state in which this can be done."""
    confirmed = {"confirmed", "corrected"}
    fitting = {
        "confirm": {"waiting"},
        "refuse": {"waiting"},
        "correct": {"waiting", *confirmed},
        "take-back": confirmed,
        "keep": confirmed,
    }
    return met(facts.state in fitting.get(facts.decision, set()), state=facts.state, decision=facts.decision)


@rule(
    "proposal.code-is-known",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Koden som registreres, finnes i en lastet norm og er ikke utgått den dagen.",
        nn="Koden som blir registrert, finst i ei lasta norm og er ikkje utgått den dagen.",
        en="The code that is registered is in a loaded norm and is not retired on that day.",
    ),
    citation=Citation("9329", "120 Koden er utgått"),
    obeying=(_GOOD, replace(_REFUSAL, standing="unknown")),
    breaking=(replace(_GOOD, standing="unknown"), replace(_GOOD, standing="retired")),
)
def code_is_known(facts: AnswerFacts) -> Result:
    """Looks only at what would be registered; nothing is when a proposal is refused."""
    registers = facts.decision in {"confirm", "correct"}
    return met(not registers or facts.standing == "known", code=facts.code, standing=facts.standing)


@rule(
    "proposal.day-has-come",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="En hendelse registreres ikke før den har skjedd.",
        nn="Ei hending blir ikkje registrert før ho har skjedd.",
        en="An event is not registered before it has happened.",
    ),
    citation=_OURS,
    obeying=(_GOOD,),
    breaking=(replace(_GOOD, day=date(2022, 1, 13)),),
)
def day_has_come(facts: AnswerFacts) -> Result:
    """Today counts as come."""
    registers = facts.decision in {"confirm", "correct"}
    return met(not registers or facts.day <= facts.today, day=str(facts.day))


@rule(
    "proposal.answer-says-why",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Den som retter, avviser, trekker tilbake eller beholder, sier hvorfor.",
        nn="Den som rettar, avviser, trekkjer tilbake eller held på, seier kvifor.",
        en="Who corrects, refuses, takes back or keeps says why.",
    ),
    citation=_OURS,
    obeying=(_GOOD, _REFUSAL),
    breaking=(replace(_REFUSAL, reason=""), replace(_GOOD, decision="correct", reason="  ")),
)
def answer_says_why(facts: AnswerFacts) -> Result:
    """Confirming needs no reason: the proposal has given it."""
    return met(facts.decision == "confirm" or len(facts.reason.strip()) >= SHORTEST, signs=len(facts.reason.strip()))
