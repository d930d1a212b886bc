"""What a patient pathway with time limits is: milestones, clocks, limits and treatment branches, as immutable values.

The clock language follows the semantics described in docs/architecture.md. Nothing here reads a clock on the wall
and nothing knows about patients: a definition is what a release carries, an engine applies it.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

import msgspec

from normverk.norm.days import Unit
from normverk.norm.source import Source
from normverk.norm.text import Text

_ID = re.compile(r"\w[\w.-]{0,63}")


class Pick(StrEnum):
    """Which of several events that reach the same milestone counts."""

    FIRST = "first"
    LAST = "last"


class PatientDelay(StrEnum):
    """What a delay wished by the patient does to a running clock."""

    NONE = "none"
    EXPLAIN = "explain"


class Attribution(StrEnum):
    """To which hospital the result of a clock belongs when the patient was transferred."""

    STARTER = "starter"
    TREATING = "treating"


class CutOver(StrEnum):
    """What becomes of patients already under way when an edition takes over from another."""

    GRANDFATHER = "grandfather"


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of the pathway's code system, with its name and, when it is withdrawn, its last day of use."""

    code: str
    display: str
    retired_on: date | None = None


class Milestone(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A point on the pathway that an event with one of `codes` reaches.

    `ends_pathway` marks a milestone after which the period is over (treatment started, no cancer, broken off).
    Milestones are listed in the order in which they are expected.
    """

    id: str
    title: Text
    codes: tuple[Code, ...]
    ends_pathway: bool = False


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The longest time allowed: `value` counted in `unit`, `warn_before` units of which are the amber zone."""

    value: int
    unit: Unit
    source: Source
    warn_before: int = 0


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One treatment branch: the codes at the stopping milestone that choose it, and its limit.

    `limit` is None when the source states no limit for this branch: then the verdict is indeterminate, never met.
    `counted` is False for branches the clock does not apply to (the verdict is then not-applicable).
    """

    id: str
    title: Text
    codes: tuple[str, ...] = ()
    limit: Limit | None = None
    counted: bool = True


class Selector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chooses the event that starts or stops a clock: the first or last event reaching `milestone`."""

    milestone: str
    pick: Pick = Pick.FIRST


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One time limit of the norm, from a starting to a stopping milestone.

    A clock without treatment branches has exactly one branch with an empty id and no codes.
    `parts` names the clocks whose limits must add up to this one's, branch by branch (used by lint).
    """

    id: str
    title: Text
    start: Selector
    stop: Selector
    branches: tuple[Branch, ...]
    parts: tuple[str, ...] = ()
    on_patient_delay: PatientDelay = PatientDelay.NONE
    attribute_to: Attribution = Attribution.STARTER


class PathwayDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole pathway norm as one edition states it.

    `valid_from` and `valid_to` (inclusive, None = open) say for which pathway starts the edition is in force.
    `code_system` is the canonical address (urn:oid:…) of the list that the milestone codes belong to.
    """

    id: str
    title: Text
    code_system: str
    valid_from: date
    milestones: tuple[Milestone, ...]
    clocks: tuple[Clock, ...]
    valid_to: date | None = None
    cut_over: CutOver = CutOver.GRANDFATHER
    sources: tuple[Source, ...] = ()

    def milestone_of(self, code: str) -> Milestone | None:
        """The milestone that `code` reaches, or None when the code is not part of this pathway."""
        for milestone in self.milestones:
            if any(known.code == code for known in milestone.codes):
                return milestone
        return None

    def clock(self, clock_id: str) -> Clock:
        """The clock called `clock_id`; raises KeyError when the pathway has none of that name."""
        for clock in self.clocks:
            if clock.id == clock_id:
                return clock
        raise KeyError(f"pathway {self.id} has no clock {clock_id}; it has {[c.id for c in self.clocks]}")

    def in_force_on(self, day: date) -> bool:
        """True when a pathway that starts on `day` is measured by this edition."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def unusable_ids(definition: PathwayDefinition) -> tuple[str, ...]:
    """The ids that cannot stand in an address, a file name and a header; they may come from elsewhere."""
    ids = [definition.id, *(milestone.id for milestone in definition.milestones)]
    for clock in definition.clocks:
        ids += [clock.id, *(branch.id for branch in clock.branches if branch.id)]
    return tuple(dict.fromkeys(id for id in ids if not _ID.fullmatch(id)))
