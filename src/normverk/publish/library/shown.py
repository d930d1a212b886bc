"""What the pages of the library show, made ready for the templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.conf import settings
from django.urls import reverse

from normverk.base.languages import say
from normverk.norm.blocks import Block
from normverk.norm.checks.registry import REGISTRY
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from normverk.publish.library import queries
from normverk.publish.library.as_given import as_blocks
from normverk.publish.library.infobit import FACTORS, Infobit
from normverk.publish.library.origins import origin_of
from normverk.publish.library.report import REFUSALS


@dataclass(frozen=True)
class Part:
    """A text of a node under a heading of its own. `key` names the heading; empty for the text itself."""

    key: str
    blocks: tuple[Block, ...]

    @property
    def heading(self) -> str:
        """The key of its heading's words."""
        return f"library.part.{self.key}"


def parts(infobit: Infobit) -> list[Part]:
    """All texts of a node in reading order, with links that lead to the source's interface led to our pages where we can."""
    section = here_linked(infobit)
    unit = section.unit
    made = [Part("", section.blocks)]
    if unit is not None:
        made += [Part("practical", unit.practical), Part("rationale", unit.rationale)]
        made += [Part(key.replace("_", "-"), getattr(unit.factors, key)) for key in FACTORS.values() if unit.factors]
    made += [Part("other", blocks) for blocks in infobit.texts.values()]
    made.append(Part("as-given", as_blocks(infobit)))
    return [part for part in made if part.blocks]


def comparable(infobit: Infobit) -> NormContent:
    """A node's texts as sections, so that any two revisions can be compared word by word."""
    first = Section(infobit.id, infobit.section.title, infobit.section.blocks)
    more = [
        Section(f"{infobit.id}/{part.key}{number}", _heading(part.key, infobit.language), part.blocks)
        for number, part in enumerate(parts(infobit))
        if part.key
    ]
    return msgspec.structs.replace(infobit.content(), sections=(first, *more))


def _heading(key: str, language: str) -> Text:
    return Text(**{"nb": "", language: say(f"library.part.{key}", language if language in {"nn", "en"} else "nb")})


def here_linked(infobit: Infobit) -> Section:
    """The section with links to the source's interface, which a reader cannot follow, led to our own pages where known."""
    host = origin_of(infobit.id).api_host
    plain = msgspec.to_builtins(infobit.section)
    found = {href: href.rstrip("/").rsplit("/", 1)[-1] for href in _hrefs(plain) if host and f"//{host}/" in href}
    known = queries.known_here(found.values())
    if not known:
        return infobit.section
    led = {
        href: settings.ORIGIN + reverse("library-node", args=[target])
        for href, target in found.items()
        if target in known
    }
    _lead(plain, led)
    return msgspec.convert(plain, Section)


def _hrefs(plain: Any) -> Iterator[str]:
    if isinstance(plain, dict):
        if isinstance(plain.get("href"), str):
            yield plain["href"]
        for value in plain.values():
            yield from _hrefs(value)
    elif isinstance(plain, list | tuple):
        for value in plain:
            yield from _hrefs(value)


def _lead(plain: Any, led: dict[str, str]) -> None:
    if isinstance(plain, dict):
        if plain.get("href") in led:
            plain["href"] = led[plain["href"]]
        for value in plain.values():
            _lead(value, led)
    elif isinstance(plain, list | tuple):
        for value in plain:
            _lead(value, led)


def defects(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The defects of a report, refusals first, then the most frequent."""
    rows = [
        {"kind": kind, "key": f"library.defect.{kind}", "refused": kind in REFUSALS, **held}
        for kind, held in found.items()
    ]
    return sorted(rows, key=lambda row: (not row["refused"], -row["count"], row["kind"]))


def checks(found: dict[str, Any]) -> list[dict[str, Any]]:
    """The checks that found something in a reading, the most frequent first, each with its register entry if it is there
    still."""
    rows = [{"id": id, "check": REGISTRY.get(id), **held} for id, held in found.items()]
    return sorted(rows, key=lambda row: (-row["count"], row["id"]))


def facts(infobit: Infobit) -> list[tuple[str, str]]:
    """What else the source says of a node, as pairs of a key of words and the words; empty ones left out."""
    pairs = [
        ("library.fact.status", infobit.said("status")),
        ("library.fact.owner", ", ".join(infobit.listed("eier"))),
        ("library.fact.themes", ", ".join(infobit.listed("tema"))),
        ("library.fact.target", infobit.said("maalgruppe")),
        ("library.fact.archive", infobit.said("arkivreferanse")),
    ]
    return [(key, words) for key, words in pairs if words]
