"""From what happened to a patient to the traces it leaves in a record system: missing, misdated and mixed with others."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final

from normverk.sim.habits import CODES
from normverk.sim.recording import Step
from normverk.sim.records.habits import RecordHabit

DIAGNOSIS: Final = "C50.9"
_OTHER_REASONS: Final = ("H25.1", "M17.1", "I10", "K40.9", "E11.9")
_FOUND: Final = {"cancer": "C50.9", "other-cancer": "C34.1", "other-disease": "N60.2", "no-disease": "Z03.1"}
_SURGERY: Final = ("HAB40", "HAC20", "HAB00")
_DRUGS: Final = ("L01CD01", "L01DB07", "L02BG04", "L02BA01")
_OTHER_DRUGS: Final = ("N02BE01", "C07AB02", "A02BC01")


@dataclass(frozen=True)
class Trace:
    """One thing in a record system. `what` and `about` are codes (nkpk or atc, and icd-10); dates are days.

    `asked_by` and `org` are organisation numbers; `referral` is the id of the referral that it was done because of.
    """

    kind: str
    id: str
    patient: str
    org: str
    day: date
    state: str = "finished"
    what: str = ""
    about: str = ""
    urgency: str = ""
    asked_by: str = ""
    asked_by_role: str = ""
    category: str = ""
    referral: str = ""
    received: date | None = None
    recorded: date | None = None
    version: int = 1
    voided: bool = False

    @property
    def written(self) -> date:
        """The day it was written into the record."""
        return self.recorded or max(self.day, self.received or self.day)


@dataclass(frozen=True)
class Truth:
    """A code that should be registered: what happened, where and when."""

    patient: str
    code: str
    day: date
    org: str


def truth_of(patient: str, steps: list[Step]) -> tuple[Truth, ...]:
    """The codes that a coordinator who knows everything would register."""
    return tuple(Truth(patient, CODES[step.what], step.day, step.habit.hospital.number) for step in steps)


def traces_of(chance: random.Random, patient: str, steps: list[Step], writes: RecordHabit) -> list[Trace]:
    """What the record system holds of a patient in a pathway."""
    course = _Course(chance, patient, steps, writes)
    found = [trace for order in range(len(steps)) for trace in course.traces(order)]
    found += other_visits(chance, patient, steps[0].day, steps[-1].day, writes)
    if chance.random() < writes.confusing:
        found += _confusing(chance, patient, steps, writes)
    return [one for trace in found for one in as_written(chance, trace, writes)]


def other_traces(chance: random.Random, patient: str, day: date, writes: RecordHabit) -> list[Trace]:
    """What it holds of somebody who is in no pathway: visits for other reasons, for some a check-up after cancer, and for
    a few a cancer referral that was sent back, which the system does not say."""
    org = writes.habit.hospital.number
    found = list(other_visits(chance, patient, day, day + timedelta(days=60), replace(writes, others=2.0)))
    kind = chance.random()
    if kind < 0.3:
        later = day + timedelta(days=30)
        found += [
            Trace("referral", f"{patient}-k", patient, org, day, "active", about=DIAGNOSIS, urgency="N", received=day),
            Trace("visit", f"{patient}-kv", patient, org, later, about=DIAGNOSIS, referral=f"{patient}-k"),
        ]
    elif kind < 0.3 + writes.confusing:
        found.append(
            Trace("referral", f"{patient}-b", patient, org, day, "active", about=DIAGNOSIS, urgency="PK", received=day)
        )
    return [one for trace in found for one in as_written(chance, trace, writes)]


@dataclass(frozen=True)
class _Course:
    """One patient's steps and the system that writes them; the traces of each step are made by its kind."""

    chance: random.Random
    patient: str
    steps: list[Step]
    writes: RecordHabit

    def traces(self, order: int) -> list[Trace]:
        """The traces of one step; most have one, and none is certain.

        Relief, watchful waiting and no treatment are a talk with the patient: nothing here tells it from other talks.
        """
        what = self.steps[order].what
        makers = {
            "start": self._start, "start-specialist": self._start, "transfer": self._transfer, "work-up": self._work_up,
            "surgery": self._treatment, "radiotherapy": self._treatment, "drugs": self._treatment, "delay": self._delay,
            "end": self._end, **dict.fromkeys(_FOUND, self._meeting),
        }  # fmt: skip
        return makers[what](order) if what in makers else []

    def _trace(self, kind: str, order: int, **more: Any) -> Trace:
        step = self.steps[order]
        base: dict[str, Any] = {"org": step.habit.hospital.number, "day": step.day, "id": f"{self.patient}-{order}"}
        return Trace(kind=kind, patient=self.patient, **(base | more))

    def _happens(self, share: float) -> bool:
        return self.chance.random() < share

    def _reason(self) -> str:
        return DIAGNOSIS if self._happens(self.writes.reasoned) else ""

    def _start(self, order: int) -> list[Trace]:
        """The referral; after a transfer the sender's own is the trace of the start too: one thing, two codes."""
        if order and self.steps[order - 1].what == "transfer":
            return []
        step = self.steps[order]
        return [
            self._trace(
                "referral", order, day=step.day - timedelta(days=self.chance.randrange(3)), state="active",
                about=self._reason(), urgency="PK" if self._happens(self.writes.marked) else "N",
                received=step.day if self._happens(self.writes.receipts) else None, recorded=step.day,
                asked_by_role="contract-specialist" if step.what == "start-specialist" else "",
            )
        ]  # fmt: skip

    def _transfer(self, order: int) -> list[Trace]:
        to = self.steps[min(order + 1, len(self.steps) - 1)]
        return [
            self._trace(
                "referral", order, org=to.habit.hospital.number, asked_by=self.steps[order].habit.hospital.number,
                state="active", about=self._reason(), received=to.day,
                category="transfer-of-care" if self._happens(self.writes.moves) else "",
            )
        ]  # fmt: skip

    def _work_up(self, order: int) -> list[Trace]:
        linked = f"{self.patient}-0" if self._happens(self.writes.linked) else ""
        reason = self._reason()
        sample = self.steps[order].day + timedelta(days=1)
        return [
            self._trace("visit", order, about="" if linked else reason, referral=linked),
            self._trace("report", order, id=f"{self.patient}-{order}-b", day=sample, state="final", category="SP"),
        ]

    def _meeting(self, order: int) -> list[Trace]:
        if not self._happens(self.writes.meetings):
            return []
        step = self.steps[order]
        before = 0 if self._happens(self.writes.same_day) else self.chance.randrange(1, 5)
        day = step.day - timedelta(days=before)
        return [self._trace("meeting", order, day=day, state="completed", about=_FOUND[step.what])]

    def _treatment(self, order: int) -> list[Trace]:
        step = self.steps[order]
        if step.what == "drugs":
            if not self._happens(self.writes.drugs):
                return []
            return [
                self._trace("drug", order, state="completed", what=self.chance.choice(_DRUGS), about=self._reason())
            ]
        what = self.chance.choice(_SURGERY) if step.what == "surgery" else "WEOA00"
        return [self._trace("procedure", order, state="completed", what=what, about=self._reason())]

    def _delay(self, order: int) -> list[Trace]:
        return [self._trace("appointment", order, state="cancelled", category="pat")] if self._happens(0.6) else []

    def _end(self, order: int) -> list[Trace]:
        return [self._trace("death", order)] if self._happens(0.3) else []


def _confusing(chance: random.Random, patient: str, steps: list[Step], writes: RecordHabit) -> Iterator[Trace]:
    """Something that looks like a step and is none."""
    org, first = writes.habit.hospital.number, steps[0].day
    if chance.random() < 0.5 and writes.drugs:
        day = first + timedelta(days=chance.randrange(1, 6))
        yield Trace("drug", f"{patient}-c", patient, org, day, "completed", what="L02BA01", about=DIAGNOSIS)
    else:
        day = first + timedelta(days=1)
        yield Trace("visit", f"{patient}-c", patient, org, day, referral=f"{patient}-0")


def other_visits(chance: random.Random, patient: str, first: date, last: date, writes: RecordHabit) -> Iterator[Trace]:
    """Visits, drugs and talks by telephone that have nothing to do with it, and visits that nobody gave a reason."""
    org = writes.habit.hospital.number
    number = int(writes.others) + (chance.random() < writes.others % 1)
    for order in range(number):
        day = first + timedelta(days=chance.randrange(max(1, (last - first).days + 1)))
        kind = chance.choice(("visit", "visit", "telephone", "drug", "no-show"))
        reason = chance.choice(_OTHER_REASONS) if chance.random() < writes.reasoned else ""
        id = f"{patient}-n{order}"
        if kind == "telephone":
            yield Trace("visit", id, patient, org, day, about=reason, category="VR")
        elif kind == "drug":
            if writes.drugs:
                yield Trace("drug", id, patient, org, day, "completed", what=chance.choice(_OTHER_DRUGS), about=reason)
        elif kind == "no-show":
            yield Trace("appointment", id, patient, org, day, "noshow", about=reason)
        else:
            yield Trace("visit", id, patient, org, day, about=reason)


def as_written(chance: random.Random, trace: Trace, writes: RecordHabit) -> Iterator[Trace]:
    """The trace as the record system has it: perhaps not at all, on a wrong day, or beside one that is an error."""
    if chance.random() < writes.forgotten:
        return
    if chance.random() < writes.voided and trace.kind in {"visit", "procedure", "drug"}:
        wrong = replace(trace, id=f"{trace.id}-x", day=trace.day - timedelta(days=chance.randrange(1, 4)))
        yield wrong
        yield replace(wrong, version=2, voided=True, recorded=wrong.written + timedelta(days=3))
    if chance.random() < writes.misdated:
        moved = timedelta(days=chance.choice((-2, -1, 1, 2)))
        trace = replace(trace, day=trace.day + moved, received=trace.received + moved if trace.received else None)
        trace = replace(trace, recorded=max(trace.written, trace.day, trace.received or trace.day))
    yield trace
