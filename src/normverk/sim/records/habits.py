"""How three invented record systems write, and what they leave out. All figures are our own; nothing is known about how
real hospitals do, so they are chosen to be plain: one that writes much, one that writes little, one in between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from normverk.sim.habits import HABITS, Habit

Form = Literal["fhir", "hl7", "csv"]


@dataclass(frozen=True)
class RecordHabit:
    """What one record system writes. Shares are from 0 to 1.

    `marked` is how many cancer referrals carry the urgency PK, `reasoned` how many referrals, visits and treatments carry
    their diagnosis, `receipts` how many referrals have the day they were received, `linked` how many visits name their
    referral. `meetings` is how many decisions are written as the conclusion of a meeting, and `same_day` how many of
    those meetings are on the day of the decision with the patient. `moves` is how many transfers are marked as moving the
    responsibility. `forgotten` is how much is not written at all, `misdated` how much is written with a wrong day,
    `voided` how much is written for the wrong patient and marked as an error later. `others` is how many visits for
    something else a patient has while the pathway runs, `alike` how many patients without a pathway there are for each
    one in it. `confusing` is how many have something in the record that looks like a step and is none: a cancer drug for
    an earlier illness, an attendance that was moved and not marked so, a referral that was sent back.
    """

    habit: Habit
    form: Form
    marked: float
    reasoned: float
    receipts: float
    linked: float
    meetings: float
    same_day: float
    moves: float
    drugs: float
    forgotten: float
    misdated: float
    voided: float
    others: float
    alike: float
    confusing: float

    @property
    def name(self) -> str:
        """The hospital's name."""
        return self.habit.hospital.name


RECORD_HABITS: Final = (
    RecordHabit(
        habit=HABITS[0], form="fhir", marked=0.97, reasoned=0.93, receipts=0.95, linked=0.92, meetings=0.88,
        same_day=0.55, moves=0.8, drugs=0.95, forgotten=0.01, misdated=0.02, voided=0.02, others=0.8, alike=0.5, confusing=0.04,
    ),
    RecordHabit(
        habit=HABITS[1], form="hl7", marked=0.9, reasoned=0.85, receipts=1.0, linked=0.4, meetings=0.0,
        same_day=0.0, moves=0.5, drugs=0.0, forgotten=0.03, misdated=0.04, voided=0.02, others=1.0, alike=0.5, confusing=0.06,
    ),
    RecordHabit(
        habit=HABITS[2], form="csv", marked=0.82, reasoned=0.7, receipts=0.85, linked=0.5, meetings=0.4,
        same_day=0.35, moves=0.3, drugs=0.8, forgotten=0.05, misdated=0.06, voided=0.03, others=0.6, alike=0.5, confusing=0.08,
    ),
)  # fmt: skip
"""Much in FHIR; messages without meetings and drugs in HL7 v2; an uneven extract in CSV."""
