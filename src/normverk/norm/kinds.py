"""The kinds of normative products as data: what each must state, which units it usually holds, and how it is made.

Helsedirektoratet's five kinds with the two sub-types of pathways (S0), the levels of e-health norms (S1), and the
products that are models, terms or forms. `analysis` is where an inquiry begins and, if the effects turn out larger
than expected, where it must go on (S1 «Krav til utredninger»); for kinds that S1 does not name, the reading is ours.
"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from normverk.norm.content import NormContent, ProductKind
from normverk.norm.text import LANGUAGES, Text
from normverk.norm.units import UnitKind

Field = Literal["purpose", "scope", "target_group", "owner", "legal_basis", "method", "contributors", "layers"]
Analysis = Literal["minimum", "simplified", "socioeconomic"]
Family = Literal["clinical", "ehealth", "artefact"]

ALWAYS: Final[tuple[Field, ...]] = ("purpose", "scope", "target_group", "owner")
"""S1 «Utrede»: every product states purpose, scope and target group; and somebody owns it."""


class Part(msgspec.Struct, frozen=True):
    """A section that a template begins with; with a unit kind it is where units of that kind are written."""

    id: str
    title: Text
    units: UnitKind | None = None


class Kind(msgspec.Struct, frozen=True):
    """One kind of product. `source` is the document and heading that describe it."""

    id: ProductKind
    name: Text
    family: Family
    required: tuple[Field, ...]
    units: tuple[UnitKind, ...]
    analysis: tuple[Analysis, ...]
    template: tuple[Part, ...]
    source: str
    process: str = "s1-2021-12.2"


_ABOUT: Final = Part("om", Text("Om produktet", "Om produktet", "About the product"))
_METHOD: Final = Part("metode", Text("Slik er det laget", "Slik er det laga", "How it was made"))
_CHANGES: Final = Part("endringer", Text("Hva som er nytt", "Kva som er nytt", "What is new"))


def _part(id: str, nb: str, nn: str, en: str, units: UnitKind | None = None) -> Part:
    return Part(id, Text(nb, nn, en), units)


_CLINICAL: Final[tuple[Field, ...]] = (*ALWAYS, "legal_basis", "method", "contributors")
_EHEALTH: Final[tuple[Field, ...]] = (*ALWAYS, "layers")
_PATHWAY_PARTS: Final = (
    _ABOUT,
    _part("forlop", "Forløpet steg for steg", "Forløpet steg for steg", "The pathway step by step", "activity"),
    _part("forlopstider", "Forløpstider", "Forløpstider", "Time limits", "time-limit"),
    _part("pasient", "Informasjon til pasient og pårørende", "Informasjon til pasient og pårørande",
          "Information for patients and relatives", "information"),
    _CHANGES,
)  # fmt: skip
_REQUIREMENTS: Final = (
    _ABOUT,
    _part("krav", "Krav", "Krav", "Requirements", "requirement"),
    _part("innforing", "Innføring", "Innføring", "Introduction"),
    _CHANGES,
)

KINDS: Final[dict[ProductKind, Kind]] = {
    kind.id: kind
    for kind in (
        Kind(
            id="guideline",
            name=Text("nasjonal faglig retningslinje", "nasjonal fagleg retningslinje", "national clinical guideline"),
            family="clinical",
            required=_CLINICAL,
            units=("recommendation", "information"),
            analysis=("simplified", "socioeconomic"),
            template=(
                _ABOUT,
                _part("anbefalinger", "Anbefalinger", "Tilrådingar", "Recommendations", "recommendation"),
                _METHOD,
                _CHANGES,
            ),
            source="S0 «Nasjonal faglig retningslinje»",
        ),
        Kind(
            id="advice",
            name=Text("nasjonalt faglig råd", "nasjonalt fagleg råd", "national clinical advice"),
            family="clinical",
            required=(*ALWAYS, "contributors"),
            units=("advice", "information"),
            analysis=("minimum", "simplified"),
            template=(_ABOUT, _part("rad", "Råd", "Råd", "Advice", "advice"), _METHOD, _CHANGES),
            source="S0 «Nasjonale faglige råd»",
        ),
        Kind(
            id="pathway",
            name=Text(
                "pakkeforløp for en diagnose", "pakkeforløp for ein diagnose", "patient pathway for one diagnosis"
            ),
            family="clinical",
            required=ALWAYS,
            units=("activity", "time-limit", "information", "recommendation"),
            analysis=("simplified", "socioeconomic"),
            template=_PATHWAY_PARTS,
            source="S0 «Pakkeforløp»",
        ),
        Kind(
            id="pathway-general",
            name=Text("generelt pakkeforløp", "generelt pakkeforløp", "patient pathway across diagnoses"),
            family="clinical",
            required=ALWAYS,
            units=("activity", "time-limit", "information", "recommendation"),
            analysis=("simplified", "socioeconomic"),
            template=_PATHWAY_PARTS,
            source="S0 «Pakkeforløp»",
        ),
        Kind(
            id="guide",
            name=Text("nasjonal veileder", "nasjonal rettleiar", "national guide"),
            family="clinical",
            required=(*ALWAYS, "legal_basis", "contributors"),
            units=("guidance", "recommendation", "information"),
            analysis=("minimum", "simplified"),
            template=(_ABOUT, _part("veiledning", "Veiledning", "Rettleiing", "Guidance", "guidance"), _CHANGES),
            source="S0 «Nasjonal veileder»",
        ),
        Kind(
            id="guide-law",
            name=Text(
                "veileder til lov og forskrift", "rettleiar til lov og forskrift", "guide to an act or a regulation"
            ),
            family="clinical",
            required=(*ALWAYS, "legal_basis"),
            units=("regulation", "legal-text", "information"),
            analysis=("minimum", "simplified"),
            template=(
                _ABOUT,
                _part("regelverk", "Regelverk", "Regelverk", "Acts and regulations", "regulation"),
                _CHANGES,
            ),
            source="S0 «Nasjonal veileder»",
        ),
        Kind(
            id="guide-priority",
            name=Text("prioriteringsveileder", "prioriteringsrettleiar", "priority guide"),
            family="clinical",
            required=(*ALWAYS, "legal_basis", "contributors"),
            units=("guidance", "time-limit", "information"),
            analysis=("minimum", "simplified"),
            template=(
                _ABOUT,
                _part(
                    "tilstander", "Tilstander og frister", "Tilstandar og fristar", "Conditions and limits", "guidance"
                ),
                _CHANGES,
            ),
            source="S0 «Nasjonal veileder»",
        ),
        Kind(
            id="circular",
            name=Text("rundskriv", "rundskriv", "circular"),
            family="clinical",
            required=(*ALWAYS, "legal_basis"),
            units=("legal-text", "fee", "information"),
            analysis=("minimum", "simplified"),
            template=(
                _ABOUT,
                _part(
                    "lovtekst",
                    "Lovtekst med merknader",
                    "Lovtekst med merknader",
                    "Provisions with remarks",
                    "legal-text",
                ),
                _CHANGES,
            ),
            source="S0 «Rundskriv»",
        ),
        Kind(
            id="ehealth-guide",
            name=Text("veileder for e-helse", "rettleiar for e-helse", "e-health guide"),
            family="ehealth",
            required=_EHEALTH,
            units=("recommendation", "guidance", "information"),
            analysis=("minimum",),
            template=(
                _ABOUT,
                _part("anbefalinger", "Anbefalinger", "Tilrådingar", "Recommendations", "recommendation"),
                _CHANGES,
            ),
            source="S1 «Veiledere»",
        ),
        Kind(
            id="ehealth-guideline",
            name=Text("retningslinje for e-helse", "retningslinje for e-helse", "e-health guideline"),
            family="ehealth",
            required=_EHEALTH,
            units=("recommendation", "requirement", "information"),
            analysis=("minimum", "simplified"),
            template=_REQUIREMENTS,
            source="S1 «Retningslinjer»",
        ),
        Kind(
            id="standard",
            name=Text("standard", "standard", "standard"),
            family="ehealth",
            required=_EHEALTH,
            units=("requirement", "information"),
            analysis=("simplified", "socioeconomic"),
            template=_REQUIREMENTS,
            source="S1 «Anbefalte standarder»",
        ),
        Kind(
            id="information-model",
            name=Text("informasjonsmodell", "informasjonsmodell", "information model"),
            family="artefact",
            required=_EHEALTH,
            units=("requirement", "information"),
            analysis=("simplified", "socioeconomic"),
            template=(_ABOUT, _part("elementer", "Elementer", "Element", "Elements", "requirement"), _CHANGES),
            source="S1 «Anbefalte standarder»",
        ),
        Kind(
            id="terminology",
            name=Text("terminologiprodukt", "terminologiprodukt", "terminology product"),
            family="artefact",
            required=_EHEALTH,
            units=("requirement", "information"),
            analysis=("minimum", "simplified"),
            template=(
                _ABOUT,
                _part("bruk", "Slik brukes kodene", "Slik blir kodane brukte", "How the codes are used", "requirement"),
                _CHANGES,
            ),
            source="S1 «Normerende produkter og normeringsnivå»",
        ),
        Kind(
            id="form",
            name=Text("skjema", "skjema", "form"),
            family="artefact",
            required=_EHEALTH,
            units=("requirement", "information"),
            analysis=("minimum", "simplified"),
            template=(_ABOUT, _part("felter", "Felter", "Felt", "Fields", "requirement"), _CHANGES),
            source="own",
        ),
        Kind(
            id="generic",
            name=Text("annet normerende produkt", "anna normerande produkt", "other normative product"),
            family="clinical",
            required=ALWAYS,
            units=("generic", "information"),
            analysis=("minimum", "simplified"),
            template=(_ABOUT, _CHANGES),
            source="own",
        ),
    )
}
"""All kinds by id, in the order in which people should see them."""


def kind_name(kind: str) -> Text:
    """The name of a kind; KeyError for one that does not exist."""
    names: dict[str, Text] = {known.id: known.name for known in KINDS.values()}
    return names[kind]


def missing_fields(content: NormContent) -> tuple[Field, ...]:
    """What the kind of this content requires and the content does not state."""
    return tuple(field for field in KINDS[content.kind].required if not _stated(getattr(content, field)))


def _stated(value: object) -> bool:
    if isinstance(value, Text):
        return any(getattr(value, language).strip() for language in LANGUAGES)
    return bool(value)
