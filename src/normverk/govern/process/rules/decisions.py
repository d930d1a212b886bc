"""The rules of deciding and of waiving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from normverk.base.rules import Citation, Result, Strength, met, rule
from normverk.norm.text import Text

BETWEEN: Final = "f76ebc92374c2c8289f7cfdb5ee66fed433c6c13b2b7da0b66b9df88aa55ab62"
_INSTRUCTION: Final = "Utredningsinstruksen"
_INSTRUCTION_AT: Final = "https://dfo.no/fagomrader/utredning/utredningsinstruksen"
LEAST_REASON: Final = 40
FOUR_OR_FIVE: Final = (
    "The source says «four decision points» and also «decision points between each phase», which would be five. Read "
    "as: phases 1 to 4 end with the four decisions the source names, and going from realising to maintaining is a "
    "recorded decision too. No phase is ever left without one."
)


@dataclass(frozen=True)
class DecidingFacts:
    """A decision about to be made: by whom, on whose work, and what it says. `earlier` are the phases gone through."""

    decider: str
    writers: tuple[str, ...]
    case_state: str
    outcome: str
    allowed: tuple[str, ...]
    to_phase: str
    back_to: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class LeavingFacts:
    """A phase about to be left, and the decision it is left by (empty: none)."""

    phase: str
    decision: str


@dataclass(frozen=True)
class WaivingFacts:
    """A rule about to be waived: is it one that may be, with which reason, and how the case stands."""

    rule: str
    waivable: tuple[str, ...]
    reason: str
    case_state: str


_ON: Final = DecidingFacts(
    "decider", ("owner",), "running", "on", ("on", "back", "stop", "postpone"), "", ("utrede",), "The ground is good."
)
_WAIVER: Final = WaivingFacts(
    "hearing.six-weeks",
    ("hearing.needed", "hearing.six-weeks"),
    "The change mends a wrong table, and the patients cannot wait.",
    "running",
)


@rule(
    "case.decision-before-next-phase",
    strength=Strength.SKAL,
    about=LeavingFacts,
    text=Text(
        nb="Ingen fase forlates uten en beslutning.",
        nn="Ingen fase blir forlaten utan ei avgjerd.",
        en="No phase is left without a decision.",
    ),
    citation=Citation("S1", "Forvaltningsprosess", BETWEEN, reading=FOUR_OR_FIVE),
    obeying=(LeavingFacts("utrede", "S-2026-001/V2"),),
    breaking=(LeavingFacts("utrede", ""),),
)
def decision_before_next_phase(facts: LeavingFacts) -> Result:
    """Met when there is a decision to leave by."""
    return met(bool(facts.decision), phase=facts.phase, decision=facts.decision)


@rule(
    "decision.not-own-work",
    strength=Strength.SKAL,
    about=DecidingFacts,
    text=Text(
        nb="Den som har skrevet, godkjenner ikke alene.",
        nn="Den som har skrive, godkjenner ikkje åleine.",
        en="Who writes does not approve alone.",
    ),
    citation=Citation(
        "S1",
        "Utarbeide utkast",
        "e9e4e33790271be831687d66d5b4da4ef51d41254f578d5830c8a55d52fddae7",
        reading="The source lets one party write and another advise and decide. Read as: nobody decides on a case in "
        "which they have written the inquiry or the draft.",
    ),
    obeying=(_ON,),
    breaking=(replace(_ON, decider="owner"),),
)
def not_own_work(facts: DecidingFacts) -> Result:
    """Met when the decider is not among the writers."""
    return met(facts.decider not in facts.writers, own_work=facts.decider in facts.writers)


@rule(
    "decision.allowed-here",
    strength=Strength.SKAL,
    about=DecidingFacts,
    text=Text(
        nb="Beslutningen er en av dem prosessen åpner for i denne fasen; tilbake går bare til en tidligere fase.",
        nn="Avgjerda er ei av dei prosessen opnar for i denne fasen; tilbake går berre til ein tidlegare fase.",
        en="The decision is one that the process allows in this phase; back leads only to an earlier phase.",
    ),
    citation=Citation(
        "S1",
        "Forvaltningsprosess",
        "1829c6c88fb3684a4cf8aee609e514f92fb2a573aa4a2d11f2eb4f36ac78cc09",
        reading="Beside going on and back, a case can be stopped and postponed, as newer descriptions of the process "
        "say. After approval a case does not go back: what is released stays, and a change is a new case.",
    ),
    obeying=(_ON, replace(_ON, outcome="back", to_phase="utrede"), replace(_ON, outcome="stop")),
    breaking=(
        replace(_ON, outcome="back", to_phase=""),
        replace(_ON, outcome="back", to_phase="realisere"),
        replace(_ON, outcome="back", to_phase="utrede", allowed=("on", "stop")),
        replace(_ON, to_phase="realisere"),
    ),
)
def allowed_here(facts: DecidingFacts) -> Result:
    """Met when the phase allows the outcome, and a return names one of the phases that may be returned to."""
    target = facts.to_phase in facts.back_to if facts.outcome == "back" else facts.to_phase == ""
    return met(
        facts.outcome in facts.allowed and target,
        outcome=facts.outcome,
        allowed=", ".join(facts.allowed),
        to_phase=facts.to_phase,
    )


@rule(
    "decision.case-under-way",
    strength=Strength.SKAL,
    about=DecidingFacts,
    text=Text(
        nb="Det besluttes bare i saker som ikke er stanset eller avsluttet.",
        nn="Det blir berre avgjort i saker som ikkje er stansa eller avslutta.",
        en="Decisions are made only in cases that have not been stopped or closed.",
    ),
    citation=Citation("normverk", "Need and case"),
    obeying=(_ON, replace(_ON, case_state="postponed")),
    breaking=(replace(_ON, case_state="stopped"), replace(_ON, case_state="closed")),
)
def case_under_way(facts: DecidingFacts) -> Result:
    """Met for cases that run or are postponed."""
    return met(facts.case_state in {"running", "postponed"}, case_state=facts.case_state)


@rule(
    "decision.reasoned",
    strength=Strength.SKAL,
    about=DecidingFacts,
    text=Text(
        nb="En beslutning er begrunnet.",
        nn="Ei avgjerd er grunngjeven.",
        en="A decision is reasoned.",
    ),
    citation=Citation("normverk", "Law 2: nothing is written without an event that says why"),
    obeying=(_ON,),
    breaking=(replace(_ON, reason=" "),),
)
def decision_reasoned(facts: DecidingFacts) -> Result:
    """Met when a reason is written."""
    return met(bool(facts.reason.strip()), reason_length=len(facts.reason.strip()))


@rule(
    "waiver.written-and-reasoned",
    strength=Strength.SKAL,
    about=WaivingFacts,
    text=Text(
        nb="En regel fravikes bare med en skriftlig begrunnelse på minst 40 tegn.",
        nn="Ein regel blir berre fråviken med ei skriftleg grunngjeving på minst 40 teikn.",
        en="A rule is waived only with written reasons of at least 40 signs.",
    ),
    citation=Citation(
        _INSTRUCTION,
        "3-3 Høring",
        url=_INSTRUCTION_AT,
        reading="The decision to leave out or shorten a hearing is taken in writing, reasoned, and follows the case. "
        "The least length is ours, so that a word alone does not pass for reasons.",
    ),
    obeying=(_WAIVER,),
    breaking=(replace(_WAIVER, reason="Urgent."), replace(_WAIVER, reason=" " * 60)),
)
def written_and_reasoned(facts: WaivingFacts) -> Result:
    """Met when the reasons are long enough to be reasons."""
    return met(len(facts.reason.strip()) >= LEAST_REASON, reason_length=len(facts.reason.strip()))


@rule(
    "waiver.rule-may-be-waived",
    strength=Strength.SKAL,
    about=WaivingFacts,
    text=Text(
        nb="Bare regler som prosessen sier kan fravikes, blir fraveket, og bare i saker som er i gang.",
        nn="Berre reglar som prosessen seier kan fråvikast, blir fråvikne, og berre i saker som er i gang.",
        en="Only rules that the process says may be waived are waived, and only in cases under way.",
    ),
    citation=Citation(
        _INSTRUCTION,
        "3-3 Høring",
        url=_INSTRUCTION_AT,
        reading="It allows a hearing to be left out or shortened. That a hearing is open to all, that answers are "
        "public and that somebody else decides is not among what it lets go.",
    ),
    obeying=(_WAIVER,),
    breaking=(replace(_WAIVER, rule="hearing.open-to-all"), replace(_WAIVER, case_state="closed")),
)
def rule_may_be_waived(facts: WaivingFacts) -> Result:
    """Met for rules the process lists as waivable, in a case that has not ended."""
    allowed = facts.rule in facts.waivable and facts.case_state in {"running", "postponed"}
    return met(allowed, rule=facts.rule, waivable=", ".join(facts.waivable), case_state=facts.case_state)
