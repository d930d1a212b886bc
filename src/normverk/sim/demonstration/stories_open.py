"""The cases that are under way, and needs without a case. All words are ours and invented.

Their days lie relative to the day the demonstration is made, so that the open hearing is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from normverk.norm.text import Text
from normverk.sim.demonstration.story import Answer, Calendar, Story

_TESTIS: Final = Text(
    "Forløpstider for testikkelkreft",
    "Forløpstider for testikkelkreft",
    "Time limits for the testicular cancer pathway",
)
_LYMPHOMA: Final = Text("Forløpstider for lymfom", "Forløpstider for lymfom", "Time limits for the lymphoma pathway")


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
        assessment="Motsigelsen er bekreftet. Én utgave med kilde per frist løser den.",
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
            "Enheten er uklar for én frist. Målet er én enhet i hele normen.",
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
