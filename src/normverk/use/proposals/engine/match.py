"""Which facts fit which rules by themselves, before the course so far is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from normverk.norm.days import Moment, local_date
from normverk.norm.derivation import CodeGroup, DataRule, FactKind, Match, OrgField, RuleSet
from normverk.use.proposals.engine.facts import Coded, RecordFact


@dataclass(frozen=True)
class Candidate:
    """A fact that fits a rule, with the date and hospital that the rule takes from it."""

    rule: DataRule
    fact: RecordFact
    time: Moment
    org: str
    order: int
    """The place of the rule in its set: of rules that fit equally well the first one speaks."""

    @property
    def day(self) -> date:
        """The date in Norway."""
        return local_date(self.time)

    @property
    def says(self) -> tuple[str, ...]:
        """The whole of what it proposes: when this changes, an answer that was given is to something else."""
        return (*self.key, self.time.isoformat(), self.org, self.rule.treatment)

    @property
    def key(self) -> tuple[str, str, str]:
        """What a proposal is recognised by: the fact, and what it is proposed as."""
        return (*self.fact.identity, self.rule.mark)


def candidates(facts: Iterable[RecordFact], rules: RuleSet) -> tuple[Candidate, ...]:
    """Every fact with every rule it fits, the strongest rules first, then by date."""
    held = tuple(facts)
    by_kind = _by_kind(rules)
    starts = frozenset(rules.stations[0].codes)
    referrals = frozenset(
        fact.source_id
        for fact in held
        for _, rule in by_kind.get(fact.kind, ())
        if rule.code in starts and not rule.match.same_referral and fits(fact, rule.match, frozenset())
    )
    found = [
        candidate
        for fact in held
        for order, rule in by_kind.get(fact.kind, ())
        if fits(fact, rule.match, referrals) and (candidate := _taken(fact, rule, order)) is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.rule.strength.rank, one.day, one.order, one.fact.identity)))


@lru_cache(maxsize=512)
def _by_kind(rules: RuleSet) -> Mapping[FactKind, tuple[tuple[int, DataRule], ...]]:
    """The rules with their places, by the kind of fact they look at: nine of ten are passed by at once."""
    found: dict[FactKind, list[tuple[int, DataRule]]] = {}
    for order, rule in enumerate(rules.rules):
        found.setdefault(rule.match.kind, []).append((order, rule))
    return {kind: tuple(held) for kind, held in found.items()}


def fits(fact: RecordFact, match: Match, referrals: Set[str]) -> bool:
    """True when the fact is what the rule asks for. `referrals` are the source ids of those that start the pathway."""
    return (
        fact.kind is match.kind
        and (not match.states or fact.state in match.states)
        and (not match.what or _any(fact.what, match.what))
        and not _any(fact.what, match.not_what)
        and (not match.about or _any(fact.about, match.about))
        and not _any(fact.about, match.not_about)
        and not (match.about_nothing and fact.about)
        and (not match.urgencies or fact.urgency in match.urgencies)
        and (not match.categories or not set(match.categories).isdisjoint(fact.categories))
        and set(match.not_categories).isdisjoint(fact.categories)
        and (not match.asked_by_roles or fact.asked_by_role in match.asked_by_roles)
        and fact.asked_by_role not in match.not_asked_by_roles
        and not (match.no_referral and fact.based_on)
        and (not match.same_referral or (fact.based_on != "" and fact.based_on in referrals))
        and (match.elsewhere is None or match.elsewhere == _elsewhere(fact))
        and _old_enough(fact, match)
    )


def day_of(moment: Moment | None) -> date | None:
    """The date in Norway, where there is a moment."""
    return local_date(moment) if moment is not None else None


def _taken(fact: RecordFact, rule: DataRule, order: int) -> Candidate | None:
    time = next((found for field in rule.dates if (found := fact.moment(field)) is not None), None)
    org = fact.asked_by if rule.org is OrgField.ASKED_BY else fact.org
    if time is None or (rule.code and not org):
        return None
    return Candidate(rule, fact, time, org, order)


def _any(codes: Iterable[Coded], groups: Iterable[CodeGroup]) -> bool:
    return any(group.holds(one.system, one.code) for one in codes for group in groups)


def _elsewhere(fact: RecordFact) -> bool:
    return bool(fact.org) and bool(fact.asked_by) and fact.org != fact.asked_by


def _old_enough(fact: RecordFact, match: Match) -> bool:
    if fact.age is None:
        return match.most_age is None
    least = match.least_age if match.least_age is not None else 0
    return least <= fact.age and (match.most_age is None or fact.age <= match.most_age)
