"""How well the data rules propose: what simulated record systems send, read and derived from, against the truth.

The files are written in the forms hospitals send them and read back by the real readers; nothing of the truth goes past
them. A proposal is right when the same code is true for the same patient at the same hospital within two weeks of its
day, each truth used once; it is exact when the day is right too. Shares are of what is proposed from the record alone.
Clicks are counted as a coordinator works who knows the truth (see work.py): what is missing is typed, and from what is
typed more may follow.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from normverk.norm.derivation import RuleSet
from normverk.publish import default_rules_mental
from normverk.publish.default_rules import prefixes, rules_for
from normverk.sim.generator import course
from normverk.sim.records.habits import RECORD_HABITS, RecordHabit
from normverk.sim.records.mental import PREFIX, mental_patient, somebody_else
from normverk.sim.records.traces import Trace, Truth, other_traces, traces_of, truth_of
from normverk.sim.records.work import COST, NEAR, Work, work_through
from normverk.sim.records.write_csv import MAPPING, write_csv
from normverk.sim.records.write_fhir import write_fhir
from normverk.sim.records.write_hl7 import write_hl7
from normverk.use.proposals.actions.intake import read_facts
from normverk.use.proposals.commands import proposals_by_patient
from normverk.use.proposals.engine import Proposal, RecordFact
from normverk.use.proposals.readers import complained, facts_in, read_mapping

BEGIN: Final = date(2021, 6, 1)
_DAYS: Final = 300
_RECENT: Final = timedelta(days=60)


@dataclass(frozen=True)
class Sent:
    """What a record system sends: the file, the traces it was written from, and the truth."""

    content: bytes
    traces: tuple[Trace, ...]
    truth: tuple[Truth, ...]


@dataclass(frozen=True)
class Tally:
    """What was found: true codes, proposals, those that are right, and those that are right to the day; by code letter."""

    patients: int
    true: Counter[str]
    proposed: Counter[str]
    right: Counter[str]
    exact: Counter[str]


def _cancer_patient(
    chance: random.Random, patient: str, first: date, writes: RecordHabit
) -> tuple[list[Trace], Sequence[Truth]]:
    steps = course(chance, writes.habit, first)
    return traces_of(chance, patient, steps, writes), truth_of(patient, steps)


@dataclass(frozen=True)
class Family:
    """Whose records are simulated: patients in one pathway with what is true of them, others, and the rules of the family
    with those of the pathway itself among them."""

    patient: Callable[[random.Random, str, date, RecordHabit], tuple[list[Trace], Sequence[Truth]]]
    other: Callable[[random.Random, str, date, RecordHabit], list[Trace]]
    rules: tuple[RuleSet, ...]
    own: RuleSet


CANCER: Final = Family(
    _cancer_patient, other_traces, tuple(rules_for(prefix) for prefix in prefixes()), rules_for("A01")
)
"""Breast cancer."""
MENTAL: Final = Family(
    mental_patient,
    somebody_else,
    tuple(default_rules_mental.rules_for(prefix) for prefix in default_rules_mental.prefixes()),
    default_rules_mental.rules_for(PREFIX),
)
"""Mental health care for adults, by the editions in which the receipt of the referral starts the pathway."""


def send(seed: int, patients: int, writes: RecordHabit, until: date | None = None, family: Family = CANCER) -> Sent:
    """The file that this record system sends of `patients` patients in the pathway, and as many others as it says.

    With `until` their pathways begin in the two months before that day, and what is written after it is left out.
    """
    traces: list[Trace] = []
    truth: list[Truth] = []
    births: dict[str, date] = {}
    for number in range(1, patients + 1):
        chance = random.Random(f"records {seed} {writes.form} {number}")  # noqa: S311  (synthetic data, not a secret)
        name = f"{writes.form}-{number}"
        births[name] = BEGIN - timedelta(days=int(365.25 * min(90, max(25, chance.gauss(61, 13)))))
        first, days = (BEGIN, _DAYS) if until is None else (until - _RECENT, _RECENT.days)
        left, true = family.patient(chance, name, first + timedelta(days=chance.randrange(days)), writes)
        truth += true
        traces += left
        if chance.random() < writes.alike:
            other = f"{name}-other"
            births[other] = births[name]
            traces += family.other(chance, other, first + timedelta(days=chance.randrange(days)), writes)
    traces = [trace for trace in traces if until is None or trace.written <= until]
    writer = {"fhir": write_fhir, "hl7": write_hl7, "csv": write_csv}[writes.form]
    return Sent(writer(traces, f"demo-{writes.form}", births), tuple(traces), tuple(truth))


def read(sent: Sent, writes: RecordHabit) -> tuple[RecordFact, ...]:
    """The facts that the real readers make of the file. Raises RuntimeError when something was set aside."""
    mapping = read_mapping(MAPPING.encode(), "mapping.toml") if writes.form == "csv" else None
    lines = read_facts(content=sent.content, name=f"sent.{writes.form}", form=writes.form, mapping=mapping)
    if complaints := complained(lines):
        place, complaint = complaints[0]
        raise RuntimeError(f"{place}: {complaint.kind} {complaint.detail} (and {len(complaints) - 1} more)")
    return facts_in(lines)


def derive(facts: Iterable[RecordFact], family: Family = CANCER) -> list[Proposal]:
    """The proposals that the rules of all the family's pathways make of the facts alone."""
    return [one for _, found in proposals_by_patient(facts, (), family.rules) for one in found if one.code]


def tally(patients: int, truth: Sequence[Truth], found: Iterable[Proposal]) -> Tally:
    """Holds the proposals against the truth."""
    waiting: dict[tuple[str, str, str], list[date]] = {}
    for one in truth:
        waiting.setdefault((one.patient, one.code, one.org), []).append(one.day)
    counts = Tally(patients, Counter(_letter(one.code) for one in truth), Counter(), Counter(), Counter())
    for proposal in found:
        letter, day = _letter(proposal.code), proposal.candidate.day
        counts.proposed[letter] += 1
        days = waiting.get((proposal.candidate.fact.patient, proposal.code, proposal.candidate.org), [])
        nearest = min(days, key=lambda true: abs(true - day), default=None)
        if nearest is not None and abs(nearest - day) <= NEAR:
            days.remove(nearest)
            counts.right[letter] += 1
            counts.exact[letter] += nearest == day
    return counts


def measure(
    *, seed: int, patients: int, habits: Sequence[RecordHabit] = RECORD_HABITS, family: Family = CANCER
) -> dict[str, Any]:
    """The figures for `patients` patients at each hospital, by hospital, by code and for all; ValueError for none."""
    if patients < 1:
        raise ValueError("there must be at least one patient at each hospital")
    tallies = []
    for writes in habits:
        sent = send(seed, patients, writes, family=family)
        facts = read(sent, writes)
        work = work_through(facts, sent.truth, family.own)
        tallies.append((writes, tally(patients, sent.truth, derive(facts, family)), work))
    everything = _together([one for _, one, _ in tallies])
    done = sum((one for *_, one in tallies), Work())
    letters = sorted(everything.true | everything.proposed)
    return {
        "hospitals": [
            {"hospital": writes.name, "form": writes.form, **figures(one, work)} for writes, one, work in tallies
        ],
        "all": figures(everything, done),
        "letters": [{"letter": letter, **_of_letter(everything, letter)} for letter in letters],
        "cost": COST,
    }


def measure_all(*, seed: int, patients: int) -> dict[str, Any]:
    """The figures for breast cancer, and under «mental» those for mental health care for adults; ValueError for none."""
    return {
        **measure(seed=seed, patients=patients),
        "mental": measure(seed=seed, patients=patients, family=MENTAL),
    }


def figures(counts: Tally, work: Work) -> dict[str, Any]:
    """Shares in percent and clicks a patient, against typing everything by hand."""
    true, proposed = counts.true.total(), counts.proposed.total()
    right, exact = counts.right.total(), counts.exact.total()
    return {
        "patients": counts.patients,
        "codes": true,
        "proposed": proposed,
        "right": right,
        "exact": exact,
        "recall_percent": _percent(right, true),
        "precision_percent": _percent(right, proposed),
        "exact_percent": _percent(exact, true),
        "not_typed_percent": _percent(true - work.typed, true),
        "answers": work.plain(),
        "clicks_per_patient": round(work.clicks / counts.patients, 1),
        "by_hand_per_patient": round(true * COST["by_hand"] / counts.patients, 1),
    }


def _of_letter(counts: Tally, letter: str) -> dict[str, Any]:
    true, proposed, right = counts.true[letter], counts.proposed[letter], counts.right[letter]
    return {
        "codes": true,
        "proposed": proposed,
        "recall_percent": _percent(right, true),
        "precision_percent": _percent(right, proposed),
    }


def _together(tallies: Sequence[Tally]) -> Tally:
    def added(name: str) -> Counter[str]:
        return sum((getattr(one, name) for one in tallies), Counter())

    return Tally(
        sum(one.patients for one in tallies), *(added(name) for name in ("true", "proposed", "right", "exact"))
    )


def _percent(part: int, whole: int) -> float | None:
    """None when there is nothing to take a share of: that is not the same as none of it."""
    return round(100 * part / whole, 1) if whole else None


def _letter(code: str) -> str:
    return code[3:]
