"""Every read of the library."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import msgspec
from django.db.models import Q, QuerySet

from normverk.norm.diff import Change
from normverk.publish.library.differences import changes_between
from normverk.publish.library.infobit import Infobit
from normverk.publish.library.models import ImportRun, Link, Node, NodeRevision


@dataclass(frozen=True)
class Neighbour:
    """A node beside another in the graph. `here` says whether it has been read in; `structures` where they meet."""

    id: str
    title: str
    info_type: str
    here: bool
    structures: tuple[str, ...] = ()


def nodes(*, search: str = "", info_types: Iterable[str] = ()) -> QuerySet[Node]:
    """The nodes whose title holds all the words of `search`, of these types or of any, in order of title."""
    found = Node.objects.order_by("title", "id")
    for word in search.split():
        found = found.filter(title__icontains=word)
    wanted = list(info_types)
    return found.filter(info_type__in=wanted) if wanted else found


def with_code(system: str, code: str) -> QuerySet[Node]:
    """The nodes that are about a code."""
    return Node.objects.filter(codes__system=system, codes__code=code).order_by("id").distinct()


def info_types() -> list[str]:
    """The types that there is something of."""
    return list(Node.objects.order_by("info_type").values_list("info_type", flat=True).distinct())


def current(node_id: str) -> NodeRevision:
    """What a node says now; NodeRevision.DoesNotExist when it is not here."""
    return NodeRevision.objects.select_related("node", "node__sighting").get(node=node_id, current=True)


def revisions(node_id: str) -> list[NodeRevision]:
    """What a node has said, the newest first."""
    return list(NodeRevision.objects.select_related("node").filter(node=node_id).order_by("-number"))


def infobit_of(revision: NodeRevision) -> Infobit:
    """The value of a revision."""
    return msgspec.json.decode(revision.value, type=Infobit)


def changes_of(revision: NodeRevision) -> tuple[Change, ...]:
    """What a revision changed in the one before it."""
    return msgspec.convert(revision.changes, tuple[Change, ...])


def compared(before: NodeRevision, after: NodeRevision) -> tuple[Change, ...]:
    """What differs between any two revisions of a node."""
    return changes_between(infobit_of(before), infobit_of(after))


def parents(node_id: str) -> list[Neighbour]:
    """What a node lies under, by what it says itself and by what others say of it."""
    own = Link.objects.filter(node=node_id, rel="forelder").order_by("position")
    told = Link.objects.filter(target=node_id, rel="barn").select_related("node").order_by("node__title")
    pairs = [(link.target, link.title, link.type, link.structure) for link in own]
    pairs += [(link.node_id, link.node.title, link.node.info_type, link.structure) for link in told]
    return _neighbours(pairs)


def children(node_id: str) -> list[Neighbour]:
    """What lies under a node, in its order; what only says so itself stands last."""
    own = Link.objects.filter(node=node_id, rel="barn").order_by("position")
    told = Link.objects.filter(target=node_id, rel="forelder").select_related("node").order_by("node__title")
    pairs = [(link.target, link.title, link.type, link.structure) for link in own]
    pairs += [(link.node_id, link.node.title, link.node.info_type, link.structure) for link in told]
    return _neighbours(pairs)


def publications(node_id: str) -> list[Neighbour]:
    """The publications that a node stands in: its own roots, and those of the structures that others put it into."""
    own = Link.objects.filter(node=node_id, rel="root").order_by("position")
    pairs = [(link.target, link.title, link.type, link.structure) for link in own]
    told = Link.objects.filter(target=node_id, rel="barn").exclude(structure="")
    structures = set(told.values_list("structure", flat=True)) - {link.structure for link in own}
    roots = Link.objects.filter(rel="root", structure__in=structures).order_by("target")
    pairs += [(link.target, link.title, link.type, link.structure) for link in roots]
    named = {structure for _, _, _, structure in pairs}
    pairs += [("", structure, "", structure) for structure in sorted(structures - named)]
    return [one for one in _neighbours(pairs) if one.id != node_id]


def members(structure: str) -> QuerySet[Node]:
    """The nodes of one publication, by its strukturId."""
    stated = Q(links__structure=structure)
    put = Q(pk__in=Link.objects.filter(structure=structure, rel__in=("barn", "forelder", "root")).values("target"))
    return Node.objects.filter(stated | put).order_by("id").distinct()


def root_of(structure: str) -> str:
    """The id of the product that a publication is of; nothing when nobody here says so."""
    return Link.objects.filter(structure=structure, rel="root").values_list("target", flat=True).first() or ""


def known_here(ids: Iterable[str]) -> set[str]:
    """Which of these ids are here."""
    return set(Node.objects.filter(pk__in=list(ids)).values_list("pk", flat=True))


def changed_since(revision: int, most: int) -> list[NodeRevision]:
    """The revisions recorded after the one with this key, in the order in which they were recorded."""
    found = NodeRevision.objects.select_related("node").filter(pk__gt=revision).order_by("pk")
    return list(found.defer("value", "changes", "officials")[:most])


def runs() -> QuerySet[ImportRun]:
    """The readings, the latest first."""
    return ImportRun.objects.order_by("-pk")


def current_infobits(under: str = "") -> Iterator[tuple[NodeRevision, Infobit]]:
    """What every node says now, for search and for checks; with `under`, those whose id begins with it."""
    found = NodeRevision.objects.select_related("node").filter(current=True, node__id__startswith=under)
    for revision in found.order_by("node").iterator(chunk_size=500):
        yield revision, infobit_of(revision)


def _neighbours(pairs: list[tuple[str, str, str, str]]) -> list[Neighbour]:
    merged: dict[str, tuple[str, str, tuple[str, ...]]] = {}
    for target, title, kind, structure in pairs:
        known = merged.get(target or structure, ("", "", ()))
        merged[target or structure] = (known[0] or title, known[1] or kind, (*known[2], structure))
    here = {node.pk: node for node in Node.objects.filter(pk__in=merged)}
    return [
        Neighbour(
            id=key,
            title=here[key].title if key in here else title or key,
            info_type=here[key].info_type if key in here else kind,
            here=key in here,
            structures=tuple(dict.fromkeys(one for one in structures if one)),
        )
        for key, (title, kind, structures) in merged.items()
    ]
