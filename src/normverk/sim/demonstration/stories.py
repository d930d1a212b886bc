"""What the demonstration's cases are about: needs, inquiries, answers to hearings. All words are ours and invented.

The texts are short and in the languages their invented writers use. Dates of the open cases lie relative to the day
the demonstration is made, so that the open hearing is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from normverk.norm.text import Text


@dataclass(frozen=True)
class Answer:
    """An answer to a hearing: who, about which place, what, and what becomes of it."""

    name: str
    organisation: str
    anchor: str
    stance: str
    text: str
    result: str
    reply: Text


@dataclass(frozen=True)
class Calendar:
    """The days of a case, each the day something happens; a case stops before the first that is None."""

    reported: date
    opened: date
    inquired: date | None = None
    drafted: date | None = None
    heard_from: date | None = None
    heard_to: date | None = None
    approved: date | None = None
    in_use: date | None = None


@dataclass(frozen=True)
class Story:
    """One case of the demonstration. `norm` names the file with its content, `writers` the user names of co-writers."""

    norm: str
    slug: str
    number: str
    title: Text
    need_title: str
    need_text: str
    source: str
    reporter: str
    organisation: str
    assessment: str
    questions: tuple[str, str, str, str, str, str]
    purpose: Text
    change_note: Text
    calendar: Calendar
    answers: tuple[Answer, ...] = ()
    writers: tuple[str, ...] = ()


_BREAST: Final = Text(
    "Forløpstider for brystkreft", "Forløpstider for brystkreft", "Time limits for the breast cancer pathway"
)
_TESTIS: Final = Text(
    "Forløpstider for testikkelkreft",
    "Forløpstider for testikkelkreft",
    "Time limits for the testicular cancer pathway",
)
_LYMPHOMA: Final = Text("Forløpstider for lymfom", "Forløpstider for lymfom", "Time limits for the lymphoma pathway")

_FIRST_BREAST: Final = Story(
    norm="brystkreft-1",
    slug="brystkreft",
    number="1.0.0",
    title=_BREAST,
    need_title="Forløpstidene for brystkreft mangler utgave, dato og grunn",
    need_text="Tallene står i en tabell på en nettside. Når de endres, er de gamle borte. Vi som måler ventetid, vet "
    "ikke hvilke tall som gjaldt da pasienten startet, og journalsystemet kan ikke lese dem.",
    source="enterprise",
    reporter="Kari Koordinator (demo)",
    organisation="Demosykehuset Vest",
    assessment="Behovet er reelt og gjelder alle forløp. Brystkreft tas først fordi tallene er godt dokumentert.",
    questions=(
        "Tallene er normgivende, men har ikke utgave, dato eller grunn. Målet er at alle kan se hva som gjaldt når.",
        "Null-alternativet, en tabell med dato, eller en signert utgave som journalsystemer kan lese.",
        "At en norm måles med koder, reiser spørsmål om hvem som registrerer og hvem resultatet hører til.",
        "Sykehus slipper å taste grensene inn selv. Leverandører må lese utgivelsen. Pasienter kan se hvorfor.",
        "En signert utgave anbefales, fordi den kan brukes uten å skrives av og kan følges tilbake til grunnen.",
        "At kodene registreres i tide, og at forløpskoordinatoren kan rette dem.",
    ),
    purpose=Text(
        "Demonstrasjonstekst. Pasienter skal vite når noe skjer.",
        "Demonstrasjonstekst. Pasientar skal vite når noko skjer.",
        "Demonstration text. Patients shall know when something happens.",
    ),
    change_note=Text(
        "Første utgave i normverk: tallene slik de gjaldt fra 1. januar 2015.",
        "Første utgåve i normverk: tala slik dei galdt frå 1. januar 2015.",
        "First edition in normverk: the figures as they applied from 1 January 2015.",
    ),
    calendar=Calendar(
        reported=date(2024, 1, 15),
        opened=date(2024, 2, 1),
        inquired=date(2024, 3, 1),
        drafted=date(2024, 4, 12),
        heard_from=date(2024, 4, 22),
        heard_to=date(2024, 7, 22),
        approved=date(2024, 8, 20),
        in_use=date(2024, 9, 10),
    ),
    answers=(
        Answer(
            "Hanne Høringspart (demo)",
            "Demoforeningen for brystkreft",
            "maling",
            "supports",
            "Bra at dag null er forklart. Skriv også hva som skjer når pasienten selv ønsker å vente.",
            "partly",
            Text(
                "Tatt inn som milepæl. Hva ventingen skal bety for tiden, er ikke avklart i kilden og blir ikke endret her.",
                "Teken inn som milepæl. Kva ventinga skal bety for tida, er ikkje avklart i kjelda og blir ikkje endra her.",
                "Taken in as a milestone. What such waiting means for the time is not settled in the source and is not changed here.",
            ),
        ),
        Answer(
            "Lars Leverandør (demo)",
            "Demo Journal AS",
            "clock-OF3",
            "comment",
            "Vi finner ingen tid for strålebehandling. Skal det regnes som kirurgi?",
            "followed",
            Text(
                "Nei. Grensen er ukjent, og vises som ukjent. Forløpet blir ikke regnet som innenfor.",
                "Nei. Grensa er ukjend, og blir vist som ukjend. Forløpet blir ikkje rekna som innanfor.",
                "No. The limit is unknown and is shown as unknown. The pathway is not counted as within.",
            ),
        ),
    ),
)

_SECOND_BREAST: Final = Story(
    norm="brystkreft-2",
    slug="brystkreft",
    number="2.0.0",
    title=_BREAST,
    need_title="Endringen fra 1. mai 2021 må kunne følges fra grunn til virkning",
    need_text="Tiden til klinisk beslutning ble tolv dager, mot sju før. Vi ser det ikke i tallene våre, fordi begge "
    "grensene ligger i samme rapport. Vi trenger to utgaver, og en måling før og etter.",
    source="professional",
    reporter="Kristian Kliniker (demo)",
    organisation="Demosykehuset Midt",
    assessment="Følger opp den første utgaven. En ny utgave er rett virkemiddel.",
    questions=(
        "Den gamle grensen brukes fortsatt på nye pasienter. Målet er at hver pasient måles med grensen som gjaldt.",
        "Rette den gamle utgaven, eller gi ut en ny med egen gyldighet.",
        "En lengre grense kan leses som at ventetid blir akseptert. Grunnen må derfor være synlig.",
        "Flere forløp blir innenfor uten at noen får raskere behandling. Det må vises i figuren.",
        "En ny utgave, fordi den gamle må stå for dem som startet før 1. mai 2021.",
        "At figurene viser skiftet med en strek, og at utgavene kan sammenlignes.",
    ),
    purpose=Text(
        "Demonstrasjonstekst. Hver pasient måles med grensen som gjaldt da forløpet startet.",
        "Demonstrasjonstekst. Kvar pasient blir målt med grensa som galdt då forløpet starta.",
        "Demonstration text. Each patient is measured by the limit that applied when the pathway started.",
    ),
    change_note=Text(
        "Fra første fremmøte til klinisk beslutning: 12 kalenderdager (før 7). Samlet tid fem dager lengre.",
        "Frå første frammøte til klinisk avgjerd: 12 kalenderdagar (før 7). Samla tid fem dagar lengre.",
        "From first attendance to clinical decision: 12 calendar days (7 before). The total is five days longer.",
    ),
    calendar=Calendar(
        reported=date(2024, 10, 7),
        opened=date(2024, 11, 1),
        inquired=date(2024, 12, 2),
        drafted=date(2025, 1, 10),
        heard_from=date(2025, 1, 20),
        heard_to=date(2025, 4, 22),
        approved=date(2025, 5, 20),
        in_use=date(2025, 6, 10),
    ),
    answers=(
        Answer(
            "Kari Koordinator (demo)",
            "Demosykehuset Vest",
            "clock-OF2",
            "supports",
            "Sju dager var for kort når biopsien skal vurderes. Tolv dager stemmer med hverdagen.",
            "followed",
            Text(
                "Tatt til følge; grensen er tolv kalenderdager.",
                "Teke til følgje; grensa er tolv kalenderdagar.",
                "Followed; the limit is twelve calendar days.",
            ),
        ),
        Answer(
            "Hanne Høringspart (demo)",
            "Demoforeningen for brystkreft",
            "clock-OF4",
            "objects",
            "Vi er redd for at lengre tid blir en sovepute. Vis hvor mange som ville vært innenfor den gamle grensen.",
            "partly",
            Text(
                "Figuren viser skiftet og begge utgavene. Om-analyse med den gamle grensen kommer senere.",
                "Figuren viser skiftet og begge utgåvene. Omrekning med den gamle grensa kjem seinare.",
                "The figure shows the change and both editions. Re-analysis with the old limit comes later.",
            ),
        ),
        Answer(
            "Tone Terminolog (demo)",
            "Demo Terminologi",
            "om",
            "comment",
            "Skriv at kodene er fra kodeverk 8480, og hvilken dato de er lest.",
            "followed",
            Text("Tatt inn under kilder.", "Teke inn under kjelder.", "Taken in under sources."),
        ),
    ),
)


def finished() -> tuple[Story, ...]:
    """The cases that have been all the way."""
    return (_FIRST_BREAST, _SECOND_BREAST)


def waiting(today: date) -> Story:
    """The case that waits at a gate: the draft is written, and somebody must decide on a hearing."""
    return Story(
        norm="testikkelkreft-2",
        slug="testikkelkreft",
        number="1.0.0",
        title=_TESTIS,
        need_title="To kilder gir ulike forløpstider for testikkelkreft",
        need_text="Forløpssiden og handlingsprogrammet viste ulike tider våren 2021. Vi vet ikke hvilke vi skal følge.",
        source="enterprise",
        reporter="Kari Koordinator (demo)",
        organisation="Demosykehuset Nord",
        assessment="Motsigelsen er bekreftet. Én utgave med kilde per grense løser den.",
        questions=(
            "To tall for samme tid. Målet er ett, med kilde.",
            "Rette den ene siden, eller gi ut en utgave som begge viser til.",
            "Ingen prinsipielle spørsmål ut over hvilken kilde som går foran.",
            "Forløpskoordinatorer slipper tvil. Ingen negative virkninger er kjent.",
            "Én utgave, fordi avskrift er årsaken til motsigelsen.",
            "At handlingsprogrammet viser til utgaven i stedet for å gjenta tallene.",
        ),
        purpose=Text(
            "Demonstrasjonstekst. Ett tall for hver tid, med kilde.",
            "Demonstrasjonstekst. Eitt tal for kvar tid, med kjelde.",
            "Demonstration text. One figure for each time, with its source.",
        ),
        change_note=Text("Første utgave i normverk.", "Første utgåve i normverk.", "First edition in normverk."),
        calendar=Calendar(
            reported=today - timedelta(days=120),
            opened=today - timedelta(days=100),
            inquired=today - timedelta(days=70),
        ),
        writers=("demo-medeier",),
    )


def heard(today: date) -> Story:
    """The case whose hearing is open."""
    return Story(
        norm="lymfomer-1",
        slug="lymfomer",
        number="1.0.0",
        title=_LYMPHOMA,
        need_title="Virkedager eller kalenderdager for strålebehandling ved lymfom?",
        need_text="Endringslisten skriver virkedager, tabellen skriver kalenderdager. Summen går bare opp med kalenderdager.",
        source="vendor",
        reporter="Lars Leverandør (demo)",
        organisation="Demo Journal AS",
        assessment="Én enhet per norm. Kalenderdager legges til grunn og sendes på høring.",
        questions=(
            "Enheten er uklar for én grense. Målet er én enhet i hele normen.",
            "Kalenderdager for alt, virkedager for alt, eller to enheter.",
            "To enheter i samme norm gjør at delene ikke kan summeres.",
            "Sykehus med strålebehandling i helgene påvirkes ikke. Leverandører får én regel.",
            "Kalenderdager, fordi delene da går opp i den samlede tiden.",
            "At journalsystemene regner dag null likt.",
        ),
        purpose=Text(
            "Demonstrasjonstekst. Én enhet for alle tider.",
            "Demonstrasjonstekst. Éi eining for alle tider.",
            "Demonstration text. One unit for all times.",
        ),
        change_note=Text("Første utgave i normverk.", "Første utgåve i normverk.", "First edition in normverk."),
        calendar=Calendar(
            reported=today - timedelta(days=150),
            opened=today - timedelta(days=130),
            inquired=today - timedelta(days=90),
            drafted=today - timedelta(days=30),
            heard_from=today - timedelta(days=20),
            heard_to=today + timedelta(days=75),
        ),
        answers=(
            Answer(
                "Kristian Kliniker (demo)",
                "Demosykehuset Midt",
                "clock-OF3",
                "supports",
                "Kalenderdager er enklest for oss som planlegger. Vi støtter forslaget.",
                "",
                Text(nb=""),
            ),
            Answer(
                "Hanne Høringspart (demo)",
                "Demoforeningen for lymfom",
                "maling",
                "comment",
                "Forklar dag null med et eksempel, så vi pårørende også kan telle.",
                "",
                Text(nb=""),
            ),
        ),
    )


@dataclass(frozen=True)
class LooseNeed:
    """A need that no case has been opened for."""

    title: str
    text: str
    source: str
    language: str
    assessment: str = ""


LOOSE_NEEDS: Final = (
    LooseNeed(
        "Vi koder det journalen allerede vet",
        "Forløpskoordinatorene taster koder for henvisning, fremmøte og behandling som allerede står i journalen.",
        "professional",
        "nb",
        "Tas videre som eget arbeid om koder fra journalen.",
    ),
    LooseNeed(
        "Same frist står ulikt i to dokument",
        "Vi finn ulike tal på nettsida og i handlingsprogrammet, og veit ikkje kva som gjeld.",
        "enterprise",
        "nn",
        "Behandlast saman med saka om testikkelkreft.",
    ),
    LooseNeed(
        "Notice of changes in machine-readable form",
        "As a vendor we learn of changed limits from newsletters. We need a feed that says what changed and from when.",
        "vendor",
        "en",
    ),
)
