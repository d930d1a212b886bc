"""Blocks written as HTML: the only place where HTML is made of a norm's text. Everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Final

from normverk.norm.blocks import Block, BulletList, Cell, Figure, Heading, Item, Mark, Paragraph, Quote, Table
from normverk.norm.inline import Inline, Marked, inline_tree
from normverk.norm.text import Text

_TAGS: Final = {"strong": "strong", "emphasis": "em", "code": "code", "sub": "sub", "sup": "sup"}

Classes = dict[str, str]
"""The class of each element («p», «table» …) in a page; an export has none. «scroll» is that of what a wide table lies in."""


def to_html(
    blocks: Iterable[Block],
    language: str,
    *,
    top: int = 2,
    classes: Classes | None = None,
    strict: bool = False,
    pictures: bool = True,
) -> str:
    """The blocks as HTML in `language`; a heading of level 1 becomes h`top`, and none goes beyond h6.

    Where a text is missing in the language, the nearest one there is stands in, marked with its `lang`; with `strict`
    it is left out instead. Links that lead to no page become plain words. Without `pictures` a figure is a link with
    its alternative text: our own pages load nothing from other places.
    """
    return _Writer(language, top, classes or {}, strict, pictures).many(blocks)


def line_html(text: Text, marks: Iterable[Mark], language: str) -> str:
    """One line as HTML without an element around it."""
    return _Writer(language, 2, {}, strict=False, pictures=True).line(text, tuple(marks))


class _Writer:
    """What stays the same while one text is written out."""

    def __init__(self, language: str, top: int, classes: Classes, strict: bool, pictures: bool) -> None:
        self.language, self.top, self.classes, self.strict, self.pictures = language, top, classes, strict, pictures

    def block(self, block: Block) -> str:
        match block:
            case Paragraph():
                return self.element("p", self.line(block.text, block.marks))
            case Heading():
                return self.element(f"h{min(self.top + block.level - 1, 6)}", self.line(block.text, block.marks))
            case BulletList():
                items = "".join(self.element("li", self.inside(item)) for item in block.items)
                return self.element("ol" if block.ordered else "ul", items)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Quote():
                return self.element("blockquote", self.many(block.blocks))

    def many(self, blocks: Iterable[Block]) -> str:
        return "\n".join(self.block(block) for block in blocks)

    def inside(self, item: Item | Cell) -> str:
        return self.line(item.text, item.marks) + self.many(item.blocks)

    def table(self, table: Table) -> str:
        caption = self.line(table.caption, ())
        rows = "".join(
            f"<tr>{''.join(self.cell(cell, first) for cell in row)}</tr>" for first, row in _first(table.rows)
        )
        made = self.element("table", (f"<caption>{caption}</caption>" if caption else "") + f"<tbody>{rows}</tbody>")
        return self.scrolled(made, table) if "scroll" in self.classes else made

    def scrolled(self, made: str, table: Table) -> str:
        """A table wider than a narrow window is moved alone, also with the keyboard; its caption or headings name it.

        It is no landmark: a page may hold many with the same headings, and landmarks must be told apart.
        """
        first = table.rows[0] if table.rows else ()
        texts = [table.caption] if table.caption.in_language(self.language) else [cell.text for cell in first]
        name = escape(", ".join(text.in_language(self.language) for text in texts))
        given = f'class="{escape(self.classes["scroll"])}" tabindex="0" role="group" aria-label="{name}"'
        return f"<div {given}>{made}</div>"

    def cell(self, cell: Cell, in_first_row: bool) -> str:
        name = "th" if cell.header else "td"
        given = f' scope="{"col" if in_first_row else "row"}"' if cell.header else ""
        given += f' colspan="{cell.columns}"' if cell.columns > 1 else ""
        given += f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
        return f"<{name}{given}>{self.inside(cell)}</{name}>"

    def figure(self, figure: Figure) -> str:
        caption = self.line(figure.caption, ())
        alt = escape(getattr(figure.alt, self.language) if self.strict else figure.alt.in_language(self.language))
        if not figure.page:
            picture = f"<p>{alt}</p>"
        elif self.pictures:
            picture = f'<img src="{escape(figure.page)}" alt="{alt}">'
        else:
            picture = f'<p><a href="{escape(figure.page)}">{alt or escape(figure.page)}</a></p>'
        return self.element("figure", picture + (f"<figcaption>{caption}</figcaption>" if caption else ""))

    def element(self, name: str, inside: str) -> str:
        given = f' class="{escape(self.classes[name])}"' if name in self.classes else ""
        return f"<{name}{given}>{inside}</{name}>"

    def line(self, text: Text, marks: tuple[Mark, ...]) -> str:
        written = self.language if self.strict or getattr(text, self.language) else text.nearest(self.language)
        words = getattr(text, written)
        said = "".join(_inline(piece) for piece in inline_tree(words, marks, written))
        return said if written == self.language or not words else f'<span lang="{written}">{said}</span>'


def _first(rows: tuple[tuple[Cell, ...], ...]) -> Iterable[tuple[bool, tuple[Cell, ...]]]:
    return ((number == 0, row) for number, row in enumerate(rows))


def _inline(piece: Inline) -> str:
    if not isinstance(piece, Marked):
        return escape(piece)
    inside = "".join(_inline(part) for part in piece.inside)
    if piece.mark.kind == "link":
        return f'<a href="{escape(piece.mark.page)}">{inside}</a>' if piece.mark.page else inside
    return f"<{_TAGS[piece.mark.kind]}>{inside}</{_TAGS[piece.mark.kind]}>"
