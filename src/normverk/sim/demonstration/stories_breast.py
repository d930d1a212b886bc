"""The two cases about breast cancer that have been all the way. All words are ours and invented."""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.text import Text
from normverk.sim.demonstration.story import Answer, Calendar, Story

BREAST: Final = Text(
    "Forløpstider for brystkreft", "Forløpstider for brystkreft", "Time limits for the breast cancer pathway"
)

FIRST: Final = Story(
    norm="brystkreft-1",
    slug="brystkreft",
    number="1.0.0",
    title=BREAST,
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
        "Sykehus slipper å taste fristene inn selv. Leverandører må lese utgivelsen. Pasienter kan se hvorfor.",
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
                "Nei. Fristen er ukjent, og vises som ukjent. Forløpet blir ikke regnet som innenfor.",
                "Nei. Fristen er ukjend, og blir vist som ukjend. Forløpet blir ikkje rekna som innanfor.",
                "No. The limit is unknown and is shown as unknown. The pathway is not counted as within.",
            ),
        ),
    ),
)

SECOND: Final = Story(
    norm="brystkreft-2",
    slug="brystkreft",
    number="2.0.0",
    title=BREAST,
    need_title="Endringen fra 1. mai 2021 må kunne følges fra grunn til virkning",
    need_text="Tiden til klinisk beslutning ble tolv dager, mot sju før. Vi ser det ikke i tallene våre, fordi begge "
    "fristene ligger i samme rapport. Vi trenger to utgaver, og en måling før og etter.",
    source="professional",
    reporter="Kristian Kliniker (demo)",
    organisation="Demosykehuset Midt",
    assessment="Følger opp den første utgaven. En ny utgave er rett virkemiddel.",
    questions=(
        "Den gamle fristen brukes fortsatt på nye pasienter. Målet er at hver pasient måles med fristen som gjaldt.",
        "Rette den gamle utgaven, eller gi ut en ny med egen gyldighet.",
        "En lengre frist kan leses som at ventetid blir akseptert. Grunnen må derfor være synlig.",
        "Flere forløp blir innenfor uten at noen får raskere behandling. Det må vises i figuren.",
        "En ny utgave, fordi den gamle må stå for dem som startet før 1. mai 2021.",
        "At figurene viser skiftet med en strek, og at utgavene kan sammenlignes.",
    ),
    purpose=Text(
        "Demonstrasjonstekst. Hver pasient måles med fristen som gjaldt da forløpet startet.",
        "Demonstrasjonstekst. Kvar pasient blir målt med fristen som galdt då forløpet starta.",
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
                "Tatt til følge; fristen er tolv kalenderdager.",
                "Teke til følgje; fristen er tolv kalenderdagar.",
                "Followed; the limit is twelve calendar days.",
            ),
        ),
        Answer(
            "Hanne Høringspart (demo)",
            "Demoforeningen for brystkreft",
            "clock-OF4",
            "objects",
            "Vi er redd for at lengre tid blir en sovepute. Vis hvor mange som ville vært innenfor den gamle fristen.",
            "partly",
            Text(
                "Figuren viser skiftet og begge utgavene. Om-analyse med den gamle fristen kommer senere.",
                "Figuren viser skiftet og begge utgåvene. Omrekning med den gamle fristen kjem seinare.",
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
