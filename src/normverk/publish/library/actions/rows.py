"""Rows made of infobits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from normverk.norm.source import web_address
from normverk.publish.library.cleaning import clean
from normverk.publish.library.infobit import Given, Infobit, day_in
from normverk.publish.library.models import Link, Node, NodeCode, NodeRevision
from normverk.publish.library.origins import origin_of
from normverk.publish.library.reading.strength import codings

_BEGINS: Final = ("sistOppdatert", "sistFagligOppdatert", "forstPublisert")


def node_row(infobit: Infobit) -> Node:
    """A new node."""
    return Node(id=infobit.id)


def set_node(node: Node, infobit: Infobit) -> None:
    """What lists show of a node, from its newest revision."""
    origin = origin_of(infobit.id)
    node.info_type = infobit.info_type
    node.title = infobit.section.title.in_language(infobit.language)[:1000]
    node.language = infobit.language
    node.status = clean(infobit.said("status"))[:80]
    node.url = web_address(clean(infobit.said("url")))[:2000]
    node.source = clean(origin.name or ", ".join(infobit.listed("eier")))[:200]
    node.licence, node.licence_url = origin.licence, origin.licence_url
    node.demonstration = origin.demonstration


def valid_from(infobit: Infobit, before: NodeRevision | None, today: date) -> tuple[date, str]:
    """The first day of a revision and what it rests on: the source's dates, or the day it was read here.

    The source gives no validity. A revision holds from the day on which the source says that it was last changed.
    """
    for key in _BEGINS:
        day = day_in(infobit.given.get(key))
        if day is not None and day <= today and (before is None or day >= before.valid_from):
            return day, key
    return today, "recorded"


def code_rows(infobit: Infobit) -> Iterator[NodeCode]:
    """The codes of a node."""
    for one in codings(infobit.given.get("koder")):
        yield NodeCode(node_id=infobit.id, system=clean(one.system)[:60], code=clean(one.code)[:60])


def link_rows(node_id: str, links: Iterable[Given]) -> Iterator[Link]:
    """The links of a node; the same link twice is one."""
    seen = set()
    for position, link in enumerate(links):
        key = (clean(link.rel)[:20], clean(link.target), clean(link.structure)[:120])
        if key in seen:
            continue
        seen.add(key)
        rel, target, structure = key
        if not target:
            continue
        yield Link(
            node_id=node_id,
            position=position,
            rel=rel,
            target=target,
            structure=structure,
            type=clean(link.type)[:60],
            title=clean(link.title)[:1000],
        )
