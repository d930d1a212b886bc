"""Which documents answer a question, and in which order. docs/search.md tells it in words.

1. A document answers when it has every thing asked for. When fewer than FEW do, those that lack one are taken too, then
   those that lack two, and so on; the more a document has, the higher it stands.
2. Among equals the order is bm25 over six columns with the weights of `terms.WEIGHTS`, times a figure for standing: what
   is in force goes before what is not. This is done for the WINDOW first by bm25; the rest follow as bm25 has them.
3. When more than BROAD answer, the words are so common that the text tells nothing: then those that have them in number or
   title stand first by bm25, and the rest follow in the order of their keys.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

from normverk.publish.search.asking import Group, expression
from normverk.publish.search.masks import at_least, ids_of
from normverk.publish.search.reading import Index

FEW: Final = 5
WINDOW: Final = 200
BROAD: Final = 6000
STANDING: Final[Mapping[str, float]] = {"in-force": 1.0, "not-yet": 0.8, "ended": 0.5, "withdrawn": 0.4}
_OTHER: Final = 0.7
"""A status word that the table does not have."""
_HEAD: Final = "{number title title_parts}"


@dataclass(frozen=True)
class Found:
    """The documents that answer, as a mask; with how many of the things asked for at least; and each thing's own mask."""

    mask: int
    least: int
    masks: tuple[int, ...]


def find(groups: tuple[Group, ...], index: Index) -> Found:
    """The documents that have all the groups, or as many as it takes to be more than a few."""
    if not groups:
        return Found(index.shared.everything, 0, ())
    masks = tuple(group.mask(index) for group in groups)
    having = at_least(masks)
    for least in range(len(groups), 0, -1):
        if having[least].bit_count() >= FEW or least == 1:
            return Found(having[least], least, masks)
    raise AssertionError("one is always reached")


def ordered(
    groups: tuple[Group, ...], found: Found, wanted: int, index: Index, standings: Mapping[str, int]
) -> Iterator[int]:
    """The ids in `wanted` (a part of what was found) in the order of the answer."""
    able = sum(mask != 0 for mask in found.masks)
    if not able:
        yield from ids_of(wanted)
        return
    every = found.least == able
    asked = expression(groups, "AND" if every else "OR")
    broad = found.mask.bit_count() > BROAD
    some = None if every or found.least == 1 else found.mask
    rows = index.ranked(f"{_HEAD} : ({asked})" if broad else asked, some)
    own = ((id, score) for id, score in rows if wanted >> id & 1)
    first = list(islice(own, WINDOW))

    def key(row: tuple[int, float]) -> tuple[int, float, int]:
        id, score = row
        has = sum(mask >> id & 1 for mask in found.masks)
        standing = next((name for name, mask in standings.items() if mask >> id & 1), "")
        return (-has, -score * STANDING.get(standing, _OTHER), id)

    seen = 0
    for id, _ in sorted(first, key=key):
        seen |= 1 << id
        yield id
    for id, _ in own:
        seen |= 1 << id
        yield id
    yield from ids_of(wanted & ~seen)
