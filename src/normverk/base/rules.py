"""A rule is a citation: the kernel that every `rules.py` is written with. Pure; no Django.

A rule has an id, a strength, a text of our own, its source, and examples that obey and break it. It looks at facts
(an immutable value) and answers met, not met or cannot tell, with what it looked at. docs/rules.md is generated from
the registry, and tests run every example.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from normverk.norm.text import Text


class Strength(StrEnum):
    """`skal` refuses the action; `boer` lets it through with a warning."""

    SKAL = "skal"
    BOER = "boer"


class Outcome(StrEnum):
    """What a rule answers."""

    MET = "met"
    NOT_MET = "not-met"
    CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Citation:
    """Where a rule comes from.

    `document` is S0 to S4 for the seed documents, or the name of another source; `heading` the place in it;
    `sentence` the sentence_digest() of the sentence the rule rests on (empty for sources we do not hold);
    `reading` says how an unclear or contradictory source was read.
    """

    document: str
    heading: str
    sentence: str = ""
    url: str = ""
    reading: str = ""


@dataclass(frozen=True)
class Result:
    """A rule's answer and the facts it looked at, as plain values that can be stored and shown."""

    outcome: Outcome
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """A rule's answer in one case."""

    rule: Rule
    result: Result

    @property
    def refuses(self) -> bool:
        """True when the rule is a `skal` and is not known to be met: what cannot be told is not let through."""
        return self.rule.strength is Strength.SKAL and self.result.outcome is not Outcome.MET

    @property
    def warns(self) -> bool:
        """True when the rule is a `boer` and is not known to be met."""
        return self.rule.strength is Strength.BOER and self.result.outcome is not Outcome.MET

    def plain(self) -> dict[str, Any]:
        """The finding as plain data for the event log and the API."""
        return {
            "rule": self.rule.id,
            "strength": str(self.rule.strength),
            "outcome": str(self.result.outcome),
            "facts": dict(self.result.facts),
        }


Check = Callable[[Any], Result]


@dataclass(frozen=True)
class Rule:
    """One rule of the domain. `about` is the type of the facts it looks at."""

    id: str
    strength: Strength
    about: type
    text: Text
    citation: Citation
    check: Check
    obeying: tuple[Any, ...]
    breaking: tuple[Any, ...]
    since: date = date(2021, 12, 1)
    until: date | None = None

    def applies_on(self, day: date) -> bool:
        """True when the rule is in force on `day`."""
        return self.since <= day and (self.until is None or day <= self.until)


class Broken(Exception):  # noqa: N818
    """The domain refuses: carries every rule that is broken. Everything else that goes wrong is a bug and raises."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(f"{finding.rule.id}: {finding.rule.text.en}" for finding in findings))
        self.findings = findings


REGISTRY: Final[dict[str, Rule]] = {}


def rule(
    id: str,
    *,
    strength: Strength,
    about: type,
    text: Text,
    citation: Citation,
    obeying: tuple[Any, ...],
    breaking: tuple[Any, ...],
    since: date = date(2021, 12, 1),
    until: date | None = None,
) -> Callable[[Check], Check]:
    """Declares the decorated check as a rule. Raises ValueError for an id used twice, a missing text or example."""

    def declare(check: Check) -> Check:
        if id in REGISTRY and REGISTRY[id].check.__qualname__ != check.__qualname__:
            raise ValueError(f"the rule {id} is declared twice")
        if text.missing():
            raise ValueError(f"the rule {id} lacks its text in {text.missing()}")
        if not obeying or not breaking:
            raise ValueError(f"the rule {id} needs an obeying and a breaking example")
        REGISTRY[id] = Rule(id, strength, about, text, citation, check, obeying, breaking, since, until)
        return check

    return declare


def judge(facts: Any, *, on: date, only: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """Every rule in force on `on` about this kind of facts (or those named in `only`), each with its answer."""
    return tuple(
        Finding(known, known.check(facts))
        for known in REGISTRY.values()
        if known.about is type(facts) and known.applies_on(on) and (not only or known.id in only)
    )


def uphold(
    facts: Any, *, on: date, waived: frozenset[str] = frozenset(), only: tuple[str, ...] = ()
) -> tuple[Finding, ...]:
    """Judges, and raises Broken when a `skal` that nobody has waived is not met. Returns all findings otherwise."""
    findings = judge(facts, on=on, only=only)
    refused = tuple(finding for finding in findings if finding.refuses and finding.rule.id not in waived)
    if refused:
        raise Broken(refused)
    return findings


def met(holds: bool, **facts: Any) -> Result:
    """Shorthand for a check that can always tell."""
    return Result(Outcome.MET if holds else Outcome.NOT_MET, facts)


def cannot_tell(**facts: Any) -> Result:
    """Shorthand for a check that lacks what it needs to know."""
    return Result(Outcome.CANNOT_TELL, facts)


def sentence_digest(sentence: str) -> str:
    """The digest by which a sentence of a source is recognised without copying it: white space is one blank."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()
