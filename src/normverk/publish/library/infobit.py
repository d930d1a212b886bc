"""One infobit of the national content API as a value: its text as blocks, and everything else as it was given."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

import msgspec

from normverk.norm.blocks import Block
from normverk.norm.content import NormContent, Section, digest
from normverk.norm.text import Text
from normverk.publish.library.types import TYPES

KEYS: Final = (
    "id", "tittel", "kortTittel", "tekst", "intro", "kortIntro", "gruppeId", "koder", "tema", "eier", "opprettet",
    "forstPublisert", "sistOppdatert", "sistFagligOppdatert", "status", "maalgruppe", "spraak", "redaksjonelleier",
    "fagansvarlig", "fagansvarligMedAvdeling", "arkivreferanse", "bidragsyter", "bidragsytersRolle", "data",
    "tekniskeData", "links", "attachments", "url", "dokumentType", "sistImportertTilHapi",
)  # fmt: skip
"""The keys of an infobit, in the order in which the source writes them."""

PERSONAL: Final = ("redaksjonelleier", "fagansvarlig", "fagansvarligMedAvdeling", "bidragsyter")
"""The keys that hold persons' names. They are kept beside the value, so that they can be erased without touching it."""

FACTORS: Final = {
    "fordelerogulemper": "benefits_harms",
    "kvalitetdokumentasjon": "evidence_quality",
    "verdierogpreferanser": "values_preferences",
    "ressurshensyn": "resources",
}
"""The keys of nokkelInfo, and the fields of KeyFactors."""

CLOCKS: Final = ("sistOppdatert", "sistFagligOppdatert")
"""The two dates of change: of any kind, and professional."""


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One link as the source gives it."""

    rel: str
    target: str
    type: str = ""
    title: str = ""
    structure: str = ""


class Infobit(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """An infobit without the names of persons and without the date on which its source copied it.

    `section` holds what it says: title, blocks, and its unit. `texts` are texts for which a section has no place, by
    key. `tops` has every key whose text was read from HTML, with the level that its first headings had. `given` is
    everything else, as given.
    """

    info_type: str
    language: str
    section: Section
    given: dict[str, Any]
    tops: dict[str, int] = {}
    texts: dict[str, tuple[Block, ...]] = {}

    @property
    def id(self) -> str:
        """The id of the source."""
        return self.section.id

    def said(self, key: str) -> str:
        """A field as given, if it is text; otherwise nothing."""
        value = self.given.get(key)
        return value if isinstance(value, str) else ""

    def listed(self, key: str) -> tuple[str, ...]:
        """The texts in a field as given that is a list."""
        value = self.given.get(key)
        return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()

    @property
    def links(self) -> tuple[Given, ...]:
        """The links that lead to an infobit or a publication; those to nowhere are only in `given`."""
        return links_in(self.given.get("links"))

    def content(self) -> NormContent:
        """The infobit alone as the content of a product, for comparing and checking. What it does not state is empty."""
        known = TYPES.get(self.info_type)
        nothing = Text(nb="")
        return NormContent(
            kind=(known.product if known else None) or "generic",
            title=self.section.title,
            purpose=nothing,
            scope=nothing,
            target_group=Text(nb=self.said("maalgruppe")),
            owner=", ".join(self.listed("eier")),
            themes=self.listed("tema"),
            sections=(self.section,),
        )


def address_of(infobit: Infobit) -> str:
    """The content address of an infobit."""
    return digest(infobit)


def links_in(plain: Any) -> tuple[Given, ...]:
    """The links of an infobit as given, in order, those without a target left out."""
    found = []
    for link in plain if isinstance(plain, list) else ():
        if isinstance(link, dict) and (target := target_of(link)):
            words = {name: _words(link.get(key)) for name, key in _LINK.items()}
            found.append(Given(target=target, **words))
    return tuple(found)


_LINK: Final = {"rel": "rel", "type": "type", "title": "tittel", "structure": "strukturId"}


def target_of(link: dict[str, Any]) -> str:
    """The id that a link leads to: the last part of its address; nothing for «None», null and the like."""
    href = _words(link.get("href")).strip()
    last = href.rstrip("/").rsplit("/", 1)[-1] if "/" in href else ""
    return last if 0 < len(last) <= 120 and last.lower() not in {"none", "null"} else ""


def _words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def moment_in(words: Any) -> datetime | None:
    """A date of the source, which has no time zone and is Norwegian time; None when it is empty or none."""
    try:
        return datetime.fromisoformat(words.strip()) if isinstance(words, str) and words.strip() else None
    except ValueError:
        return None


def day_in(words: Any) -> date | None:
    """The day of a date of the source."""
    found = moment_in(words)
    return found.date() if found else None
