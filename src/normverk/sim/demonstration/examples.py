"""The cases behind the demonstration's products of other kinds than pathways with limits: one of each kind, all invented.

They are short on purpose: nobody answers the hearings, and what is said in the inquiry says that it is a demonstration.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from normverk.norm.content import NormContent
from normverk.norm.kinds import kind_name
from normverk.norm.text import Text
from normverk.sim.demonstration.stories import Calendar, Story

NAMES: Final = (
    "planter", "lesestoff", "resepsjon", "skilting", "oppslagstavle", "moterom-prioritering", "kaffemaskin", "filnavn",
    "datoer", "romnummer", "romreservasjon", "romtyper", "bestilling", "ordensregler",
)  # fmt: skip
"""The files in sim/products, in the order of the kinds."""

_FIRST: Final = Text("Første versjon, oppdiktet.", "Første versjon, oppdikta.", "First version, invented.")
_CALENDAR: Final = Calendar(
    reported=date(2024, 1, 8),
    opened=date(2024, 1, 15),
    inquired=date(2024, 2, 1),
    drafted=date(2024, 3, 1),
    heard_from=date(2024, 3, 11),
    heard_to=date(2024, 6, 11),
    approved=date(2024, 8, 12),
    in_use=date(2024, 9, 2),
)


def example(name: str, content: NormContent) -> Story:
    """The story of how one of the products came to be."""
    kind, title = kind_name(content.kind).nb, content.title.nb
    return Story(
        norm=name,
        slug=name,
        number="1.0.0",
        title=content.title,
        need_title=f"Vi vil se et eksempel på {kind}: {title}",
        need_text=f"Den som prøver normverk, skal kunne lese {kind} og se hvordan innholdet er bygd opp. Emnet er oppdiktet.",
        source="other",
        reporter="Nora Normeier (demo)",
        organisation="Demodirektoratet",
        assessment="Et oppdiktet eksempel på hver type trengs for demonstrasjonen.",
        questions=(
            f"Demonstrasjonen mangler et eksempel på {kind}. Målet er at typen kan leses.",
            "Null-alternativet, uten eksempel, eller et kort eksempel med et emne uten risiko.",
            "Teksten må ikke kunne forveksles med en norm som gjelder. Den er merket som demonstrasjon.",
            "Ingen berøres. Den som prøver normverk, ser hvordan typen er bygd opp.",
            "Et kort eksempel, fordi det viser formen uten å si noe om helse.",
            "At teksten er merket, og at den finnes på bokmål, nynorsk og engelsk.",
        ),
        purpose=content.purpose,
        change_note=_FIRST,
        calendar=_CALENDAR,
    )
