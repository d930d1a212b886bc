"""Checks of codes and names: each code means one thing, is in use, and every name leads to something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from msgspec.structs import replace

from normverk.norm.checks.example import example, example_section, limit, one_clock, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm, placed_sections
from normverk.norm.pathway import Branch, Clock, Code, Milestone, PathwayDefinition, Selector
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
    """One code in two milestones, or in two branches of one clock."""
    definition = norm.content.pathway
    if definition is None:
        return
    for code in _repeated(code.code for milestone in definition.milestones for code in milestone.codes):
        holders = [known.id for known in definition.milestones for one in known.codes if one.code == code]
        yield _twice(code, place("pathway", "milestones", holders[-1], "codes", code), holders)
    for clock in definition.clocks:
        for code in _repeated(code for branch in clock.branches for code in branch.codes):
            holders = [branch.id for branch in clock.branches for one in branch.codes if one == code]
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


_NEVER: Final = Text(
    nb="Forløpstiden kan da aldri regnes ut.",
    nn="Forløpstida kan då aldri reknast ut.",
    en="The clock can then never be worked out.",
)
_USE_ONE: Final = Text("Bruk en av dem som finnes.", "Bruk ein av dei som finst.", "Use one of those that exist.")


@check(
    "milestone-unknown",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Milepælene som forløpstidene starter og stopper ved.",
        "Milepælane som forløpstidene startar og stoppar ved.",
        "The milestones at which clocks start and stop.",
    ),
    why=_NEVER,
    source=_LANGUAGE,
    mend=_USE_ONE,
    obeying=(_GOOD,),
    breaking=(example(pathway=pathway(clocks=(one_clock("T1", "A", "Z", limit(7)),))),),
)
def milestone_unknown(norm: Norm) -> Iterator[Hit]:
    """Start and stop of every clock."""
    definition = norm.content.pathway
    milestones = {milestone.id for milestone in definition.milestones} if definition else set()
    for clock in definition.clocks if definition else ():
        for field, selector in (("start", clock.start), ("stop", clock.stop)):
            if selector.milestone not in milestones:
                where = place("pathway", "clocks", clock.id, field)
                yield _leads_nowhere(where, clock, selector.milestone, milestones)


@check(
    "part-unknown",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Forløpstidene som er oppgitt som deler av en annen.",
        "Forløpstidene som er oppgitte som delar av ei anna.",
        "The clocks that are named as parts of another.",
    ),
    why=_NEVER,
    source=_LANGUAGE,
    mend=_USE_ONE,
    obeying=(_GOOD,),
    breaking=(
        example(pathway=pathway(clocks=(one_clock("T1", "A", "S", limit(7), parts=("T9",)),))),
        example(pathway=pathway(clocks=(one_clock("T1", "A", "S", limit(7), parts=("T1",)),))),
    ),
)
def part_unknown(norm: Norm) -> Iterator[Hit]:
    """A clock cannot be part of itself."""
    definition = norm.content.pathway
    for clock in definition.clocks if definition else ():
        others = {other.id for other in definition.clocks} - {clock.id} if definition else set()
        for part in clock.parts:
            if part not in others:
                yield _leads_nowhere(place("pathway", "clocks", clock.id, "parts"), clock, part, others)


def _leads_nowhere(where: str, clock: Clock, name: str, known: Iterable[str]) -> Hit:
    choices = ", ".join(sorted(known)) or "–"
    return Hit(
        where,
        Text(
            nb=f"{clock.id} viser til «{name}», som ikke finnes.",
            nn=f"{clock.id} viser til «{name}», som ikkje finst.",
            en=f"{clock.id} points at “{name}”, which does not exist.",
        ),
        Text(nb=f"Bruk en av: {choices}.", nn=f"Bruk ein av: {choices}.", en=f"Use one of: {choices}."),
    )


_CHOSEN: Final = Clock("T1", same("T1"), Selector("A"), Selector("S"), (Branch("a", same("A"), ("S",), limit(7)),))


@check(
    "branch-code-unknown",
    strength="error",
    about=Norm,
    looks_at=Text(
        "Kodene som velger gren, mot milepælen der forløpstiden stopper.",
        "Kodane som vel grein, mot milepælen der forløpstida stoppar.",
        "The codes that choose a branch, against the milestone where the clock stops.",
    ),
    why=Text(
        nb="Grenen velges av koden som stopper forløpstiden; denne koden kan aldri velge den.",
        nn="Greina blir vald av koden som stoppar forløpstida; denne koden kan aldri velje henne.",
        en="The branch is chosen by the code that stops the clock; this code can never choose it.",
    ),
    source=_LANGUAGE,
    mend=Text("Bruk en kode fra milepælen.", "Bruk ein kode frå milepælen.", "Use a code of the milestone."),
    obeying=(example(pathway=pathway(clocks=(_CHOSEN,))),),
    breaking=(example(pathway=pathway(clocks=(replace(_CHOSEN, stop=Selector("C")),))),),
)
def branch_code_unknown(norm: Norm) -> Iterator[Hit]:
    """Only where the stopping milestone exists."""
    definition = norm.content.pathway
    for clock in definition.clocks if definition else ():
        stops = [known for known in (definition.milestones if definition else ()) if known.id == clock.stop.milestone]
        known = sorted({code.code for milestone in stops for code in milestone.codes})
        for branch in clock.branches if stops else ():
            for code in branch.codes:
                if code not in known:
                    yield Hit(
                        place("pathway", "clocks", clock.id, "branches", branch.id, "codes"),
                        _unknown_code(clock, code),
                        Text(
                            nb=f"Bruk en kode fra milepælen: {', '.join(known) or '–'}.",
                            nn=f"Bruk ein kode frå milepælen: {', '.join(known) or '–'}.",
                            en=f"Use a code of the milestone: {', '.join(known) or '–'}.",
                        ),
                    )


def _unknown_code(clock: Clock, code: str) -> Text:
    stop = clock.stop.milestone
    return Text(
        nb=f"{clock.id}: koden {code} finnes ikke i milepælen {stop}, der forløpstiden stopper.",
        nn=f"{clock.id}: koden {code} finst ikkje i milepælen {stop}, der forløpstida stoppar.",
        en=f"{clock.id}: the code {code} is not in the milestone {stop}, where the clock stops.",
    )


def _repeated(names: Iterable[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]
