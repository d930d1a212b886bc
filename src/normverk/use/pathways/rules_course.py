"""Rules of a patient's course: who coordinates it, what may be corrected, and how it is handed over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.base.rules import Citation, Result, Strength, cannot_tell, met, rule
from normverk.norm.text import Text

_COORDINATORS: Final = "88279298ac4d8896d994ef16d329a2cffc4c592a9db6996746b6ab279ceff577"
_ONE_AT_A_TIME: Final = "b67bc3aa4b58a341929cef1077b528181c938aad7d277758716779b54ef6e0bf"
_GUIDE: Final = "Helsedirektoratet, kodeveileder for organspesifikk kreft"
_GUIDE_URL: Final = "https://www.helsedirektoratet.no/tema/kreft/kodeveileder-pakkeforlop-for-organspesifikk-kreft/utfyllende-kommentarer"
_TRANSFER_URL: Final = (
    "https://helsedirektoratet.no/nasjonale-forlop/eggstokkreft/registrering-av-koder-i-pakkeforlop-for-eggstokkreft/"
    "overforing-til-annet-helseforetaksykehus"
)


@dataclass(frozen=True)
class AssignmentFacts:
    """Somebody is about to coordinate: whether they may, whether another did before, and whether a reason is given."""

    holds_role: bool
    replaces: bool = False
    with_reason: bool = False


@rule(
    "course.coordinator-works-where-the-patient-is",
    strength=Strength.SKAL,
    about=AssignmentFacts,
    text=Text(
        nb="Den som koordinerer et forløp, skal være forløpskoordinator ved et sykehus som har pasienten.",
        nn="Den som koordinerer eit forløp, skal vere forløpskoordinator ved eit sjukehus som har pasienten.",
        en="Whoever coordinates a course must be a pathway coordinator at a hospital that has the patient.",
    ),
    citation=Citation("S3", "Noen nye begrep:", _COORDINATORS),
    obeying=(AssignmentFacts(True),),
    breaking=(AssignmentFacts(False),),
)
def coordinator_works_where_the_patient_is(facts: AssignmentFacts) -> Result:
    """Looks at the roles of the one who is named."""
    return met(facts.holds_role)


@rule(
    "course.takeover-has-a-reason",
    strength=Strength.SKAL,
    about=AssignmentFacts,
    text=Text(
        nb="Når en annen overtar koordineringen, skal det stå hvorfor.",
        nn="Når ein annan tek over koordineringa, skal det stå kvifor.",
        en="When somebody else takes the coordination over, it must say why.",
    ),
    citation=Citation("normverk", "A patient's course"),
    obeying=(AssignmentFacts(True), AssignmentFacts(True, True, True)),
    breaking=(AssignmentFacts(True, True, False),),
)
def takeover_has_a_reason(facts: AssignmentFacts) -> Result:
    """A first coordinator needs no reason: that is what the role is for."""
    return met(facts.with_reason or not facts.replaces)


@dataclass(frozen=True)
class EntryFacts:
    """A registration that somebody writes by hand: its day, today, and what the loaded norms say of its code."""

    day: date
    today: date
    standing: str


_DAY = date(2022, 4, 30)


@rule(
    "registration.has-happened",
    strength=Strength.SKAL,
    about=EntryFacts,
    text=Text(
        nb="En registrering skal gjelde noe som har skjedd: datoen kan ikke ligge fram i tid.",
        nn="Ei registrering skal gjelde noko som har hendt: datoen kan ikkje liggje fram i tid.",
        en="A registration must be about what has happened: its date cannot lie in the future.",
    ),
    citation=Citation("normverk", "Record events", reading="Intake refuses the same: after-recorded."),
    obeying=(EntryFacts(_DAY, _DAY, "known"),),
    breaking=(EntryFacts(date(2022, 5, 1), _DAY, "known"),),
)
def registration_has_happened(facts: EntryFacts) -> Result:
    """Today is the day the lists stand on."""
    return met(facts.day <= facts.today, day=facts.day.isoformat(), today=facts.today.isoformat())


@rule(
    "registration.code-in-use-on-the-day",
    strength=Strength.SKAL,
    about=EntryFacts,
    text=Text(
        nb="Koden skal være i bruk på datoen: ikke utgått, og kjent i en norm som er lastet inn.",
        nn="Koden skal vere i bruk på datoen: ikkje utgått, og kjend i ei norm som er lasta inn.",
        en="The code must be in use on the date: not retired, and known to a norm that is loaded.",
    ),
    citation=Citation("Helsedirektoratet, kodeverk 9329", "120 Koden er utgått"),
    obeying=(EntryFacts(_DAY, _DAY, "known"),),
    breaking=(EntryFacts(_DAY, _DAY, "retired"), EntryFacts(_DAY, _DAY, "unknown")),
)
def registration_code_in_use(facts: EntryFacts) -> Result:
    """Asks the same norms as intake does."""
    return met(facts.standing == "known", standing=facts.standing)


@dataclass(frozen=True)
class CorrectionFacts:
    """A correction: whether it has a reason, whether it changes anything, and whether the registration still holds."""

    with_reason: bool
    changes: bool = True
    holds: bool = True


@rule(
    "correction.has-a-reason",
    strength=Strength.SKAL,
    about=CorrectionFacts,
    text=Text(
        nb="En retting skal ha en grunn, så pasienten og sykehuset kan se hvorfor.",
        nn="Ei retting skal ha ein grunn, så pasienten og sjukehuset kan sjå kvifor.",
        en="A correction must have a reason, so that the patient and the hospital can see why.",
    ),
    citation=Citation("normverk", "Corrections"),
    obeying=(CorrectionFacts(True),),
    breaking=(CorrectionFacts(False),),
)
def correction_has_a_reason(facts: CorrectionFacts) -> Result:
    """Any words will do: whether they convince is for people to say."""
    return met(facts.with_reason)


@rule(
    "correction.changes-what-holds",
    strength=Strength.SKAL,
    about=CorrectionFacts,
    text=Text(
        nb="Rett den versjonen som gjelder, og rett den til noe annet enn den er.",
        nn="Rett den versjonen som gjeld, og rett han til noko anna enn han er.",
        en="Correct the version that holds, and make it something other than it is.",
    ),
    citation=Citation("normverk", "Corrections", reading="Two who correct at once must not undo each other unseen."),
    obeying=(CorrectionFacts(True),),
    breaking=(CorrectionFacts(True, changes=False), CorrectionFacts(True, holds=False)),
)
def correction_changes_what_holds(facts: CorrectionFacts) -> Result:
    """Told apart in the facts."""
    return met(facts.changes and facts.holds, changes=facts.changes, in_force=facts.holds)


@dataclass(frozen=True)
class SendingFacts:
    """A transfer that is about to be sent.

    `responsibility_moves` is what the sender says; `open` whether the course is still under way; `under_way` whether a
    transfer of the same course is waiting already.
    """

    to_another: bool
    responsibility_moves: bool
    open: bool = True
    under_way: bool = False


@rule(
    "transfer.only-when-responsibility-moves",
    strength=Strength.SKAL,
    about=SendingFacts,
    text=Text(
        nb="Overføring registreres bare når ansvaret flyttes til et annet sykehus, ikke for én undersøkelse eller et råd.",
        nn="Overføring blir berre registrert når ansvaret blir flytta til eit anna sjukehus, ikkje for éi undersøking eller eit råd.",
        en="A transfer is registered only when responsibility moves to another hospital, not for one examination or advice.",
    ),
    citation=Citation(
        "Helsedirektoratet, Eggstokkreft", "Overføring til annet helseforetak/sykehus", url=_TRANSFER_URL
    ),
    obeying=(SendingFacts(True, True),),
    breaking=(SendingFacts(True, False), SendingFacts(False, True)),
)
def only_when_responsibility_moves(facts: SendingFacts) -> Result:
    """The intent cannot be seen in the record, so the sender says it."""
    return met(facts.responsibility_moves and facts.to_another, to_another=facts.to_another)


@rule(
    "transfer.of-an-open-course",
    strength=Strength.SKAL,
    about=SendingFacts,
    text=Text(
        nb="Bare et forløp som pågår kan overføres, og bare én overføring om gangen.",
        nn="Berre eit forløp som går føre seg kan overførast, og berre éi overføring om gongen.",
        en="Only a course under way can be handed over, and only one transfer at a time.",
    ),
    citation=Citation("Helsedirektoratet, kodeverk 9329", "112–114 Overflødig, koden avslutter forløpet"),
    obeying=(SendingFacts(True, True),),
    breaking=(SendingFacts(True, True, open=False), SendingFacts(True, True, under_way=True)),
)
def of_an_open_course(facts: SendingFacts) -> Result:
    """A code after the end would be superfluous to NPR."""
    return met(facts.open and not facts.under_way, open=facts.open, under_way=facts.under_way)


@dataclass(frozen=True)
class ReceivingFacts:
    """A transfer that is about to be received. `days` are calendar days from sending to receiving."""

    waiting: bool
    days: int


@rule(
    "transfer.received-after-it-was-sent",
    strength=Strength.SKAL,
    about=ReceivingFacts,
    text=Text(
        nb="Mottaket registreres med dagen da henvisningen kom, tidligst dagen den ble sendt, og bare én gang.",
        nn="Mottaket blir registrert med dagen då tilvisinga kom, tidlegast dagen ho vart send, og berre éin gong.",
        en="Receipt is registered on the day the referral came, at the earliest the day it was sent, and only once.",
    ),
    citation=Citation(
        _GUIDE, "Utfyllende kommentarer", url=_GUIDE_URL, reading="Each receiving trust codes its own A."
    ),
    obeying=(ReceivingFacts(True, 0), ReceivingFacts(True, 3)),
    breaking=(ReceivingFacts(True, -1), ReceivingFacts(False, 1)),
)
def received_after_it_was_sent(facts: ReceivingFacts) -> Result:
    """The date is when the referral came in, not when somebody read it."""
    return met(facts.waiting and facts.days >= 0, waiting=facts.waiting, days=facts.days)


@rule(
    "transfer.received-soon",
    strength=Strength.BOER,
    about=ReceivingFacts,
    text=Text(
        nb="En overføring bør ikke vente mer enn to dager på å bli tatt imot: tiden løper fra den første starten.",
        nn="Ei overføring bør ikkje vente meir enn to dagar på å bli teken imot: tida løper frå den første starten.",
        en="A transfer should not wait more than two days to be received: time runs from the first start.",
    ),
    citation=Citation("normverk", "A patient's course", reading="Two days is our own threshold for a warning."),
    obeying=(ReceivingFacts(True, 2),),
    breaking=(ReceivingFacts(True, 3),),
)
def received_soon(facts: ReceivingFacts) -> Result:
    """Only a warning; the sources state no number."""
    return met(facts.days <= 2, days=facts.days)


@dataclass(frozen=True)
class OpenCoursesFacts:
    """How many courses of one patient are under way in mental health and substance use; None when it is not known."""

    psychiatric: int | None


@rule(
    "course.one-psychiatric-pathway-at-a-time",
    strength=Strength.BOER,
    about=OpenCoursesFacts,
    text=Text(
        nb="En pasient bør bare være i ett pakkeforløp innen psykisk helse og rus om gangen (NPR-melding 224).",
        nn="Ein pasient bør berre vere i eitt pakkeforløp innan psykisk helse og rus om gongen (NPR-melding 224).",
        en="A patient should be in only one mental health or substance use pathway at a time (NPR message 224).",
    ),
    citation=Citation("S3", "Pakkeforløp psykiatri og rus", _ONE_AT_A_TIME),
    obeying=(OpenCoursesFacts(0), OpenCoursesFacts(1)),
    breaking=(OpenCoursesFacts(2),),
)
def one_psychiatric_pathway_at_a_time(facts: OpenCoursesFacts) -> Result:
    """The source says «as a rule»: it warns, and people decide which course is to be ended."""
    if facts.psychiatric is None:
        return cannot_tell()
    return met(facts.psychiatric <= 1, open=facts.psychiatric)
