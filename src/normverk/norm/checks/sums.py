"""Checks that parts make up their whole, wherever a text states both: in a sum, a sentence, a list or a table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from normverk.norm.checks.figures import Figure, figures, said
from normverk.norm.checks.registry import Hit, check
from normverk.norm.documents import Document, Grid, Line, lists_of
from normverk.norm.documents.plain import read_plain
from normverk.norm.documents.tables import read_csv
from normverk.norm.text import Text

_SOURCE: Final = "S4 «Tilskuddsordning», docs/lint-findings.md"
_WHY: Final = Text(
    nb="Når delene ikke blir til helheten, er minst ett av tallene feil, og leseren kan ikke vite hvilket.",
    nn="Når delane ikkje blir til heilskapen, er minst eitt av tala feil, og lesaren kan ikkje vite kva for eit.",
    en="When the parts do not make up the whole, at least one of the figures is wrong, and the reader cannot know which.",
)
_MEND: Final = Text(
    nb="Rett tallet som er feil, eller skriv hvorfor delene ikke skal bli til summen.",
    nn="Rett talet som er feil, eller skriv kvifor delane ikkje skal bli til summen.",
    en="Mend the figure that is wrong, or write why the parts should not make up the sum.",
)
_NUMBER: Final = r"\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?"
_SIGN: Final = re.compile(r"\+|pluss?")
_DIGIT: Final = re.compile(r"\d")
_OF_WHICH: Final = re.compile(r"\b(hvorav|derav|herav|of which|of whom)\b", re.IGNORECASE)
_EQUATION: Final = re.compile(
    rf"(?<![\w.,+=-])((?:{_NUMBER})(?:\s?\+\s?(?:{_NUMBER})|\s(?:pluss|plus)\s(?:{_NUMBER}))+)"
    rf"(?:\s?=\s?|\s(?:er|blir|is|makes)\s)({_NUMBER})(?![\w/])"
)
_MAY_ADD: Final = re.compile(r"=|\bplus")


def _doc(*lines: str) -> Document:
    return read_plain("example", "\n".join(lines))


@check(
    "sum-in-text",
    strength="error",
    about=Document,
    looks_at=Text(
        "Regnestykker skrevet ut: 4 + 14 + 17 = 35.",
        "Reknestykke skrivne ut: 4 + 14 + 17 = 35.",
        "Sums written out: 4 + 14 + 17 = 35.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=_MEND,
    obeying=(_doc("Fristene er 4 + 14 + 17 = 35 dager."), _doc("Til sammen 1 200 + 300,5 = 1 500,5 kroner.")),
    breaking=(_doc("Fristene er 4 + 14 + 17 = 36 dager."), _doc("4 pluss 14 er 19."), _doc("7 + 7 + 13 = 28")),
)
def sum_in_text(document: Document) -> Iterator[Hit]:
    """An addition that is written out gives what stands after the equals sign."""
    for line in document.lines:
        for found in _EQUATION.finditer(line.words) if _MAY_ADD.search(line.words) else ():
            total = sum((_value(part) for part in _SIGN.split(found[1])), Decimal(0))
            if total != _value(found[2]):
                yield Hit(line.place, _not_equal(found[1], total, _value(found[2])))


@check(
    "parts-and-whole",
    strength="warning",
    about=Document,
    looks_at=Text(
        "En linje med en helhet fulgt av en liste der hvert punkt har en del av den.",
        "Ei linje med ein heilskap følgd av ei liste der kvart punkt har ein del av han.",
        "A line with a whole followed by a list each point of which has a part of it.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=_MEND,
    obeying=(
        _doc("30 søknader, 12,5 MNOK", "• Hjemme: 10 søknader, 2,5 MNOK", "• Ute: 20 søknader, 10,0 MNOK"),
        _doc("Av 30 søknader kom noen fra", "• nord: 10 søknader", "• sør: 12 søknader"),
    ),
    breaking=(
        _doc("30 søknader, 12,5 MNOK", "• Hjemme: 10 søknader, 2,5 MNOK", "• Ute: 20 søknader, 11,0 MNOK"),
        _doc("Totalt 30 plasser:", "• nord: 10 plasser", "• sør: 12 plasser"),
        _doc("Befolkningen fordeler seg slik:", "• 31 % bor i nord", "• 59 % bor i sør"),
    ),
)
def parts_and_whole(document: Document) -> Iterator[Hit]:
    """The whole is known as one when another of its units adds up, or when the words say so («totalt», «fordelt på»)."""
    for lead, points in lists_of(document.lines):
        if lead is None or len(points) < 2:
            continue
        whole = _by_unit(lead)
        if not whole and not _SHARES.search(lead.words):
            continue
        parts = [_by_unit(point) for point in points]
        units = [unit for unit in whole if unit and all(unit in part for part in parts)]
        sums = {unit: sum((part[unit].value for part in parts), Decimal(0)) for unit in units}
        known = _SAYS_WHOLE.search(lead.words) or any(sums[unit] == whole[unit].value for unit in units)
        for unit in units:
            if known and unit != "%" and abs(sums[unit] - whole[unit].value) > _rounding(parts, unit):
                yield Hit(lead.place, _not_whole(whole[unit], [part[unit] for part in parts], sums[unit]))
        if "%" not in whole and _SHARES.search(lead.words) and all("%" in part for part in parts):
            shares = sum((part["%"].value for part in parts), Decimal(0))
            if abs(shares - 100) > max(_rounding(parts, "%"), Decimal(1)):
                whole_share = Figure(Decimal(100), "%", 0, 0)
                yield Hit(lead.place, _not_whole(whole_share, [part["%"] for part in parts], shares))


_SAYS_WHOLE: Final = re.compile(
    r"\b(totalt|til saman|til sammen|i alt|samlet|samla|fordelt på|in total|altogether)\b", re.IGNORECASE
)
_SHARES: Final = re.compile(
    r"\b(fordel(er|t|ing(en|a)?)|består .*av|totalt|is made up of|consists of)\b", re.IGNORECASE
)


def _by_unit(line: Line) -> dict[str, Figure]:
    """The figures of a line by unit; a unit that stands twice tells nothing and is left out."""
    held: dict[str, list[Figure]] = {}
    for figure in figures(line.words):
        held.setdefault(figure.unit, []).append(figure)
    return {unit: found[0] for unit, found in held.items() if len(found) == 1}


def _rounding(parts: list[dict[str, Figure]], unit: str) -> Decimal:
    """How much rounding alone may move a sum: half of the last decimal for each part; nothing for whole numbers."""
    decimals = max(part[unit].decimals for part in parts)
    return Decimal(len(parts)) / 2 / 10**decimals if decimals or unit == "%" else Decimal(0)


@check(
    "more-than-the-whole",
    strength="error",
    about=Document,
    looks_at=Text(
        "Setninger med «hvorav»: delene kan ikke være større enn det de er deler av.",
        "Setningar med «derav»: delane kan ikkje vere større enn det dei er delar av.",
        "Sentences with “of which”: the parts cannot be greater than what they are parts of.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=_MEND,
    obeying=(_doc("Det kom 25 søknader, hvorav 16 søknader var forenklet."),),
    breaking=(_doc("Det kom 25 søknader, hvorav 36 var forenklet."), _doc("There were 9 cases, of which 12 were new.")),
)
def more_than_the_whole(document: Document) -> Iterator[Hit]:
    """Only «hvorav» and its kin, and only parts of the same unit or of none."""
    for line in document.lines:
        found = _OF_WHICH.search(line.words) if _DIGIT.search(line.words) else None
        if not found:
            continue
        all_figures = figures(line.words)
        before = [one for one in all_figures if one.end <= found.start()]
        after = [one for one in all_figures if one.start >= found.end()]
        if not before or not after or any(sign in line.words[before[-1].end : found.start()] for sign in ".;:"):
            continue
        whole, part = before[-1], after[0]
        counted = "%" not in {whole.unit, part.unit} and "MNOK" not in {whole.unit, part.unit} - {whole.unit}
        if counted and part.value > whole.value and part.start - found.end() < 12:
            yield Hit(line.place, _not_whole(whole, [part], part.value))


@check(
    "sum-in-table",
    strength="error",
    about=Document,
    looks_at=Text(
        "Tabeller med en rad eller kolonne som heter «sum» eller «totalt».",
        "Tabellar med ei rad eller ei kolonne som heiter «sum» eller «totalt».",
        "Tables with a row or a column called “sum” or “total”.",
    ),
    why=_WHY,
    source=_SOURCE,
    mend=_MEND,
    obeying=(
        read_csv("example", "område,søknader,beløp\nnord,10,2.5\nsør,20,10.0\nTotalt,30,12.5"),
        read_csv("example", "område,menn,kvinner,sum\nnord,10,12,22"),
    ),
    breaking=(
        read_csv("example", "område,søknader,beløp\nnord,10,2.5\nsør,20,10.0\nTotalt,30,13.5"),
        read_csv("example", "område,menn,kvinner,sum\nnord,10,12,23"),
    ),
)
def sum_in_table(document: Document) -> Iterator[Hit]:
    """Each column above a total row, and each row beside a total column, when all of its cells are numbers."""
    for grid in document.grids:
        yield from _total_row(grid)
        yield from _total_column(grid)


_TOTAL: Final = re.compile(
    r"(sum|total|totalt|i[ _]alt|samlet|samla|til[ _]sam(?:men|an)|in total|altogether)\b", re.IGNORECASE
)


def _total_row(grid: Grid) -> Iterator[Hit]:
    start = 0
    for number, row in enumerate(grid.rows):
        if not row or not _TOTAL.match(row[0].strip()):
            continue
        above = grid.rows[start:number]
        start = number + 1
        for column in range(1, len(row)):
            cells = [_cell(other[column]) for other in above]
            parts, total = [cell for cell in cells if cell is not None], _cell(row[column])
            whole = len(parts) == len(cells) and len(parts) > 1
            if whole and total is not None and "%" not in row[column] and abs(sum(parts) - total) > _loose(parts):
                added = " + ".join(said(part) for part in parts)
                yield Hit(
                    f"{grid.places[number]}, {grid.head[column]}", _not_equal(added, sum(parts, Decimal(0)), total)
                )


def _total_column(grid: Grid) -> Iterator[Hit]:
    totals = [number for number, name in enumerate(grid.head) if _TOTAL.fullmatch(name.strip())]
    if len(totals) != 1 or totals[0] < 2:
        return
    for where, row in zip(grid.places, grid.rows, strict=True):
        cells = [_cell(cell) for cell in row[1 : totals[0]]]
        parts, total = [cell for cell in cells if cell is not None], _cell(row[totals[0]])
        if len(parts) == len(cells) > 1 and total is not None and abs(sum(parts) - total) > _loose(parts):
            added = " + ".join(said(part) for part in parts)
            yield Hit(f"{where}, {grid.head[totals[0]]}", _not_equal(added, sum(parts, Decimal(0)), total))


def _loose(parts: list[Decimal]) -> Decimal:
    exponents = [part.as_tuple().exponent for part in parts]
    decimals = max((-one for one in exponents if isinstance(one, int) and one < 0), default=0)
    return Decimal(len(parts)) / 2 / 10**decimals if decimals else Decimal(0)


def _cell(words: str) -> Decimal | None:
    try:
        return _value(words.strip())
    except InvalidOperation:
        return None


def _value(words: str) -> Decimal:
    return Decimal(re.sub(r"\s", "", words).replace(",", "."))


def _not_equal(added: str, right: Decimal, stated: Decimal) -> Text:
    sum_said = f"{' '.join(added.split())} = {said(right)}"
    return Text(
        nb=f"{sum_said}, men det står {said(stated)}.",
        nn=f"{sum_said}, men det står {said(stated)}.",
        en=f"{sum_said}, but {said(stated)} is stated.",
    )


def _not_whole(whole: Figure, parts: list[Figure], right: Decimal) -> Text:
    added = " + ".join(said(part.value) for part in parts)
    gives = f"{added} = {said(right)} {whole.unit}".strip() if len(parts) > 1 else f"{added} {whole.unit}".strip()
    return Text(
        nb=f"Delene gir {gives}, men helheten er satt til {said(whole.value)}.",
        nn=f"Delane gir {gives}, men heilskapen er sett til {said(whole.value)}.",
        en=f"The parts give {gives}, but the whole is stated as {said(whole.value)}.",
    )
