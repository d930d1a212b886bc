"""How three invented hospitals work and register. All figures are our own, chosen so that the shares within the limits
look like those published for breast cancer (76 % of surgery within the limit in 2015-2016), and differ between them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

from normverk.sim.organisations import MIDT, NORD, VEST, Hospital

CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "start": "A01A",
        "start-specialist": "A01AA",
        "work-up": "A01S",
        "transfer": "A01O",
        "delay": "A01P",
        "cancer": "A01CK",
        "other-cancer": "A01CM",
        "other-disease": "A01CA",
        "no-disease": "A01CI",
        "surgery": "A01FK",
        "drugs": "A01FM",
        "radiotherapy": "A01FS",
        "relief": "A01FL",
        "watching": "A01FO",
        "no-treatment": "A01FI",
        "end": "A01X",
    }
)
"""What happens, and the code it is registered with (the cancer pathway code list, OID 8480, prefix A01)."""


@dataclass(frozen=True)
class Wait:
    """Days between two steps: at least `least`, and on average `more` beyond that; `shape` 1 spreads widely, 9 little."""

    least: int
    more: float
    shape: float


@dataclass(frozen=True)
class Habit:
    """What is special about a hospital. Shares are from 0 to 1, waits in days, weekdays 0 (Monday) to 6.

    `slack` is how many days of the longer limit from 1 May 2021 the hospital takes into use in the work-up.
    `lateness` is how long after the day something is registered, with `very_late` the share that waits for weeks.
    `clerk_days` are the weekdays on which codes are registered. Those decided on from `short_of_theatres_from` wait
    SHORTAGE days longer for surgery, so that the newest months show what a bottleneck looks like.
    """

    hospital: Hospital
    share: float
    to_work_up: Wait
    to_decision: Wait
    to_surgery: Wait
    to_drugs: Wait
    slack: float
    treatments: Mapping[str, float]
    decision_days: frozenset[int]
    weekend_referrals: float
    transfers: Mapping[str, float]
    lateness: Wait
    very_late: float
    clerk_days: frozenset[int]
    forgotten: Mapping[str, float]
    amended: float
    voided: float
    writes_instants: bool
    writes_plans: bool
    short_of_theatres_from: date | None = None


_EVERY_DAY: Final = frozenset(range(7))
_WEEKDAYS: Final = frozenset(range(5))

HABITS: Final = (
    Habit(
        hospital=VEST,
        share=0.42,
        to_work_up=Wait(1, 3.6, 4.0),
        to_decision=Wait(1, 4.0, 4.0),
        to_surgery=Wait(3, 7.2, 6.0),
        to_drugs=Wait(2, 5.5, 4.0),
        slack=1.5,
        treatments={"surgery": 0.77, "drugs": 0.17, "radiotherapy": 0.01, "relief": 0.02, "watching": 0.02,
                    "no-treatment": 0.01},
        decision_days=frozenset({1, 3}),
        weekend_referrals=0.02,
        transfers={"310000027": 0.015},
        lateness=Wait(0, 1.0, 1.0),
        very_late=0.01,
        clerk_days=_WEEKDAYS,
        forgotten={"work-up": 0.02, "treatment": 0.006},
        amended=0.02,
        voided=0.006,
        writes_instants=False,
        writes_plans=True,
    ),
    Habit(
        hospital=MIDT,
        share=0.35,
        to_work_up=Wait(1, 4.2, 3.0),
        to_decision=Wait(1, 3.6, 3.0),
        to_surgery=Wait(3, 8.2, 5.0),
        to_drugs=Wait(2, 6.0, 3.0),
        slack=3.0,
        treatments={"surgery": 0.68, "drugs": 0.26, "radiotherapy": 0.02, "relief": 0.02, "watching": 0.01,
                    "no-treatment": 0.01},
        decision_days=frozenset({0, 2, 4}),
        weekend_referrals=0.05,
        transfers={"310000019": 0.02},
        lateness=Wait(0, 2.0, 1.0),
        very_late=0.02,
        clerk_days=_EVERY_DAY,
        forgotten={"work-up": 0.03, "treatment": 0.01},
        amended=0.04,
        voided=0.012,
        writes_instants=True,
        writes_plans=True,
        short_of_theatres_from=date(2022, 3, 1),
    ),
    Habit(
        hospital=NORD,
        share=0.23,
        to_work_up=Wait(1, 4.6, 3.0),
        to_decision=Wait(1, 2.8, 3.0),
        to_surgery=Wait(4, 7.4, 4.0),
        to_drugs=Wait(2, 7.0, 3.0),
        slack=2.0,
        treatments={"surgery": 0.84, "drugs": 0.11, "radiotherapy": 0.005, "relief": 0.025, "watching": 0.01,
                    "no-treatment": 0.01},
        decision_days=frozenset({2}),
        weekend_referrals=0.0,
        transfers={"310000019": 0.06, "310000027": 0.02},
        lateness=Wait(0, 4.0, 1.0),
        very_late=0.05,
        clerk_days=frozenset({4}),
        forgotten={"work-up": 0.07, "treatment": 0.02},
        amended=0.03,
        voided=0.01,
        writes_instants=False,
        writes_plans=False,
    ),
)  # fmt: skip

NO_CANCER: Final[Mapping[str, float]] = {"other-disease": 0.13, "no-disease": 0.12, "other-cancer": 0.02}
"""Shares of the suspicions that end without the pathway's cancer, by how they end."""

BROKEN_OFF: Final = 0.025
"""Share of pathways that are ended before a decision, at the patient's wish or by death."""

DELAYED: Final = 0.03
"""Share of treatments that the patient asks to put off."""

SHORTAGE: Final = 10
"""Days that a hospital short of operating theatres adds to the wait for surgery."""

RELAPSED: Final = 0.015
"""Share of those treated who come back with a suspicion of relapse."""

FROM_SPECIALIST: Final = 0.03
"""Share of pathways that began at a specialist with a contract."""

SUMMER: Final = 0.7
"""How likely a pathway is to begin on a day in July, against another day."""
