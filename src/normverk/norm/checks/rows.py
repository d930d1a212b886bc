"""Checks of tables of limits: the same thing stated twice with different values, and limits in different units."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Final

from normverk.norm.checks.registry import Hit, check
from normverk.norm.documents import Document, Grid
from normverk.norm.documents.tables import read_csv
from normverk.norm.text import Text

_VALUES: Final = re.compile(
    r"(antall[ _]|tal på[ _]|max[ _]|maks[ _])?(days|dager|dagar|limit|frist|grense)([ _](max|maks|dager|dagar|days))?(\s?\(.*\))?",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(
    r"\d+\s((?:kalender|virke|yrke|arbeids)?dag(?:er|ar)?|(?:calendar|working|business)?\s?days?)", re.I
)
_UNITS: Final = ("unit", "enhet", "eining")
_NOT_KEYS: Final = re.compile(
    r"(note|merknad|comment|kommentar|source|kilde|kjelde|url|status|basis|href|id|src|unit|enhet|eining|valid_|gyldig_)",
    re.IGNORECASE,
)
_FROM: Final = ("valid_from", "gyldig_fra")
_TO: Final = ("valid_to", "gyldig_til")


@check(
    "limit-stated-twice",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Rader i en tabell som gjelder det samme i samme tid, men med ulike verdier.",
        "Rader i ein tabell som gjeld det same i same tid, men med ulike verdiar.",
        "Rows of a table that concern the same thing at the same time, but with different values.",
    ),
    why=Text(
        nb="Den som slår opp, får det svaret som står først.",
        nn="Den som slår opp, får det svaret som står først.",
        en="Whoever looks it up gets the answer that stands first.",
    ),
    source="docs/lint-findings.md",
    mend=Text("La én rad stå, eller si hva som skiller dem.", "La éi rad stå, eller sei kva som skil dei.",
              "Keep one row, or say what tells them apart."),
    obeying=(
        read_csv("example", "forløp,frist,gyldig_fra,gyldig_til\na,7,2015-01-01,2021-04-30\na,12,2021-05-01,"),
        read_csv("example", "forløp,behandling,frist\na,kirurgi,13\na,medisin,10"),
    ),
    breaking=(
        read_csv("example", "forløp,frist,gyldig_fra,gyldig_til\na,7,2015-01-01,2021-05-30\na,12,2021-05-01,"),
        read_csv("example", "forløp,behandling,frist\na,kirurgi,13\na,kirurgi,10"),
    ),
)  # fmt: skip
def limit_stated_twice(document: Document) -> Iterator[Hit]:
    """The key of a row is all of its columns but the value, the unit, the dates, sources and notes."""
    for grid in document.grids:
        column = next((number for number, name in enumerate(grid.head) if _VALUES.fullmatch(name.strip())), None)
        if column is None or len(grid.head) < 3:
            continue
        keys = [number for number, name in enumerate(grid.head) if number != column and not _NOT_KEYS.match(name)]
        held: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, row in enumerate(grid.rows):
            held[tuple(row[key] for key in keys)].append(number)
        for same_thing in held.values():
            for one, other in combinations(same_thing, 2):
                if keys and grid.rows[one][column] != grid.rows[other][column] and _overlap(grid, one, other):
                    yield Hit(grid.places[other], _twice(grid, one, other, column))


def _overlap(grid: Grid, one: int, other: int) -> bool:
    first, last = grid.column(*_FROM), grid.column(*_TO)
    if first is None or last is None:
        return True
    starts = [_day(grid.rows[row][first], date.min) for row in (one, other)]
    ends = [_day(grid.rows[row][last], date.max) for row in (one, other)]
    return max(starts) <= min(ends)


def _day(words: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(words[:10])
    except ValueError:
        return otherwise


def _twice(grid: Grid, one: int, other: int, column: int) -> Text:
    first, second, place = grid.rows[one][column], grid.rows[other][column], grid.places[one]
    return Text(
        f"Verdien er {second} her og {first} i {place}, for det samme.",
        f"Verdien er {second} her og {first} i {place}, for det same.",
        f"The value is {second} here and {first} in {place}, for the same thing.",
    )


@check(
    "calendar-and-working-days",
    strength="warning",
    about=Document,
    looks_at=Text(
        "Enheten i rader som hører sammen: kalenderdager mot virkedager.",
        "Eininga i rader som høyrer saman: kalenderdagar mot yrkedagar.",
        "The unit of rows that belong together: calendar days against working days.",
    ),
    why=Text(
        nb="Fristene kan ikke legges sammen, og 14 virkedager er nesten tre uker.",
        nn="Fristane kan ikkje leggjast saman, og 14 yrkedagar er nesten tre veker.",
        en="The limits cannot be added up, and 14 working days are nearly three weeks.",
    ),
    source="https://www.helsedirektoratet.no/tema/kreft/generelt-om-pakkeforlop-for-kreft",
    mend=Text("Oppgi alle i samme enhet.", "Oppgi alle i same eining.", "State all of them in one unit."),
    obeying=(read_csv("example", "forløp,frist,enhet\na,7,kalenderdager\na,14,kalenderdager\nb,3,virkedager"),),
    breaking=(
        read_csv("example", "forløp,frist,enhet\na,7,kalenderdager\na,9,kalenderdager\na,14,virkedager"),
        read_csv("example", "forløp,frist\na,7 kalenderdager\na,9 kalenderdager\na,14 virkedager"),
    ),
)
def calendar_and_working_days(document: Document) -> Iterator[Hit]:
    """Rows belong together when their first column is the same; and all do when nine of ten have the same unit."""
    for grid in document.grids:
        units = list(_units_of(grid))
        groups: dict[str, list[int]] = defaultdict(list)
        for number, unit in enumerate(units):
            if re.search(r"dag|day", unit, re.IGNORECASE):
                groups[grid.rows[number][0]].append(number)
        everywhere = _nearly_all([units[row] for rows in groups.values() for row in rows])
        for rows in groups.values():
            usual = everywhere or Counter(units[row] for row in rows).most_common(1)[0][0]
            for number in rows:
                if units[number] != usual:
                    yield Hit(grid.places[number], _unlike(units[number], usual))


def _units_of(grid: Grid) -> Iterator[str]:
    """The unit of each row: from its column, or from the first cell that is a number of days and nothing else."""
    column = grid.column(*_UNITS)
    for row in grid.rows:
        if column is not None:
            yield row[column]
        else:
            found = next((match for cell in row if (match := _DAYS.fullmatch(cell.strip()))), None)
            yield found[1] if found else ""


def _nearly_all(units: list[str]) -> str:
    """The unit of nine rows of ten, in a table of ten rows and more; empty when there is none."""
    unit, times = Counter(units).most_common(1)[0] if units else ("", 0)
    return unit if len(units) >= 10 and 10 * times >= 9 * len(units) else ""


def _unlike(here: str, usual: str) -> Text:
    return Text(
        f"Enheten er «{here}» her og «{usual}» ellers.",
        f"Eininga er «{here}» her og «{usual}» elles.",
        f"The unit is “{here}” here and “{usual}” elsewhere.",
    )
