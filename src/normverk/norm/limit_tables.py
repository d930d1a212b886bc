"""Reads tables of time limits as they stand in the HTML of a content API, and proposes limits for a person to confirm.

Nothing is written to a norm here. Each proposal says where it stands (table, row, column), what was read there, and what
is doubtful about it. A row in which no number was found is told too, so that nothing is lost. `limit_of` makes a limit of
a proposal that a person has accepted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from normverk.norm.blocks import Block, BulletList, Quote, Table, lines
from normverk.norm.days import Unit
from normverk.norm.html_in import Complaint, read_html
from normverk.norm.limit_grid import Square, footnotes_of, grid, split_signs
from normverk.norm.pathway import Limit
from normverk.norm.source import Source

DoubtKind = Literal["unit-not-stated", "unit-contradicted", "other-unit", "range", "several", "sum", "no-footnote"]
"""unit-not-stated: «days» of which it is not said which. unit-contradicted: the cell says another unit than its column.
other-unit: another unit than most limits of the table. range: «3–7»; the highest is proposed. several: more than one time in
the cell; the first is proposed. sum: the phases do not make up the total. no-footnote: a sign without a footnote."""

_UNITS: Final = {
    Unit.CALENDAR_DAYS: r"kalenderd(?:ag(?:er|ar)?|øgn)",
    Unit.WORKING_DAYS: r"(?:virke|yrke|arbeids)dag(?:er|ar)?",
    Unit.WEEKS: r"(?:kalender)?(?:uker?|veker?)",
    Unit.MONTHS: r"måned(?:er)?|månad(?:er|ar)?",
    Unit.MINUTES: r"minutt(?:er)?|min\b",
}
_NAMED: Final = "|".join(f"(?P<{unit.value}>{pattern})" for unit, pattern in _UNITS.items())
_UNIT: Final = re.compile(rf"\b(?:{_NAMED}|(?P<days>dager|dagar|dag|døgn))", re.IGNORECASE)
_TIME: Final = re.compile(
    rf"(?<![\w,.])(?:(?P<low>\d{{1,3}})\s*(?:[-–]|til)\s*)?(?P<value>\d{{1,3}})\s*(?:{_NAMED}|(?P<days>dager|dagar|dag|døgn))\b",
    re.IGNORECASE,
)
_BARE: Final = re.compile(r"\s*(?:(?P<low>\d{1,3})\s*[-–]\s*)?(?P<value>\d{1,3})\s*")
_INTERVAL: Final = re.compile(r"\s*(?:fra|frå)\s+(?P<start>.+?)\s+til\s+(?P<stop>.+?)\s*[.:]?\s*", re.IGNORECASE)


class Doubt(msgspec.Struct, frozen=True):
    """Something a person should look at before the limit is accepted, with what was found."""

    kind: DoubtKind
    detail: str = ""


class Proposal(msgspec.Struct, frozen=True):
    """One limit that a table seems to state.

    `start` and `stop` are the ends in the words of the table, `branch` what else the row is about (the treatment).
    `unit` is None when the table does not say which days. `table`, `row` and `column` are counted from 1; a cell that is
    merged over several rows gives a proposal in each. `found` are the words of the cell.
    """

    start: str
    stop: str
    branch: str
    value: int
    unit: Unit | None
    table: int
    row: int
    column: int
    found: str
    source: Source
    footnotes: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()


class Unread(msgspec.Struct, frozen=True):
    """A row of a table of limits in which no number was found."""

    table: int
    row: int
    words: str


class Tables(msgspec.Struct, frozen=True):
    """What was found: proposals in the order of the page, rows without a number, and what was mended in the HTML."""

    proposals: tuple[Proposal, ...]
    unread: tuple[Unread, ...]
    complaints: tuple[Complaint, ...]


def read_limit_tables(html: str, *, title: str, url: str = "") -> Tables:
    """The limits that the tables in `html` seem to state. `title` and `url` say where the HTML was read."""
    read = read_html(html, base=url)
    source = Source(title, "read", url)
    proposals: list[Proposal] = []
    unread: list[Unread] = []
    for number, (table, after) in enumerate(_tables(read.blocks), 1):
        squares = grid(table)
        notes = footnotes_of(lines(after))
        here = list(_of_table(table, squares, number, notes, source))
        rows = {proposal.row for proposal in here}
        proposals += _adding_up(_of_one_unit(here))
        if here:
            unread += _without_number(squares, number, rows)
    return Tables(tuple(proposals), tuple(unread), read.complaints)


def limit_of(proposal: Proposal, *, unit: Unit | None = None, warn_before: int = 0) -> Limit:
    """The limit that a person accepts, with `unit` when the person decides it.

    Raises ValueError when the unit is stated nowhere and not decided: which days are counted is never guessed.
    """
    counted = unit or proposal.unit
    if counted is None:
        raise ValueError(
            f"table {proposal.table}, row {proposal.row}: «{proposal.found}» does not say which days; decide the unit"
        )
    place = f"tabell {proposal.table}, rad {proposal.row}, kolonne {proposal.column}: «{proposal.found}»"
    return Limit(proposal.value, counted, replace(proposal.source, note=place), warn_before=warn_before)


def _tables(blocks: Iterable[Block]) -> Iterator[tuple[Table, tuple[Block, ...]]]:
    """Every table with the blocks that follow it up to the next one, where its footnotes stand."""
    held = tuple(blocks)
    for place, block in enumerate(held):
        if isinstance(block, Table):
            rest = held[place + 1 :]
            ends = next((number for number, one in enumerate(rest) if isinstance(one, Table)), len(rest))
            yield block, rest[:ends]
        elif isinstance(block, Quote):
            yield from _tables(block.blocks)
        elif isinstance(block, BulletList):
            for item in block.items:
                yield from _tables(item.blocks)


def _of_table(
    table: Table, squares: list[list[Square]], number: int, notes: dict[str, str], source: Source
) -> Iterator[Proposal]:
    headers = _headers(squares)
    caption = _unit_in(table.caption.nb)
    for row, line in enumerate(squares, 1):
        labels: list[tuple[str, str]] = []
        for column, square in enumerate(line, 1):
            words, signs = split_signs(square)
            head = headers.get(column, "")
            repeated = square.column != column
            found = None if square.header or repeated else _time(words, head, caption)
            if found is None:
                if words and not (square.header and square.row == 1):
                    labels.append((head, words))
                continue
            value, unit, doubts = found
            start, stop, branch = _about(labels)
            told = tuple(notes[sign] for sign in signs if sign in notes)
            missing = tuple(Doubt("no-footnote", sign) for sign in signs if sign not in notes)
            if start or stop or branch:
                yield Proposal(
                    start,
                    stop,
                    branch,
                    value,
                    unit,
                    number,
                    row,
                    column,
                    square.words,
                    source,
                    told,
                    (*doubts, *missing),
                )


def _headers(squares: list[list[Square]]) -> dict[int, str]:
    """What the columns are called: the words of the first row, when all of its cells are headers or none has a time."""
    first = squares[0] if squares else []
    named = first and (all(one.header for one in first) or not any(_TIME.search(one.words) for one in first))
    return {column: one.words for column, one in enumerate(first, 1)} if named and len(squares) > 1 else {}


def _unit_in(words: str) -> Unit | Literal["days"] | None:
    found = _UNIT.search(words)
    if found is None:
        return None
    return next((unit for unit in _UNITS if found[unit.value]), "days")


def _time(
    words: str, head: str, caption: Unit | Literal["days"] | None
) -> tuple[int, Unit | None, tuple[Doubt, ...]] | None:
    """The value and unit that a cell states; None when it states none. A bare number counts below a head with a unit."""
    named = _unit_in(head) or caption
    every = list(_TIME.finditer(words))
    bare = _BARE.fullmatch(words) if not every and named else None
    found = every[0] if every else bare
    if found is None:
        return None
    said = next((unit for unit in _UNITS if every and found[unit.value]), None)
    unit = said or (named if isinstance(named, Unit) else None)
    doubts = []
    if unit is None:
        doubts.append(Doubt("unit-not-stated", words))
    if said and isinstance(named, Unit) and named is not said:
        doubts.append(Doubt("unit-contradicted", f"{head}: {words}"))
    if found["low"]:
        doubts.append(Doubt("range", words))
    if len(every) > 1:
        doubts.append(Doubt("several", words))
    return int(found["value"]), unit, tuple(doubts)


def _about(labels: list[tuple[str, str]]) -> tuple[str, str, str]:
    """The start, the stop and the branch that the cells before the number name."""
    start = stop = ""
    rest: list[str] = []
    for head, words in dict.fromkeys(labels):
        interval = _INTERVAL.fullmatch(words)
        if interval and not start:
            start, stop = interval["start"], interval["stop"]
        elif head.strip().lower() in {"fra", "frå"} and not start:
            start = words
        elif head.strip().lower() == "til" and not stop:
            stop = words
        else:
            rest.append(words)
    return start, stop, " · ".join(rest)


def _of_one_unit(proposals: list[Proposal]) -> list[Proposal]:
    """Doubts a limit that is counted in another unit than most of its table."""
    units = [proposal.unit for proposal in proposals if proposal.unit]
    if not units:
        return proposals
    usual = max(dict.fromkeys(units), key=units.count)
    return [
        replace(one, doubts=(*one.doubts, Doubt("other-unit", usual.value))) if one.unit not in (None, usual) else one
        for one in proposals
    ]


def _adding_up(proposals: list[Proposal]) -> Iterator[Proposal]:
    """Doubts a total that its phases do not make up: it starts where the first row starts, and later rows are its parts."""
    for place, total in enumerate(proposals):
        first = proposals[0]
        is_total = place and total.start == first.start and total.stop != first.stop and total.start
        parts = _parts(proposals[:place], total) if is_total else []
        if len(parts) > 1 and sum(part.value for part in parts) != total.value:
            added = " + ".join(str(part.value) for part in parts)
            doubt = Doubt("sum", f"{added} = {sum(part.value for part in parts)} ≠ {total.value}")
            yield replace(total, doubts=(*total.doubts, doubt))
        else:
            yield total


def _parts(before: list[Proposal], total: Proposal) -> list[Proposal]:
    """One limit for each phase before the total: that of the total's branch, or of the phase as a whole."""
    phases: dict[tuple[str, str], Proposal] = {}
    for one in before:
        if one.branch in {"", total.branch} and (one.start, one.stop) != (total.start, total.stop):
            phases[one.start, one.stop] = one
    known = {(one.start, one.stop) for one in before} - {(total.start, total.stop)}
    return list(phases.values()) if set(phases) == known else []


def _without_number(squares: list[list[Square]], table: int, rows: set[int]) -> Iterator[Unread]:
    headed = bool(_headers(squares))
    for row, line in enumerate(squares, 1):
        words = " | ".join(dict.fromkeys(square.words for square in line if square.words))
        if row not in rows and words and not (headed and row == 1):
            yield Unread(table, row, words)
