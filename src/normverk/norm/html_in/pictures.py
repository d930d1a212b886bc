"""Pictures and what stands under them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from normverk.norm.blocks import Block, Figure, Paragraph
from normverk.norm.html_in.addresses import joined
from normverk.norm.html_in.elements import Element
from normverk.norm.source import web_address

if TYPE_CHECKING:
    from normverk.norm.html_in.flow import Flow
    from normverk.norm.html_in.reading import Reader


def picture(reader: Reader, node: Element) -> list[Block]:
    """An <img>: a figure, or what its alternative text says when the picture has no address of its own."""
    alternative = " ".join(reader.clean(node.attributes.get("alt", "")).split())
    source = node.attributes.get("src", "").strip()
    address = web_address(source) or (web_address(joined(reader, source)) if reader.base and source else "")
    if not alternative:
        reader.here("no-alternative", source)
    if address:
        return [Figure(address, reader.text(alternative))]
    reader.here("no-picture", source)
    return [Paragraph(reader.text(alternative))] if alternative else []


def figure(reader: Reader, node: Element, inner: Flow) -> list[Block]:
    """A <figure>: its picture with the caption; the caption stands after it as paragraphs when it is more than plain words."""
    captions = [child for child in node.inside if isinstance(child, Element) and child.tag == "figcaption"]
    reader.read([child for child in node.inside if child not in captions], inner)
    made = inner.done()
    under = inner.inner()
    for caption in captions:
        reader.read(caption.inside, under)
        under.flush()
    said = under.done()
    only = made[0] if len(made) == 1 else None
    line = said[0] if len(said) == 1 else None
    if isinstance(only, Figure) and isinstance(line, Paragraph) and not line.marks:
        return [msgspec.structs.replace(only, caption=line.text)]
    return made + said
