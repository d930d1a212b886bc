"""Checks of the names inside a pathway: every milestone, part and branch code that a clock names exists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec.structs import replace

from normverk.norm.checks.example import example, limit, one_clock, pathway
from normverk.norm.checks.registry import Hit, check
from normverk.norm.checks.subjects import Norm
from normverk.norm.pathway import Branch, Clock, Selector
from normverk.norm.places import place
from normverk.norm.text import Text
from normverk.norm.words import same

_LANGUAGE: Final = "docs/architecture.md"
_GOOD: Final = example(pathway=pathway())

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
