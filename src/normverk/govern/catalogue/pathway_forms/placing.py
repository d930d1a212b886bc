"""Changing one member of a pathway: a clock, a branch, a delay rule, a data rule. Pure: from definition to definition."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from msgspec.structs import replace

from normverk.norm.content import NormContent
from normverk.norm.delays import DelayRule
from normverk.norm.derivation import DataRule
from normverk.norm.pathway import Branch, Clock, PathwayDefinition

Member = TypeVar("Member", bound=Clock | Branch | DelayRule | DataRule)


def find(members: Iterable[Member], id: str) -> Member | None:
    """The first member called `id`, or None."""
    return next((one for one in members if one.id == id), None)


def put(members: tuple[Member, ...], id: str, new: Member | None, at: int | None = None) -> tuple[Member, ...]:
    """The members with the first one called `id` replaced, taken out (`new` None), or added when there is none.

    `at` is the place from 0 it stands in afterwards; None leaves it where it was, and puts a new one last.
    """
    held = next((number for number, one in enumerate(members) if one.id == id), len(members))
    others = (*members[:held], *members[held + 1 :])
    if new is None:
        return others
    place = held if at is None else at
    return (*others[:place], new, *others[place:])


def put_clock(definition: PathwayDefinition, id: str, new: Clock | None) -> PathwayDefinition:
    """The pathway with one clock replaced, added or taken out."""
    return replace(definition, clocks=put(definition.clocks, id, new))


def put_branch(
    definition: PathwayDefinition, clock: Clock, id: str, new: Branch | None, at: int = 0
) -> PathwayDefinition:
    """The pathway with one branch of a clock replaced, added or taken out; `at` is its place, since the first that fits holds."""
    return put_clock(definition, clock.id, replace(clock, branches=put(clock.branches, id, new, at)))


def put_delay(definition: PathwayDefinition, clock: Clock, id: str, new: DelayRule | None) -> PathwayDefinition:
    """The pathway with one delay rule of a clock replaced, added or taken out."""
    return put_clock(definition, clock.id, replace(clock, delays=put(clock.delays, id, new)))


def put_data_rule(definition: PathwayDefinition, id: str, new: DataRule | None, at: int = 0) -> PathwayDefinition:
    """The pathway with one data rule replaced, added or taken out; `at` is its place, since the first that fits speaks."""
    return replace(definition, derivations=put(definition.derivations, id, new, at))


def with_pathway(content: NormContent, definition: PathwayDefinition) -> NormContent:
    """The content with this pathway."""
    return replace(content, pathway=definition)
