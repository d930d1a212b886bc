"""The rules of reporting a need, assessing it, and opening a case from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

ASSESSED: Final = "1c604656444535eed0764d0dd1dd3b200aab93eacf5b211de3c7d14c5d4a3af6"
REPORTED: Final = "242aaf97becacb052503de0850da05a745ee18ab3e00fbee19c325ba338a8da7"
TITLE_LENGTHS: Final = (5, 200)
TEXT_LENGTHS: Final = (20, 5000)


@dataclass(frozen=True)
class ReportFacts:
    """A need about to be reported: how long its title and text are (in signs), and unreadable signs in it."""

    title: int
    text: int
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True)
class NeedFacts:
    """Where a need stands. `assessment` is empty as long as nobody has assessed it; `priority` 1 is the most urgent."""

    ref: str
    assessment: str
    priority: int | None


@dataclass(frozen=True)
class OpeningFacts:
    """A case about to be opened: how its need was assessed, and the case that the need has already, if any."""

    assessment: str
    case: str = ""


@rule(
    "need.says-enough",
    strength=Strength.SKAL,
    about=ReportFacts,
    text=Text(
        nb="Et behov har en tittel på 5 til 200 tegn og en beskrivelse på 20 til 5000, uten usynlige styretegn.",
        nn="Eit behov har ein tittel på 5 til 200 teikn og ei skildring på 20 til 5000, utan usynlege styreteikn.",
        en="A need has a title of 5 to 200 signs and a description of 20 to 5,000, without invisible control signs.",
    ),
    citation=Citation(
        "S1",
        "Melde inn behov",
        REPORTED,
        reading="Anybody may report. The lengths are ours: enough to be understood, and a guard against floods.",
    ),
    obeying=(ReportFacts(5, 20), ReportFacts(200, 5000)),
    breaking=(
        ReportFacts(4, 20),
        ReportFacts(5, 19),
        ReportFacts(201, 20),
        ReportFacts(5, 5001),
        ReportFacts(9, 99, ("U+0000",)),
    ),
)
def says_enough(facts: ReportFacts) -> Result:
    """Met within both lengths and without control signs."""
    fits = TITLE_LENGTHS[0] <= facts.title <= TITLE_LENGTHS[1] and TEXT_LENGTHS[0] <= facts.text <= TEXT_LENGTHS[1]
    return met(fits and not facts.unreadable, title_length=facts.title, text_length=facts.text)


@rule(
    "need.assessed",
    strength=Strength.SKAL,
    about=NeedFacts,
    text=Text(
        nb="Behovet er vurdert mot det som finnes, og prioritert.",
        nn="Behovet er vurdert mot det som finst, og prioritert.",
        en="The need has been assessed against what exists, and prioritised.",
    ),
    citation=Citation("S1", "Vurdere behov", ASSESSED),
    obeying=(NeedFacts("B-2026-001", "inquire", 2), NeedFacts("B-2026-001", "improve-existing", 1)),
    breaking=(
        NeedFacts("B-2026-001", "", None),
        NeedFacts("B-2026-001", "inquire", None),
        NeedFacts("B-2026-001", "decline", 4),
    ),
)
def need_assessed(facts: NeedFacts) -> Result:
    """Met when somebody has found that it should be looked into, and how urgent it is."""
    if not facts.assessment:
        return cannot_tell(need=facts.ref, assessment="")
    wanted = facts.assessment in {"inquire", "improve-existing"}
    return met(
        wanted and facts.priority is not None, need=facts.ref, assessment=facts.assessment, priority=facts.priority
    )


@rule(
    "case.need-assessed-first",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="En sak åpnes fra et behov som er vurdert og bør følges opp.",
        nn="Ei sak blir opna frå eit behov som er vurdert og bør følgjast opp.",
        en="A case is opened from a need that has been assessed and should be followed up.",
    ),
    citation=Citation("S1", "Vurdere behov", ASSESSED),
    obeying=(OpeningFacts("inquire"), OpeningFacts("improve-existing")),
    breaking=(OpeningFacts(""), OpeningFacts("decline"), OpeningFacts("merged")),
)
def need_assessed_first(facts: OpeningFacts) -> Result:
    """Met for needs assessed as worth an inquiry or an improvement of what exists."""
    return met(facts.assessment in {"inquire", "improve-existing"}, assessment=facts.assessment)


@rule(
    "case.one-for-a-need",
    strength=Strength.SKAL,
    about=OpeningFacts,
    text=Text(
        nb="Et behov har høyst én sak, så det er lett å se hva som ble gjort med det.",
        nn="Eit behov har høgst éi sak, så det er lett å sjå kva som vart gjort med det.",
        en="A need has at most one case, so that it is easy to see what became of it.",
    ),
    citation=Citation("normverk", "Need and case"),
    obeying=(OpeningFacts("inquire"),),
    breaking=(OpeningFacts("inquire", "S-2026-001"),),
)
def one_for_a_need(facts: OpeningFacts) -> Result:
    """Met when the need has no case yet."""
    return met(not facts.case, case=facts.case)
