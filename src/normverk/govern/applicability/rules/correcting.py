"""Revoking an exemption, and correcting what the catalogue says of a norm."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text

_PLACE: Final = "Referansekatalog"


@dataclass(frozen=True)
class RevocationFacts:
    """An exemption about to be revoked.

    `run_out` says that its last day has passed, `backwards` that the new last day has passed too, `shortens` that it
    comes before the last day there is.
    """

    reason: str
    revoked: bool
    run_out: bool
    backwards: bool
    shortens: bool


@dataclass(frozen=True)
class CorrectionFacts:
    """A norm's facts about to be corrected. `seen` says that whoever corrects has seen the facts as they are now."""

    reason: str
    titled: bool
    differs: bool
    seen: bool
    knowledge_in_order: bool


_REVOCATION: Final = RevocationFacts("Grunnen er borte.", False, False, False, True)
_CORRECTION: Final = CorrectionFacts("Feil tittel i kilden.", True, True, True, True)


@rule(
    "exemption.revoked-with-reason",
    strength=Strength.SKAL,
    about=RevocationFacts,
    text=Text(
        nb="Et unntak kalles tilbake med en begrunnelse som alle kan lese.",
        nn="Eit unntak blir kalla tilbake med ei grunngjeving som alle kan lese.",
        en="An exemption is revoked with a reason that everybody can read.",
    ),
    citation=Citation(
        "normverk",
        _PLACE,
        reading="The sources say how exemption is given and nothing of how it is taken back. It was given with a reason, "
        "so it is taken back with one.",
    ),
    obeying=(_REVOCATION,),
    breaking=(replace(_REVOCATION, reason=" "),),
)
def revoked_with_reason(facts: RevocationFacts) -> Result:
    """Met when there is a reason."""
    return met(bool(facts.reason.strip()), reasoned=bool(facts.reason.strip()))


@rule(
    "exemption.revoked-once",
    strength=Strength.SKAL,
    about=RevocationFacts,
    text=Text(
        nb="Et unntak kalles tilbake én gang, og bare mens det varer.",
        nn="Eit unntak blir kalla tilbake éin gong, og berre medan det varer.",
        en="An exemption is revoked once, and only while it lasts.",
    ),
    citation=Citation(
        "normverk", _PLACE, reading="What was revoked or has run out exempts nobody: there is nothing to revoke."
    ),
    obeying=(_REVOCATION,),
    breaking=(replace(_REVOCATION, revoked=True), replace(_REVOCATION, run_out=True)),
)
def revoked_once(facts: RevocationFacts) -> Result:
    """Met when the exemption was neither revoked before nor has run out."""
    return met(not facts.revoked and not facts.run_out, revoked=facts.revoked, run_out=facts.run_out)


@rule(
    "exemption.revoked-forward",
    strength=Strength.SKAL,
    about=RevocationFacts,
    text=Text(
        nb="Et unntak som kalles tilbake, får en siste dag som ikke er passert, og som er før den det hadde.",
        nn="Eit unntak som blir kalla tilbake, får ein siste dag som ikkje er passert, og som er før den det hadde.",
        en="A revoked exemption gets a last day that has not passed and comes before the one it had.",
    ),
    citation=Citation(
        "normverk",
        _PLACE,
        reading="Whoever relied on the exemption was exempted then; a duty is not laid on days that are over.",
    ),
    obeying=(_REVOCATION,),
    breaking=(replace(_REVOCATION, backwards=True), replace(_REVOCATION, shortens=False)),
)
def revoked_forward(facts: RevocationFacts) -> Result:
    """Met when the new last day is today or later, and before the old one."""
    return met(not facts.backwards and facts.shortens, backwards=facts.backwards, shortens=facts.shortens)


@rule(
    "norm.corrected-with-reason",
    strength=Strength.SKAL,
    about=CorrectionFacts,
    text=Text(
        nb="Det katalogen sier om en norm, rettes med en begrunnelse, og rettelsen endrer noe.",
        nn="Det katalogen seier om ei norm, blir retta med ei grunngjeving, og rettinga endrar noko.",
        en="What the catalogue says of a norm is corrected with a reason, and the correction changes something.",
    ),
    citation=Citation(
        "normverk",
        _PLACE,
        reading="A correction that nobody can check against its reason is worth no more than a fault.",
    ),
    obeying=(_CORRECTION,),
    breaking=(
        replace(_CORRECTION, reason=""),
        replace(_CORRECTION, differs=False),
        replace(_CORRECTION, titled=False),
    ),
)
def corrected_with_reason(facts: CorrectionFacts) -> Result:
    """Met when there is a reason, a title is left, and something differs."""
    reasoned = bool(facts.reason.strip())
    return met(
        reasoned and facts.titled and facts.differs, reasoned=reasoned, titled=facts.titled, differs=facts.differs
    )


@rule(
    "norm.corrected-as-seen",
    strength=Strength.SKAL,
    about=CorrectionFacts,
    text=Text(
        nb="Den som retter, har sett det katalogen sier nå, og det som rettes nå, endrer ikke svar på hva som var kjent før.",
        nn="Den som rettar, har sett det katalogen seier no, og det som blir retta no, endrar ikkje svar på kva som var "
        "kjent før.",
        en="Whoever corrects has seen what the catalogue says now, and what is corrected now does not change answers "
        "about what was known before.",
    ),
    citation=Citation(
        "normverk", _PLACE, reading="Two who correct at once must not undo each other; open the form again and look."
    ),
    obeying=(_CORRECTION,),
    breaking=(replace(_CORRECTION, seen=False), replace(_CORRECTION, knowledge_in_order=False)),
)
def corrected_as_seen(facts: CorrectionFacts) -> Result:
    """Met when nothing was corrected since it was seen, and knowledge moves forward."""
    return met(facts.seen and facts.knowledge_in_order, seen=facts.seen, knowledge_in_order=facts.knowledge_in_order)
