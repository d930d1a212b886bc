"""Reading a register's file: CSV or JSON, taken whole or refused whole with every fault, its place and the way out. Pure."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

import msgspec

from normverk.learn.periods import kind_of, months_of

FILE_LIMIT: Final = 5 * 1024 * 1024
"""Bytes of a file; about 100,000 rows."""
ROWS_LIMIT: Final = 100_000
LARGEST: Final = 10_000_000
FIRST_YEAR: Final = 1950
"""Registers of new patients begin about here; an earlier year is a slip of the pen."""
REQUIRED: Final = ("pathway", "organisation", "period", "new", "source", "source_date")
COLUMNS: Final = (*REQUIRED, "included")
_TOLD: Final = 50
"""So many faults are told at once."""


@dataclass(frozen=True)
class Row:
    """How many new patients a hospital had in a period, and how many of them were in the pathway (None: not told)."""

    pathway: str
    organisation: str
    period: str
    new: int
    included: int | None


@dataclass(frozen=True)
class RegisterFile:
    """A file that could be read: whose numbers, of which day, and all of them in a fixed order."""

    source: str
    dated: date
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Wrong:
    """One fault: which kind (a slug, in words at inclusion.wrong.<code>), the line of a CSV file or the number of a row in
    JSON (0: the file), the column, and what could have stood there. What did stand there is not repeated.
    """

    code: str
    line: int = 0
    column: str = ""
    known: str = ""


class NotUsable(Exception):  # noqa: N818
    """A file that is refused whole, with its faults."""

    def __init__(self, *faults: Wrong) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = faults


class _GivenRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pathway: str
    organisation: str
    period: str
    new: int
    included: int | None = None


class _Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    source_date: str
    rows: list[_GivenRow]


_Line = tuple[int, dict[str, str]]
"""A line's number and its cells by column, as text."""


def read_register(content: bytes, *, pathways: Collection[str], today: date) -> RegisterFile:
    """What the file says. `pathways` are those that there are norms of. Raises NotUsable, with all faults but no more
    than 50, when anything in it cannot be used.
    """
    if len(content) > FILE_LIMIT:
        raise NotUsable(Wrong("too-large", known=str(FILE_LIMIT // 1024 // 1024)))
    lines = _lines_of_json(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" else _lines_of_csv(content)
    if not lines:
        raise NotUsable(Wrong("empty"))
    if len(lines) > ROWS_LIMIT:
        raise NotUsable(Wrong("too-many", known=str(ROWS_LIMIT)))
    faults = list(_of_source(lines, today))
    dated = _day(lines[0][1]["source_date"]) or today
    for line, cells in lines:
        faults.extend(_of_row(line, cells, pathways, dated))
    if faults:
        raise NotUsable(*faults[:_TOLD])
    rows = [(line, _row(cells)) for line, cells in lines]
    if found := [*_twice(rows), *_mixed(rows)]:
        raise NotUsable(*found[:_TOLD])
    every = {row for _, row in rows}
    in_order = sorted(every, key=lambda row: (row.pathway, row.organisation, row.period))
    return RegisterFile(lines[0][1]["source"], dated, tuple(in_order))


def _lines_of_csv(content: bytes) -> list[_Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotUsable(Wrong("not-utf-8")) from None
    heading = text.partition("\n")[0]
    delimiter = ";" if ";" in heading and "," not in heading else ","
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        table = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error:
        raise NotUsable(Wrong("not-csv")) from None
    if not table:
        raise NotUsable(Wrong("empty"))
    columns = [cell.strip().lower() for cell in table[0][1]]
    missing = [name for name in REQUIRED if name not in columns]
    if missing or len(columns) != len(set(columns)) or not set(columns) <= set(COLUMNS):
        raise NotUsable(Wrong("columns", table[0][0], known=", ".join(COLUMNS)))
    uneven = [Wrong("cells", line, known=str(len(columns))) for line, cells in table[1:] if len(cells) != len(columns)]
    if uneven:
        raise NotUsable(*uneven[:_TOLD])
    return [(line, dict(zip(columns, (cell.strip() for cell in cells), strict=True))) for line, cells in table[1:]]


def _lines_of_json(content: bytes) -> list[_Line]:
    try:
        given = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"), type=_Given)
    except msgspec.ValidationError as wrong:
        place = re.search(r" - at `\$\.?(?:rows\[(\d+)\]\.?)?([a-z_]*)", str(wrong))
        line = int(place[1]) + 1 if place and place[1] else 0
        raise NotUsable(Wrong("shape", line, place[2] if place else "", ", ".join(COLUMNS))) from None
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise NotUsable(Wrong("not-json")) from None
    same = {"source": given.source.strip(), "source_date": given.source_date.strip()}
    return [
        (
            number,
            {
                "pathway": row.pathway,
                "organisation": row.organisation,
                "period": row.period,
                "new": str(row.new),
                "included": "" if row.included is None else str(row.included),
                **same,
            },
        )
        for number, row in enumerate(given.rows, 1)
    ]


def _of_source(lines: list[_Line], today: date) -> Iterator[Wrong]:
    """Faults in who tells it and of which day; the same in every line, for a delivery is of one source."""
    _, first = lines[0]
    for line, cells in lines:
        if not cells["source"]:
            yield Wrong("source-missing", line, "source")
        elif len(cells["source"]) > 120 or not cells["source"].isprintable():
            yield Wrong("source-name", line, "source")
        elif cells["source"] != first["source"] and first["source"]:
            yield Wrong("source-other", line, "source")
        if cells["source_date"] != first["source_date"]:
            yield Wrong("date-other", line, "source_date")
    dated = _day(first["source_date"])
    if dated is None or dated.year < FIRST_YEAR:
        yield Wrong("date", lines[0][0], "source_date")
    elif dated > today:
        yield Wrong("date-future", lines[0][0], "source_date")


def _of_row(line: int, cells: dict[str, str], pathways: Collection[str], dated: date) -> Iterator[Wrong]:
    if cells["pathway"] not in pathways:
        yield Wrong("pathway", line, "pathway", ", ".join(sorted(pathways)))
    if not re.fullmatch("[0-9]{9}", cells["organisation"]):
        yield Wrong("organisation", line, "organisation")
    kind = kind_of(cells["period"])
    if kind not in {"month", "tertial", "year"} or int(cells["period"][:4]) < FIRST_YEAR:
        yield Wrong("period", line, "period")
    elif f"{months_of(cells['period'])[0]}-01" > dated.isoformat():
        yield Wrong("period-later", line, "period")
    numbers = {name: cells.get(name, "") for name in ("new", "included")}
    for name, text in numbers.items():
        if re.fullmatch("[-−][0-9]+", text):
            yield Wrong("negative", line, name)
        elif text and (not re.fullmatch("[0-9]{1,8}", text) or int(text) > LARGEST):
            yield Wrong("number", line, name, str(LARGEST))
    if not numbers["new"]:
        yield Wrong("new-missing", line, "new")
    elif all(re.fullmatch("[0-9]{1,8}", text) for text in numbers.values()) and int(numbers["included"]) > int(
        numbers["new"]
    ):
        yield Wrong("more-included", line, "included")


def _row(cells: dict[str, str]) -> Row:
    included = cells.get("included", "")
    return Row(
        cells["pathway"], cells["organisation"], cells["period"], int(cells["new"]), int(included) if included else None
    )


def _twice(rows: list[tuple[int, Row]]) -> Iterator[Wrong]:
    """The same hospital and period twice with other numbers; the same numbers twice are one row."""
    seen: dict[tuple[str, str, str], tuple[int, Row]] = {}
    for line, row in rows:
        first, held = seen.setdefault((row.pathway, row.organisation, row.period), (line, row))
        if held != row:
            yield Wrong("doubled", line, known=str(first))


def _mixed(rows: list[tuple[int, Row]]) -> Iterator[Wrong]:
    """A pathway told by months here and by tertials there, or of which those included are told in some rows only."""
    first: dict[str, tuple[int, Row]] = {}
    for line, row in rows:
        before, held = first.setdefault(row.pathway, (line, row))
        if kind_of(held.period) != kind_of(row.period):
            yield Wrong("kinds", line, "period", str(before))
        if (held.included is None) != (row.included is None):
            yield Wrong("partly", line, "included", str(before))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else None
    except ValueError:
        return None
