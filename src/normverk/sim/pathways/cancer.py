"""The 28 cancer pathways: one definition for each edition, from introduction through the known changes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

from normverk.norm.pathway import AtEnd, Branch, Clock, Code, Footnote, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.publish.default_rules import with_default_rules
from normverk.sim.pathways.cancer_conditions import FINDINGS, conditional
from normverk.sim.pathways.edition import Defined
from normverk.sim.pathways.facts_read import (
    PUBLISHER,
    UNKNOWN,
    LimitRow,
    capital,
    capitalised,
    facts,
    footnote,
    limit_rows,
    text,
)
from normverk.use.reporting.npr import Reading, read_code

_CODES: Final = Source(
    "Kodeverk 8480 (øyeblikksbilde 17.12.2021)", "read", note="koder lest i visningsfiler v3.1.0; navnene er våre egne"
)
_NOTES: Final = {
    "introduction": "Gyldig fra innføringen av forløpet. Varslingstiden er vår egen.",
    "announced": "Datoen er kunngjort. Varslingstiden er vår egen.",
    "revision": "Datoen er revisjonens. Varslingstiden er vår egen.",
    "page-date": "Datoen er sidens; fra når fristen gjaldt, er ikke kjent. Varslingstiden er vår egen.",
}
_REMOVED: Final = Source(
    "Helsedirektoratet, endringer i pakkeforløp for kreft",
    "derived",
    "https://www.helsedirektoratet.no/tema/kreft/generelt-om-pakkeforlop-for-kreft",
    "Kilden sier at forløpet er fjernet og at det ikke skal kodes etter denne dagen; at klokker som går da, ikke lenger "
    "måles, er utledet av det.",
)
_WARN: Final = {"OF1": 2, "OF2": 2, "OF3": 3, "OF4": 3}


def cancer_pathways() -> Iterator[Defined]:
    """Every edition of every cancer pathway, in the order of the prefixes and then of the editions."""
    for pathway in facts("cancer")["pathways"]:
        yield from _editions(pathway)


def _editions(pathway: dict[str, Any]) -> Iterator[Defined]:
    start = read_code(pathway["prefix"] + "A")
    if start is None or start.introduced is None:
        raise ValueError(f"the code list has no start and no first day for {pathway['prefix']}; see codes.toml")
    changes = [change for change in facts("cancer")["change"] if change["prefix"] == pathway["prefix"]]
    changes.sort(key=lambda change: change["from"])
    first: dict[str, Any] = {"from": start.introduced, "basis": "introduction"}
    end = start.removed - timedelta(days=1) if start.removed else None
    name = text(pathway["name"])
    days = [*(change["from"] for change in (first, *changes)), None]
    for number, (change, (begins, following)) in enumerate(zip((first, *changes), pairwise(days), strict=True), 1):
        name = text(change["name"]) if "name" in change else name
        ends = following - timedelta(days=1) if following else end
        definition = _definition(pathway, start, name, begins, ends)
        what = text(change["what"]) if "what" in change else None
        yield Defined(
            pathway["id"], number, "cancer", name, definition, change["basis"], what, prefix=pathway["prefix"]
        )


def _definition(
    pathway: dict[str, Any], start: Reading, name: Text, begins: date, ends: date | None
) -> PathwayDefinition:
    prefix, family = pathway["prefix"], start.family
    milestones = tuple(
        _milestone(one, prefix, name.nb, start) for one in facts("cancer")["milestone"] if family in one["families"]
    )
    rows = [row for row in limit_rows() if row.prefix == prefix and _in_force(row, begins)]
    clocks = tuple(_clock(one, prefix, rows, begins) for one in facts("cancer")["clock"] if family in one["families"])
    pages = dict.fromkeys(row.url for row in rows)
    sources = (_CODES, *(Source(PUBLISHER, "read", url) for url in pages))
    removed = start.removed is not None
    definition = PathwayDefinition(
        id=pathway["id"],
        title=capital(name),
        code_system=facts("cancer")["code_system"],
        valid_from=begins,
        valid_to=ends,
        milestones=milestones,
        clocks=clocks,
        sources=(*sources, _REMOVED) if removed else sources,
        at_end=AtEnd.STOP if removed else AtEnd.FOLLOW,
        findings=FINDINGS.get((prefix, begins), ()),
    )
    return with_default_rules(definition)


def _in_force(row: LimitRow, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day <= row.valid_to)


def _milestone(one: dict[str, Any], prefix: str, name: str, start: Reading) -> Milestone:
    """The milestone with the codes that the list has. What the list is unsure of (B01CK) is read as an ending."""
    readings = [reading for suffix in one["codes"] if (reading := read_code(prefix + suffix)) and reading.listed]
    last_day = start.removed - timedelta(days=1) if start.removed else None
    codes = tuple(
        Code(reading.code, f"{capitalised(name)}: {one['codes'][reading.code[len(prefix) :]]}", last_day)
        for reading in readings
    )
    return Milestone(
        one["id"], text(one["title"]), codes, ends_pathway=all(reading.ends != "no" for reading in readings)
    )


def _clock(one: dict[str, Any], prefix: str, rows: list[LimitRow], begins: date) -> Clock:
    here = [row for row in rows if row.clock == one["id"]]
    branches = _treatments(one["id"], prefix, here) if one["stop"] == "F" else (_branch(one["id"], here),)
    footnotes = [
        note for note in facts("cancer")["footnote"] if note["prefix"] == prefix and one["id"] in note["clocks"]
    ]
    return Clock(
        id=one["id"],
        title=text(one["title"]),
        start=Selector(one["start"]),
        stop=Selector(one["stop"]),
        branches=conditional(prefix, begins, one["id"], branches),
        parts=tuple(one.get("parts", ())),
        footnotes=tuple(footnote(note) for note in footnotes if "branches" not in note),
    )


def _branch(clock: str, rows: list[LimitRow]) -> Branch:
    limit = _limit(clock, rows, "")
    return Branch("", Text("Alle", "Alle", "All"), limit=limit, footnotes=() if limit else (UNKNOWN,))


def _treatments(clock: str, prefix: str, rows: list[LimitRow]) -> tuple[Branch, ...]:
    made = []
    for one in facts("cancer")["treatment"]:
        limit = _limit(clock, rows, one["id"])
        counted = one["counted"] or limit is not None
        notes = _told(clock, prefix, one["id"])
        unknown = (UNKNOWN,) if counted and limit is None else ()
        title = text(one["title"])
        code = prefix + one["suffix"]
        made.append(Branch(one["id"], title, (code,), limit, counted, footnotes=(*unknown, *(notes if limit else ()))))
    return tuple(made)


def _told(clock: str, prefix: str, branch: str) -> tuple[Footnote, ...]:
    return tuple(
        footnote(note)
        for note in facts("cancer")["footnote"]
        if note["prefix"] == prefix and clock in note["clocks"] and branch in note.get("branches", ())
    )


def _limit(clock: str, rows: list[LimitRow], branch: str) -> Limit | None:
    """The limit of the branch in the edition: of several rows in force, the one that began last."""
    here = [row for row in rows if row.branch == branch]
    if not here:
        return None
    row = max(here, key=lambda row: row.valid_from)
    source = Source(PUBLISHER, row.basis, row.url, _NOTES[row.day_basis])
    return Limit(row.value, row.unit, source, warn_before=min(_WARN[clock], row.value // 2))
