"""What a pathway definition must keep to make sense: names that exist, branches that can be reached, no cycles.

Lint tells an author of many things; what stands here makes a definition unusable, and an engine refuses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from normverk.norm.conditions import AgeCondition
from normverk.norm.days import Unit
from normverk.norm.delays import STARTS_ANEW, DelayPolicy, DelayRule
from normverk.norm.derivation import rule_faults
from normverk.norm.pathway import Branch, Clock, PathwayDefinition, Pick, Selector

SUBTRACTABLE = (Unit.MINUTES, Unit.CALENDAR_DAYS, Unit.WORKING_DAYS)


class Fault(msgspec.Struct, frozen=True):
    """One thing that makes a definition unusable: where it is, which kind it is (a slug), and what it is about."""

    place: str
    kind: str
    detail: str

    def __str__(self) -> str:
        return f"{self.place}: {self.kind} ({self.detail})" if self.detail else f"{self.place}: {self.kind}"


def faults(definition: PathwayDefinition) -> tuple[Fault, ...]:
    """Everything that makes the definition unusable, in the order in which it is written; empty when it can be used."""
    return (
        *_names(definition),
        *(fault for clock in definition.clocks for fault in _of_clock(clock, definition)),
        *_cycles(definition),
        *_of_derivations(definition),
    )


def _names(definition: PathwayDefinition) -> Iterator[Fault]:
    if not definition.milestones:
        yield Fault("milestones", "no-milestones", definition.id)
    if definition.valid_to is not None and definition.valid_to < definition.valid_from:
        yield Fault("valid_to", "ends-before-it-begins", definition.valid_to.isoformat())
    yield from _twice("milestones", (milestone.id for milestone in definition.milestones), "id-twice")
    yield from _twice("clocks", (clock.id for clock in definition.clocks), "id-twice")
    yield from _twice("findings", (finding.id for finding in definition.findings), "id-twice")
    milestone_codes = [code.code for milestone in definition.milestones for code in milestone.codes]
    finding_codes = [code for finding in definition.findings for value in finding.values for code in value.codes]
    yield from _twice("milestones", [*milestone_codes, *finding_codes], "code-twice")


def _twice(place: str, ids: Iterable[str], kind: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            yield Fault(place, kind, id)
        seen.add(id)


def _of_clock(clock: Clock, definition: PathwayDefinition) -> Iterator[Fault]:
    place = f"clocks/{clock.id}"
    yield from _of_selector(clock.start, f"{place}/start", definition)
    yield from _of_selector(clock.stop, f"{place}/stop", definition)
    if clock.start.after_start:
        yield Fault(f"{place}/start", "start-after-itself", "after_start")
    if not clock.branches:
        yield Fault(f"{place}/branches", "no-branches", "")
    yield from _twice(f"{place}/branches", (branch.id for branch in clock.branches), "id-twice")
    stop_codes = {code.code for held in definition.milestones if held.id == clock.stop.milestone for code in held.codes}
    for number, branch in enumerate(clock.branches):
        where = f"{place}/branches/{branch.id}"
        yield from _of_choice(branch, clock.branches[:number], stop_codes, where)
        yield from _of_limit(branch, where)
        yield from _of_conditions(branch, where, definition)
    yield from _of_delays(clock, place, definition)
    if clock.repeats and not clock.start.pick is clock.stop.pick is Pick.FIRST:
        yield Fault(place, "repeats-only-from-first-to-first", "")


def _of_selector(selector: Selector, place: str, definition: PathwayDefinition) -> Iterator[Fault]:
    known = {milestone.id for milestone in definition.milestones}
    for name in (selector.milestone, selector.since):
        if name and name not in known:
            yield Fault(place, "unknown-milestone", name)
    if selector.since and selector.since == selector.milestone:
        yield Fault(place, "since-itself", selector.since)
    if selector.nth < 1 or (selector.nth != 1 and selector.pick is not Pick.NTH):
        yield Fault(place, "impossible-nth", str(selector.nth))


def _of_choice(branch: Branch, earlier: tuple[Branch, ...], stop_codes: set[str], place: str) -> Iterator[Fault]:
    for code in branch.codes:
        if code not in stop_codes:
            yield Fault(f"{place}/codes", "not-a-code-of-the-stop", code)
    certain = [before for before in earlier if not before.when]
    taken = {code for before in certain for code in before.codes}
    if branch.codes and set(branch.codes) <= taken:
        yield Fault(place, "never-reached", ", ".join(branch.codes))
    if not branch.codes and any(not before.codes for before in certain):
        yield Fault(place, "never-reached", "")


def _of_limit(branch: Branch, place: str) -> Iterator[Fault]:
    if branch.limit is None:
        return
    if branch.limit.value < 0 or branch.limit.warn_before < 0:
        yield Fault(f"{place}/limit", "negative", str(branch.limit.value))
    percent = branch.limit.warn_at_percent
    if percent is not None and not 0 <= percent <= 100:
        yield Fault(f"{place}/limit", "not-a-percentage", str(percent))


def _of_conditions(branch: Branch, place: str, definition: PathwayDefinition) -> Iterator[Fault]:
    answers = {finding.id: {value.id for value in finding.values} for finding in definition.findings}
    for condition in branch.when:
        if isinstance(condition, AgeCondition):
            if condition.least is not None and condition.most is not None and condition.most < condition.least:
                yield Fault(f"{place}/when", "impossible-age", f"{condition.least}-{condition.most}")
            continue
        if condition.finding not in answers:
            yield Fault(f"{place}/when", "unknown-finding", condition.finding)
        for value in condition.values:
            if value not in answers.get(condition.finding, {value}):
                yield Fault(f"{place}/when", "unknown-answer", value)


def _of_delays(clock: Clock, place: str, definition: PathwayDefinition) -> Iterator[Fault]:
    yield from _twice(f"{place}/delays", (rule.id for rule in clock.delays), "id-twice")
    alike = [f"{rule.policy.value} {rule.milestone}" for rule in clock.delays]
    yield from _twice(f"{place}/delays", alike, "delay-rule-twice")
    for rule in clock.delays:
        yield from _of_delay(rule, clock, f"{place}/delays/{rule.id}", definition)


def _of_delay(rule: DelayRule, clock: Clock, where: str, definition: PathwayDefinition) -> Iterator[Fault]:
    policy = rule.policy
    known = {milestone.id for milestone in definition.milestones}
    for name in (rule.milestone, rule.resumes, rule.before):
        if name and name not in known:
            yield Fault(where, "unknown-milestone", name)
    if not rule.milestone and policy in (DelayPolicy.SUBTRACT, *STARTS_ANEW):
        yield Fault(where, "delay-without-milestone", policy.value)
    if rule.milestone and rule.milestone in (clock.start.milestone, clock.stop.milestone, rule.resumes):
        yield Fault(where, "delay-is-another-milestone", rule.milestone)
    if rule.longer_than and policy is not DelayPolicy.EXPLAIN:
        yield Fault(where, "length-only-explains", policy.value)
    if rule.longer_than < 0:
        yield Fault(where, "negative", str(rule.longer_than))
    if policy in STARTS_ANEW and clock.repeats:
        yield Fault(where, "repeats-and-starts-anew", policy.value)
    if policy is DelayPolicy.SUBTRACT:
        units = {branch.limit.unit for branch in clock.branches if branch.limit is not None}
        for unit in sorted(units - set(SUBTRACTABLE)):
            yield Fault(where, "unit-cannot-be-subtracted", unit)


def _of_derivations(definition: PathwayDefinition) -> Iterator[Fault]:
    known = {code.code for milestone in definition.milestones for code in milestone.codes}
    for found in rule_faults(definition.derivations, known):
        yield Fault(f"derivations/{found.rule}", found.kind, found.detail)


def _cycles(definition: PathwayDefinition) -> Iterator[Fault]:
    """Clocks that are, through their parts, a part of themselves, and parts that do not exist."""
    parts = {clock.id: clock.parts for clock in definition.clocks}
    for clock in definition.clocks:
        for part in clock.parts:
            if part not in parts:
                yield Fault(f"clocks/{clock.id}/parts", "unknown-clock", part)
        if clock.id in _below(clock.id, parts):
            yield Fault(f"clocks/{clock.id}/parts", "part-of-itself", clock.id)


def _below(clock_id: str, parts: dict[str, tuple[str, ...]]) -> set[str]:
    reached: set[str] = set()
    waiting = list(parts[clock_id])
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting.extend(parts.get(name, ()))
    return reached
