"""From facts and registered codes to proposals, for one patient in one pathway.

The strongest and earliest candidate that the course leaves room for is taken first, and again until none is left. What is
registered always holds: a proposal for the same point is then told as registered, or as differing, and asks for no click.
The result depends on the sets of facts and registrations alone, never on the order in which they came.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from normverk.norm.days import Moment
from normverk.norm.derivation import RuleSet, Strength
from normverk.use.proposals.engine.courses import Course, Mark, Registered, courses_of, room_for
from normverk.use.proposals.engine.facts import RecordFact, settle
from normverk.use.proposals.engine.match import Candidate, candidates

Standing = Literal["proposed", "registered", "differs", "information"]
"""`proposed` waits for a person; `registered` is in the record already; `differs` means that the record holds the same
point otherwise, which is told and changes nothing; `information` has no code."""

__all__ = ["Proposal", "Registered", "Standing", "propose"]


@dataclass(frozen=True)
class Proposal:
    """What follows from one fact by one rule. `registered` is what is in the record at that point, where there is such.

    `missing` are the codes that the rule expected before and did not find, which is why the strength is low.
    """

    pathway: str
    candidate: Candidate
    standing: Standing
    strength: Strength
    registered: Registered | None = None
    missing: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The proposed code; empty for information."""
        return self.candidate.rule.code

    @property
    def time(self) -> Moment:
        """The proposed date or instant."""
        return self.candidate.time

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is recognised by through all versions of the fact: the fact, and what is proposed."""
        return self.candidate.key


def propose(
    facts: Iterable[RecordFact],
    registered: Iterable[Registered],
    rules: RuleSet,
    *,
    refused: frozenset[tuple[str, ...]] = frozenset(),
) -> tuple[Proposal, ...]:
    """The proposals for one patient by one pathway's rules, by date.

    `registered` are the codes that hold. `refused` is what proposals said (`Candidate.says`) that a person has refused:
    the point they stood for stays open for the next fact, and a fact that is corrected to say otherwise is proposed anew.
    """
    fitting = candidates(settle(facts), rules)
    courses = courses_of(registered, rules)
    if not courses and all(one.rule.present for one in fitting):
        return ()
    # A fact may fit a weaker rule for the same code too: who refuses the stronger one refuses the code from that fact.
    best = {one.key: one for one in reversed(fitting)}
    turned_down = [one for one in best.values() if one.says in refused]
    waiting = [one for one in fitting if best[one.key].says not in refused]
    found: list[Proposal] = []
    while True:
        taken = _first_that_fits(waiting, courses, rules)
        if taken is None:
            break
        found.append(taken)
        waiting = [one for one in waiting if one.key != taken.key]
    # The refused are answered as before, so that they are still there to be seen, and never take anybody's place.
    found += [Proposal(rules.pathway, one, "proposed", one.rule.strength) for one in turned_down]
    settled = [_with_expectations(one, courses, rules) for one in found]
    return tuple(sorted(settled, key=lambda one: (one.candidate.day, rules.station_of(one.code), one.key)))


def _first_that_fits(waiting: list[Candidate], courses: list[Course], rules: RuleSet) -> Proposal | None:
    for candidate in waiting:
        course = room_for(candidate, courses, rules)
        if course is None:
            continue
        proposal = _answer(candidate, course, waiting, rules)
        if proposal is not None:
            return proposal
    return None


def _answer(candidate: Candidate, course: Course, waiting: list[Candidate], rules: RuleSet) -> Proposal | None:
    """What the candidate comes to in the course; None when its point is taken and there is nothing to say."""
    rule = candidate.rule
    if rule.present and not course.has(rule.present, until=candidate.day):
        return None
    if course.has(rule.not_after, until=candidate.day - timedelta(days=1)):
        return None
    taken = course.taken_by(candidate)
    if not taken:
        course.add(Mark(rule.mark, candidate.day, candidate.org), ends=_ends(candidate, rules))
        standing: Standing = "proposed" if rule.code else "information"
        return Proposal(rules.pathway, candidate, standing, rule.strength)
    open_marks = [mark for mark in taken if mark.registered is not None and not mark.paired]
    for mark in open_marks:
        held = mark.registered
        assert held is not None
        if held.from_fact and held.from_fact != candidate.fact.identity:
            continue
        same = (held.code, mark.day) == (rule.code, candidate.day)
        if not same and not held.from_fact and _a_better_one(mark, waiting):
            continue
        mark.paired = True
        return Proposal(rules.pathway, candidate, "registered" if same else "differs", rule.strength, held)
    return None


def _a_better_one(mark: Mark, waiting: list[Candidate]) -> bool:
    """True when another fact says just what is registered."""
    return any((one.rule.code, one.day) == (mark.code, mark.day) for one in waiting)


def _ends(candidate: Candidate, rules: RuleSet) -> bool:
    """A question closes nothing: only what can be relied on ends a course for those after it."""
    place = rules.station_of(candidate.rule.code)
    return place < len(rules.stations) and rules.stations[place].ends and candidate.rule.strength is not Strength.LOW


def _with_expectations(proposal: Proposal, courses: list[Course], rules: RuleSet) -> Proposal:
    expected = proposal.candidate.rule.expected
    course = room_for(proposal.candidate, courses, rules) if expected else None
    if not expected or (course is not None and course.has(expected, until=proposal.candidate.day)):
        return proposal
    return replace(proposal, strength=Strength.LOW, missing=expected)
