"""The types of the national content API: what each is here, and the list of the API it stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from normverk.norm.content import ProductKind
from normverk.norm.kinds import KINDS
from normverk.norm.units import UnitKind


@dataclass(frozen=True)
class InfoType:
    """One type: its name, the list of the API, the code in ids, and the kind of product or unit it is here, if any."""

    name: str
    listing: str
    code: str = ""
    product: ProductKind | None = None
    unit: UnitKind | None = None


def _product(name: str, listing: str, kind: ProductKind, code: str = "") -> InfoType:
    return InfoType(name, listing, code, product=kind)


def _unit(name: str, listing: str, kind: UnitKind, code: str = "") -> InfoType:
    return InfoType(name, listing, code, unit=kind)


TYPES: Final = {
    known.name: known
    for known in (
        _product("retningslinje", "retningslinjer", "guideline", "0001"),
        _product("faglig-rad", "faglig-rad", "advice", "0020"),
        _product("nasjonalt-forlop", "nasjonalt-forlop", "pathway", "0007"),
        _product("pakkeforlop", "pakkeforlop", "pathway", "0007"),
        _product("nasjonal-veileder", "nasjonal-veileder", "guide", "0022"),
        _product("veileder", "veiledere", "guide", "0008"),
        _product("veileder-lov-forskrift", "veileder-lov-forskrift", "guide-law", "0021"),
        _product("prioriteringsveileder", "prioriteringsveiledere", "guide-priority", "0009"),
        _product("rundskriv", "rundskriv", "circular", "0011"),
        _product("ehelsestandard", "ehelsestandard", "standard", "0072"),
        _product("generisk-produkt", "generisk-produkt", "generic"),
        _unit("anbefaling", "anbefalinger", "recommendation", "0002"),
        _unit("pakkeforlop-anbefaling", "pakkeforlop-anbefalinger", "recommendation"),
        _unit("rad", "rad", "advice", "0023"),
        _unit("aktivitet", "aktiviteter", "activity"),
        _unit("veiledning", "veiledninger", "guidance"),
        _unit("regelverk-lov-eller-forskrift", "regelverk-lov-eller-forskrift", "regulation", "0027"),
        _unit("lov-eller-forskriftstekst-med-kommentar", "lov-eller-forskriftstekst-med-kommentar", "legal-text"),
        _unit("lovtekst-med-merknad", "lovtekst-med-merknad", "legal-text"),
        _unit("paragraf-med-kommentar", "paragraf-med-kommentar", "legal-text"),
        _unit("takst-med-merknad", "takst-med-merknad", "fee"),
        _unit("krav", "krav", "requirement"),
        _unit("forlopstid", "forlopstider", "time-limit"),
        _unit("informasjon", "informasjoner", "information"),
        _unit("generisk-normerende-enhet", "generisk-normerende-enheter", "generic"),
        _unit("pico", "picoer", "generic"),
        InfoType("kapittel", "kapitler", "0041"),
        InfoType("rapport", "rapporter", "0032"),
        InfoType("referanse", "referanser"),
        InfoType("artikkel", "artikler"),
        InfoType("fil", "filer", "0072"),
        InfoType("seksjon", "seksjoner"),
        InfoType("tilskudd", "tilskudd"),
        InfoType("lovfortolkning", "lovfortolkning"),
        InfoType("normen-dokument", "normen-dokument"),
        InfoType("horing", "horing"),
        InfoType("veiviser", "veiviser"),
        InfoType("statistikk", "statistikk"),
        InfoType("arrangement", "arrangement"),
    )
}
"""Every type known here by its name. Others come in too, with a complaint; they stand in no list of their own."""

LISTINGS: Final = {known.listing: known.name for known in TYPES.values()}
"""The lists of the API, each with its type."""


def listing_of(info_type: str) -> str:
    """The list that a type stands in; a type not known here has one of its own name."""
    return TYPES[info_type].listing if info_type in TYPES else info_type


def usual_pair(product: str, unit: str) -> bool:
    """Whether units of the type `unit` usually stand in products of the type `product`; true when either is unknown."""
    held, holder = TYPES.get(unit), TYPES.get(product)
    if held is None or holder is None or held.unit is None or holder.product is None:
        return True
    return held.unit in KINDS[holder.product].units
