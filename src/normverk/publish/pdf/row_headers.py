"""Marks the header cells of rows in a set sheet, so that a screen reader says the row's name with each of its cells.

Typst can do this itself only by a function that its Python binding does not give (pdf.header-cell, behind a feature flag, as
of typst 0.15). The sheet gives such a cell a tint, which stands in the cell's attributes; here that cell becomes a header of
its row (ISO 32000-1, 14.8.5.7: TH with Scope Row). Cells of a table with row headers lose their list of column headers, which
would hide the row's: both are then found by scope. Only whole objects that the file's own table of places points at are read.
"""

from __future__ import annotations

import re
from typing import Final

TINT: Final = (0xF2, 0xF3, 0xF5)
"""The colour of a row's header in the sheet, by which it is known here; sheet.typ has it as «tint»."""

_XREF: Final = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")
_TABLE: Final = re.compile(rb"xref\s+0 (\d+)\s+")
_CELL: Final = re.compile(rb"(\d+ 0 obj\s+<</Type/StructElem/S)/TD(/P (\d+) 0 R.*)", re.DOTALL)
_PARENT: Final = re.compile(rb"\d+ 0 obj\s+<</Type/StructElem/S/\w+/P (\d+) 0 R")
_COLOUR: Final = re.compile(rb"/BackgroundColor\[([\d.]+) ([\d.]+) ([\d.]+)\]")
_HEADERS: Final = re.compile(rb"/Headers\[[^\]]*\]")


def with_row_headers(made: bytes) -> bytes:
    """The file with its tinted cells tagged as headers of their rows. ValueError when the file is not laid out as typst's."""
    objects, tail = _read(made)
    tables = {_above(_above(number, objects), objects) for number, held in objects.items() if _is_header(held)}
    if not tables:
        return made
    changed = {number: _tagged(number, held, objects, tables) for number, held in objects.items()}
    return _written(made[: min(_places(made)[1].values())], changed, tail)


def _is_header(held: bytes) -> bool:
    cell, colour = _CELL.match(held), _COLOUR.search(held)
    return cell is not None and colour is not None and _bytes_of(colour) == TINT


def _bytes_of(colour: re.Match[bytes]) -> tuple[int, ...]:
    return tuple(round(float(part) * 255) for part in colour.groups())


def _tagged(number: int, held: bytes, objects: dict[int, bytes], tables: set[int]) -> bytes:
    cell = _CELL.match(held)
    if cell is None or _above(_above(number, objects), objects) not in tables:
        return held
    rest = _HEADERS.sub(b"", cell[2], count=1)
    if not _is_header(held):
        return cell[1] + b"/TD" + rest
    return cell[1] + b"/TH" + rest.replace(b"/O/Table", b"/O/Table/Scope/Row", 1)


def _above(number: int, objects: dict[int, bytes]) -> int:
    """The object that a structure element lies in: the row of a cell, the body of a row."""
    found = _PARENT.match(objects.get(number, b""))
    return int(found[1]) if found else -1


def _places(made: bytes) -> tuple[int, dict[int, int]]:
    """Where the table of places begins, and the place of each object in it."""
    end = _XREF.search(made)
    start = int(end[1]) if end else -1
    table = _TABLE.match(made, start) if end else None
    if table is None:
        raise ValueError("the sheet has no plain table of places; has typst changed how it writes PDF?")
    rows = [made[table.end() + 20 * row : table.end() + 20 * row + 20] for row in range(int(table[1]))]
    return start, {number: int(row[:10]) for number, row in enumerate(rows) if row[17:18] == b"n"}


def _read(made: bytes) -> tuple[dict[int, bytes], bytes]:
    """The objects by number, each with its head and end, and what stands from the trailer on."""
    start, places = _places(made)
    in_order = sorted(places, key=places.__getitem__)
    ends = [*(places[number] for number in in_order[1:]), start]
    objects = {number: made[places[number] : end] for number, end in zip(in_order, ends, strict=True)}
    return objects, made[made.index(b"trailer", start) :]


def _written(head: bytes, objects: dict[int, bytes], tail: bytes) -> bytes:
    """The file anew, with the table of places that its objects now have."""
    out = bytearray(head)
    places = {}
    for number, held in objects.items():
        places[number] = len(out)
        out += held
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f\r\n" % (max(places) + 1)
    for number in range(1, max(places) + 1):
        out += b"%010d 00000 n\r\n" % places[number] if number in places else b"0000000000 65535 f\r\n"
    return bytes(out) + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % start, tail)
