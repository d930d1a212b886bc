"""The text of one language, read as nodes with the line they stand in: the first half of reading Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from normverk.norm.blocks import MARK_KINDS, Mark, MarkKind
from normverk.norm.markdown_inline import DEEPEST, dialect
from normverk.norm.markdown_marks import settled
from normverk.norm.markdown_words import Complaint

MISSING: Final = "[…]"
"""Stands where a text is not there in the language; a text that says exactly this is written `\\[…\\]`."""

_REFUSED: Final = {"html_block": "html", "html_inline": "html", "code_block": "code-block", "fence": "code-block",
                   "hr": "rule", "image": "picture"}  # fmt: skip
_INLINE: Final[dict[str, MarkKind]] = {"em": "emphasis", **{kind: kind for kind in MARK_KINDS}}


@dataclass(frozen=True)
class Node:
    """A block or a part of one. `given` is what must be the same in all languages, `words` what is said in this one."""

    kind: str
    line: int
    given: tuple[Any, ...] = ()
    words: str = ""
    marks: tuple[Mark, ...] = ()
    inside: tuple[Node, ...] = ()


@dataclass
class Reading:
    """One text while it is read."""

    language: str
    lines: list[str]
    complaints: list[Complaint] = field(default_factory=list)

    def refuse(self, code: str, line: int) -> None:
        """Notes a complaint."""
        self.complaints.append(Complaint(self.language, line, code))


@cache
def _parser() -> MarkdownIt:
    return dialect()


def read_nodes(text: str, language: str) -> tuple[tuple[Node, ...], tuple[Complaint, ...]]:
    """The nodes of a text, and what in it cannot be taken."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reading = Reading(language, text.split("\n"))
    if "\0" in text:
        return (), (Complaint(language, text[: text.index("\0")].count("\n") + 1, "signs"),)
    tokens = _parser().parse(text)
    for token in tokens:
        if token.level >= DEEPEST or any(child.level >= DEEPEST for child in token.children or ()):
            return (), (Complaint(language, _line(token), "deep"),)
    nodes = tuple(_blocks(reading, SyntaxTreeNode(tokens).children))
    return nodes, tuple(reading.complaints)


def _blocks(reading: Reading, found: list[SyntaxTreeNode]) -> Iterator[Node]:
    made: list[Node] = []
    for node in found:
        line = (node.map or (0, 0))[0] + 1
        if node.type in _REFUSED:
            reading.refuse(_REFUSED[node.type], line)
        elif node.type == "paragraph":
            inline = node.children[0]
            if made and made[-1].kind == "table" and not made[-1].given and inline.content.startswith(": "):
                made[-1] = _captioned(reading, made[-1], inline, line)
            else:
                made.append(_paragraph(reading, inline, line))
        elif node.type == "heading":
            made.append(
                _said(reading, "heading", node.children[0] if node.children else None, line, (int(node.tag[1]),))
            )
        elif node.type in {"bullet_list", "ordered_list"}:
            if int(node.attrs.get("start", 1)) != 1:
                reading.refuse("start", line)
            items = tuple(_item(reading, item) for item in node.children)
            made.append(Node("list", line, (node.type == "ordered_list",), inside=items))
        elif node.type == "blockquote":
            if not node.children:
                reading.refuse("empty", line)
            made.append(Node("quote", line, inside=tuple(_blocks(reading, node.children))))
        elif node.type == "table":
            made.append(_table(reading, node, line))
        else:
            raise AssertionError(f"the parser gave a {node.type}")
    return iter(made)


def _paragraph(reading: Reading, inline: SyntaxTreeNode, line: int) -> Node:
    if len(inline.children) == 1 and inline.children[0].type == "image":
        image = inline.children[0]
        alt, _ = _words(reading, image.children, line, plain=True)
        caption = str(image.attrs.get("title", ""))
        address = str(image.attrs.get("src", ""))
        return Node("figure", line, (address,), words=alt, inside=(Node("caption", line, words=caption),))
    return _said(reading, "paragraph", inline, line)


def _item(reading: Reading, item: SyntaxTreeNode) -> Node:
    line = (item.map or (0, 0))[0] + 1
    first = item.children[0] if item.children else None
    if first is None or first.type != "paragraph" or _is_picture(first):
        return Node("item", line, inside=tuple(_blocks(reading, item.children)))
    said = _said(reading, "item", first.children[0], line)
    return Node("item", line, words=said.words, marks=said.marks, inside=tuple(_blocks(reading, item.children[1:])))


def _is_picture(paragraph: SyntaxTreeNode) -> bool:
    inside = paragraph.children[0].children
    return len(inside) == 1 and inside[0].type == "image"


def _table(reading: Reading, table: SyntaxTreeNode, line: int) -> Node:
    """A first row without words says that the table has no row of names; `# ` names a column or a row elsewhere."""
    head, *body = [row for part in table.children for row in part.children]
    rows = []
    for row in body:
        at = (row.map or (line - 1, 0))[0] + 1
        if _cells_in(reading.lines[at - 1]) > len(head.children):
            reading.refuse("cells", at)
        rows.append(Node("row", at, inside=tuple(_cell(reading, cell, at) for cell in row.children)))
    named = any(cell.children and cell.children[0].content for cell in head.children)
    if named:
        cells = tuple(_said(reading, "cell", _only(cell), line, (True,)) for cell in head.children)
        rows.insert(0, Node("row", line, inside=cells))
    if not rows:
        reading.refuse("empty", line)
    return Node("table", line, inside=tuple(rows))


def _cell(reading: Reading, cell: SyntaxTreeNode, line: int) -> Node:
    inline = _only(cell)
    if inline is None or not (inline.content == "#" or inline.content.startswith("# ")):
        return _said(reading, "cell", inline, line, (False,))
    token = _parser().parseInline(inline.content[1:].strip())[0]
    return _said(reading, "cell", SyntaxTreeNode([token]).children[0], line, (True,))


def _only(cell: SyntaxTreeNode) -> SyntaxTreeNode | None:
    return cell.children[0] if cell.children else None


def _cells_in(line: str) -> int:
    """How many cells a line of a table holds, whatever list or quotation it stands in."""
    cells = escapedSplit(line.lstrip(" \t>").strip())
    if cells and not cells[0].strip():
        cells = cells[1:]
    if cells and not cells[-1].strip():
        cells = cells[:-1]
    return len(cells)


def _captioned(reading: Reading, table: Node, inline: SyntaxTreeNode, line: int) -> Node:
    words, marks = _words(reading, inline.children, line)
    if marks:
        reading.refuse("caption-marks", line)
    said = "" if inline.content.strip() == f": {MISSING}" else words.removeprefix(": ")
    caption = Node("caption", line, words=said)
    return Node(table.kind, table.line, ("captioned",), inside=(caption, *table.inside))


def _said(reading: Reading, kind: str, inline: SyntaxTreeNode | None, line: int, given: tuple[Any, ...] = ()) -> Node:
    if inline is None or inline.content.strip() in {"", MISSING}:
        return Node(kind, line, given)
    words, marks = _words(reading, inline.children, line)
    return Node(kind, line, given, words, marks)


def _words(
    reading: Reading, pieces: list[SyntaxTreeNode], line: int, *, plain: bool = False
) -> tuple[str, tuple[Mark, ...]]:
    """What a line says, and its marks."""
    said: list[str] = []
    marks: list[Mark] = []
    length = 0

    def walk(inner: list[SyntaxTreeNode]) -> None:
        nonlocal length
        for piece in inner:
            start = length
            kind = _INLINE.get("code" if piece.type == "code_inline" else piece.type)
            if piece.type == "code_inline" or piece.type in {"text", "text_special", "softbreak", "hardbreak"}:
                words = {"softbreak": " ", "hardbreak": "\n"}.get(piece.type, piece.content)
                said.append(words)
                length += len(words)
            elif piece.type in _REFUSED:
                reading.refuse(_REFUSED[piece.type], line)
            else:
                walk(piece.children)
            if kind and length > start:
                href = str(piece.attrs.get("href", "")) if kind == "link" else ""
                marks.append(Mark(kind, start, length, reading.language, href))

    walk(pieces)
    kept = tuple(mark for mark in marks if mark.kind != "link" or mark.href)
    return "".join(said), () if plain else settled(kept)


def _line(token: Token) -> int:
    return (token.map or [0])[0] + 1
