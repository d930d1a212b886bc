"""The rules of opening, extending and withdrawing a hearing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.govern.consultation.rules.hearing import LENGTH
from normverk.govern.consultation.timing import RUNNING, Status
from normverk.norm.text import Text

_ANNOUNCED: Final = "What is announced to everybody is kept: people plan their answers by it."


@dataclass(frozen=True)
class OpeningFacts:
    """A hearing about to be opened: on which day, of an edition in which state, with which rules waived."""

    announced: date
    opens: date
    closes: date
    edition_state: str
    running: str
    waived: tuple[str, ...] = ()
    waiver_ref: str = ""
    short: bool = False
    reason: str = ""


@dataclass(frozen=True)
class ExtensionFacts:
    """A deadline about to be moved from `before` to `after` in a hearing that stands as `status` says."""

    status: Status
    before: date
    after: date


@dataclass(frozen=True)
class EndingFacts:
    """A hearing about to be withdrawn."""

    status: Status
    reason: str


_OPENING: Final = OpeningFacts(date(2026, 1, 5), date(2026, 1, 5), date(2026, 4, 7), "draft", "")
_EXTENSION: Final = ExtensionFacts(Status.OPEN, date(2026, 4, 7), date(2026, 4, 21))
_ENDING: Final = EndingFacts(Status.OPEN, "The draft rested on a wrong table.")


@rule(
    "hearing.not-backdated",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En høring åpner tidligst den dagen den blir kunngjort.",
        nn="Ei høyring opnar tidlegast den dagen ho blir kunngjord.",
        en="A hearing opens at the earliest on the day it is announced.",
    ),
    citation=Citation("S1", "Høring", LENGTH, reading="Weeks before anybody knew of the hearing do not count."),
    obeying=(_OPENING, replace(_OPENING, opens=date(2026, 2, 1))),
    breaking=(replace(_OPENING, opens=date(2026, 1, 4)),),
)
def not_backdated(facts: OpeningFacts) -> Result:
    """Met when the opening lies on the day of the announcement or later."""
    return met(facts.opens >= facts.announced, announced=str(facts.announced), opens=str(facts.opens))


@rule(
    "hearing.has-length",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En høring lukker etter at den har åpnet.",
        nn="Ei høyring lukkar etter at ho har opna.",
        en="A hearing closes after it has opened.",
    ),
    citation=Citation("S1", "Høring", LENGTH, reading="Also where the length is waived, there is time for an answer."),
    obeying=(_OPENING, replace(_OPENING, closes=date(2026, 1, 6))),
    breaking=(replace(_OPENING, closes=date(2026, 1, 5)), replace(_OPENING, closes=date(2025, 4, 7))),
)
def has_length(facts: OpeningFacts) -> Result:
    """Met when the deadline lies after the day of opening."""
    return met(facts.closes > facts.opens, opens=str(facts.opens), closes=str(facts.closes))


@rule(
    "hearing.before-approval",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En høring gjelder en utgave som ennå ikke er godkjent.",
        nn="Ei høyring gjeld ei utgåve som enno ikkje er godkjend.",
        en="A hearing is about an edition that has not been approved yet.",
    ),
    citation=Citation("normverk", "Høring", reading="The source places the hearing before the approval."),
    obeying=(_OPENING, replace(_OPENING, edition_state="review")),
    breaking=(replace(_OPENING, edition_state="approved"), replace(_OPENING, edition_state="discarded")),
)
def before_approval(facts: OpeningFacts) -> Result:
    """Met for drafts and editions under review."""
    return met(facts.edition_state in {"draft", "review"}, state=facts.edition_state)


@rule(
    "hearing.one-at-a-time",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En utgave er bare på én høring om gangen.",
        nn="Ei utgåve er berre på éi høyring om gongen.",
        en="An edition has only one hearing at a time.",
    ),
    citation=Citation("normverk", "Høring", reading="Answers to two texts at once could not be told apart."),
    obeying=(_OPENING,),
    breaking=(replace(_OPENING, running="H-2026-001"),),
)
def one_at_a_time(facts: OpeningFacts) -> Result:
    """Met when no other hearing of the edition is planned or open."""
    return met(not facts.running, running=facts.running)


@rule(
    "hearing.waiver-in-writing",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En regel for høringer fravikes bare med en skriftlig, begrunnet beslutning.",
        nn="Ein regel for høyringar blir berre fråviken med ei skriftleg, grunngjeven avgjerd.",
        en="A rule of hearings is waived only by a written, reasoned decision.",
    ),
    citation=Citation(
        "Utredningsinstruksen",
        "3-3",
        reading="The decision to shorten or drop a hearing is taken in writing by the top leader and follows the case.",
    ),
    obeying=(_OPENING, replace(_OPENING, waived=("hearing.six-weeks",), waiver_ref="S-2026-001/1")),
    breaking=(replace(_OPENING, waived=("hearing.six-weeks",)),),
)
def waiver_in_writing(facts: OpeningFacts) -> Result:
    """Met when nothing is waived, or the waiver names its decision."""
    return met(not facts.waived or bool(facts.waiver_ref), waived=", ".join(facts.waived), decision=facts.waiver_ref)


@rule(
    "hearing.short-with-reason",
    strength=Strength.BOER,
    about=OpeningFacts,
    text=Text(
        nb="En høring som er kortere enn tre måneder, sier hvorfor.",
        nn="Ei høyring som er kortare enn tre månader, seier kvifor.",
        en="A hearing shorter than three months says why.",
    ),
    citation=Citation("normverk", "I4", reading="What is normal may be departed from, but not in silence."),
    obeying=(_OPENING, replace(_OPENING, short=True, reason="The change is small and urgent.")),
    breaking=(replace(_OPENING, short=True),),
)
def short_with_reason(facts: OpeningFacts) -> Result:
    """Met when the hearing has its normal length or gives a reason."""
    return met(not facts.short or bool(facts.reason.strip()), short=facts.short)


@rule(
    "hearing.extension-gives-time",
    strength=Strength.SKAL,
    about=ExtensionFacts,
    text=Text(
        nb="En ny høringsfrist ligger alltid senere enn den forrige.",
        nn="Ein ny høyringsfrist ligg alltid seinare enn den førre.",
        en="A new deadline always lies later than the one it replaces.",
    ),
    citation=Citation("S1", "Høring", LENGTH, reading=_ANNOUNCED),
    obeying=(_EXTENSION,),
    breaking=(replace(_EXTENSION, after=date(2026, 4, 7)), replace(_EXTENSION, after=date(2026, 4, 6))),
)
def extension_gives_time(facts: ExtensionFacts) -> Result:
    """Met when the deadline moves to a later day."""
    return met(facts.after > facts.before, before=str(facts.before), after=str(facts.after))


@rule(
    "hearing.extended-while-running",
    strength=Strength.SKAL,
    about=ExtensionFacts,
    text=Text(
        nb="Høringsfristen forlenges før den er ute.",
        nn="Høyringsfristen blir forlengd før han er ute.",
        en="A deadline is extended before it has passed.",
    ),
    citation=Citation(
        "normverk", "Høring", reading="After the deadline answers may have been published; a new hearing is then right."
    ),
    obeying=(_EXTENSION, replace(_EXTENSION, status=Status.PLANNED)),
    breaking=(replace(_EXTENSION, status=Status.CLOSED), replace(_EXTENSION, status=Status.WITHDRAWN)),
)
def extended_while_running(facts: ExtensionFacts) -> Result:
    """Met while the hearing is planned or open."""
    return met(facts.status in RUNNING, status=str(facts.status))


@rule(
    "hearing.withdrawn-while-running",
    strength=Strength.SKAL,
    about=EndingFacts,
    text=Text(
        nb="En høring trekkes tilbake før fristen er ute, ikke etterpå.",
        nn="Ei høyring blir trekt tilbake før fristen er ute, ikkje etterpå.",
        en="A hearing is withdrawn before its deadline has passed, not afterwards.",
    ),
    citation=Citation("normverk", "Høring", reading="What has been heard is treated; it cannot be made undone."),
    obeying=(_ENDING,),
    breaking=(replace(_ENDING, status=Status.CLOSED), replace(_ENDING, status=Status.WITHDRAWN)),
)
def withdrawn_while_running(facts: EndingFacts) -> Result:
    """Met while the hearing is planned or open."""
    return met(facts.status in RUNNING, status=str(facts.status))


@rule(
    "hearing.withdrawal-reasoned",
    strength=Strength.SKAL,
    about=EndingFacts,
    text=Text(
        nb="Når en høring trekkes tilbake, får alle vite hvorfor.",
        nn="Når ei høyring blir trekt tilbake, får alle vite kvifor.",
        en="When a hearing is withdrawn, everybody is told why.",
    ),
    citation=Citation("normverk", "Høring", reading=_ANNOUNCED),
    obeying=(_ENDING,),
    breaking=(replace(_ENDING, reason=" "),),
)
def withdrawal_reasoned(facts: EndingFacts) -> Result:
    """Met when a reason is given."""
    return met(bool(facts.reason.strip()), reason_given=bool(facts.reason.strip()))
