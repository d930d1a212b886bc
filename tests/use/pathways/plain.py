"""Worlds without what tables cannot hold, for the evaluators that know the plain part of the language."""

from __future__ import annotations

import msgspec

from normverk.norm.pathway import AtEnd, Clock, CutOver, Pick, Selector
from normverk.norm.pathway_faults import faults
from normverk.use.pathways.engine import Edition
from tests.use.pathways.anything import World


def plain(held: World) -> tuple[Edition, ...]:
    """The world's editions made plain; none when one of them then has a branch that is never reached."""
    definitions = [
        msgspec.structs.replace(
            edition.definition,
            clocks=tuple(_plain_clock(clock) for clock in edition.definition.clocks),
            findings=(),
            cut_over=CutOver.GRANDFATHER,
            at_end=AtEnd.FOLLOW,
        )
        for edition in held.editions
    ]
    if any(faults(definition) for definition in definitions):
        return ()
    return tuple(
        Edition(edition.release, definition) for edition, definition in zip(held.editions, definitions, strict=True)
    )


def _plain_clock(clock: Clock) -> Clock:
    start, stop = (
        Selector(held.milestone, Pick.FIRST if held.pick is Pick.NTH else held.pick)
        for held in (clock.start, clock.stop)
    )
    branches = tuple(msgspec.structs.replace(branch, when=()) for branch in clock.branches)
    return msgspec.structs.replace(clock, start=start, stop=stop, delays=(), repeats=False, branches=branches)
