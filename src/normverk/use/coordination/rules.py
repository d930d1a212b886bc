"""Rules of what is kept beside the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

_INDIVIDUAL: Final = "c7f84c833d521e34b8b9ec00a043b014f1f70cbea9b1dc3612b2c99d9d1c292c"
EXPLAINS: Final = "delay.explains-a-passed-limit"
_DELAY_URL: Final = (
    "https://www.helsedirektoratet.no/pakkeforlop/rusbehandling-tsb/registrering-av-koder-rusbehandling-tsb-pakkeforlop/"
    "pasientutsatt-pakkeforlop"
)


@dataclass(frozen=True)
class ClosingFacts:
    """A task about to be closed: the state it has, the one it gets, and whether it is said why."""

    before: str
    after: str
    with_reason: bool = False


@rule(
    "task.closed-once",
    strength=Strength.SKAL,
    about=ClosingFacts,
    text=Text(
        nb="En oppgave lukkes én gang. Lag en ny hvis noe gjenstår.",
        nn="Ei oppgåve blir lukka éin gong. Lag ei ny om noko står att.",
        en="A task is closed once. Make a new one if something remains.",
    ),
    citation=Citation("normverk", "Tasks"),
    obeying=(ClosingFacts("open", "done"),),
    breaking=(ClosingFacts("done", "cancelled", True), ClosingFacts("open", "open")),
)
def closed_once(facts: ClosingFacts) -> Result:
    """Two who close at once must not overwrite each other."""
    return met(facts.before == "open" and facts.after != "open", before=facts.before, after=facts.after)


@rule(
    "task.not-done-says-why",
    strength=Strength.SKAL,
    about=ClosingFacts,
    text=Text(
        nb="En oppgave som ikke ble gjort, skal si hvorfor: ikke nødvendig, eller mislyktes.",
        nn="Ei oppgåve som ikkje vart gjord, skal seie kvifor: ikkje nødvendig, eller mislukkast.",
        en="A task that was not done must say why: not needed, or failed.",
    ),
    citation=Citation("normverk", "Tasks"),
    obeying=(ClosingFacts("open", "done"), ClosingFacts("open", "abandoned", True)),
    breaking=(ClosingFacts("open", "cancelled"), ClosingFacts("open", "abandoned")),
)
def not_done_says_why(facts: ClosingFacts) -> Result:
    """What was done needs no excuse."""
    return met(facts.after == "done" or facts.with_reason)


@dataclass(frozen=True)
class DelayDates:
    """A note of delay: its days, and today."""

    begins: date
    ends: date | None
    today: date


_DAY: Final = date(2022, 4, 4)


@rule(
    "delay.days-in-order",
    strength=Strength.SKAL,
    about=DelayDates,
    text=Text(
        nb="En utsettelse slutter tidligst den dagen den begynner, og et ønske som er notert, har begynt senest i dag.",
        nn="Ei utsetjing sluttar tidlegast den dagen ho byrjar, og eit ønske som er notert, har byrja seinast i dag.",
        en="A delay ends at the earliest on the day it begins, and a wish that is noted has begun at the latest today.",
    ),
    citation=Citation("normverk", "Notes of delay"),
    obeying=(DelayDates(_DAY, None, _DAY), DelayDates(_DAY, date(2022, 5, 1), _DAY)),
    breaking=(DelayDates(_DAY, date(2022, 4, 3), _DAY), DelayDates(date(2022, 4, 5), None, _DAY)),
)
def days_in_order(facts: DelayDates) -> Result:
    """The end may lie ahead: it is what the patient asks for."""
    return met(facts.begins <= facts.today and (facts.ends is None or facts.ends >= facts.begins))


@dataclass(frozen=True)
class ExplainFacts:
    """A note of delay beside a clock whose norm lets a delay explain a passed limit.

    `working_days` is how long the patient waited, so far when `ended` is false. `decided_on` is the day of the decision or
    evaluation that the clock leads to, None while it has not come.
    """

    working_days: int
    ended: bool
    noted_on: date
    decided_on: date | None


@rule(
    EXPLAINS,
    strength=Strength.BOER,
    about=ExplainFacts,
    text=Text(
        nb="En utsettelse forklarer en brutt frist når pasienten ønsket å vente i mer enn sju virkedager, og det ble notert før beslutningen eller evalueringen. Klokken går likevel.",
        nn="Ei utsetjing forklarer ein broten frist når pasienten ønskte å vente i meir enn sju verkedagar, og det vart notert før avgjerda eller evalueringa. Klokka går likevel.",
        en="A delay explains a passed limit when the patient wished to wait for more than seven working days and it was noted before the decision or evaluation. The clock runs all the same.",
    ),
    citation=Citation(
        "Helsedirektoratet, registrering av koder, TSB",
        "Pasientutsatt pakkeforløp (kode L)",
        url=_DELAY_URL,
        reading="Noted on the day of the decision itself cannot be told: the source says before, and days have no hours.",
    ),
    obeying=(ExplainFacts(8, True, _DAY, date(2022, 4, 20)), ExplainFacts(9, False, _DAY, None)),
    breaking=(ExplainFacts(7, True, _DAY, None), ExplainFacts(20, True, _DAY, date(2022, 4, 1))),
)
def explains_a_passed_limit(facts: ExplainFacts) -> Result:
    """Cannot tell while the delay is still short enough, and on the day of the decision itself."""
    shown = {"working_days": facts.working_days, "noted_on": facts.noted_on.isoformat()}
    if facts.decided_on is not None and facts.noted_on > facts.decided_on:
        return met(False, **shown)
    if facts.working_days <= 7:
        return met(False, **shown) if facts.ended else cannot_tell(**shown)
    return cannot_tell(**shown) if facts.noted_on == facts.decided_on else met(True, **shown)


@dataclass(frozen=True)
class MeetingFacts:
    """A patient about to be put up: the meeting's day, today, and whether the patient stands there already."""

    held_on: date
    today: date
    there_already: bool = False


@rule(
    "mdt.ahead-and-once",
    strength=Strength.SKAL,
    about=MeetingFacts,
    text=Text(
        nb="En pasient settes opp til et møte i dag eller senere, og én gang til hvert møte.",
        nn="Ein pasient blir sett opp til eit møte i dag eller seinare, og éin gong til kvart møte.",
        en="A patient is put up for a meeting today or later, and once for each meeting.",
    ),
    citation=Citation("normverk", "Multidisciplinary meetings"),
    obeying=(MeetingFacts(_DAY, _DAY),),
    breaking=(MeetingFacts(date(2022, 4, 3), _DAY), MeetingFacts(_DAY, _DAY, True)),
)
def ahead_and_once(facts: MeetingFacts) -> Result:
    """A meeting that has been needs no list."""
    return met(facts.held_on >= facts.today and not facts.there_already, there_already=facts.there_already)


@dataclass(frozen=True)
class DecisionFacts:
    """A decision about to be written down: whether the item waits for one, its day, the meeting's day, and today."""

    waiting: bool
    decided_on: date
    held_on: date
    today: date


@rule(
    "mdt.decision-once-and-not-ahead",
    strength=Strength.SKAL,
    about=DecisionFacts,
    text=Text(
        nb="En beslutning føres én gang, med dagen den ble tatt: ikke fram i tid.",
        nn="Ei avgjerd blir ført éin gong, med dagen ho vart teken: ikkje fram i tid.",
        en="A decision is written down once, with the day it was made: not ahead of time.",
    ),
    citation=Citation(
        "Helsedirektoratet, kodeveileder for metastaser",
        "Klinisk beslutning",
        reading="The decision may be made outside the meeting; its own day is what counts.",
    ),
    obeying=(DecisionFacts(True, _DAY, _DAY, _DAY), DecisionFacts(True, date(2022, 4, 1), _DAY, _DAY)),
    breaking=(DecisionFacts(False, _DAY, _DAY, _DAY), DecisionFacts(True, date(2022, 4, 5), _DAY, _DAY)),
)
def decision_once_and_not_ahead(facts: DecisionFacts) -> Result:
    """A decision before the meeting is fine; one tomorrow is none."""
    return met(facts.waiting and facts.decided_on <= facts.today, waiting=facts.waiting)


@dataclass(frozen=True)
class PlanFacts:
    """A plan about to be kept: how many goals and activities it has, and whether the patient's own words stand in it."""

    goals: int
    activities: int
    own_words: bool


@rule(
    "plan.is-individual",
    strength=Strength.SKAL,
    about=PlanFacts,
    text=Text(
        nb="Det individuelle forløpet tilrettelegges for pasienten: en plan skal ha minst ett mål eller én ting som skal gjøres.",
        nn="Det individuelle forløpet blir lagt til rette for pasienten: ein plan skal ha minst eitt mål eller éin ting som skal gjerast.",
        en="The individual course is arranged for the patient: a plan must have at least one goal or one thing to be done.",
    ),
    citation=Citation("S2", "8. Om pakkeforløpet", _INDIVIDUAL),
    obeying=(PlanFacts(1, 0, False), PlanFacts(0, 1, False)),
    breaking=(PlanFacts(0, 0, True),),
)
def plan_is_individual(facts: PlanFacts) -> Result:
    """An empty plan would only look like one."""
    return met(facts.goals + facts.activities > 0, goals=facts.goals, activities=facts.activities)


@rule(
    "plan.in-the-patients-words",
    strength=Strength.BOER,
    about=PlanFacts,
    text=Text(
        nb="Planen bør si hva som er viktig for pasienten, med pasientens egne ord.",
        nn="Planen bør seie kva som er viktig for pasienten, med pasienten sine eigne ord.",
        en="The plan should say what matters to the patient, in the patient's own words.",
    ),
    citation=Citation("S2", "8. Om pakkeforløpet", _INDIVIDUAL, reading="«For hver enkelt»: asked for, not forced."),
    obeying=(PlanFacts(1, 0, True),),
    breaking=(PlanFacts(1, 0, False),),
)
def in_the_patients_words(facts: PlanFacts) -> Result:
    """A patient may have nothing to say just now."""
    return met(facts.own_words)
