"""What an edition says: the head of the product, its sections of text, and the computable part.

Text is a typed tree (sections of paragraphs and lists); HTML is made from it when a page is shown, never stored.
"""

from __future__ import annotations

import hashlib
from typing import Any, Literal

import msgspec
import rfc8785

from normverk.norm.pathway import PathwayDefinition
from normverk.norm.source import Source
from normverk.norm.text import Text

ProductKind = Literal[
    "guideline", "advice", "guide", "circular", "pathway", "standard", "information-model", "terminology"
]


class Paragraph(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="paragraph"):
    """A paragraph of plain text."""

    text: Text


class BulletList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag="list"):
    """A list whose order carries no meaning."""

    items: tuple[Text, ...]


Block = Paragraph | BulletList


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A section with an id that survives editing, moving and renaming; answers to hearings are anchored to it."""

    id: str
    title: Text
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()


class NormContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole immutable content of one revision. Purpose, scope and target group are required of every product (S1)."""

    kind: ProductKind
    title: Text
    purpose: Text
    scope: Text
    target_group: Text
    owner: str
    legal_basis: Text = Text(nb="")
    sections: tuple[Section, ...] = ()
    pathway: PathwayDefinition | None = None
    sources: tuple[Source, ...] = ()
    demonstration: bool = False


def to_plain(value: Any) -> Any:
    """A norm value as plain JSON data (dicts, lists, strings, numbers)."""
    return msgspec.to_builtins(value)


def canonical_json(value: Any) -> bytes:
    """The one byte form of a value (RFC 8785), so that equal content has equal digests everywhere."""
    return rfc8785.dumps(msgspec.to_builtins(value))


def digest(value: Any) -> str:
    """The content address of a value: sha256 over its canonical JSON, as lower-case hex."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def read_content(plain: Any) -> NormContent:
    """Builds NormContent from plain data; raises msgspec.ValidationError naming the path of what does not fit."""
    return msgspec.convert(plain, NormContent, strict=True)


def anchors(content: NormContent) -> dict[str, Text]:
    """Every place an answer or a trace can point at: section ids and clock ids, with their titles."""
    found: dict[str, Text] = {}

    def walk(sections: tuple[Section, ...]) -> None:
        for section in sections:
            found[section.id] = section.title
            walk(section.sections)

    walk(content.sections)
    if content.pathway is not None:
        for clock in content.pathway.clocks:
            found[f"clock-{clock.id}"] = clock.title
    return found
