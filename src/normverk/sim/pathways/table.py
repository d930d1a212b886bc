"""Builds clocks, findings and whole definitions from plain tables, for the pathways that do not follow the cancer pattern."""

from __future__ import annotations

from typing import Any

from normverk.norm.conditions import AgeCondition, Condition, Finding, FindingCondition, FindingValue
from normverk.norm.days import Unit
from normverk.norm.delays import DelayKind, DelayPolicy, DelayRule
from normverk.norm.pathway import (
    Attribution,
    Branch,
    Clock,
    Code,
    Footnote,
    Limit,
    Milestone,
    PathwayDefinition,
    Pick,
    Selector,
)
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.sim.pathways.facts_read import UNKNOWN, footnote, text

_ALL = Text("Alle", "Alle", "All")


def definition_of(plain: dict[str, Any]) -> PathwayDefinition:
    """The definition that a table states; KeyError or ValueError names the field that is missing or unknown."""
    return PathwayDefinition(
        id=plain["id"],
        title=text(plain["title"]),
        code_system=plain["code_system"],
        valid_from=plain["from"],
        milestones=tuple(milestone_of(one) for one in plain["milestones"]),
        clocks=tuple(clock_of(one) for one in plain["clocks"]),
        sources=tuple(Source(**source) for source in plain["sources"]),
        findings=tuple(finding_of(one) for one in plain.get("findings", ())),
    )


def milestone_of(plain: dict[str, Any]) -> Milestone:
    """A milestone with its codes; the codes are a table of code to short name."""
    codes = tuple(Code(code, display) for code, display in plain["codes"].items())
    return Milestone(plain["id"], text(plain["title"]), codes, plain.get("ends", False))


def finding_of(plain: dict[str, Any]) -> Finding:
    """A finding with its answers."""
    values = tuple(FindingValue(one["id"], text(one["title"]), tuple(one["codes"])) for one in plain["values"])
    return Finding(plain["id"], text(plain["title"]), values)


def clock_of(plain: dict[str, Any]) -> Clock:
    """A clock. Without `branches` the clock itself may have a limit: `value`, `unit` and `source`, else it is unknown."""
    rows = plain.get("branches", [plain])
    return Clock(
        id=plain["id"],
        title=text(plain["title"]),
        start=_selector(plain["start"]),
        stop=_selector(plain["stop"]),
        branches=tuple(_branch(row, named="branches" in plain) for row in rows),
        parts=tuple(plain.get("parts", ())),
        attribute_to=Attribution(plain.get("attribute_to", "starter")),
        delays=tuple(_delay(one) for one in plain.get("delays", ())),
        repeats=plain.get("repeats", False),
        footnotes=tuple(footnote(note) for note in plain.get("footnotes", ())),
    )


def _selector(plain: str | dict[str, Any]) -> Selector:
    if isinstance(plain, str):
        return Selector(plain)
    return Selector(
        plain["milestone"],
        Pick(plain.get("pick", "first")),
        plain.get("nth", 1),
        plain.get("since", ""),
        plain.get("after_start", False),
    )


def _delay(plain: dict[str, Any]) -> DelayRule:
    return DelayRule(
        id=plain["id"],
        policy=DelayPolicy(plain["policy"]),
        milestone=plain["milestone"],
        resumes=plain.get("resumes", ""),
        before=plain.get("before", ""),
        longer_than=plain.get("longer_than", 0),
        unit=Unit(plain.get("unit", "calendar_days")),
        kind=DelayKind(plain.get("kind", "patient-wish")),
    )


def _branch(plain: dict[str, Any], *, named: bool) -> Branch:
    limit = _limit(plain) if "value" in plain else None
    counted = plain.get("counted", True)
    told: tuple[Footnote, ...] = tuple(footnote(note) for note in plain.get("footnotes", ())) if named else ()
    if limit is None and counted:
        told = (UNKNOWN, *told)
    return Branch(
        id=plain["id"] if named else "",
        title=text(plain["title"]) if named else _ALL,
        codes=tuple(plain.get("codes", ())),
        limit=limit,
        counted=counted,
        when=tuple(_condition(one) for one in plain.get("when", ())),
        footnotes=told,
    )


def _limit(plain: dict[str, Any]) -> Limit:
    source = Source(**plain["source"])
    return Limit(
        plain["value"], Unit(plain["unit"]), source, warn_before=min(plain.get("warn", 0), plain["value"] // 2)
    )


def _condition(plain: dict[str, Any]) -> Condition:
    if "finding" in plain:
        return FindingCondition(plain["finding"], tuple(plain["values"]))
    return AgeCondition(plain.get("least"), plain.get("most"))
