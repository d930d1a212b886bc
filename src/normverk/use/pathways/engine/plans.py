"""Editions laid out as tables, for the fast evaluator, and what an edition must not say to be laid out so."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.norm.days import Unit
from normverk.norm.delays import DelayPolicy
from normverk.norm.pathway import AtEnd, Attribution, Clock, CutOver, Pick
from normverk.use.pathways.engine.facts import clock_unit
from normverk.use.pathways.engine.norms import Prepared

FAR: Final = date.max.toordinal()
"""The last day of what has no end."""


@dataclass(frozen=True)
class BranchPlan:
    """A branch with its limit; `early` is the limit less the amber zone."""

    id: str
    codes: frozenset[str]
    counted: bool
    limit: int | None
    early: int
    unit: Unit


@dataclass(frozen=True)
class ClockPlan:
    """A clock with its milestones as places in the order. `by_code` finds the branch of a stop, else `otherwise`."""

    id: str
    start: int
    start_last: bool
    stop: int
    stop_last: bool
    attribution: Attribution
    unit: Unit
    branches: tuple[BranchPlan, ...]
    by_code: dict[str, BranchPlan]
    otherwise: BranchPlan | None


@dataclass(frozen=True)
class EditionPlan:
    """One edition: its release, its first and last day, and its clocks by id."""

    release: str
    first: int
    last: int
    clocks: dict[str, ClockPlan]


def is_plain(edition: Prepared) -> bool:
    """True when the edition says nothing that the tables cannot hold."""
    definition = edition.definition
    plain = definition.cut_over is CutOver.GRANDFATHER and definition.at_end is AtEnd.FOLLOW and not definition.findings
    return plain and all(_is_plain_clock(clock) for clock in definition.clocks)


def _is_plain_clock(clock: Clock) -> bool:
    selectors = (clock.start, clock.stop)
    return (
        not clock.repeats
        and all(rule.policy is DelayPolicy.NONE for rule in clock.delays)
        and not any(held.pick is Pick.NTH or held.since or held.after_start for held in selectors)
        and not any(branch.when for branch in clock.branches)
        and not any(branch.limit is not None and branch.limit.unit is Unit.MINUTES for branch in clock.branches)
    )


def edition_plan(edition: Prepared) -> EditionPlan:
    """The edition as a table."""
    definition = edition.definition
    last = FAR if definition.valid_to is None else definition.valid_to.toordinal()
    clocks = {clock.id: _clock_plan(clock, edition) for clock in definition.clocks}
    return EditionPlan(edition.release, definition.valid_from.toordinal(), last, clocks)


def _clock_plan(clock: Clock, edition: Prepared) -> ClockPlan:
    unit = clock_unit(clock)
    branches = tuple(
        BranchPlan(
            branch.id,
            frozenset(branch.codes),
            branch.counted,
            branch.limit.value if branch.limit else None,
            max(branch.limit.value - branch.limit.amber_units, 0) if branch.limit else 0,
            branch.limit.unit if branch.limit else unit,
        )
        for branch in clock.branches
    )
    by_code: dict[str, BranchPlan] = {}
    for branch in branches:
        for code in branch.codes:
            by_code.setdefault(code, branch)
    return ClockPlan(
        clock.id,
        edition.order[clock.start.milestone],
        clock.start.pick is Pick.LAST,
        edition.order[clock.stop.milestone],
        clock.stop.pick is Pick.LAST,
        clock.attribute_to,
        unit,
        branches,
        by_code,
        next((branch for branch in branches if not branch.codes), None),
    )
