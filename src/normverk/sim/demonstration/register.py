"""A register that does not exist, with made-up numbers of new patients of the three invented hospitals.

The numbers are chosen and mean nothing: one hospital above the national target, one about it, one below it, and some
periods with so few patients that something must be hidden.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Final

from normverk.base.policy import system
from normverk.learn.inclusion.actions import receive_register
from normverk.learn.inclusion.queries import newest
from normverk.sim.organisations import MIDT, NORD, VEST

SOURCE: Final = "Oppdiktet demonstrasjonsregister"
DATED: Final = date(2022, 4, 30)
_PERIODS: Final = ("2020-T3", "2021-T1", "2021-T2", "2021-T3", "2022-T1")
_TOLD: Final = {
    VEST: ((61, 50), (64, 52), (58, 49), (66, 57), (63, 55)),
    MIDT: ((38, 26), (41, 29), (35, 24), (44, 33), (40, 28)),
    NORD: ((12, 7), (9, 5), (14, 8), (7, 6), (11, 7)),
}
"""New patients, and how many of them were in a pathway, in each period."""


def read_register(*, now: datetime) -> bool:
    """Reads the invented register's numbers, unless some register has delivered already. True when it did."""
    if newest():
        return False
    rows = [
        {"pathway": "brystkreft", "organisation": hospital.number, "period": period, "new": new, "included": included}
        for hospital, told in _TOLD.items()
        for period, (new, included) in zip(_PERIODS, told, strict=True)
    ]
    content = json.dumps({"source": SOURCE, "source_date": DATED.isoformat(), "rows": rows}).encode()
    receive_register(content=content, actor=system(), now=now, invented=True)
    return True
