"""Out of plain data: one infobit, with what had to be mended in it."""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from normverk.norm.blocks import Block
from normverk.norm.content import Section
from normverk.norm.html_in import read_html
from normverk.norm.text import Text, unreadable_signs
from normverk.norm.units import KeyFactors, Unit
from normverk.publish.library.as_given import kept
from normverk.publish.library.infobit import FACTORS, PERSONAL, Infobit, day_in
from normverk.publish.library.origins import origin_of
from normverk.publish.library.reading.documents import Document, Unreadable
from normverk.publish.library.reading.looking import Told, look
from normverk.publish.library.reading.strength import codings, strength_of
from normverk.publish.library.types import TYPES

COPIED: Final = "sistImportertTilHapi"
_NUL: Final = rb"\u0000"
"""A sign that no database takes; in text it has been left out by now, in a field kept as given it cannot be."""
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{2,119}")
_TAG: Final = re.compile(r"<[a-zA-Z!/][^<>]*>|&[a-zA-Z#][a-z0-9]{1,8};")
_WRITTEN: Final = {"no": "nb", "nb": "nb", "nn": "nn", "en": "en", "se": "se", "sma": "sma", "smj": "smj"}


class Taken(msgspec.Struct, frozen=True):
    """An infobit that was read: the value, the names that stand beside it, and when its source copied it."""

    place: str
    infobit: Infobit
    officials: dict[str, Any]
    copied: str
    told: tuple[Told, ...]


def read_infobit(document: Document) -> Taken:
    """The infobit in a document. Raises Unreadable when it has no id, no type or no title that can be used."""
    return _Work(document).taken()


class _Work:
    def __init__(self, document: Document) -> None:
        self.place = document.place
        self.left = dict(document.plain)
        self.told: list[Told] = [Told("byte-order-mark", self.place)] if document.marked else []
        self.tops: dict[str, int] = {}
        self.texts: dict[str, tuple[Block, ...]] = {}
        self.id = self._needed("id")
        if not _ID.fullmatch(self.id):
            raise Unreadable("no-id", self.place, self.id[:80])
        technical = self.left.get("tekniskeData")
        self.type = str(technical.get("infoType") or "") if isinstance(technical, dict) else ""
        if not re.fullmatch(r"[a-z0-9æøå-]{2,60}", self.type):
            raise Unreadable("no-type", self.place, self.type[:80])
        written = self.left.get("spraak")
        self.language = _WRITTEN.get(written, "nb") if isinstance(written, str) else "nb"
        self.base = self.left["url"] if isinstance(self.left.get("url"), str) else ""
        self.api_host = origin_of(self.id).api_host

    def taken(self) -> Taken:
        look(self.left, self.type, self.tell)
        officials: dict[str, Any] = {key: self.left.pop(key) for key in PERSONAL if key in self.left}
        if any(officials.values()):
            self.tell("named-officials", "", str(sum(len(v) for v in officials.values() if isinstance(v, list))))
        copied = self.left.pop(COPIED, "")
        section = self._section()
        for key in kept(self.left):
            self.tell("kept-as-given", key)
        infobit = Infobit(self.type, self.language, section, self.left, self.tops, self.texts)
        if _NUL in msgspec.json.encode((infobit, officials)):
            raise Unreadable("bad-value", self.place, "U+0000")
        return Taken(self.place, infobit, officials, copied if isinstance(copied, str) else "", tuple(self.told))

    def tell(self, kind: str, key: str, found: str = "") -> None:
        self.told.append(Told(kind, f"{self.place} {key}".strip(), found))

    def text(self, words: str) -> Text:
        return Text(**{"nb": "", self.language: words})

    def _needed(self, key: str) -> str:
        value = self.left.pop(key, None)
        if not isinstance(value, str) or not value.strip():
            raise Unreadable(f"no-{'id' if key == 'id' else 'title'}", self.place)
        return value

    def _section(self) -> Section:
        title = self._needed("tittel")
        if signs := unreadable_signs(title):
            raise Unreadable("no-title", self.place, " ".join(signs))
        return Section(
            id=self.id,
            title=self.text(title),
            blocks=self._html(self.left, "tekst", ""),
            unit=self._unit(),
            intro=self._intro(),
            edited_on=day_in(self.left.get("sistOppdatert")),
            revised_on=day_in(self.left.get("sistFagligOppdatert")),
        )

    def _html(self, held: dict[str, Any], key: str, within: str) -> tuple[Block, ...]:
        """Takes one text out of `held` and reads it; what is not text stays where it is."""
        if not isinstance(held.get(key), str):
            return ()
        read = read_html(held.pop(key), self.language, base=self.base, api_host=self.api_host)
        self.tops[within + key] = read.top
        place = f"{self.place} {within}{key}"
        self.told += [Told(one.kind, f"{place}:{one.line}:{one.column}", one.found) for one in read.complaints]
        return read.blocks

    def _intro(self) -> Text:
        """The introduction as plain words, where that is what it is; otherwise its blocks are kept by themselves."""
        said: dict[str, Text] = {}
        for key in ("intro", "kortIntro"):
            words = self.left.get(key)
            if isinstance(words, str) and _TAG.search(words):
                self.texts[key] = self._html(self.left, key, "")
            elif isinstance(words, str) and words and not unreadable_signs(words):
                said[key] = self.text(words)
        if "intro" in said:
            del self.left["intro"]
        return said.get("intro", Text(nb=""))

    def _unit(self) -> Unit | None:
        """What makes it a normative unit; the rest of its data stays as given."""
        known = TYPES.get(self.type)
        data = self.left.get("data")
        if isinstance(data, dict):
            data = self.left["data"] = dict(data)
        else:
            data = {}
        if known is None or known.unit is None:
            self._other_texts(data)
            return None
        if not data.get("styrke") and known.unit in {"recommendation", "advice"}:
            self.tell("no-strength", "data.styrke")
        strength = strength_of(data.get("styrke"))
        if data.get("styrke") and strength is None:
            self.tell("unknown-strength", "data.styrke", str(data["styrke"])[:80])
        factors = self._factors(data)
        rationale = self._html(data, "rasjonale", "data.")
        practical = self._html(data, "praktisk", "data.")
        self._other_texts(data)
        return Unit(
            kind=known.unit,
            strength=strength,
            factors=factors,
            rationale=rationale,
            practical=practical,
            codes=codings(self.left.get("koder")),
        )

    def _factors(self, data: dict[str, Any]) -> KeyFactors | None:
        held = data.get("nokkelInfo")
        if not isinstance(held, dict):
            return None
        held = data["nokkelInfo"] = dict(held)
        found = {field: self._html(held, key, "data.nokkelInfo.") for key, field in FACTORS.items()}
        if not any(found.values()):
            self.tell("no-factors", "data.nokkelInfo")
        return KeyFactors(**found) if any(found.values()) else None

    def _other_texts(self, data: dict[str, Any]) -> None:
        """Other HTML in the data: read like all HTML. What lies deeper, such as dosing, is kept as given."""
        for key in [key for key, value in data.items() if isinstance(value, str) and _TAG.search(value)]:
            self.texts[f"data.{key}"] = self._html(data, key, "data.")
