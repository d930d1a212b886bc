"""Patients in mental health care for adults (D11), and the traces they leave in the same three record systems.

All figures are our own: nothing is known of how long these steps take or how they are written. What the codes mean is in
`normverk.sim.pathways`; the course is that of the editions in which the referral's receipt starts the pathway.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from normverk.sim.organisations import MIDT, NORD, VEST
from normverk.sim.records.habits import RecordHabit
from normverk.sim.records.traces import Trace, Truth, as_written, other_visits

PREFIX: Final = "D11"
DIAGNOSES: Final = ("F32.1", "F33.2", "F41.1", "F43.1", "F60.3")
_ENDS: Final = (("XG", 0.55), ("XO", 0.1), ("XP", 0.15), ("XM", 0.12), ("XA", 0.08))
"""Completed, moved to another hospital, the patient's wish, not met, other causes."""
_NO_RIGHT: Final = 0.12
_HOSPITALS: Final = (VEST.number, MIDT.number, NORD.number)


@dataclass(frozen=True)
class _Step:
    code: str
    day: date


def mental_patient(
    chance: random.Random, patient: str, first: date, writes: RecordHabit
) -> tuple[list[Trace], list[Truth]]:
    """What a record system holds of one patient, and the codes that a coordinator who knows everything would register."""
    steps = list(_course(chance, first))
    org = writes.habit.hospital.number
    traces = list(_traces(chance, patient, steps, writes))
    traces += other_visits(chance, patient, steps[0].day, steps[-1].day, writes)
    written = [one for trace in traces for one in as_written(chance, trace, writes)]
    return written, [Truth(patient, PREFIX + step.code, step.day, org) for step in steps]


def somebody_else(chance: random.Random, patient: str, first: date, writes: RecordHabit) -> list[Trace]:
    """What it holds of somebody in no such pathway: visits for other reasons, and for a few a referral to another
    department that names such a diagnosis too, which nothing in the record tells apart."""
    found = list(other_visits(chance, patient, first, first + timedelta(days=60), replace(writes, others=2.0)))
    if chance.random() < writes.confusing:
        org, about = writes.habit.hospital.number, chance.choice(DIAGNOSES)
        found.append(Trace("referral", f"{patient}-b", patient, org, first, "active", about=about, received=first))
    return [one for trace in found for one in as_written(chance, trace, writes)]


def _course(chance: random.Random, first: date) -> Iterator[_Step]:
    """From the receipt of the referral to the end; some are given no right to care, and some end before a decision."""
    yield _Step("A", first)
    if chance.random() < _NO_RIGHT:
        yield _Step("XR", first + timedelta(days=chance.randrange(1, 11)))
        return
    day = first + timedelta(days=chance.randrange(10, 70))
    yield _Step("M", day)
    end = chance.choices([code for code, _ in _ENDS], [share for _, share in _ENDS])[0]
    if end != "XM" or chance.random() < 0.5:
        day += timedelta(days=chance.randrange(14, 50))
        yield _Step(f"C{chance.choice('PPPKU')}", day)
        for _ in range(chance.randrange(3)):
            day += timedelta(days=chance.randrange(40, 60))
            yield _Step("E", day)
    yield _Step(end, day + timedelta(days=chance.randrange(7, 60)))


def _traces(chance: random.Random, patient: str, steps: list[_Step], writes: RecordHabit) -> Iterator[Trace]:
    org, first, about = writes.habit.hospital.number, steps[0].day, chance.choice(DIAGNOSES)

    def reason() -> str:
        return about if chance.random() < writes.reasoned else ""

    def linked() -> str:
        return f"{patient}-0" if chance.random() < writes.linked else ""

    written = first - timedelta(days=chance.randrange(3))
    received = first if chance.random() < writes.receipts else None
    yield Trace(
        "referral", f"{patient}-0", patient, org, written, "active", about=reason(), received=received, recorded=first
    )
    for number, step in enumerate(steps[1:], 1):
        id = f"{patient}-{number}"
        if step.code == "XO":
            to = chance.choice([other for other in _HOSPITALS if other != org])
            moves = "transfer-of-care" if chance.random() < writes.moves else ""
            yield Trace(
                "referral", id, patient, to, step.day, "active", about=reason(), asked_by=org, category=moves
            )  # fmt: skip
        elif step.code.startswith("X"):
            if step.code == "XA" and chance.random() < 0.2:
                yield Trace("death", id, patient, org, step.day)
            elif step.code != "XR":
                yield Trace("episode", f"{id}-c", patient, org, step.day, about=reason(), referral=linked())
        else:
            yield Trace("visit", id, patient, org, step.day, about=reason(), referral=linked())
            if step.code != "M" and chance.random() < 0.3:
                before = step.day - timedelta(days=7)
                yield Trace("appointment", f"{id}-n", patient, org, before, "noshow", about=reason(), referral=linked())
