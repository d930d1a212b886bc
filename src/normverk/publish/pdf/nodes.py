"""Blocks as plain data for the printed sheet: only words, marks and places; nothing in it is ever read as markup. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final
from urllib.parse import quote

from normverk.norm.blocks import Block, BulletList, Cell, Figure, Heading, Mark, Paragraph, Quote, Table
from normverk.norm.inline import Inline, Marked, inline_tree
from normverk.norm.text import Text

Node = dict[str, Any]
WIDEST: Final = 40
"""More columns than this are on no sheet of paper; what lies beyond is written in the last one."""


def nodes_of(blocks: Iterable[Block], language: str, level: int) -> list[Node]:
    """The blocks in `language`; a heading of level 1 in them stands at `level`. A missing text is the nearest there is."""
    return [node for block in blocks for node in _node(block, language, level)]


def line_of(text: Text, language: str, marks: tuple[Mark, ...] = ()) -> list[Any]:
    """One line with its marks, and with the language it is written in where that is another than the sheet's."""
    written = text.nearest(language)
    line = [_inline(piece) for piece in inline_tree(getattr(text, written), marks, written)]
    return line if written == language or not line else [{"kind": "language", "language": written, "inside": line}]


def safe_address(address: str) -> str:
    """The address with every sign outside ASCII by its number, so that it leads to the same place in any typeface."""
    return quote(address, safe="%/:?#[]@!$&'()*+,;=~-._")


def in_order(nodes: list[Node]) -> list[Node]:
    """The nodes with no level of heading left out on the way down, as readers by ear need it."""
    last = 0
    kept = []
    for node in nodes:
        if node["kind"] == "heading":
            last = min(node["level"], last + 1)
            node = {**node, "level": last}
        kept.append(node)
    return kept


def _inline(piece: Inline) -> Any:
    if not isinstance(piece, Marked):
        return piece
    inside = [_inline(part) for part in piece.inside]
    if piece.mark.kind != "link":
        return {"kind": piece.mark.kind, "inside": inside}
    leads = piece.mark.page and not piece.mark.page.startswith("#")
    return (
        {"kind": "link", "to": safe_address(piece.mark.page), "inside": inside}
        if leads
        else {"kind": "plain", "inside": inside}
    )


def _node(block: Block, language: str, level: int) -> Iterable[Node]:
    match block:
        case Paragraph():
            yield {"kind": "paragraph", "line": line_of(block.text, language, block.marks)}
        case Heading():
            line = line_of(block.text, language, block.marks)
            yield {"kind": "heading", "level": level + max(block.level, 1) - 1, "line": line}
        case BulletList():
            items = [
                {"line": line_of(item.text, language, item.marks), "blocks": _inner(item.blocks, language)}
                for item in block.items
            ]
            yield {"kind": "list", "ordered": block.ordered, "items": items}
        case Quote():
            yield {"kind": "quote", "blocks": _inner(block.blocks, language)}
        case Figure():
            # A picture is not fetched from where it lies: the sheet says what it shows, and where it is.
            said = [*line_of(block.alt, language), " ", *line_of(block.caption, language)]
            where = (
                [{"kind": "plain-link", "to": safe_address(block.page), "inside": [block.page]}] if block.page else []
            )
            yield {"kind": "picture", "line": [*said, " ", *where]}
        case Table():
            yield _table(block, language)


def _inner(blocks: tuple[Block, ...], language: str) -> list[Node]:
    """Blocks inside a list, a table or a quotation; a heading there is a strong line and not one of the sheet's."""
    nodes = nodes_of(blocks, language, 1)
    return [
        {"kind": "paragraph", "line": [{"kind": "strong", "inside": node["line"]}]}
        if node["kind"] == "heading"
        else node
        for node in nodes
    ]


def _table(table: Table, language: str) -> Node:
    cells = _placed(table.rows, language)
    first = [cell for cell in cells if cell["y"] == 0]
    has_head = bool(first) and all(cell["header"] and cell["rows"] == 1 for cell in first)
    return {
        "kind": "table",
        "columns": max((cell["x"] + cell["columns"] for cell in cells), default=1),
        "caption": line_of(table.caption, language),
        "head": first if has_head else [],
        "body": [cell for cell in cells if not (has_head and cell["y"] == 0)],
    }


def _placed(rows: tuple[tuple[Cell, ...], ...], language: str) -> list[Node]:
    """Each cell with the place it takes; a place that another cell has taken is passed over, as browsers do it."""
    taken: set[tuple[int, int]] = set()
    cells = []
    for y, row in enumerate(rows):
        x = 0
        for cell in row:
            while (x, y) in taken:
                x += 1
            if x >= WIDEST:
                break
            height = max(1, min(cell.rows, len(rows) - y))
            width = max(1, min(cell.columns, WIDEST - x))
            while any((x + dx, y) in taken for dx in range(width)):
                width -= 1
            taken |= {(x + dx, y + dy) for dx in range(width) for dy in range(height)}
            cells.append(
                {
                    "x": x,
                    "y": y,
                    "columns": width,
                    "rows": height,
                    "header": cell.header,
                    "line": line_of(cell.text, language, cell.marks),
                    "blocks": _inner(cell.blocks, language),
                }
            )
    return cells
