"""The library as documents for search: one for each node, as it says now. Names of officials are never among the words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from django.urls import reverse

from normverk.norm.blocks import Block, words
from normverk.norm.text import WRITTEN, Text
from normverk.publish.library import queries
from normverk.publish.library.infobit import Infobit
from normverk.publish.library.models import NodeRevision
from normverk.publish.library.types import TYPES
from normverk.publish.search.document import SearchDocument

UNDER: Final = "library/"


def key_of(node_id: str) -> str:
    """The key of a node's document."""
    return f"{UNDER}{node_id}/"


def library_documents(under: str) -> Iterator[SearchDocument]:
    """The documents of all nodes, or of one. What the keys of other sources begin with: none."""
    if not (under.startswith(UNDER) or UNDER.startswith(under)):
        return
    node_id = under.removeprefix(UNDER).partition("/")[0] if under.startswith(UNDER) else ""
    for revision, infobit in queries.current_infobits(node_id):
        found = _document(revision, infobit)
        if found.key.startswith(under):
            yield found


def _document(revision: NodeRevision, infobit: Infobit) -> SearchDocument:
    root = next((link for link in infobit.links if link.rel == "root"), None)
    known, product = TYPES.get(infobit.info_type), TYPES.get(root.type if root else infobit.info_type)
    unit = infobit.section.unit
    piece = unit.kind if unit else "product" if known is not None and known.product else "section"
    blocks: tuple[Block, ...] = infobit.section.blocks + tuple(one for held in infobit.texts.values() for one in held)
    if unit is not None:
        blocks += unit.practical + unit.rationale
    said = {language: words(blocks, language) for language in WRITTEN}
    inside = root.title if root and root.target != infobit.id else ""
    target = infobit.said("maalgruppe")
    return SearchDocument(
        key=key_of(infobit.id),
        address=reverse("library-node", args=[infobit.id]),
        kind=(product.product if product else None) or "generic",
        piece=piece,
        title=infobit.section.title,
        within=Text(**{"nb": "", infobit.language: inside}),
        ingress=infobit.section.intro,
        body=Text(**{language: text for language, text in said.items() if text or language == "nb"}),
        themes=infobit.listed("tema"),
        target_groups=(target,) if target else (),
        valid_from=revision.valid_from,
        valid_to=revision.valid_to,
        codes=tuple(coding.code for coding in unit.codes) if unit else (),
    )
