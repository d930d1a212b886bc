"""Blocks written as Markdown in one language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from normverk.norm.blocks import Block, BulletList, Cell, Figure, Heading, Item, Mark, Paragraph, Quote, Table
from normverk.norm.inline import Inline, Marked, inline_tree
from normverk.norm.markdown_marks import settled
from normverk.norm.markdown_read import MISSING, read_nodes
from normverk.norm.text import WRITTEN, Text

_SIGNS: Final = {"strong": "**", "emphasis": "*", "code": "`", "sub": "~", "sup": "^"}
_ALWAYS: Final = frozenset("\\`*[]{~^|_")


def write_blocks(blocks: Iterable[Block], language: str) -> str:
    """The blocks, each after an empty line; a text that is missing in the language is written «[…]»."""
    written: list[str] = []
    turn = False
    before: Block | None = None
    for block in blocks:
        follows = isinstance(block, BulletList) and isinstance(before, BulletList) and before.ordered == block.ordered
        turn = not turn if follows else False
        written.append(_block(block, language, turn))
        before = block
    return "\n\n".join(written)


def _block(block: Block, language: str, turn: bool) -> str:
    match block:
        case Paragraph():
            return line(block.text, block.marks, language, lines=True)
        case Heading():
            return f"{'#' * block.level} {line(block.text, block.marks, language)}"
        case BulletList():
            sign = ("1)" if turn else "1.") if block.ordered else ("*" if turn else "-")
            return "\n".join(_item(item, sign, number, language) for number, item in enumerate(block.items, 1))
        case Table():
            return _table(block, language)
        case Figure():
            title = _quoted(_said(block.caption, language))
            return f"![{_plain(_said(block.alt, language))}](<{_address(block.address)}>{title})"
        case Quote():
            return _prefixed(write_blocks(block.blocks, language), "> ", "> ")


def _item(item: Item, sign: str, number: int, language: str) -> str:
    sign = sign if sign in {"-", "*"} else f"{number}{sign[1]}"
    said = line(item.text, item.marks, language, lines=True)
    inside = write_blocks(item.blocks, language)
    return _prefixed(f"{said}\n\n{inside}" if inside else said, f"{sign} ", " " * (len(sign) + 1))


def _prefixed(text: str, first: str, rest: str) -> str:
    lines = text.split("\n")
    return "\n".join(((first if number == 0 else rest) + words).rstrip(" ") for number, words in enumerate(lines))


def _table(table: Table, language: str) -> str:
    first, *others = table.rows
    named = all(cell.header for cell in first) and any(_is_said(cell.text) for cell in first)
    head = [_cell(cell, language, named=False) for cell in first] if named else [""] * len(first)
    rows = [[_cell(cell, language, named=cell.header) for cell in row] for row in (others if named else table.rows)]
    lines = [_row(head), _row(["---"] * len(first)), *(_row(row) for row in rows)]
    caption = f"\n\n: {line(table.caption, (), language)}" if _is_said(table.caption) else ""
    return "\n".join(lines) + caption


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(cell: Cell, language: str, *, named: bool) -> str:
    said = line(cell.text, cell.marks, language) if _is_said(cell.text) else ""
    return f"# {said}" if named else said


def _is_said(text: Text) -> bool:
    return bool(text.written())


def _said(text: Text, language: str) -> str:
    said: str = getattr(text, language)
    return said


def line(text: Text, marks: Iterable[Mark], language: str, *, lines: bool = False) -> str:
    """One text with its marks. `lines`: it may go over several lines."""
    said = _said(text, language)
    if not said:
        return MISSING
    mine = settled(mark for mark in marks if mark.language == language)
    tree = inline_tree(said, mine, language)
    for braced in (False, True):
        written = _line_start(_pieces(tree, braced, lines, top=True))
        found, complaints = read_nodes(written, language)
        if not complaints and len(found) == 1 and (found[0].words, found[0].marks) == (said, mine):
            return written
    return written


def _pieces(tree: Iterable[Inline], braced: bool, lines: bool, *, top: bool = False) -> str:
    written = ""
    pieces = tuple(tree)
    for number, piece in enumerate(pieces):
        if isinstance(piece, str):
            edges = top and number == 0, top and number == len(pieces) - 1
            written += _escaped(piece, lines, *edges)
        else:
            beside = any(
                isinstance(other, Marked) for other in pieces[max(0, number - 1) : number + 2] if other is not piece
            )
            written += _marked(piece, braced or beside, braced, lines)
    return written


def _marked(piece: Marked, braced: bool, inner: bool, lines: bool) -> str:
    kind = piece.mark.kind
    if kind == "link":
        return f"[{_pieces(piece.inside, inner, lines)}](<{_address(piece.mark.href)}>)"
    sign = _SIGNS[kind]
    words = piece.inside[0]
    alone = words if len(piece.inside) == 1 and isinstance(words, str) else ""
    if kind == "code" and not braced and re.fullmatch(r"[^\s`|](?:[^\n\t`|]*[^\s`|])?", alone):
        return f"`{alone}`"
    inside = _pieces(piece.inside, inner, lines)
    if (
        kind == "code"
        or braced
        or not _plain_edges(piece.inside)
        or (kind in {"sub", "sup"} and re.search(r"\s", inside))
    ):
        return f"{{{sign}{inside}{sign}}}"
    return f"{sign}{inside}{sign}"


def _plain_edges(inside: tuple[Inline, ...]) -> bool:
    first, last = inside[0], inside[-1]
    return isinstance(first, str) and isinstance(last, str) and first[0].isalnum() and last[-1].isalnum()


def _escaped(words: str, lines: bool, opens: bool, closes: bool) -> str:
    """Words so that none of their signs is read as more than itself."""
    made = []
    for place, sign in enumerate(words):
        last = place + 1 == len(words)
        before = words[place - 1] if place else ("" if opens else "x")
        after = words[place + 1] if place + 1 < len(words) else ("" if closes else "x")
        if sign == "\n" and lines and before.strip() and after.strip():
            made.append("\\\n")
        elif sign.isspace() and (sign != " " or not before or not after or "\n" in before + after):
            made.append(f"&#{ord(sign)};")
        elif sign in _ALWAYS or (sign == "<" and (last or re.match(r"[A-Za-z/!?]", after))):
            made.append("\\" + sign)
        elif sign == "&" and (last or re.match(r"[#A-Za-z]", after)):
            made.append("\\&")
        elif sign == "!" and last:
            made.append("\\!")
        elif sign == "#":
            made.append("\\#")
        else:
            made.append(sign)
    return "".join(made)


_STARTS: Final[tuple[tuple[str, Callable[[re.Match[str]], str]], ...]] = (
    (r"^([-+>=:])", lambda found: "\\" + found[1]),
    (r"^(\d{1,9})([.)])", lambda found: f"{found[1]}\\{found[2]}"),
)


def _line_start(written: str) -> str:
    """The text with what would begin a block at the start of a line made harmless."""
    lines = written.split("\n")
    for number, words in enumerate(lines):
        for pattern, harmless in _STARTS:
            lines[number] = words = re.sub(pattern, harmless, words)
    return "\n".join(lines)


def _plain(words: str) -> str:
    return _escaped(words, False, True, True)


def _address(address: str) -> str:
    """An address between < and >, where blanks may stand but no line may end."""
    return "".join(
        f"&#{ord(sign)};"
        if (sign.isspace() and sign != " ") or sign == "|"
        else ("\\" + sign if sign in "\\<>&" else sign)
        for sign in address
    )


def _quoted(title: str) -> str:
    if not title:
        return ""
    written = "".join(
        f"&#{ord(sign)};"
        if sign in "\n\t|" or (sign.isspace() and sign != " ")
        else ("\\" + sign if sign in '\\"&' else sign)
        for sign in title
    )
    return f' "{written}"'


def leading(blocks: Iterable[Block], texts: Iterable[Text]) -> str:
    """The language in which the text fields show the blocks even when nothing is said: the first one that says something."""
    said = {language for text in texts for language in text.written()}
    return next((language for language in WRITTEN if language in said), "nb")
