"""What an individual plan says, as immutable values: the patient's own words, goals, and who does what by when."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

import msgspec

PlanStatus = Literal["active", "completed", "revoked"]
ActivityStatus = Literal["not-started", "in-progress", "completed", "cancelled"]
PLAN_STATUSES: tuple[str, ...] = get_args(PlanStatus)
ACTIVITY_STATUSES: tuple[str, ...] = get_args(ActivityStatus)


class Activity(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that will be done: by whom in words, and by which day when one is agreed."""

    text: str
    responsible: str = ""
    by: date | None = None
    status: ActivityStatus = "not-started"


class PlanContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole plan. `own_words` is what matters to the patient, as the patient says it."""

    own_words: str = ""
    goals: tuple[str, ...] = ()
    activities: tuple[Activity, ...] = ()
    status: PlanStatus = "active"


def read_plan(plain: object) -> PlanContent:
    """The content of a stored version; raises msgspec.ValidationError for what is none."""
    return msgspec.convert(plain, PlanContent)
