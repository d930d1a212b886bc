"""Blocks read as lines, tables, links and pictures in one language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from normverk.norm.blocks import Block, BulletList, Figure, Heading, Mark, Paragraph, Quote, Table
from normverk.norm.documents import Document, Grid, Line, Link, Picture
from normverk.norm.documents.plain import links_in
from normverk.norm.text import Text

_TOP: Final = 1


class Collector:
    """Gathers the parts of a document, so that several trees of blocks can become one document.

    `body` tells apart texts that have nothing to do with each other: headings are only compared inside one.
    """

    def __init__(self, name: str, language: str, body: int = 0) -> None:
        self.name, self.language, self.body = name, language, body
        self.lines: list[Line] = []
        self.grids: list[Grid] = []
        self.links: list[Link] = []
        self.pictures: list[Picture] = []
        self._groups = 0

    def text(self, place: str, text: Text, marks: Iterable[Mark] = ()) -> str:
        """The words in the language of the collector; the links in them are kept."""
        words: str = getattr(text, self.language, "")
        for mark in marks:
            if mark.kind == "link" and mark.language == self.language:
                self.links.append(Link(place, mark.href, words[mark.start : mark.end]))
        return words

    def line(self, line: Line) -> None:
        """Keeps a line that says something."""
        if line.words.strip():
            self.lines.append(line)

    def blocks(self, place: str, blocks: Iterable[Block], level: int = 0, depth: int = 0) -> None:
        """Everything in the blocks; `level` is that of the heading above them."""
        for number, block in enumerate(blocks, 1):
            self._block(f"{place}/{number}", block, level, depth)

    def _block(self, place: str, block: Block, level: int, depth: int) -> None:
        match block:
            case Paragraph():
                self.line(Line(place, self.text(place, block.text, block.marks)))
            case Heading():
                words = self.text(place, block.text, block.marks)
                self.line(Line(place, words, "heading", level + block.level, self.body))
            case BulletList():
                self._list(place, block, level, depth)
            case Table():
                self._table(place, block, level)
            case Figure():
                self.pictures.append(Picture(place, block.address, self.text(place, block.alt)))
                self.line(Line(place, self.text(place, block.caption), "value"))
            case Quote():
                self.blocks(f"{place}/blocks", block.blocks, level, depth)

    def _list(self, place: str, block: BulletList, level: int, depth: int) -> None:
        if depth == 0:
            self._groups += 1
        group = self._groups
        for number, item in enumerate(block.items, 1):
            words = self.text(f"{place}/items/{number}", item.text, item.marks)
            inner = _only_words(item.blocks) if not words else None
            if inner:
                words = self.text(place, *inner)
            self.lines.append(Line(f"{place}/items/{number}", words, "item", depth, group))
            rest = item.blocks[1:] if inner else item.blocks
            self.blocks(f"{place}/items/{number}/blocks", rest, level, depth + 1)

    def _table(self, place: str, table: Table, level: int) -> None:
        rows = [tuple(self.text(place, cell.text, cell.marks) for cell in row) for row in table.rows]
        plain = all(cell.columns == 1 and cell.rows == 1 for row in table.rows for cell in row)
        width = len(rows[0]) if rows else 0
        if plain and width and all(len(row) == width for row in rows):
            places = tuple(f"{place}/rows/{number}" for number in range(2, len(rows) + 1))
            self.grids.append(Grid(place, rows[0], tuple(rows[1:]), places))
        self.line(Line(place, self.text(place, table.caption), "value"))
        for number, row in enumerate(table.rows, 1):
            for column, (cell, words) in enumerate(zip(row, rows[number - 1], strict=True), 1):
                where = f"{place}/rows/{number}/{column}"
                self.line(Line(where, words, "value"))
                self.blocks(f"{where}/blocks", cell.blocks, level)

    def document(self, anchors: frozenset[str] | None = None, *, headings_lead: bool = True) -> Document:
        """What was gathered."""
        lines, marked = tuple(self.lines), {(link.place, link.address) for link in self.links}
        written = (link for link in links_in(lines) if (link.place, link.address) not in marked)
        return Document(
            self.name,
            lines,
            tuple(self.grids),
            (*self.links, *written),
            tuple(self.pictures),
            anchors,
            language=self.language,
            headings_lead=headings_lead,
        )


def _only_words(blocks: tuple[Block, ...]) -> tuple[Text, tuple[Mark, ...]] | None:
    first = blocks[0] if blocks else None
    return (first.text, first.marks) if isinstance(first, Paragraph | Heading) else None
