"""Checks of ids and codes inside a norm: each means one thing and is in use."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from normverk.norm.checks.example import example, example_section, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.pathway import Code, Milestone, PathwayDefinition
from normverk.norm.places import place
from normverk.norm.text import Text
from normverk.norm.words import day_name, same

_LANGUAGE: Final = "docs/architecture.md"
_RETIRED: Final = "https://www.helsedirektoratet.no/tema/kreft/generelt-om-pakkeforlop-for-kreft"
_GOOD: Final = example(pathway=pathway())


def _milestone(id: str, *codes: Code) -> Milestone:
    return Milestone(id, same(id), codes)


def _with(*milestones: Milestone) -> Norm:
    kept = {known.id: known for known in (*pathway().milestones, *milestones)}
    return example(pathway=pathway(milestones=tuple(kept.values())))


@check(
    "id-twice",
    strength="error",
    about=Norm,
    looks_at=Text("Id-ene i normen.", "Id-ane i norma.", "The ids of the norm."),
    why=Text(
        nb="Svar, endringer og høringsinnspill viser til id-er. En id for to ting viser til ingen av dem.",
        nn="Svar, endringar og høyringsinnspel viser til id-ar. Ein id for to ting viser til ingen av dei.",
        en="Verdicts, changes and answers to hearings point at ids. An id for two things points at neither.",
    ),
    source=_LANGUAGE,
    mend=Text("Gi den ene en ny id.", "Gi den eine ein ny id.", "Give one of them a new id."),
    obeying=(_GOOD, example(example_section(id="a"), example_section(id="b"))),
    breaking=(
        example(pathway=pathway(clocks=pathway().clocks * 2)),
        example(example_section(id="a"), example_section(id="a")),
    ),
)
def id_twice(norm: Norm) -> Iterator[Hit]:
    """Sections through the whole of the norm; milestones, clocks, and the branches of one clock."""
    for id in _repeated(section.id for _, section in placed_sections(norm.content)):
        where = next(where for where, section in placed_sections(norm.content) if section.id == id)
        yield _id_twice(where, id)
    definition = norm.content.pathway
    if definition is None:
        return
    for where, ids in (
        (place("pathway", "milestones"), [milestone.id for milestone in definition.milestones]),
        (place("pathway", "clocks"), [clock.id for clock in definition.clocks]),
        *(
            (place("pathway", "clocks", clock.id, "branches"), [branch.id for branch in clock.branches])
            for clock in definition.clocks
        ),
    ):
        for id in _repeated(ids):
            yield _id_twice(where, id)


def _id_twice(where: str, id: str) -> Hit:
    return Hit(
        where,
        Text(
            f"Id-en «{id}» er brukt to ganger.",
            f"Id-en «{id}» er brukt to gonger.",
            f"The id “{id}” is used twice.",
        ),
    )


@check(
    "code-twice",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Kodene i milepælene, og kodene som velger gren i en forløpstid.",
        "Kodane i milepælane, og kodane som vel grein i ei forløpstid.",
        "The codes of the milestones, and the codes that choose a branch of a clock.",
    ),
    why=Text(
        nb="En hendelse med koden kan da bety to ting, og svaret avhenger av hva som ble lest først.",
        nn="Ei hending med koden kan då bety to ting, og svaret kjem an på kva som blei lese først.",
        en="An event with the code can then mean two things, and the answer depends on what was read first.",
    ),
    source=_LANGUAGE,
    mend=Text(
        nb="La koden stå på ett sted, og fjern den fra de andre.",
        nn="La koden stå på éin stad, og fjern han frå dei andre.",
        en="Let the code stand in one place, and remove it from the others.",
    ),
    obeying=(_GOOD,),
    breaking=(_with(_milestone("X", Code("A", "Kode A"))),),
)
def code_twice(norm: Norm) -> Iterator[Hit]:
    """One code in two milestones, or in two branches of one clock. Branches that hang on an age or a finding may share
    one: they are tried in order, and what they hang on tells them apart."""
    definition = norm.content.pathway
    if definition is None:
        return
    for code in _repeated(code.code for milestone in definition.milestones for code in milestone.codes):
        holders = [known.id for known in definition.milestones for one in known.codes if one.code == code]
        yield _twice(code, place("pathway", "milestones", holders[-1], "codes", code), holders)
    for clock in definition.clocks:
        certain = [branch for branch in clock.branches if not branch.when]
        for code in _repeated(code for branch in certain for code in branch.codes):
            holders = [branch.id for branch in certain for one in branch.codes if one == code]
            yield _twice(code, place("pathway", "clocks", clock.id, "branches", holders[-1], "codes"), holders)


def _twice(code: str, where: str, holders: list[str]) -> Hit:
    named = ", ".join(holders)
    return Hit(
        where,
        Text(
            nb=f"Koden {code} står flere ganger: {named}.",
            nn=f"Koden {code} står fleire gonger: {named}.",
            en=f"The code {code} stands more than once: {named}.",
        ),
    )


@check(
    "code-retired",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Siste bruksdag for kodene i milepælene.",
        "Siste bruksdag for kodane i milepælane.",
        "The last day of use of the codes of milestones.",
    ),
    why=Text(
        nb="Hendelser med en kode som er ute av bruk, blir avvist, og da når ingen milepælen med den.",
        nn="Hendingar med ein kode som er ute av bruk, blir avviste, og då når ingen milepælen med han.",
        en="Events with a code out of use are refused, and then nobody reaches the milestone by it.",
    ),
    source=_RETIRED,
    mend=Text(
        nb="Bruk koden som har kommet i stedet, eller la normen slutte å gjelde samme dag.",
        nn="Bruk koden som har kome i staden, eller la norma slutte å gjelde same dag.",
        en="Use the code that has replaced it, or let the norm end on the same day.",
    ),
    obeying=(_GOOD,),
    breaking=(
        _with(_milestone("A", Code("A", "Kode A", date(2021, 4, 30)))),
        _with(_milestone("A", Code("A", "Kode A", date(2022, 4, 30)))),
    ),
)
def code_retired(norm: Norm) -> Iterator[Hit]:
    """A code out of use before the norm begins is an error; one that goes out of use meanwhile is a warning."""
    definition = norm.content.pathway
    for milestone in definition.milestones if definition else ():
        for code in milestone.codes:
            if definition is not None:
                yield from _retired(definition, milestone, code)


def _retired(pathway: PathwayDefinition, milestone: Milestone, code: Code) -> Iterator[Hit]:
    last = code.retired_on
    if last is None or (pathway.valid_to is not None and last >= pathway.valid_to):
        return
    before = last < pathway.valid_from
    said = day_name(last)
    yield Hit(
        place("pathway", "milestones", milestone.id, "codes", code.code),
        Text(
            nb=f"Koden {code.code} har siste bruksdag {said.nb}, {'før normen gjelder' if before else 'mens normen gjelder'}.",
            nn=f"Koden {code.code} har siste bruksdag {said.nn}, {'før norma gjeld' if before else 'medan norma gjeld'}.",
            en=f"The code {code.code} has {said.en} as its last day of use, "
            f"{'before the norm is in force' if before else 'while the norm is in force'}.",
        ),
        strength="error" if before else "warning",
    )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
