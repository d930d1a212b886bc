"""Blocks under way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from normverk.norm.blocks import Block, Mark, MarkKind, Paragraph
from normverk.norm.html_in.line import LineBuilder
from normverk.norm.text import Text

if TYPE_CHECKING:
    from normverk.norm.html_in.reading import Reader


class Flow:
    """Blocks under way, and the line that will be the next of them. Marks stay open across lines until they are closed."""

    def __init__(self, reader: Reader, open_marks: Iterable[tuple[MarkKind, str]] = ()) -> None:
        self.reader = reader
        self.line = LineBuilder()
        self.made: list[Block] = []
        self.marks: list[tuple[MarkKind, str, int]] = [(kind, href, 0) for kind, href in open_marks]

    def inner(self) -> Flow:
        """A flow for what stands inside a list item, a cell, a quotation; what is bold outside is bold in there."""
        self.flush()
        return Flow(self.reader, [(kind, href) for kind, href, _ in self.marks])

    def flush(self) -> None:
        """Ends the line; if it has words, it is a paragraph."""
        if self.line.length:
            for kind, href, start in reversed(self.marks):
                self.line.mark(kind, start, href)
            words, marks = self.line.done(self.reader.language, self.reader.here)
            if words:
                self.made.append(Paragraph(self.reader.text(words), marks))
        self.line = LineBuilder()
        self.marks = [(kind, href, 0) for kind, href, _ in self.marks]

    def done(self) -> list[Block]:
        """All blocks."""
        self.flush()
        return self.made

    def lead(self) -> tuple[Text, tuple[Mark, ...], tuple[Block, ...]]:
        """The first paragraph's words and marks, and the blocks after it; for an item or a cell."""
        made = self.done()
        if made and isinstance(made[0], Paragraph):
            return made[0].text, made[0].marks, tuple(made[1:])
        return Text(nb=""), (), tuple(made)
