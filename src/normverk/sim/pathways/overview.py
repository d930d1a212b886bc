"""The overview of all pathways: a table for docs/pathways.md, and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

import msgspec

from normverk.norm.pathway import Clock
from normverk.norm.words import counted
from normverk.sim.pathways.edition import Defined, Family
from normverk.sim.pathways.products import all_editions
from normverk.use.reporting.npr import read_code

BEGIN, END = "<!-- the table is made by `normverk sim pathways --table` -->", "<!-- end of the table -->"
_HEADS = {
    "cancer": "### Cancer (codes of list 8480)",
    "mental": "### Mental health and substance use (codes of lists 9321–9328)",
    "other": "### Other pathways (codes of our own)",
    "abroad": "### Rules of other countries (demonstration)",
}


class Line(msgspec.Struct, frozen=True):
    """One pathway: `known` are its limits in the last edition in words, `unknown` how many measured branches have none.

    `introduced` is the first day of the first edition and `removed` the first day on which the codes are out of use; None
    where there is none, or none is known.
    """

    family: Family
    prefix: str
    product: str
    name: str
    editions: int
    introduced: date | None
    day_basis: str
    removed: date | None
    known: tuple[str, ...]
    unknown: int


def overview() -> Iterator[Line]:
    """Every pathway once, in the order of the tables."""
    for _, editions in groupby(all_editions(), key=lambda edition: edition.product):
        yield _line(list(editions))


def _line(editions: list[Defined]) -> Line:
    first, last = editions[0], editions[-1]
    clocks = last.definition.clocks if last.definition else ()
    start = read_code(last.prefix + "A") if last.prefix else None
    known_day = first.definition is not None and first.day_basis != "own"
    return Line(
        family=last.family,
        prefix=last.prefix,
        product=last.product,
        name=last.name.en + (" (draft)" if last.draft else ""),
        editions=len(editions),
        introduced=first.definition.valid_from if first.definition and known_day else None,
        day_basis=first.day_basis,
        removed=start.removed if start else None,
        known=tuple(said for clock in clocks if (said := _limits(clock))),
        unknown=sum(branch.counted and branch.limit is None for clock in clocks for branch in clock.branches),
    )


def _limits(clock: Clock) -> str:
    """«OF3 surgery 13, drug treatment 10 calendar days»; empty when the clock has no limit."""
    held = [(branch, branch.limit) for branch in clock.branches if branch.limit is not None]
    if not held:
        return ""
    last = len(held) - 1
    said = [
        f"{branch.title.en.lower() + ' ' if branch.id else ''}"
        f"{counted(limit.value, limit.unit).en if place == last or limit.unit is not held[-1][1].unit else limit.value}"
        for place, (branch, limit) in enumerate(held)
    ]
    return f"{clock.id} {', '.join(said)}"


def table() -> str:
    """The overview as Markdown, a table for each family."""
    parts = [BEGIN]
    for family, lines in groupby(overview(), key=lambda line: line.family):
        parts += ["", _HEADS[family], ""]
        parts += ["| prefix | pathway | editions | from | removed | limits known (last edition) | unknown |"]
        parts += ["|---|---|---|---|---|---|---|"]
        parts += [_row(line) for line in lines]
    return "\n".join([*parts, "", END])


def _row(line: Line) -> str:
    known = "; ".join(line.known) or "none"
    cells = (
        line.prefix or "–",
        f"{line.name} (`{line.product}`)",
        str(line.editions),
        _day(line),
        line.removed.isoformat() if line.removed else "",
        known,
        str(line.unknown),
    )
    return f"| {' | '.join(cells)} |"


def _day(line: Line) -> str:
    """The first day, with how it is known where that is not the introduction or an announcement."""
    if line.introduced is None:
        return "not known"
    sure = line.day_basis in {"introduction", "announced"}
    return line.introduced.isoformat() + ("" if sure else f" ({line.day_basis})")
