"""The coordinator's work with proposals, done by one who knows the truth: confirm, correct, refuse, and type the rest.

After each round the rules look again: what has been confirmed or typed is registered, and more may follow from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from normverk.norm.derivation import RuleSet
from normverk.publish.default_rules import rules_for
from normverk.sim.records.traces import Truth
from normverk.use.proposals.engine import Proposal, RecordFact, Registered, propose

COST: Final = {"by_hand": 6, "confirm": 1, "refuse": 3, "correct": 4}
"""Clicks and fields. By hand: find the patient, open the form, code, date, hospital, save. Confirm: the button. Refuse:
choose, write the reason, the button. Correct: open, date, reason, save. Looking and thinking are not counted, in either
way of working; nor is confirming many with one click, which would count less than one each."""

NEAR: Final = timedelta(days=14)
"""How far from the true day a proposal may be and still be of the same happening, so that it is corrected and not refused."""


@dataclass(frozen=True)
class Work:
    """How often each thing was done."""

    confirmed: int = 0
    corrected: int = 0
    refused: int = 0
    typed: int = 0

    def __add__(self, other: Work) -> Work:
        """Both together."""
        return Work(
            self.confirmed + other.confirmed,
            self.corrected + other.corrected,
            self.refused + other.refused,
            self.typed + other.typed,
        )

    @property
    def clicks(self) -> int:
        """Clicks and fields in all, by COST."""
        return (
            self.confirmed * COST["confirm"]
            + self.corrected * COST["correct"]
            + self.refused * COST["refuse"]
            + self.typed * COST["by_hand"]
        )

    def plain(self) -> dict[str, int]:
        """The counts as plain data."""
        return {
            "confirmed": self.confirmed,
            "corrected": self.corrected,
            "refused": self.refused,
            "typed": self.typed,
        }


def work_through(facts: Iterable[RecordFact], truth: Iterable[Truth], rules: RuleSet | None = None) -> Work:
    """Everything that has to be done until just the truth is registered of all patients, by these rules (of breast cancer
    when none are given)."""
    held = rules or rules_for("A01")
    by_patient: dict[str, list[RecordFact]] = defaultdict(list)
    for fact in facts:
        by_patient[fact.patient].append(fact)
    wanted: dict[str, list[Truth]] = defaultdict(list)
    for one in truth:
        wanted[one.patient].append(one)
    patients = sorted(by_patient.keys() | wanted.keys())
    return sum((_one_patient(by_patient[patient], wanted[patient], held) for patient in patients), Work())


def _one_patient(facts: list[RecordFact], truth: list[Truth], rules: RuleSet) -> Work:
    left = sorted(truth, key=lambda one: (one.day, one.code))
    registered: list[Registered] = []
    refused: set[tuple[str, ...]] = set()
    work = Work()
    while True:
        proposed = _proposed(facts, registered, frozenset(refused), rules)
        waiting = [one for one in proposed if one.candidate.says not in refused]
        if waiting:
            work += _answer(waiting[0], left, registered, refused)
        elif left:
            missing = left.pop(0)
            registered.append(_typed(missing))
            work += Work(typed=1)
        else:
            return work


def _answer(proposal: Proposal, left: list[Truth], registered: list[Registered], refused: set[tuple[str, ...]]) -> Work:
    """Answers one proposal: what it is right about is taken out of what is left."""
    candidate = proposal.candidate
    near = [
        one
        for one in left
        if (one.code, one.org) == (proposal.code, candidate.org) and abs(one.day - candidate.day) <= NEAR
    ]
    if not near:
        refused.add(candidate.says)
        return Work(refused=1)
    true = min(near, key=lambda one: abs(one.day - candidate.day))
    left.remove(true)
    registered.append(
        Registered(true.code, true.day, true.org, "proposal", str(candidate.key), candidate.fact.identity)
    )
    return Work(confirmed=1) if true.day == candidate.day else Work(corrected=1)


def _typed(one: Truth) -> Registered:
    return Registered(one.code, one.day, one.org, "typed", f"{one.patient} {one.code} {one.day} {one.org}")


def _proposed(
    facts: list[RecordFact], registered: list[Registered], refused: frozenset[tuple[str, ...]], rules: RuleSet
) -> list[Proposal]:
    found = propose(facts, registered, rules, refused=refused)
    return [one for one in found if one.standing == "proposed" and one.code]
