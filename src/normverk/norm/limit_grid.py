"""The squares of a table with merged cells spread out, and the signs in them that lead to footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

import msgspec

from normverk.norm.blocks import Cell, Line, Table, words

_SIGNS: Final = re.compile(r"\*+|[†‡]|(?<=\D)[¹²³⁴⁵]")
_LED: Final = re.compile(r"\s*(?P<sign>\*+|[†‡]|[¹²³⁴⁵]|\d{1,2}(?=\s*[).]))[).]?\s*(?P<words>\S.*)", re.DOTALL)
_RAISED: Final = str.maketrans("¹²³⁴⁵", "12345")


class Square(msgspec.Struct, frozen=True):
    """One place of a table: the words of the cell that covers it, and where that cell begins (counted from 1).

    `raised` are the words that stand in superscript, which are signs of footnotes and no part of a number.
    """

    words: str
    raised: tuple[str, ...]
    header: bool
    row: int
    column: int


def grid(table: Table) -> list[list[Square]]:
    """The table row by row, with a merged cell in every place that it covers. Rows may differ in length."""
    placed: dict[tuple[int, int], Square] = {}
    for row, cells in enumerate(table.rows, 1):
        column = 1
        for cell in cells:
            while (row, column) in placed:
                column += 1
            square = _square(cell, row, column)
            for down in range(cell.rows):
                for right in range(cell.columns):
                    placed.setdefault((row + down, column + right), square)
            column += cell.columns
    return [
        [placed[row, column] for column in sorted(held for line, held in placed if line == row)]
        for row in range(1, len(table.rows) + 1)
    ]


def _square(cell: Cell, row: int, column: int) -> Square:
    line = cell.text.nb
    raised = tuple(mark for mark in cell.marks if mark.kind == "sup" and mark.language == "nb")
    kept, last = "", 0
    for mark in sorted(raised, key=lambda mark: mark.start):
        kept += line[last : mark.start] + " "
        last = mark.end
    said = f"{kept}{line[last:]} {words(cell.blocks, 'nb')}"
    signs = tuple(line[mark.start : mark.end].strip(" )") for mark in raised)
    return Square(" ".join(said.split()), signs, cell.header, row, column)


def split_signs(square: Square) -> tuple[str, tuple[str, ...]]:
    """The words of a square without the signs of footnotes, and the signs."""
    found = [sign.translate(_RAISED) for sign in _SIGNS.findall(square.words)]
    plain = " ".join(_SIGNS.sub(" ", square.words).split())
    return plain, tuple(dict.fromkeys((*square.raised, *found)))


def footnotes_of(lines: Iterable[Line]) -> dict[str, str]:
    """The footnotes below a table by their sign: lines that begin with an asterisk, a dagger, a number with a bracket or
    a number in superscript."""
    found: dict[str, str] = {}
    for text, marks in lines:
        raised = next(
            (mark for mark in marks if mark.kind == "sup" and mark.start == 0 and mark.language == "nb"), None
        )
        led = _LED.fullmatch(text.nb)
        if raised:
            found.setdefault(text.nb[: raised.end].strip(" )"), " ".join(text.nb[raised.end :].split()))
        elif led:
            found.setdefault(led["sign"].translate(_RAISED), " ".join(led["words"].split()))
    return found
