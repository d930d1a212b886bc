"""From limits that were read in somebody's tables to limits of a pathway: which is which is a person's to confirm. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal

import msgspec

from normverk.norm.days import Unit
from normverk.norm.limit_tables import Proposal, limit_of
from normverk.norm.pathway import Branch, Clock, Limit, PathwayDefinition
from normverk.norm.text import LANGUAGES, Text

Target = tuple[str, str]
"""A clock's id and a branch's id: the place of a limit."""

Fault = Literal["twice", "unit"]
"""twice: two limits for one place. unit: nobody has decided which days are counted."""

_SIGN: Final = "/"


class Choice(msgspec.Struct, frozen=True):
    """What a person says of one proposal: where it belongs, and in which unit it is counted."""

    target: Target
    unit: Unit | None


class Placed(msgspec.Struct, frozen=True):
    """The limits that were confirmed, by place, and what is wrong with the choices, by the number of the proposal."""

    limits: dict[Target, Limit]
    faults: dict[int, Fault]


def written(target: Target) -> str:
    """A place as a form writes it."""
    return _SIGN.join(target)


def targets(pathway: PathwayDefinition) -> Iterator[tuple[Target, Clock, Branch]]:
    """Every place of the pathway that may have a limit."""
    for clock in pathway.clocks:
        for branch in clock.branches:
            if branch.counted:
                yield (clock.id, branch.id), clock, branch


def likely_target(proposal: Proposal, pathway: PathwayDefinition) -> Target | None:
    """The one place whose start, stop and branch are called what the table calls them; None when in doubt.

    A proposal that is doubtful in itself has none: a person shall look at it.
    """
    if proposal.doubts:
        return None
    titles = {milestone.id: milestone.title for milestone in pathway.milestones}
    fitting = [
        target
        for target, clock, branch in targets(pathway)
        if _named(titles[clock.start.milestone], proposal.start)
        and _named(titles[clock.stop.milestone], proposal.stop)
        and (_named(branch.title, proposal.branch) if branch.id else not proposal.branch)
    ]
    return fitting[0] if len(fitting) == 1 else None


def place_limits(
    proposals: Iterable[Proposal], choices: Mapping[int, Choice], warned: Mapping[Target, Limit]
) -> Placed:
    """The limits of the proposals that have a choice, by their number from 0.

    A limit that was there before (`warned`) leaves its warning time to the one that takes its place, as far as it fits.
    """
    limits: dict[Target, Limit] = {}
    faults: dict[int, Fault] = {}
    for number, proposal in enumerate(proposals):
        choice = choices.get(number)
        if choice is None:
            continue
        if choice.target in limits:
            faults[number] = "twice"
        elif (choice.unit or proposal.unit) is None:
            faults[number] = "unit"
        else:
            limits[choice.target] = _limit(proposal, choice, warned.get(choice.target))
    return Placed(limits, faults)


def _limit(proposal: Proposal, choice: Choice, before: Limit | None) -> Limit:
    limit = limit_of(proposal, unit=choice.unit)
    if before is None or before.unit is not limit.unit:
        return limit
    return msgspec.structs.replace(
        limit, warn_before=min(before.warn_before, limit.value), warn_at_percent=before.warn_at_percent
    )


def _named(title: Text, words: str) -> bool:
    said = " ".join(words.split()).casefold()
    return said in {title.in_language(language).casefold() for language in LANGUAGES}
