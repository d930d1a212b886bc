"""Rules as they were answered, in the reader's words: the same shape for a gate judged now and a check kept for ever."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from normverk.base.languages import catalogue, say
from normverk.base.rules import Finding
from normverk.govern.process.gate import Judged
from normverk.govern.process.models import GateCheck, Waiver
from normverk.norm.text import Text
from normverk.web.templatetags.components import day

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_WORDS_OF: Final[Mapping[str, str]] = {
    "state": "catalogue.state",
    "case_state": "process.case-state",
    "level": "process.inquiry.level",
    "analysis": "process.inquiry.analysis",
    "least_analysis": "process.inquiry.analysis",
    "assessment": "process.need.assessment",
    "outcome": "process.outcome",
    "verdict": "catalogue.review.verdict",
}
"""Facts whose values are codes, and where the words of those codes stand."""

_NAMES_OF: Final[Mapping[str, str]] = {"missing": "catalogue.head"}
"""Facts whose values are lists of names, and where the words of those names stand."""


@dataclass(frozen=True)
class ShownCheck:
    """One rule on a page: its words, its answer with colour, the facts it looked at, its source, and its waiver."""

    rule: str
    text: Text
    status_key: str
    color: str
    facts: tuple[tuple[str, str], ...]
    document: str
    heading: str
    url: str
    reading: str
    waiver: Waiver | None


def shown_finding(finding: Finding, waiver: Waiver | None = None) -> ShownCheck:
    """A rule as it is answered now."""
    rule = finding.rule
    status, color = _status(str(finding.result.outcome), str(rule.strength), waiver)
    return ShownCheck(
        rule.id,
        rule.text,
        status,
        color,
        fact_words(finding.result.facts),
        rule.citation.document,
        rule.citation.heading,
        rule.citation.url,
        rule.citation.reading,
        waiver,
    )


def shown_judged(judged: Judged) -> ShownCheck:
    """A rule of a gate with the waiver that lets it be."""
    return shown_finding(judged.finding, judged.waiver)


def shown_check(check: GateCheck) -> ShownCheck:
    """A rule as it was answered for a decision."""
    status, color = _status(check.outcome, check.strength, check.waiver)
    source = check.source
    return ShownCheck(
        check.rule,
        Text(**check.text),
        status,
        color,
        fact_words(check.facts),
        source["document"],
        source["heading"],
        source["url"],
        source["reading"],
        check.waiver,
    )


def fact_words(facts: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Names and values of facts in the reader's language; a name without words is shown as it is."""
    return tuple((_name(name), _value(name, value)) for name, value in facts.items())


def _name(name: str) -> str:
    key = f"process.fact.{name}"
    return say(key) if key in catalogue() else name


def _value(name: str, value: Any) -> str:
    if name in _NAMES_OF and value:
        return ", ".join(say(f"{_NAMES_OF[name]}.{one}") for one in str(value).split(", "))
    key = f"{_WORDS_OF.get(name, '')}.{value}"
    if key in catalogue():
        return say(key)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day(value)
    if value is None:
        return say("process.value.unknown")
    if isinstance(value, bool):
        return say("process.value.yes" if value else "process.value.no")
    return str(value) if value not in {"", "None"} else say("process.value.none")


def _status(outcome: str, strength: str, waiver: Waiver | None) -> tuple[str, str]:
    if waiver is not None:
        return "process.check.waived", "warning"
    if outcome == "met":
        return "process.check.met", "success"
    if outcome == "cannot-tell":
        return "process.check.cannot-tell", "danger" if strength == "skal" else "warning"
    return f"process.check.not-met-{strength}", "danger" if strength == "skal" else "warning"
