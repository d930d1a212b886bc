"""What a patient pathway with time limits is: milestones, clocks, limits and treatment branches, as immutable values.

The clock language follows the semantics described in docs/architecture-clocks.md and docs/decisions/0011. Nothing here
reads a clock on the wall and nothing knows about patients: a definition is what a release carries, an engine applies it.
What a definition must keep to make sense stands in pathway_faults.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum

import msgspec

from normverk.norm.conditions import Condition, Finding
from normverk.norm.days import Unit
from normverk.norm.delays import DelayRule
from normverk.norm.derivation import DataRule
from normverk.norm.identifiers import Id
from normverk.norm.source import Source
from normverk.norm.text import Text

_ID = re.compile(r"\w[\w.-]{0,63}")


class Pick(StrEnum):
    """Which of several events that reach the same milestone counts."""

    FIRST = "first"
    LAST = "last"
    NTH = "nth"


class Attribution(StrEnum):
    """To which hospital the result of a clock belongs when the patient was transferred.

    starter: who started the pathway. responsible: who last took the patient over, at the latest with the stop.
    treating: who registered the stop.
    """

    STARTER = "starter"
    RESPONSIBLE = "responsible"
    TREATING = "treating"


class CutOver(StrEnum):
    """What becomes of patients already under way when an edition takes over from another.

    grandfather: the edition they started under measures them to the end. switch: clocks that have not stopped are
    measured by the new edition from its first day. stop: clocks that have not stopped are measured no more.
    """

    GRANDFATHER = "grandfather"
    SWITCH = "switch"
    STOP = "stop"


class AtEnd(StrEnum):
    """What becomes of patients under way when an edition's validity ends and none takes over."""

    FOLLOW = "follow"
    STOP = "stop"


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

    id: Id
    title: Text
    codes: tuple[Code, ...]
    ends_pathway: bool = False


class Footnote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An exception that the source states without a number. It is told with the verdict and never computed."""

    text: Text
    source: Source


class Limit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The longest time allowed: `value` counted in `unit`, `warn_before` units of which are the amber zone.

    With `warn_at_percent` the amber zone begins instead when that share of the limit has passed, rounded up to a unit.
    """

    value: int
    unit: Unit
    source: Source
    warn_before: int = 0
    warn_at_percent: int | None = None

    @property
    def amber_units(self) -> int:
        """How many units before the limit the amber zone begins."""
        if self.warn_at_percent is None:
            return self.warn_before
        return self.value - -(-self.value * self.warn_at_percent // 100)


class Branch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One branch: the codes at the stopping milestone and the conditions that choose it, and its limit.

    The first branch that matches holds; branches without codes match any stop that no other branch names. `limit` is
    None when the source states no limit for this branch: then the verdict is indeterminate, never met. `counted` is
    False for branches the clock does not apply to (the verdict is then not-applicable).
    """

    id: str
    title: Text
    codes: tuple[str, ...] = ()
    limit: Limit | None = None
    counted: bool = True
    when: tuple[Condition, ...] = ()
    footnotes: tuple[Footnote, ...] = ()


class Selector(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Chooses the event that starts or stops a clock: the first, last or `nth` event reaching `milestone`.

    `since` counts only events after the first one that reached that other milestone. `after_start`, for a stop, counts
    only events after the one that starts the clock.
    """

    milestone: str
    pick: Pick = Pick.FIRST
    nth: int = 1
    since: str = ""
    after_start: bool = False


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One time limit of the norm, from a starting to a stopping milestone.

    A clock without branches has exactly one branch with an empty id and no codes.
    `parts` names the clocks whose limits must add up to this one's, branch by branch (used by lint).
    `delays` may overlap in time and name the same milestone; their order means nothing (docs/architecture-clocks.md).
    `repeats`: after each stop the next start event begins a new round (from evaluation to next evaluation).
    """

    id: Id
    title: Text
    start: Selector
    stop: Selector
    branches: tuple[Branch, ...]
    parts: tuple[str, ...] = ()
    attribute_to: Attribution = Attribution.STARTER
    delays: tuple[DelayRule, ...] = ()
    repeats: bool = False
    footnotes: tuple[Footnote, ...] = ()


class PathwayDefinition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole pathway norm as one edition states it.

    `valid_from` and `valid_to` (inclusive, None = open) say for which pathway starts the edition is in force.
    `code_system` is the canonical address (urn:oid:…) of the list that the milestone codes belong to.
    `cut_over` says what becomes of those under way in an earlier edition when this one takes over, `at_end` what becomes
    of those under way when this one ends. Of pathways with the same `exclusive` a patient is in one at a time.
    `derivations` are the data rules by which registrations are proposed from the record; they move no clock.
    """

    id: Id
    title: Text
    code_system: str
    valid_from: date
    milestones: tuple[Milestone, ...]
    clocks: tuple[Clock, ...]
    valid_to: date | None = None
    cut_over: CutOver = CutOver.GRANDFATHER
    sources: tuple[Source, ...] = ()
    at_end: AtEnd = AtEnd.FOLLOW
    exclusive: str = ""
    findings: tuple[Finding, ...] = ()
    derivations: tuple[DataRule, ...] = ()

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
        ids += [clock.id, *(branch.id for branch in clock.branches if branch.id), *(rule.id for rule in clock.delays)]
    return tuple(dict.fromkeys(id for id in ids if not _ID.fullmatch(id)))
