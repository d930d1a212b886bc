"""Tables: rows and cells with what they span; what stands between the cells is moved in front of the table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from normverk.norm.blocks import Block, Cell, Paragraph, Table
from normverk.norm.html_in.addresses import attributes
from normverk.norm.html_in.elements import Element, Words
from normverk.norm.text import Text

if TYPE_CHECKING:
    from normverk.norm.html_in.flow import Flow
    from normverk.norm.html_in.reading import Reader

_NOTHING = Text(nb="")


def table(reader: Reader, node: Element, flow: Flow) -> list[Block]:
    """A <table> as a block, with whatever had to be moved out of it before it."""
    moved = flow.inner()
    caption: Text = _NOTHING
    rows: list[tuple[Cell, ...]] = []
    for part in _parts(node):
        reader.at = part
        if isinstance(part, Element) and part.tag == "caption":
            inner = flow.inner()
            reader.read(part.inside, inner)
            said = inner.done()
            plain = len(said) == 1 and isinstance(said[0], Paragraph) and not said[0].marks and caption == _NOTHING
            if plain and isinstance(said[0], Paragraph):
                caption = said[0].text
            else:
                moved.made += said
        elif isinstance(part, Element) and part.tag == "tr":
            attributes(reader, part)
            cells = _row(reader, part, flow, moved)
            rows += [cells] if cells else []
        elif isinstance(part, Element) or part.words.strip():
            reader.here("misplaced", part.words if isinstance(part, Words) else f"<{part.tag}>")
            reader.read([part], moved)
    reader.at = node
    made = moved.done()
    if not any(cell.text != _NOTHING or cell.blocks for row in rows for cell in row):
        reader.here("empty-element", "<table>")
        return made + ([Paragraph(caption)] if caption != _NOTHING else [])
    if len(set(_widths(rows))) > 1:
        reader.here("ragged-table", f"{len(rows)}")
    return [*made, Table(tuple(rows), caption)]


def _parts(node: Element) -> Iterator[Element | Words]:
    for child in node.inside:
        if isinstance(child, Element) and child.tag in {"thead", "tbody", "tfoot"}:
            yield from _parts(child)
        elif isinstance(child, Words) or child.tag not in {"colgroup", "col"}:
            yield child


def _row(reader: Reader, node: Element, flow: Flow, moved: Flow) -> tuple[Cell, ...]:
    cells = []
    for child in node.inside:
        reader.at = child
        if isinstance(child, Element) and child.tag in {"td", "th"}:
            attributes(reader, child)
            inner = flow.inner()
            reader.read(child.inside, inner)
            text, marks, more = inner.lead()
            spans = (reader.number(child.attributes.get(name, "1")) for name in ("colspan", "rowspan"))
            columns, high = spans
            cells.append(Cell(text, marks, header=child.tag == "th", columns=columns, rows=high, blocks=more))
        elif isinstance(child, Element) or child.words.strip():
            reader.here("misplaced", child.words if isinstance(child, Words) else f"<{child.tag}>")
            reader.read([child], moved)
    return tuple(cells)


def _widths(rows: list[tuple[Cell, ...]]) -> Iterator[int]:
    """How many columns each row fills, with cells that reach down from rows above."""
    reaching: list[tuple[int, int]] = []
    for row in rows:
        yield sum(cell.columns for cell in row) + sum(columns for columns, _ in reaching)
        reaching = [(columns, left - 1) for columns, left in reaching if left > 1]
        reaching += [(cell.columns, cell.rows - 1) for cell in row if cell.rows > 1]
