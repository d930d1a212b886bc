"""Markdown and blocks, to and fro: how norms are written, in all languages side by side.

The subset: paragraphs, headings (`#`), lists (`-`, `1.`, one inside the other by indenting), tables with `|`, quotations
(`>`), bold (`**`), emphasis (`*`), code (`` ` ``), raised and lowered signs (`^2^`, `~2~`), links and pictures with a text
in their place. A line `: words` after a table is its caption; a first row without words means that the table names no
columns; a cell that begins with `# ` names its row. No HTML. See `markdown_inline` for the marks in braces.

Every language has the same blocks in the same order, and «[…]» stands where a text is not there. What Markdown cannot
carry (merged cells, blocks inside cells, lists of nothing) is told by `uncarried` and is never bent to fit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import pairwise

from normverk.norm.blocks import (
    Block,
    BulletList,
    Cell,
    Figure,
    Heading,
    Item,
    Line,
    Mark,
    Paragraph,
    Quote,
    Table,
    faults,
    lines,
)
from normverk.norm.markdown_marks import settled, settled_blocks
from normverk.norm.markdown_read import Node, read_nodes
from normverk.norm.markdown_words import Complaint
from normverk.norm.markdown_write import leading, write_blocks
from normverk.norm.text import WRITTEN, Text, unreadable_signs

__all__ = ["Complaint", "blocks_from_markdown", "blocks_to_markdown", "settled_blocks", "uncarried"]

_Read = tuple[tuple[Block, ...], tuple[Complaint, ...]]


def blocks_from_markdown(written: Mapping[str, str]) -> _Read:
    """The blocks that the texts of the languages say, and nothing; or no blocks, and every complaint there is."""
    nodes: dict[str, tuple[Node, ...]] = {}
    complaints: list[Complaint] = []
    for language in WRITTEN:
        nodes[language], found = read_nodes(written.get(language, ""), language)
        complaints += found
    there = {language: found for language, found in nodes.items() if found}
    if complaints or not there:
        return (), tuple(complaints)
    leads = next(iter(there))
    for language, held in there.items():
        uneven = _uneven(there[leads], held)
        if uneven is not None:
            complaints.append(Complaint(language, uneven, "uneven"))
    if complaints:
        return (), tuple(complaints)
    return tuple(_block({lang: found[at] for lang, found in there.items()}) for at in range(len(there[leads]))), ()


def blocks_to_markdown(blocks: Iterable[Block], language: str) -> str:
    """The blocks as they are written in one language; empty when nothing is said in it, unless none says anything.

    ValueError for blocks that cannot be carried (see `uncarried`).
    """
    held = tuple(blocks)
    if problems := uncarried(held):
        raise ValueError(f"Markdown cannot carry this: {', '.join(problems)}")
    texts = tuple(text for text, _ in lines(held))
    said = any(getattr(text, language) for text in texts)
    return write_blocks(held, language) if held and (said or language == leading(held, texts)) else ""


def uncarried(blocks: Iterable[Block]) -> tuple[str, ...]:
    """What in the blocks Markdown cannot carry, as codes of complaints (see `markdown_words`), each once."""
    held = tuple(blocks)
    found: dict[str, None] = {}
    if faults(held) or any(_linked_twice(marks) for _, marks in lines(held)):
        found["marks"] = None
    if any(unreadable_signs(getattr(text, language)) for text, _ in lines(held) for language in WRITTEN):
        found["signs"] = None
    for block in held:
        _uncarried(block, found, 1)
    return tuple(found)


def _uncarried(block: Block, found: dict[str, None], depth: int) -> None:
    if depth > 8:
        found["deep"] = None
        return
    match block:
        case Heading():
            if not 1 <= block.level <= 6:
                found["level"] = None
        case BulletList() | Quote():
            parts = [item.blocks for item in block.items] if isinstance(block, BulletList) else [block.blocks]
            if not (block.items if isinstance(block, BulletList) else block.blocks):
                found["empty"] = None
            for inner in (inner for part in parts for inner in part):
                _uncarried(inner, found, depth + 1)
        case Figure():
            if unreadable_signs(block.address):
                found["signs"] = None
        case Table():
            _uncarried_table(block, found)


def _uncarried_table(table: Table, found: dict[str, None]) -> None:
    if not table.rows or not all(table.rows):
        found["empty"] = None
    elif len({len(row) for row in table.rows}) > 1:
        found["ragged"] = None
    cells = [cell for row in table.rows for cell in row]
    if any(cell.columns != 1 or cell.rows != 1 for cell in cells):
        found["spans"] = None
    if any(cell.blocks for cell in cells):
        found["cell-blocks"] = None


def _linked_twice(marks: tuple[Mark, ...]) -> bool:
    ordered = sorted(
        (mark for mark in settled(marks) if mark.kind == "link"), key=lambda mark: (mark.language, mark.start)
    )
    return any(one.language == other.language and other.start < one.end for one, other in pairwise(ordered))


def _uneven(leads: tuple[Node, ...], follows: tuple[Node, ...]) -> int | None:
    """The line of `follows` where the two stop standing side by side; None when they do all the way."""
    for one, other in zip(leads, follows, strict=False):
        if (one.kind, one.given) != (other.kind, other.given):
            return other.line
        if (inner := _uneven(one.inside, other.inside)) is not None:
            return inner
        if len(one.inside) != len(other.inside):
            return other.line
    if len(leads) == len(follows):
        return None
    return follows[len(leads)].line if len(follows) > len(leads) else (follows[-1].line if follows else 1)


def _line(nodes: Mapping[str, Node]) -> Line:
    text = Text(**({"nb": ""} | {language: node.words for language, node in nodes.items()}))
    return text, settled(mark for node in nodes.values() for mark in node.marks)


def _inside(nodes: Mapping[str, Node]) -> list[dict[str, Node]]:
    return [dict(zip(nodes, each, strict=True)) for each in zip(*(node.inside for node in nodes.values()), strict=True)]


def _block(nodes: Mapping[str, Node]) -> Block:
    first = next(iter(nodes.values()))
    text, marks = _line(nodes)
    inside = _inside(nodes)
    match first.kind:
        case "paragraph":
            return Paragraph(text, marks)
        case "heading":
            return Heading(first.given[0], text, marks)
        case "list":
            return BulletList(tuple(Item(*_line(item), _blocks(item)) for item in inside), first.given[0])
        case "quote":
            return Quote(_blocks(nodes))
        case "figure":
            return Figure(first.given[0], text, _line(inside[0])[0])
        case _:
            captioned = bool(first.given)
            rows = tuple(
                tuple(Cell(*_line(cell), header=next(iter(cell.values())).given[0]) for cell in _inside(row))
                for row in inside[captioned:]
            )
            return Table(rows, _line(inside[0])[0] if captioned else Text(nb=""))


def _blocks(nodes: Mapping[str, Node]) -> tuple[Block, ...]:
    return tuple(_block(inner) for inner in _inside(nodes))
