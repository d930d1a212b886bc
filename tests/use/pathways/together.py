"""Many worlds in one: each with a pathway, codes and patients of its own, all asked on one day.

A database plans and makes tables once for all of them, which takes longer than to answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from normverk.norm.pathway import Branch, Clock, Code, PathwayDefinition
from normverk.use.pathways.engine import Edition, RecordEvent
from tests.use.pathways.anything import World, world


def together(seeds: Iterable[int], as_of: date) -> World:
    """The worlds of these seeds side by side."""
    return _beside([(f"w{seed}", world(seed)) for seed in seeds], as_of)


def _beside(worlds: list[tuple[str, World]], as_of: date) -> World:
    return World(
        tuple(_edition(held, name) for name, one in worlds for held in one.editions),
        tuple(_event(held, name) for name, one in worlds for held in one.history),
        {f"{name}-{patient}": person for name, one in worlds for patient, person in one.people.items()},
        as_of,
    )


def crowded(seeds: Iterable[int], as_of: date) -> World:
    """The worlds of these seeds, where one patient has lived through the histories of four of them: many rounds and courses."""
    found = []
    for seed in seeds:
        lived = [
            msgspec.structs.replace(held, patient="p1", source_id=f"{other}-{held.source_id}")
            for other in range(seed, seed + 4)
            for held in world(other).history
        ]
        held = world(seed)
        found.append((f"w{seed}", World(held.editions, tuple(lived), held.people, as_of)))
    return _beside(found, as_of)


def _edition(held: Edition, name: str) -> Edition:
    return Edition(held.release.replace("any", name), _definition(held.definition, name))


def _definition(held: PathwayDefinition, name: str) -> PathwayDefinition:
    milestones = tuple(
        msgspec.structs.replace(one, codes=tuple(_code(code, name) for code in one.codes)) for one in held.milestones
    )
    findings = tuple(
        msgspec.structs.replace(
            finding,
            values=tuple(
                msgspec.structs.replace(value, codes=tuple(f"{name}-{code}" for code in value.codes))
                for value in finding.values
            ),
        )
        for finding in held.findings
    )
    clocks = tuple(_clock(clock, name) for clock in held.clocks)
    return msgspec.structs.replace(held, id=name, milestones=milestones, findings=findings, clocks=clocks)


def _code(code: Code, name: str) -> Code:
    return msgspec.structs.replace(code, code=f"{name}-{code.code}")


def _clock(clock: Clock, name: str) -> Clock:
    return msgspec.structs.replace(clock, branches=tuple(_branch(branch, name) for branch in clock.branches))


def _branch(branch: Branch, name: str) -> Branch:
    return msgspec.structs.replace(branch, codes=tuple(f"{name}-{code}" for code in branch.codes))


def _event(held: RecordEvent, name: str) -> RecordEvent:
    """The event in its own world; a planned treatment that is a code belongs to it too."""
    planned = f"{name}-{held.treatment}" if held.treatment.startswith("F") else held.treatment
    return msgspec.structs.replace(
        held,
        patient=f"{name}-{held.patient}",
        code=f"{name}-{held.code}",
        source_id=f"{name}-{held.source_id}",
        treatment=planned,
    )
