"""Marks in their settled form: no two of the same kind touch, and they stand in reading order.

Two ways to say the same of every letter (bold twice, bold in two pieces) are one way here, so that what is written
and read back is equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

import msgspec

from normverk.norm.blocks import Block, BulletList, Cell, Figure, Heading, Item, Mark, Paragraph, Quote, Table
from normverk.norm.text import WRITTEN

_Part = TypeVar("_Part", Item, Cell)


def settled(marks: Iterable[Mark]) -> tuple[Mark, ...]:
    """The same marks, those of one kind that touch or overlap made one."""
    found: list[Mark] = []
    ordered = sorted(marks, key=lambda mark: (*_sort(mark), mark.start))
    for _, group in groupby(ordered, key=_sort):
        joined: list[Mark] = []
        for mark in group:
            if joined and mark.start <= joined[-1].end:
                joined[-1] = msgspec.structs.replace(joined[-1], end=max(mark.end, joined[-1].end))
            else:
                joined.append(mark)
        found += joined
    return tuple(sorted(found, key=lambda mark: (_place(mark), mark.start, -mark.end, mark.kind, mark.href)))


def settled_blocks(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks with all their marks settled."""
    return tuple(_block(block) for block in blocks)


def _block(block: Block) -> Block:
    match block:
        case Paragraph() | Heading():
            return msgspec.structs.replace(block, marks=settled(block.marks))
        case BulletList():
            return msgspec.structs.replace(block, items=tuple(_inside(item) for item in block.items))
        case Table():
            rows = tuple(tuple(_inside(cell) for cell in row) for row in block.rows)
            return msgspec.structs.replace(block, rows=rows)
        case Quote():
            return Quote(settled_blocks(block.blocks))
        case Figure():
            return block


def _inside(part: _Part) -> _Part:
    return msgspec.structs.replace(part, marks=settled(part.marks), blocks=settled_blocks(part.blocks))


def _sort(mark: Mark) -> tuple[int, str, str]:
    return _place(mark), mark.kind, mark.href


def _place(mark: Mark) -> int:
    return WRITTEN.index(mark.language) if mark.language in WRITTEN else len(WRITTEN)
