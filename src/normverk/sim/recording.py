"""From what happened to what was registered: late, forgotten, corrected and voided, as habits go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from typing import Final

import msgspec

from normverk.norm.days import NORWAY
from normverk.sim.habits import CODES, Habit

_TREATMENTS: Final = frozenset({"surgery", "drugs", "radiotherapy", "relief", "watching", "no-treatment"})


@dataclass(frozen=True)
class Step:
    """Something that happened to a patient at a hospital. `plan` is the treatment decided on, where there is one."""

    what: str
    day: date
    habit: Habit
    plan: str = ""


class EventLine(msgspec.Struct, frozen=True, omit_defaults=True):
    """One version of one record event, as a line of the events' file; `time` is a date or an instant with offset."""

    patient: str
    code: str
    time: str
    org: str
    source: str
    source_id: str
    version: int
    status: str
    recorded: str
    treatment: str = ""

    @property
    def instant(self) -> datetime:
        """When the version was registered."""
        return datetime.fromisoformat(self.recorded)


def register(chance: random.Random, *, patient: str, steps: list[Step], known_until: date) -> list[EventLine]:
    """The versions of all events that had been registered by the end of `known_until`."""
    written: list[EventLine] = []
    for order, step in enumerate(steps, start=1):
        kind = "treatment" if step.what in _TREATMENTS else step.what
        if chance.random() < step.habit.forgotten.get(kind, 0.0):
            continue
        name = f"{patient}-{order}"
        if chance.random() < step.habit.voided:
            written.extend(_mistake(chance, patient, f"{name}-x", step))
        written.extend(_versions(chance, patient, name, step))
    return [line for line in written if line.instant.astimezone(NORWAY).date() <= known_until]


def _versions(chance: random.Random, patient: str, name: str, step: Step) -> Iterator[EventLine]:
    """The event, and for some a wrong date first that a later version puts right."""
    recorded = _recorded(chance, step)
    if chance.random() >= step.habit.amended:
        yield _line(chance, step, step.day, recorded, patient=patient, name=name)
        return
    wrong = step.day + timedelta(days=chance.choice((-4, -3, -2, -1, 1, 2)))
    wrong = min(wrong, recorded.date())
    yield _line(chance, step, wrong, recorded, patient=patient, name=name)
    corrected = _clock(chance, recorded.date() + timedelta(days=chance.randrange(3, 40)))
    yield _line(chance, step, step.day, corrected, patient=patient, name=name, version=2, status="amended")


def _mistake(chance: random.Random, patient: str, name: str, step: Step) -> Iterator[EventLine]:
    """The same code on another day, registered by mistake and voided some days later."""
    recorded = _recorded(chance, step)
    day = min(step.day + timedelta(days=chance.randrange(-10, 4)), recorded.date())
    yield _line(chance, step, day, recorded, patient=patient, name=name)
    noticed = _clock(chance, recorded.date() + timedelta(days=chance.randrange(1, 30)))
    yield _line(chance, step, day, noticed, patient=patient, name=name, version=2, status="entered-in-error")


def _line(
    chance: random.Random,
    step: Step,
    day: date,
    recorded: datetime,
    *,
    patient: str,
    name: str,
    version: int = 1,
    status: str = "final",
) -> EventLine:
    habit = step.habit
    time = day.isoformat()
    if habit.writes_instants and step.what in {"work-up", *_TREATMENTS} and day < recorded.date():
        moment = time_of_day(8 + int(7 * chance.random()), chance.choice((0, 15, 30, 45)))
        time = datetime.combine(day, moment, NORWAY).isoformat()
    return EventLine(
        patient=patient,
        code=CODES[step.what],
        time=time,
        org=habit.hospital.number,
        source=habit.hospital.source,
        source_id=name,
        version=version,
        status=status,
        recorded=recorded.isoformat(),
        treatment=CODES[step.plan] if step.plan and habit.writes_plans else "",
    )


def _recorded(chance: random.Random, step: Step) -> datetime:
    """When somebody sits down to register it: soon or late, on a day when the hospital registers."""
    habit = step.habit
    wait = habit.lateness
    days = wait.least + int(chance.gammavariate(wait.shape, wait.more / wait.shape))
    if chance.random() < habit.very_late:
        days += chance.randrange(14, 75)
    day = step.day + timedelta(days=days)
    while day.weekday() not in habit.clerk_days:
        day += timedelta(days=1)
    return _clock(chance, day)


def _clock(chance: random.Random, day: date) -> datetime:
    minutes = 8 * 60 + int(8 * 60 * chance.random())
    return datetime.combine(day, time_of_day(minutes // 60, minutes % 60), NORWAY)
