"""Levels of headings, relative to those around them, in the order in which they stand when all has been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from normverk.norm.blocks import Block, BulletList, Heading, Quote, Table
from normverk.norm.html_in.elements import Element, Told


def levelled(blocks: Iterable[Block], headings: Sequence[Element], told: Told) -> tuple[Block, ...]:
    """The blocks with real levels; `level` of a heading in them is its number (from 1) in `headings`.

    A heading under another is one level below it, whatever was skipped; `told` hears of what was.
    """
    return _Levels(headings, told).all(blocks) if headings else tuple(blocks)


class _Levels:
    def __init__(self, headings: Sequence[Element], told: Told) -> None:
        self.headings, self.told = headings, told
        self.above: list[int] = []

    def all(self, blocks: Iterable[Block]) -> tuple[Block, ...]:
        return tuple(self._one(block) for block in blocks)

    def _one(self, block: Block) -> Block:
        match block:
            case Heading():
                return replace(block, level=self._level(self.headings[block.level - 1]))
            case BulletList():
                return replace(block, items=tuple(replace(item, blocks=self.all(item.blocks)) for item in block.items))
            case Table():
                rows = tuple(tuple(replace(cell, blocks=self.all(cell.blocks)) for cell in row) for row in block.rows)
                return replace(block, rows=rows)
            case Quote():
                return replace(block, blocks=self.all(block.blocks))
            case _:
                return block

    def _level(self, heading: Element) -> int:
        written = int(heading.tag[1])
        while self.above and self.above[-1] >= written:
            self.above.pop()
        if self.above and written - self.above[-1] > 1:
            self.told("skipped-heading", heading.line, heading.column, f"h{self.above[-1]} → h{written}")
        self.above.append(written)
        return len(self.above)
