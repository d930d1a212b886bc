"""The rules of answers: sending, moderating, and saying what became of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.govern.consultation.rules.hearing import ALL_PUBLISHED
from normverk.govern.consultation.timing import Status
from normverk.norm.text import Text

LONGEST_PART: Final = 20_000
LONGEST_ANSWER: Final = 100_000
MOST_PARTS: Final = 60
WHOLE: Final = ""
"""The anchor of a part that is about the draft as a whole."""


@dataclass(frozen=True)
class AnswerFacts:
    """An answer about to be taken: to a hearing in which status, with which anchors, how long, and with which signs.

    `known` are the anchors of the revision that is heard; `lengths` counts the signs of each part (quotation and
    text together); `unreadable` names the control signs found anywhere in the answer.
    """

    status: Status
    outcome_published: bool
    known: frozenset[str]
    anchors: tuple[str, ...]
    lengths: tuple[int, ...]
    named: bool
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class ModerationFacts:
    """An answer about to be published (`ground` is None) or withheld."""

    ground: str | None


@dataclass(frozen=True)
class DispositionFacts:
    """A part about to get its disposition."""

    result: str
    answered: bool
    outcome_published: bool


_ANSWER: Final = AnswerFacts(
    status=Status.OPEN,
    outcome_published=False,
    known=frozenset({"purpose", "clock-OF1"}),
    anchors=("purpose", WHOLE),
    lengths=(120, 40),
    named=True,
)
_DISPOSITION: Final = DispositionFacts("not-followed", True, False)


@rule(
    "response.hearing-open",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Svar tas imot fra høringen åpner til utfallet er offentliggjort; etter fristen merkes de som for sene.",
        nn="Svar blir tekne imot frå høyringa opnar til utfallet er offentleggjort; etter fristen blir dei merkte "
        "som for seine.",
        en="Answers are taken from the opening until the outcome is published; after the deadline they are marked late.",
    ),
    citation=Citation("normverk", "Høring", reading="A late answer is better read than lost, as long as it can be."),
    obeying=(_ANSWER, replace(_ANSWER, status=Status.CLOSED)),
    breaking=(
        replace(_ANSWER, status=Status.PLANNED),
        replace(_ANSWER, status=Status.WITHDRAWN),
        replace(_ANSWER, status=Status.CLOSED, outcome_published=True),
    ),
)
def hearing_open(facts: AnswerFacts) -> Result:
    """Met while the hearing is open, and after its deadline until the outcome."""
    taken = facts.status in {Status.OPEN, Status.CLOSED} and not facts.outcome_published
    return met(taken, status=str(facts.status), outcome_published=facts.outcome_published)


@rule(
    "response.anchored",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Hver del av et svar gjelder et sted i utkastet som er på høring, eller utkastet som helhet.",
        nn="Kvar del av eit svar gjeld ein stad i utkastet som er på høyring, eller utkastet som heilskap.",
        en="Every part of an answer is about a place in the draft that is heard, or about the draft as a whole.",
    ),
    citation=Citation("normverk", "I12", reading="An answer must not move silently to another text."),
    obeying=(_ANSWER,),
    breaking=(replace(_ANSWER, anchors=("purpose", "elsewhere")),),
)
def anchored(facts: AnswerFacts) -> Result:
    """Met when every anchor is one of the frozen revision's."""
    unknown = sum(anchor != WHOLE and anchor not in facts.known for anchor in facts.anchors)
    return met(unknown == 0, parts=len(facts.anchors), unknown_places=unknown)


@rule(
    "response.says-something",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Et svar har et navn og minst én del med tekst.",
        nn="Eit svar har eit namn og minst éin del med tekst.",
        en="An answer has a name and at least one part with text.",
    ),
    citation=Citation("S1", "Høring", ALL_PUBLISHED, reading="An answer is published with the name of its sender."),
    obeying=(_ANSWER,),
    breaking=(
        replace(_ANSWER, anchors=(), lengths=()),
        replace(_ANSWER, lengths=(120, 0)),
        replace(_ANSWER, named=False),
    ),
)
def says_something(facts: AnswerFacts) -> Result:
    """Met when somebody is named and no part is empty."""
    return met(facts.named and bool(facts.lengths) and all(facts.lengths), named=facts.named, parts=len(facts.lengths))


@rule(
    "response.size",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Et svar har høyst 60 deler på høyst 20 000 tegn hver, og høyst 100 000 tegn i alt.",
        nn="Eit svar har høgst 60 delar på høgst 20 000 teikn kvar, og høgst 100 000 teikn i alt.",
        en="An answer has at most 60 parts of at most 20,000 signs each, and at most 100,000 signs in all.",
    ),
    citation=Citation(
        "normverk", "Høring", reading="Long enough for any answer read by people; a guard against floods."
    ),
    obeying=(_ANSWER, replace(_ANSWER, lengths=(20_000,), anchors=(WHOLE,))),
    breaking=(
        replace(_ANSWER, lengths=(20_001,), anchors=(WHOLE,)),
        replace(_ANSWER, lengths=(20_000,) * 6, anchors=(WHOLE,) * 6),
        replace(_ANSWER, lengths=(1,) * 61, anchors=(WHOLE,) * 61),
    ),
)
def size(facts: AnswerFacts) -> Result:
    """Met within all three limits."""
    signs = sum(facts.lengths)
    fits = (
        len(facts.lengths) <= MOST_PARTS and signs <= LONGEST_ANSWER and max(facts.lengths, default=0) <= LONGEST_PART
    )
    return met(fits, parts=len(facts.lengths), signs=signs, longest=max(facts.lengths, default=0))


@rule(
    "response.readable",
    strength=Strength.SKAL,
    about=AnswerFacts,
    text=Text(
        nb="Et svar har ingen usynlige styretegn.",
        nn="Eit svar har ingen usynlege styreteikn.",
        en="An answer has no invisible control signs.",
    ),
    citation=Citation("normverk", "Høring", reading="Signs that cannot be shown cannot be published either."),
    obeying=(_ANSWER,),
    breaking=(replace(_ANSWER, unreadable=("U+0000",)),),
)
def readable(facts: AnswerFacts) -> Result:
    """Met when no control sign was found."""
    return met(not facts.unreadable, signs=", ".join(facts.unreadable))


@rule(
    "response.withheld-with-ground",
    strength=Strength.SKAL,
    about=ModerationFacts,
    text=Text(
        nb="Et svar unntas bare fra offentlighet når lovhjemmelen er skrevet ned.",
        nn="Eit svar blir berre unnateke frå offentlegheit når lovheimelen er skriven ned.",
        en="An answer is withheld only with its legal ground in writing.",
    ),
    citation=Citation(
        "S1",
        "Høring",
        ALL_PUBLISHED,
        reading="Public is the rule (also offentleglova § 3); an exception names its law.",
    ),
    obeying=(ModerationFacts(None), ModerationFacts("Offentleglova § 13")),
    breaking=(ModerationFacts(""), ModerationFacts("  ")),
)
def withheld_with_ground(facts: ModerationFacts) -> Result:
    """Met when the answer is published, or a ground is given."""
    return met(facts.ground is None or bool(facts.ground.strip()), withheld=facts.ground is not None)


@rule(
    "response.disposition-reasoned",
    strength=Strength.SKAL,
    about=DispositionFacts,
    text=Text(
        nb="Den som ikke får fullt medhold, får vite hvorfor.",
        nn="Den som ikkje får fullt medhald, får vite kvifor.",
        en="Who is not followed in full is told why.",
    ),
    citation=Citation("normverk", "I5", reading="A disposition without a word would not be an answer."),
    obeying=(_DISPOSITION, DispositionFacts("followed", False, False), DispositionFacts("duplicate", False, False)),
    breaking=(replace(_DISPOSITION, answered=False), DispositionFacts("partly", False, False)),
)
def disposition_reasoned(facts: DispositionFacts) -> Result:
    """Met when the part was followed or is a duplicate, or has its answer."""
    return met(facts.answered or facts.result in {"followed", "duplicate"}, result=facts.result)


@rule(
    "response.treated-before-outcome",
    strength=Strength.SKAL,
    about=DispositionFacts,
    text=Text(
        nb="Etter at utfallet er offentliggjort, endres ikke det som ble gjort med et svar.",
        nn="Etter at utfallet er offentleggjort, blir det som vart gjort med eit svar, ikkje endra.",
        en="After the outcome is published, what became of an answer is not changed.",
    ),
    citation=Citation("normverk", "I5", reading="The outcome is what everybody was told."),
    obeying=(_DISPOSITION,),
    breaking=(replace(_DISPOSITION, outcome_published=True),),
)
def treated_before_outcome(facts: DispositionFacts) -> Result:
    """Met until the outcome is published."""
    return met(not facts.outcome_published, outcome_published=facts.outcome_published)
