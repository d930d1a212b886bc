"""Data rules: how a pathway norm lets codes be proposed from what the record already knows.

A rule looks at one fact of the record (a referral received, an attendance, an operation) and at what is known of the course
so far, and proposes a code with date and hospital. A proposal is never a registration: a person confirms it. Values only;
what applies the rules is `normverk.use.proposals.engine`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from enum import StrEnum
from typing import Final

import msgspec

from normverk.norm.identifiers import Id
from normverk.norm.source import Source
from normverk.norm.text import Text


class FactKind(StrEnum):
    """What kind of thing in the record a fact is."""

    REFERRAL = "referral"
    ENCOUNTER = "encounter"
    APPOINTMENT = "appointment"
    REPORT = "report"
    SPECIMEN = "specimen"
    DECISION = "decision"
    PROCEDURE = "procedure"
    MEDICATION = "medication"
    EPISODE = "episode"
    DEATH = "death"


class Strength(StrEnum):
    """How far a proposal can be relied on: `high` follows from the record, `medium` is likely, `low` is a question."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """0 for the strongest."""
        return list(Strength).index(self)


class DateField(StrEnum):
    """Which date of a fact a proposal takes."""

    RECEIVED = "received"
    AUTHORED = "authored"
    STARTED = "started"
    ENDED = "ended"


class OrgField(StrEnum):
    """Which hospital of a fact a proposal takes: the one that received or did it, or the one that asked for it."""

    ORG = "org"
    ASKED_BY = "asked_by"


class CodeGroup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Codes of one code system, by their beginnings: `("C50",)` in icd-10 holds C50 and C50.4; none holds every code."""

    system: str
    prefixes: tuple[str, ...]

    def holds(self, system: str, code: str) -> bool:
        """True when the code belongs to the group. Full stops do not count: C504 is C50.4."""
        plain = code.replace(".", "").upper()
        begins = not self.prefixes or any(plain.startswith(prefix.replace(".", "")) for prefix in self.prefixes)
        return system == self.system and begins


class Match(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a fact must be like. An empty field asks for nothing; where several are given, one of them will do.

    `what` is what the thing itself is coded as and `about` its reasons and diagnoses. `same_referral` asks that it was
    done because of a referral that starts this pathway, `no_referral` that it names none; `elsewhere` that it is asked of another hospital than the one
    that asks (True), or that it is not (False). Ages are in whole years on the day, both included; a rule with a least
    age lets unknown ages through, one with a highest age does not.
    """

    kind: FactKind
    states: tuple[str, ...] = ()
    what: tuple[CodeGroup, ...] = ()
    not_what: tuple[CodeGroup, ...] = ()
    about: tuple[CodeGroup, ...] = ()
    not_about: tuple[CodeGroup, ...] = ()
    about_nothing: bool = False
    urgencies: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    not_categories: tuple[str, ...] = ()
    asked_by_roles: tuple[str, ...] = ()
    not_asked_by_roles: tuple[str, ...] = ()
    same_referral: bool = False
    no_referral: bool = False
    elsewhere: bool | None = None
    least_age: int | None = None
    most_age: int | None = None


class DataRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One way from a fact to a proposal.

    `code` is what is proposed; empty for a point that is only told about and has no code (a biopsy). `present` are codes
    of which one must have been reached by that day, `not_after` codes that must not have been reached before it.
    `absent` are the codes that stand in the proposal's own place: one of them in the course, whatever its day, and there
    is nothing to propose; `absent_here` the same at the proposal's own hospital. `expected` are codes without which the
    proposal is a question only. The date is the first of `dates` that the fact has.
    """

    id: Id
    code: str
    milestone: str
    match: Match
    dates: tuple[DateField, ...]
    strength: Strength
    why: Text
    source: Source
    org: OrgField = OrgField.ORG
    treatment: str = ""
    present: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    absent_here: tuple[str, ...] = ()
    expected: tuple[str, ...] = ()

    @property
    def mark(self) -> str:
        """What the course is marked with: the code, or the point's name where there is none."""
        return self.code or f"#{self.milestone}"


class Station(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A milestone of a pathway as the rules need it: its codes, and whether it ends the course."""

    id: str
    codes: tuple[str, ...]
    ends: bool = False


class RuleSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """The data rules of one pathway, with its stations in the expected order; the first one starts it."""

    pathway: str
    stations: tuple[Station, ...]
    rules: tuple[DataRule, ...]

    def station_of(self, code: str) -> int:
        """The place of the station that `code` belongs to; after the last when it belongs to none."""
        return next((place for place, one in enumerate(self.stations) if code in one.codes), len(self.stations))


class RuleFault(msgspec.Struct, frozen=True):
    """One thing that makes a rule unusable: the rule's id, which kind of fault it is (a slug), and what it is about."""

    rule: str
    kind: str
    detail: str


def rule_faults(rules: Sequence[DataRule], known: Container[str]) -> Iterator[RuleFault]:
    """What is wrong with the rules of a pathway with the codes `known`; points without a code begin with #."""
    ids = [rule.id for rule in rules]
    yield from (RuleFault(id, "id-twice", id) for id in dict.fromkeys(ids) if ids.count(id) > 1)
    for rule in rules:
        named = {rule.code, *rule.present, *rule.not_after, *rule.absent, *rule.absent_here, *rule.expected} - {""}
        unknown = sorted(code for code in named if code not in known and not code.startswith("#"))
        if unknown:
            yield RuleFault(rule.id, "unknown-code", ", ".join(unknown))
        if not rule.dates:
            yield RuleFault(rule.id, "no-date", rule.code)
        if not rule.absent and not rule.absent_here:
            yield RuleFault(rule.id, "proposes-for-ever", rule.code)
        if rule.why.missing():
            yield RuleFault(rule.id, "reason-lacks-languages", ", ".join(rule.why.missing()))


_SENTENCES: Final = {
    "id-twice": "the id stands twice",
    "unknown-code": "{detail} belong to no station",
    "no-date": "it takes no date",
    "proposes-for-ever": "nothing keeps it from proposing again and again; name codes in absent",
    "reason-lacks-languages": "the reason lacks {detail}",
}


def faults(rules: RuleSet) -> tuple[str, ...]:
    """What is wrong with a rule set, a sentence each; nothing for one that can be used."""
    known = {code for station in rules.stations for code in station.codes}
    found = [f"{one.rule}: {_SENTENCES[one.kind].format(detail=one.detail)}" for one in rule_faults(rules.rules, known)]
    return (f"{rules.pathway}: there are no stations", *found) if not rules.stations else tuple(found)
