"""Synthetic patients and what their records would hold, from a seed. Nobody described here exists.

The same seed gives the same bytes. Every patient has a source of chance of their own, so that patient 17 is the same
among 20 patients as among 20,000.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import msgspec

from normverk.norm.days import is_working_day
from normverk.sim.habits import (
    BROKEN_OFF,
    DELAYED,
    FROM_SPECIALIST,
    HABITS,
    NO_CANCER,
    RELAPSED,
    SHORTAGE,
    SUMMER,
    Habit,
    Wait,
)
from normverk.sim.identity import identity_number
from normverk.sim.recording import EventLine, Step, register

BEGIN: Final = date(2020, 5, 1)
END: Final = date(2022, 4, 30)
"""Pathways begin between these days; the record is as it stood at the end of the last. The norm changed in between."""

NORM_CHANGE: Final = date(2021, 5, 1)

_BY_NUMBER: Final = {habit.hospital.number: habit for habit in HABITS}


class PatientLine(msgspec.Struct, frozen=True):
    """A synthetic patient, as a line of the patients' file."""

    patient: str
    identity_number: str
    label: str


@dataclass(frozen=True)
class Population:
    """Synthetic patients, and all versions of their record events in the order in which they were registered."""

    patients: tuple[PatientLine, ...]
    events: tuple[EventLine, ...]


def generate(*, seed: int, patients: int = 2000, begin: date = BEGIN, end: date = END) -> Population:
    """`patients` synthetic patients whose pathways begin from `begin` to `end`, as known at the end of `end`.

    ValueError when there are no days or fewer than no patients.
    """
    if patients < 0 or end < begin:
        raise ValueError("there must be days, and the number of patients cannot be below zero")
    people: list[PatientLine] = []
    lines: list[EventLine] = []
    used: set[str] = set()
    for number in range(1, patients + 1):
        chance = random.Random(f"normverk {seed} {number}")  # noqa: S311  (synthetic data, not a secret)
        first_day = _first_day(chance, begin, end)
        identity = _identity(chance, first_day, used)
        people.append(PatientLine(f"p{number}", identity, f"Testpasient {number:04d}"))
        steps = _life(chance, first_day)
        lines.extend(register(chance, patient=f"p{number}", steps=steps, known_until=end))
    lines.sort(key=lambda line: (line.instant, line.source, line.source_id, line.version))
    return Population(tuple(people), tuple(lines))


def to_ndjson(lines: tuple[PatientLine, ...] | tuple[EventLine, ...]) -> bytes:
    """One JSON object a line, in the form docs/interfaces.md describes."""
    return msgspec.json.Encoder().encode_lines(lines)


def _first_day(chance: random.Random, begin: date, end: date) -> date:
    while True:
        day = begin + timedelta(days=chance.randrange((end - begin).days + 1))
        if day.month != 7 or chance.random() < SUMMER:
            return day


def _identity(chance: random.Random, first_day: date, used: set[str]) -> str:
    while True:
        age_in_days = int(365.25 * min(92.0, max(25.0, chance.gauss(61, 13)))) + chance.randrange(365)
        number = identity_number(chance, first_day - timedelta(days=age_in_days))
        if number not in used:
            used.add(number)
            return number


def _life(chance: random.Random, first_day: date) -> list[Step]:
    """A patient's pathway, and for a few a later suspicion of relapse."""
    habit = _BY_NUMBER[_weighted(chance, {one.hospital.number: one.share for one in HABITS})]
    steps = course(chance, habit, first_day)
    last = steps[-1]
    if last.what in {"surgery", "drugs"} and chance.random() < RELAPSED:
        again = last.day + timedelta(days=chance.randrange(200, 420))
        steps += course(chance, _BY_NUMBER[last.habit.hospital.number], again)
    return steps


def course(chance: random.Random, habit: Habit, first_day: date) -> list[Step]:
    """One pathway from suspicion to treatment, or to whatever ends it before."""
    start = first_day
    if start.weekday() > 4 and chance.random() > habit.weekend_referrals:
        start = _working_day(start)
    steps = [Step("start-specialist" if chance.random() < FROM_SPECIALIST else "start", start, habit)]
    broken_off = chance.random() < BROKEN_OFF
    work_up = _working_day(start + _days(chance, habit.to_work_up))
    if broken_off and chance.random() < 0.3:
        return [*steps, Step("end", work_up, habit)]
    steps.append(Step("work-up", work_up, habit))
    slack = habit.slack if start >= NORM_CHANGE else 0.0
    decision = _decision_day(habit, work_up + _days(chance, habit.to_decision, slack))
    if broken_off:
        return [*steps, Step("end", decision, habit)]
    outcome = _weighted(chance, {"cancer": 1 - sum(NO_CANCER.values()), **NO_CANCER})
    if outcome != "cancer":
        return [*steps, Step(outcome, decision, habit)]
    return [*steps, *_treatment(chance, habit, decision)]


def _treatment(chance: random.Random, habit: Habit, decision: date) -> list[Step]:
    """The decision to treat and the treatment, possibly at another hospital or put off by the patient."""
    treatment = _weighted(chance, habit.treatments)
    steps = [Step("cancer", decision, habit, plan=treatment)]
    wait = _days(chance, habit.to_surgery if treatment == "surgery" else habit.to_drugs)
    short_from = habit.short_of_theatres_from
    if treatment == "surgery" and short_from is not None and decision >= short_from:
        wait += timedelta(days=SHORTAGE)
    to = _weighted(chance, {**habit.transfers, "": 1 - sum(habit.transfers.values())})
    treating = habit
    if to:
        treating = _BY_NUMBER[to]
        sent = _working_day(decision + timedelta(days=chance.randrange(1, 4)))
        received = _working_day(sent + timedelta(days=chance.randrange(3)))
        steps += [Step("transfer", sent, habit), Step("start", received, treating)]
        wait = max(wait, received - decision + timedelta(days=chance.randrange(2, 7)))
    elif chance.random() < DELAYED:
        steps.append(Step("delay", _working_day(decision + timedelta(days=chance.randrange(1, 5))), habit))
        wait += timedelta(days=chance.randrange(7, 22))
    treated = _working_day(max(decision + wait, steps[-1].day))
    return [*steps, Step(treatment, treated, treating)]


def _days(chance: random.Random, wait: Wait, slack: float = 0.0) -> timedelta:
    more = wait.more + slack
    return timedelta(days=wait.least + round(chance.gammavariate(wait.shape, more / wait.shape)))


def _working_day(day: date) -> date:
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def _decision_day(habit: Habit, day: date) -> date:
    """The next day on which the hospital's team meets; a meeting that falls on a holiday is held the next working day."""
    while day.weekday() not in habit.decision_days:
        day += timedelta(days=1)
    return _working_day(day)


def _weighted(chance: random.Random, weights: Mapping[str, float]) -> str:
    return chance.choices(list(weights), list(weights.values()))[0]
