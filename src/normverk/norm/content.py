"""What an edition says: the head of the product, its sections and normative units, and the computable part.

Text is a typed tree (see `blocks`); HTML is made from it when a page is shown, never stored.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import msgspec

from normverk.norm.blocks import Block
from normverk.norm.canonical import canonical
from normverk.norm.earlier import upgraded
from normverk.norm.identifiers import Id, with_ids
from normverk.norm.pathway import PathwayDefinition
from normverk.norm.references import Reference
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.units import Unit

ProductKind = Literal[
    "guideline", "advice", "pathway", "pathway-general", "guide", "guide-law", "guide-priority", "circular",
    "ehealth-guide", "ehealth-guideline", "standard", "information-model", "terminology", "form", "generic",
]  # fmt: skip
"""Each kind is described in `kinds`."""

Layer = Literal["legal", "organisational", "semantic", "technical"]
"""The layers of interoperability (S1 «Normerende produkter og samhandlingsområder»)."""


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a section that stands in several publications belongs: it is written there, and stands here as it was.

    `digest` is the content address of the section as it was taken over, so that a change at home can be seen here.
    """

    product: Id
    section: Id
    digest: str


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section with an id that survives editing, moving and renaming; answers to hearings are anchored to it.

    `unit` makes it a normative unit. `references` are ids of the product's references. `edited_on` is the day of the
    last change of any kind, `revised_on` of the last professional one: two clocks that are never mixed.
    """

    id: Id
    title: Text
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    unit: Unit | None = None
    intro: Text = Text(nb="")
    references: tuple[str, ...] = ()
    edited_on: date | None = None
    revised_on: date | None = None
    origin: Origin | None = None


class NormContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole immutable content of one revision. Purpose, scope and target group are required of every product (S1);
    what else a kind requires stands in `kinds`."""

    kind: ProductKind
    title: Text
    purpose: Text
    scope: Text
    target_group: Text
    owner: str
    legal_basis: Text = Text(nb="")
    method: Text = Text(nb="")
    contributors: tuple[str, ...] = ()
    layers: tuple[Layer, ...] = ()
    themes: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = ()
    pathway: PathwayDefinition | None = None
    sources: tuple[Source, ...] = ()
    demonstration: bool = False


def to_plain(value: Any) -> Any:
    """A norm value as plain JSON data (dicts, lists, strings, numbers)."""
    return msgspec.json.decode(msgspec.json.encode(value))


def canonical_json(value: Any) -> bytes:
    """The one byte form of a value (RFC 8785), so that equal content has equal digests everywhere."""
    return canonical(msgspec.to_builtins(value))


def digest(value: Any) -> str:
    """The content address of a value: sha256 over its canonical JSON, as lower-case hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def read_content(plain: Any) -> NormContent:
    """Builds NormContent from plain data; raises msgspec.ValidationError naming the path of what does not fit."""
    return msgspec.convert(plain, NormContent, strict=True)


def read_stored(plain: Any) -> NormContent:
    """The content in data that was stored or released earlier, also from before every section had to have an id, and in
    the form that `earlier` knows."""
    return read_content(upgraded(with_ids(plain)))


def all_sections(sections: tuple[Section, ...], depth: int = 1) -> Iterator[tuple[int, Section]]:
    """Every section with its depth (1 at the top), in reading order."""
    for section in sections:
        yield depth, section
        yield from all_sections(section.sections, depth + 1)


def find_section(content: NormContent, section_id: str) -> Section | None:
    """The section with this id, wherever it stands; None when there is none."""
    return next((section for _, section in all_sections(content.sections) if section.id == section_id), None)


def stating(content: NormContent, clock_id: str) -> Section | None:
    """The section that states the limits of a clock in words; None when no section does."""
    return next(
        (
            section
            for _, section in all_sections(content.sections)
            if section.unit is not None and clock_id in section.unit.clocks
        ),
        None,
    )


def anchors(content: NormContent) -> dict[str, Text]:
    """Every place an answer or a trace can point at: section ids and clock ids, with their titles."""
    found = {section.id: section.title for _, section in all_sections(content.sections)}
    if content.pathway is not None:
        for clock in content.pathway.clocks:
            found[f"clock-{clock.id}"] = clock.title
    return found
