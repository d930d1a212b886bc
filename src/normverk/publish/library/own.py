"""Our own published norms as infobits, so that one interface gives all norms that are here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from normverk.norm.blocks import Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from normverk.publish import queries
from normverk.publish.library.infobit import Infobit
from normverk.publish.library.types import TYPES, InfoType, listing_of
from normverk.publish.models import Release

PREFIX: Final = "nv01"
"""What our ids begin with: no number of source is given to us nationally, so it is none."""


@dataclass(frozen=True)
class OwnEntry:
    """A product of ours, or a section of it, as an infobit, with the release that it is read out of."""

    infobit: Infobit
    release: Release


def own_entries(today: date, root: str) -> Iterator[OwnEntry]:
    """Every product with its sections, as the version in force says it (or the newest, if none is in force).

    `root` is the address of our own interface.
    """
    for product in queries.products(today):
        row = product.current or product.newest
        standing = queries.standing(row, today)
        for infobit in _infobits(row.digest, row.product_slug, standing, root, row.recorded_at.isoformat()):
            yield OwnEntry(infobit, row)


@lru_cache(maxsize=64)
def _infobits(digest: str, slug: str, standing: str, root: str, recorded: str) -> tuple[Infobit, ...]:
    package = queries.decoded(digest)
    work = _Work(package.content, slug, root, {"status": _STATUS[standing], "recorded": recorded})
    return tuple(work.all())


_STATUS: Final = {
    "in-force": "Gjeldende",
    "not-yet": "Planlagt",
    "superseded": "Erstattet",
    "ended": "Utgått",
    "withdrawn": "Trukket tilbake",
}


class _Work:
    def __init__(self, content: NormContent, slug: str, root: str, facts: dict[str, str]) -> None:
        self.content, self.slug, self.root, self.facts = content, slug, root, facts
        self.kind = next((one for one in TYPES.values() if one.product == content.kind), TYPES["generisk-produkt"])
        self.id = _id(slug, "", self.kind)
        self.structure = f"{PREFIX}-{uuid5(NAMESPACE_URL, slug)}-structure"

    def all(self) -> Iterator[Infobit]:
        content = self.content
        section = Section(
            id=self.id,
            title=content.title,
            blocks=(Paragraph(content.scope),) if content.scope.written() else (),
            intro=Text(nb=content.purpose.nb),
        )
        yield self._infobit(section, self.kind, content.sections, None)
        for inner in content.sections:
            yield from self._section(inner, self.id, self.kind, content.title)

    def _section(self, section: Section, parent: str, parent_kind: InfoType, parent_title: Text) -> Iterator[Infobit]:
        kind = _kind(section)
        own = _id(self.slug, section.id, kind)
        up = self._link("forelder", parent, parent_kind, parent_title)
        yield self._infobit(_renamed(section, own), kind, section.sections, up)
        for inner in section.sections:
            yield from self._section(inner, own, kind, section.title)

    def _infobit(
        self, section: Section, kind: InfoType, under: tuple[Section, ...], up: dict[str, Any] | None
    ) -> Infobit:
        links = [up] if up else []
        links += [self._link("barn", _id(self.slug, one.id, _kind(one)), _kind(one), one.title) for one in under]
        links.append(self._link("root", self.id, self.kind, self.content.title))
        publication = {"href": f"{self.root}/publikasjoner/{self.structure}", "tittel": None}
        links.append(self._link("publikasjon", self.id, self.kind, self.content.title) | publication)
        unit = section.unit
        tops = {"tekst": 2} | ({"data.rasjonale": 2, "data.praktisk": 2} if unit else {})
        codes: dict[str, list[dict[str, str]]] = {}
        for coding in unit.codes if unit else ():
            codes.setdefault(coding.system, []).append({"kode": coding.code, "navn": coding.display})
        edited = (
            (section.edited_on or self.facts["recorded"][:10]) if section.id != self.id else self.facts["recorded"][:10]
        )
        return Infobit(
            info_type=kind.name,
            language="nb",
            section=section,
            given={
                "kortTittel": section.title.nb,
                "kortIntro": "",
                "gruppeId": "",
                "koder": codes or None,
                "tema": list(self.content.themes),
                "eier": [self.content.owner],
                "opprettet": "",
                "forstPublisert": self.facts["recorded"][:16],
                "sistOppdatert": str(edited),
                "sistFagligOppdatert": str(section.revised_on or ""),
                "status": self.facts["status"],
                "maalgruppe": self.content.target_group.nb or None,
                "spraak": "no",
                "arkivreferanse": "",
                "bidragsytersRolle": "",
                "data": _data(section),
                "tekniskeData": {"infoId": section.id.split("-", 2)[2], "infoType": kind.name, "subtype": ""},
                "links": links,
                "attachments": None,
                "url": f"{self.root.rsplit('/', 1)[0]}/products/{self.slug}/",
                "dokumentType": "Infobit",
            },
            tops=tops,
        )

    def _link(self, rel: str, target: str, kind: InfoType, title: Text) -> dict[str, Any]:
        return {
            "rel": rel,
            "type": kind.name,
            "tittel": title.nb,
            "href": f"{self.root}/{listing_of(kind.name)}/{target}",
            "strukturId": self.structure,
        }


def _data(section: Section) -> dict[str, Any]:
    strength = section.unit.strength if section.unit else None
    words = {"strong": "Sterk", "weak": "Svak"}
    return {"styrke": words.get(strength.grade, strength.grade)} if strength else {}


def _kind(section: Section) -> InfoType:
    if section.unit is None:
        return TYPES["kapittel"]
    return next((one for one in TYPES.values() if one.unit == section.unit.kind), TYPES["generisk-normerende-enhet"])


def _renamed(section: Section, id: str) -> Section:
    return Section(
        id, section.title, section.blocks, (), section.unit, section.intro, (), section.edited_on, section.revised_on
    )


def _id(slug: str, section: str, kind: InfoType) -> str:
    return f"{PREFIX}-{kind.code or '0000'}-{uuid5(NAMESPACE_URL, f'{slug}/{section}')}"
