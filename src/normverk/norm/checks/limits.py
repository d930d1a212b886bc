"""Checks of time limits: parts add up to the total, all are counted in one unit, and what is not stated is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from normverk.norm.checks.example import example, one_clock, pathway
from normverk.norm.checks.example import limit as days
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Limit, PathwayDefinition
from normverk.norm.places import place
from normverk.norm.text import Text
from normverk.norm.words import counted, joined, same, spoken, unit_name

_SUMS: Final = (
    "https://www.helsedirektoratet.no/retningslinjer/brystkreft--handlingsprogram/forlopstider/"
    "forlopstider-for-brystkreft"
)
_UNITS: Final = "https://www.helsedirektoratet.no/tema/kreft/generelt-om-pakkeforlop-for-kreft"
_LANGUAGE: Final = "docs/architecture.md"


_GOOD: Final = example(pathway=pathway())


def _changed(number: int, clock: Clock) -> Norm:
    clocks = list(pathway().clocks)
    clocks[number] = clock
    return example(pathway=pathway(clocks=tuple(clocks)))


_ACUTE: Final = example(
    pathway=pathway(clocks=(one_clock("T1", "A", "S", days(25, Unit.MINUTES)), one_clock("T2", "S", "C", days(7))))
)


@check(
    "limit-unknown",
    strength="information",
    about=Norm,
    looks_at=Text("Grener som telles, men har ingen frist.", "Greiner som blir talde, men har ingen frist.",
                  "Branches that are counted but have no limit."),
    why=Text(
        nb="Pasienter i denne grenen får svaret «uavklart»; de blir aldri regnet som innen frist.",
        nn="Pasientar i denne greina får svaret «uavklart»; dei blir aldri rekna som innan frist.",
        en="Patients in this branch get the answer “indeterminate”; they never count as within the limit.",
    ),
    source=_LANGUAGE,
    mend=Text(
        nb="Oppgi fristen med kilde, eller si at forløpstiden ikke gjelder grenen (counted: false).",
        nn="Oppgi fristen med kjelde, eller sei at forløpstida ikkje gjeld greina (counted: false).",
        en="State the limit with its source, or say that the clock does not apply (counted: false).",
    ),
    obeying=(_GOOD,),
    breaking=(_changed(0, one_clock("T1", "A", "S", None)),),
)  # fmt: skip
def limit_unknown(norm: Norm) -> Iterator[Hit]:
    """Every branch of every clock."""
    for clock in norm.content.pathway.clocks if norm.content.pathway else ():
        yield from _unknown(clock)


@check(
    "limits-add-up",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Forløpstider som er satt sammen av andre: delene mot summen, gren for gren.",
        "Forløpstider som er sette saman av andre: delane mot summen, grein for grein.",
        "Clocks that are made up of others: the parts against the total, branch by branch.",
    ),
    why=Text(
        nb="Når delene ikke blir til summen, kan en pasient være innen hver delfrist og likevel for sent i alt, "
        "eller omvendt. Da finnes det ikke noe riktig svar.",
        nn="Når delane ikkje blir til summen, kan ein pasient vere innan kvar delfrist og likevel for seint i alt, "
        "eller omvendt. Då finst det ikkje noko rett svar.",
        en="When the parts do not make up the total, a patient can be within each part and still late overall, "
        "or the other way round. Then there is no right answer.",
    ),
    source=_SUMS,
    mend=Text("Rett fristen som er feil.", "Rett fristen som er feil.", "Mend the limit that is wrong."),
    obeying=(_GOOD,),
    breaking=(_changed(2, one_clock("T3", "A", "C", days(20), parts=("T1", "T2"))), _changed(1, one_clock("T2", "S", "C", None))),
)  # fmt: skip
def limits_add_up(norm: Norm) -> Iterator[Hit]:
    """A sum that cannot be checked, because a part has no limit, is an information."""
    for clock in norm.content.pathway.clocks if norm.content.pathway else ():
        if norm.content.pathway is not None:
            yield from _sums(norm.content.pathway, clock)


@check(
    "one-unit",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Enhetene fristene telles i.", "Einingane fristane blir talde i.", "The units limits are counted in."
    ),
    why=Text(
        nb="Frister i ulike enheter kan ikke legges sammen, og den som leser normen, tar lett feil av dem.",
        nn="Fristar i ulike einingar kan ikkje leggjast saman, og den som les norma, tek lett feil av dei.",
        en="Limits in different units cannot be added up, and whoever reads the norm mistakes them easily.",
    ),
    source=_UNITS,
    mend=Text("Oppgi alle i samme enhet.", "Oppgi alle i same eining.", "State all of them in one unit."),
    obeying=(_GOOD, _ACUTE),
    breaking=(
        _changed(0, one_clock("T1", "A", "S", days(7, Unit.WORKING_DAYS))),
        _changed(0, one_clock("T1", "A", "S", days(7, Unit.MINUTES))),
    ),
)
def one_unit(norm: Norm) -> Iterator[Hit]:
    """The unit of most limits is the usual one; every other is found. Minutes are the measure of an acute phase and stand
    beside days unless they are to be added to them."""
    if norm.content.pathway is not None:
        yield from _units(norm.content.pathway)


def _unknown(clock: Clock) -> Iterator[Hit]:
    for branch in clock.branches:
        if branch.counted and branch.limit is None:
            yield Hit(
                place=_place(clock, branch),
                what=joined((_name(clock, branch), Text("har ingen frist.", "har ingen frist.", "has no limit."))),
            )


def _sums(pathway: PathwayDefinition, clock: Clock) -> Iterator[Hit]:
    if not clock.parts:
        return
    known = {part.id: part for part in pathway.clocks}
    for branch in clock.branches:
        if not branch.counted or branch.limit is None:
            continue
        parts = [(id, _part_limit(known.get(id), branch.id)) for id in clock.parts]
        without = [id for id, limit in parts if limit is None]
        limits = [limit for _, limit in parts if limit is not None]
        if without:
            yield _cannot_add(clock, branch, without)
        elif all(limit.unit is branch.limit.unit for limit in limits):
            total = sum(limit.value for limit in limits)
            if total != branch.limit.value:
                yield _wrong_sum(clock, branch, branch.limit, limits, total)


def _part_limit(part: Clock | None, branch_id: str) -> Limit | None:
    """The limit a part adds to the branch: its only one, or that of the branch of the same name."""
    if part is None:
        return None
    for branch in part.branches:
        if branch.id in {"", branch_id}:
            return branch.limit if branch.counted else None
    return None


def _wrong_sum(clock: Clock, branch: Branch, limit: Limit, parts: list[Limit], total: int) -> Hit:
    added = " + ".join(str(part.value) for part in parts)
    said, right = counted(limit.value, limit.unit), counted(total, limit.unit)
    return Hit(
        place=place("pathway", "clocks", clock.id, "branches", branch.id, "limit", "value"),
        what=joined(
            (
                _name(clock, branch),
                Text("er satt til", "er sett til", "is set to"),
                joined((said, same(",")), ""),
                Text(
                    f"men delene gir {added} = {total}.",
                    f"men delane gir {added} = {total}.",
                    f"but its parts give {added} = {total}.",
                ),
            )
        ),
        mend=Text(
            nb=f"Sett fristen til {right.nb}, eller rett den av {', '.join(clock.parts)} som er feil.",
            nn=f"Set fristen til {right.nn}, eller rett den av {', '.join(clock.parts)} som er feil.",
            en=f"Set the limit to {right.en}, or mend the one of {', '.join(clock.parts)} that is wrong.",
        ),
    )


def _cannot_add(clock: Clock, branch: Branch, without: list[str]) -> Hit:
    missing = ", ".join(without)
    return Hit(
        strength="information",
        place=_place(clock, branch),
        what=joined(
            (
                _name(clock, branch),
                Text(
                    f"kan ikke kontrolleres mot delene: {missing} har ingen frist for denne grenen.",
                    f"kan ikkje kontrollerast mot delane: {missing} har ingen frist for denne greina.",
                    f"cannot be checked against its parts: {missing} has no limit for this branch.",
                ),
            )
        ),
        why=Text(
            nb="Om delene blir til summen, er da ikke kjent. Ukjent er ikke det samme som i orden.",
            nn="Om delane blir til summen, er då ikkje kjent. Ukjent er ikkje det same som i orden.",
            en="Whether the parts make up the total is then not known. Unknown is not the same as in order.",
        ),
        mend=Text(
            nb=f"Oppgi fristen i {missing}, eller ta delen ut av «parts» når den ikke hører med.",
            nn=f"Oppgi fristen i {missing}, eller ta delen ut av «parts» når han ikkje høyrer med.",
            en=f"State the limit in {missing}, or take the part out of “parts” when it does not belong there.",
        ),
    )


def _units(pathway: PathwayDefinition) -> Iterator[Hit]:
    added = {id for clock in pathway.clocks for id in (clock.parts and (clock.id, *clock.parts))}
    stated = [
        (clock, branch, branch.limit)
        for clock in pathway.clocks
        for branch in clock.branches
        if branch.limit is not None and (branch.limit.unit is not Unit.MINUTES or clock.id in added)
    ]
    if not stated:
        return
    usual = Counter(limit.unit for _, _, limit in stated).most_common(1)[0][0]
    for clock, branch, limit in stated:
        if limit.unit is not usual:
            other, common = unit_name(limit.unit), unit_name(usual)
            yield Hit(
                place=place("pathway", "clocks", clock.id, "branches", branch.id, "limit", "unit"),
                what=joined(
                    (
                        _name(clock, branch),
                        Text("telles i", "blir talt i", "is counted in"),
                        joined((other, same(",")), ""),
                        Text("mens normen ellers teller i", "medan norma elles tel i", "while the norm otherwise uses"),
                        joined((common, same(".")), ""),
                    )
                ),
                mend=Text(
                    nb=f"Oppgi fristen i {common.nb}, slik som de andre.",
                    nn=f"Oppgi fristen i {common.nn}, slik som dei andre.",
                    en=f"State the limit in {common.en}, like the others.",
                ),
            )


def _place(clock: Clock, branch: Branch) -> str:
    return place("pathway", "clocks", clock.id, "branches", branch.id, "limit")


def _name(clock: Clock, branch: Branch) -> Text:
    """«OF4, kirurgi»."""
    if not branch.id:
        return same(clock.id)
    return spoken(lambda language: f"{clock.id}, {branch.title.in_language(language).lower() or branch.id}")
