"""Rules of which keys are one person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

_OWN: Final = Citation("normverk", "One person, several keys")


@dataclass(frozen=True)
class JoinFacts:
    """Two keys that are about to be joined.

    `two`: they are not the same, nor joined already. `free`: the key that goes out of use is not joined to a third.
    `same_birth` is whether their dates of birth agree, None where one is not known; `with_reason` whether it says why.
    """

    two: bool
    free: bool = True
    same_birth: bool | None = None
    with_reason: bool = True


@rule(
    "join.of-two-keys",
    strength=Strength.SKAL,
    about=JoinFacts,
    text=Text(
        nb="Slå sammen to ulike nøkler som ikke alt er slått sammen, og aldri i ring.",
        nn="Slå saman to ulike nøklar som ikkje alt er slått saman, og aldri i ring.",
        en="Join two different keys that are not joined already, and never in a ring.",
    ),
    citation=_OWN,
    obeying=(JoinFacts(True),),
    breaking=(JoinFacts(False),),
)
def join_of_two_keys(facts: JoinFacts) -> Result:
    """Both are counted under one key at last; joining them again would say nothing."""
    return met(facts.two)


@rule(
    "join.to-one-only",
    strength=Strength.SKAL,
    about=JoinFacts,
    text=Text(
        nb="En nøkkel kan bare være slått sammen med én annen. Skill dem først.",
        nn="Ein nøkkel kan berre vere slått saman med éin annan. Skil dei først.",
        en="A key can be joined to one other only. Part them first.",
    ),
    citation=_OWN,
    obeying=(JoinFacts(True),),
    breaking=(JoinFacts(True, free=False),),
)
def join_to_one_only(facts: JoinFacts) -> Result:
    """Two record systems that say differently whose key it is are not judged between here."""
    return met(facts.free)


@rule(
    "join.has-a-reason",
    strength=Strength.SKAL,
    about=JoinFacts,
    text=Text(
        nb="Å slå sammen eller skille pasienter skal ha en grunn, så pasienten og sykehuset kan se hvorfor.",
        nn="Å slå saman eller skilje pasientar skal ha ein grunn, så pasienten og sjukehuset kan sjå kvifor.",
        en="Joining or parting patients must have a reason, so that the patient and the hospital can see why.",
    ),
    citation=_OWN,
    obeying=(JoinFacts(True),),
    breaking=(JoinFacts(True, with_reason=False),),
)
def join_has_a_reason(facts: JoinFacts) -> Result:
    """Of a message it is that the record system said so."""
    return met(facts.with_reason)


@rule(
    "join.same-birth-date",
    strength=Strength.BOER,
    about=JoinFacts,
    text=Text(
        nb="To nøkler for samme person bør ha samme fødselsdato.",
        nn="To nøklar for same person bør ha same fødselsdato.",
        en="Two keys of one person should have the same date of birth.",
    ),
    citation=Citation(
        "normverk", "One person, several keys", reading="A warning: a date of birth may have been corrected since."
    ),
    obeying=(JoinFacts(True, same_birth=True),),
    breaking=(JoinFacts(True, same_birth=False),),
)
def join_same_birth_date(facts: JoinFacts) -> Result:
    """A D-number and the fødselsnummer that follows it hold the same date."""
    return cannot_tell() if facts.same_birth is None else met(facts.same_birth)


@dataclass(frozen=True)
class PartFacts:
    """A join that is about to be ended: whether it still holds, and whether it says why."""

    holds: bool
    with_reason: bool = True


@rule(
    "part.what-is-joined",
    strength=Strength.SKAL,
    about=PartFacts,
    text=Text(
        nb="Skill bare pasienter som er slått sammen, og si hvorfor.",
        nn="Skil berre pasientar som er slått saman, og sei kvifor.",
        en="Part only patients who are joined, and say why.",
    ),
    citation=_OWN,
    obeying=(PartFacts(True),),
    breaking=(PartFacts(False), PartFacts(True, with_reason=False)),
)
def part_what_is_joined(facts: PartFacts) -> Result:
    """Two who part the same at once must not do it twice."""
    return met(facts.holds and facts.with_reason, in_force=facts.holds)
