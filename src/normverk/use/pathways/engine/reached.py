"""Which events of a period reach a milestone, as an edition reads them."""

from __future__ import annotations

from normverk.use.pathways.engine.norms import Prepared
from normverk.use.pathways.engine.periods import Period, Placed


def at(period: Period, edition: Prepared, milestone: str) -> list[Placed]:
    """The events of the period that reach the milestone, in order."""
    return [held for held in period.members if milestone_of(held, edition) == milestone]


def milestone_of(held: Placed, edition: Prepared) -> str:
    """The milestone that the event reaches by this edition, else by the edition its code was read by."""
    reading = edition.codes.get(held.event.code)
    return reading.milestone if reading else held.reading.milestone
