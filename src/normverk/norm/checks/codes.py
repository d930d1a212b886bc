"""Checks of codes and names: each code means one thing, is in use, and every name leads to something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from normverk.norm.finding import LintFinding
from normverk.norm.pathway import Clock, Code, Milestone, PathwayDefinition
from normverk.norm.places import place
from normverk.norm.text import Text
from normverk.norm.words import day_name

_LANGUAGE: Final = "docs/architecture.md"
_RETIRED: Final = "https://www.helsedirektoratet.no/tema/kreft/generelt-om-pakkeforlop-for-kreft"

_ONE_MEANING: Final = Text(
    nb="En hendelse med koden kan da bety to ting, og svaret avhenger av hva som ble lest først.",
    nn="Ei hending med koden kan då bety to ting, og svaret kjem an på kva som blei lese først.",
    en="An event with the code can then mean two things, and the answer depends on what was read first.",
)
_KEEP_ONE: Final = Text(
    nb="La koden stå på ett sted, og fjern den fra de andre.",
    nn="La koden stå på éin stad, og fjern han frå dei andre.",
    en="Let the code stand in one place, and remove it from the others.",
)


def check_codes(pathway: PathwayDefinition) -> Iterator[LintFinding]:
    """id-twice, code-twice, code-retired, milestone-unknown, part-unknown and branch-code-unknown."""
    yield from _ids_twice(pathway)
    yield from _codes_twice(pathway)
    for milestone in pathway.milestones:
        for code in milestone.codes:
            yield from _retired(pathway, milestone, code)
    for clock in pathway.clocks:
        yield from _names(pathway, clock)
        yield from _branch_codes(pathway, clock)


def _ids_twice(pathway: PathwayDefinition) -> Iterator[LintFinding]:
    for where, ids in (
        (place("pathway", "milestones"), [milestone.id for milestone in pathway.milestones]),
        (place("pathway", "clocks"), [clock.id for clock in pathway.clocks]),
        *(
            (place("pathway", "clocks", clock.id, "branches"), [branch.id for branch in clock.branches])
            for clock in pathway.clocks
        ),
    ):
        for id in _repeated(ids):
            yield LintFinding(
                check="id-twice",
                strength="error",
                place=where,
                what=Text(
                    f"Id-en «{id}» er brukt to ganger.",
                    f"Id-en «{id}» er brukt to gonger.",
                    f"The id “{id}” is used twice.",
                ),
                why=Text(
                    nb="Svar, endringer og høringsinnspill viser til id-er. En id for to ting viser til ingen av dem.",
                    nn="Svar, endringar og høyringsinnspel viser til id-ar. Ein id for to ting viser til ingen av dei.",
                    en="Verdicts, changes and answers to hearings point at ids. An id for two things points at neither.",
                ),
                source=_LANGUAGE,
                mend=Text("Gi den ene en ny id.", "Gi den eine ein ny id.", "Give one of them a new id."),
            )


def _codes_twice(pathway: PathwayDefinition) -> Iterator[LintFinding]:
    for code in _repeated(code.code for milestone in pathway.milestones for code in milestone.codes):
        holders = [known.id for known in pathway.milestones for one in known.codes if one.code == code]
        yield _twice(code, place("pathway", "milestones", holders[-1], "codes", code), holders)
    for clock in pathway.clocks:
        for code in _repeated(code for branch in clock.branches for code in branch.codes):
            holders = [branch.id for branch in clock.branches for one in branch.codes if one == code]
            yield _twice(code, place("pathway", "clocks", clock.id, "branches", holders[-1], "codes"), holders)


def _twice(code: str, where: str, holders: list[str]) -> LintFinding:
    named = ", ".join(holders)
    return LintFinding(
        check="code-twice",
        strength="error",
        place=where,
        what=Text(
            nb=f"Koden {code} står flere ganger: {named}.",
            nn=f"Koden {code} står fleire gonger: {named}.",
            en=f"The code {code} stands more than once: {named}.",
        ),
        why=_ONE_MEANING,
        source=_LANGUAGE,
        mend=_KEEP_ONE,
    )


def _retired(pathway: PathwayDefinition, milestone: Milestone, code: Code) -> Iterator[LintFinding]:
    """A code out of use before the norm begins is an error; one that goes out of use meanwhile is a warning."""
    last = code.retired_on
    if last is None or (pathway.valid_to is not None and last >= pathway.valid_to):
        return
    before = last < pathway.valid_from
    said = day_name(last)
    yield LintFinding(
        check="code-retired",
        strength="error" if before else "warning",
        place=place("pathway", "milestones", milestone.id, "codes", code.code),
        what=Text(
            nb=f"Koden {code.code} har siste bruksdag {said.nb}, {'før normen gjelder' if before else 'mens normen gjelder'}.",
            nn=f"Koden {code.code} har siste bruksdag {said.nn}, {'før norma gjeld' if before else 'medan norma gjeld'}.",
            en=f"The code {code.code} has {said.en} as its last day of use, "
            f"{'before the norm is in force' if before else 'while the norm is in force'}.",
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
    )


def _names(pathway: PathwayDefinition, clock: Clock) -> Iterator[LintFinding]:
    milestones = {milestone.id for milestone in pathway.milestones}
    for field, selector in (("start", clock.start), ("stop", clock.stop)):
        if selector.milestone not in milestones:
            where = place("pathway", "clocks", clock.id, field)
            yield _leads_nowhere("milestone-unknown", where, clock, selector.milestone, milestones)
    others = {other.id for other in pathway.clocks} - {clock.id}
    for part in clock.parts:
        if part not in others:
            yield _leads_nowhere("part-unknown", place("pathway", "clocks", clock.id, "parts"), clock, part, others)


def _leads_nowhere(check: str, where: str, clock: Clock, name: str, known: Iterable[str]) -> LintFinding:
    choices = ", ".join(sorted(known)) or "–"
    return LintFinding(
        check=check,
        strength="error",
        place=where,
        what=Text(
            nb=f"{clock.id} viser til «{name}», som ikke finnes.",
            nn=f"{clock.id} viser til «{name}», som ikkje finst.",
            en=f"{clock.id} points at “{name}”, which does not exist.",
        ),
        why=Text(
            nb="Forløpstiden kan da aldri regnes ut.",
            nn="Forløpstida kan då aldri reknast ut.",
            en="The clock can then never be worked out.",
        ),
        source=_LANGUAGE,
        mend=Text(nb=f"Bruk en av: {choices}.", nn=f"Bruk ein av: {choices}.", en=f"Use one of: {choices}."),
    )


def _branch_codes(pathway: PathwayDefinition, clock: Clock) -> Iterator[LintFinding]:
    stops = [milestone for milestone in pathway.milestones if milestone.id == clock.stop.milestone]
    known = sorted({code.code for milestone in stops for code in milestone.codes})
    if not stops:
        return
    for branch in clock.branches:
        for code in branch.codes:
            if code not in known:
                yield LintFinding(
                    check="branch-code-unknown",
                    strength="error",
                    place=place("pathway", "clocks", clock.id, "branches", branch.id, "codes"),
                    what=_unknown_code(clock, code),
                    why=Text(
                        nb="Grenen velges av koden som stopper forløpstiden; denne koden kan aldri velge den.",
                        nn="Greina blir vald av koden som stoppar forløpstida; denne koden kan aldri velje henne.",
                        en="The branch is chosen by the code that stops the clock; this code can never choose it.",
                    ),
                    source=_LANGUAGE,
                    mend=Text(
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
