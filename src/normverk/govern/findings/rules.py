"""The rules of answering findings: errors are mended and not talked away, and an answer has a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text

SHORTEST: Final = 20


@dataclass(frozen=True)
class AnsweringFacts:
    """What is looked at when a finding is answered: the edition's state, the finding's strength (empty: there is no such
    finding), and the reason."""

    state: str
    strength: str
    reason: str


_GOOD: Final = AnsweringFacts("draft", "warning", "Tallene er avrundet i kilden, og det står i noten.")


@rule(
    "finding.is-there",
    strength=Strength.SKAL,
    about=AnsweringFacts,
    text=Text(
        nb="Et svar gjelder noe normkontrollen finner i teksten slik den er nå.",
        nn="Eit svar gjeld noko normkontrollen finn i teksten slik han er no.",
        en="An answer is to something that the norm check finds in the text as it is now.",
    ),
    citation=Citation("normverk", "The norm check"),
    obeying=(_GOOD,),
    breaking=(AnsweringFacts("draft", "", _GOOD.reason),),
)
def finding_is_there(facts: AnsweringFacts) -> Result:
    """Met when the finding is among those of the present text."""
    return met(bool(facts.strength), strength=facts.strength)


@rule(
    "finding.error-is-mended",
    strength=Strength.SKAL,
    about=AnsweringFacts,
    text=Text(
        nb="En feil blir rettet. Bare advarsler og opplysninger kan besvares med en begrunnelse.",
        nn="Ein feil blir retta. Berre åtvaringar og opplysningar kan svarast på med ei grunngiving.",
        en="An error is mended. Only warnings and information can be answered with a reason.",
    ),
    citation=Citation("normverk", "The norm check"),
    obeying=(_GOOD, AnsweringFacts("review", "information", _GOOD.reason)),
    breaking=(AnsweringFacts("draft", "error", _GOOD.reason),),
)
def error_is_mended(facts: AnsweringFacts) -> Result:
    """Met for everything but errors."""
    return met(facts.strength != "error", strength=facts.strength)


@rule(
    "finding.answer-says-why",
    strength=Strength.SKAL,
    about=AnsweringFacts,
    text=Text(
        nb="Svaret sier hvorfor funnet kan stå, med minst tjue tegn.",
        nn="Svaret seier kvifor funnet kan stå, med minst tjue teikn.",
        en="The answer says why the finding may stand, in at least twenty signs.",
    ),
    citation=Citation("normverk", "The norm check"),
    obeying=(_GOOD,),
    breaking=(AnsweringFacts("draft", "warning", "Ok."), AnsweringFacts("draft", "warning", " " * 30)),
)
def answer_says_why(facts: AnsweringFacts) -> Result:
    """Met by a reason of some length; whether it is a good one is for those who decide at the gate."""
    return met(len(facts.reason.strip()) >= SHORTEST, signs=len(facts.reason.strip()))


@rule(
    "finding.answered-before-decision",
    strength=Strength.SKAL,
    about=AnsweringFacts,
    text=Text(
        nb="Funn blir besvart mens utgaven er utkast eller til kvalitetssikring, ikke etter beslutningen.",
        nn="Funn blir svara på medan utgåva er utkast eller til kvalitetssikring, ikkje etter avgjerda.",
        en="Findings are answered while the edition is a draft or under review, not after the decision.",
    ),
    citation=Citation("normverk", "The norm check"),
    obeying=(_GOOD,),
    breaking=(AnsweringFacts("published", "warning", _GOOD.reason),),
)
def answered_before_decision(facts: AnsweringFacts) -> Result:
    """Met while the decision is still to come."""
    return met(facts.state in {"draft", "review"}, state=facts.state)
