"""Delays that a norm knows of: which registrations are one, for what reason, and what it does to a running clock."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from normverk.norm.days import Unit
from normverk.norm.identifiers import Id


class DelayPolicy(StrEnum):
    """What a delay does to a running clock, from the mildest to the strongest.

    none: nothing, it is only told. explain: nothing, but a passed limit is told with the reason. subtract: the time between
    the delay and its end is not counted. stop-restart: the delay stops the clock, and its end starts a new round from
    nought. nullify: the round never counted, and the end of the delay starts a new one from nought.
    """

    NONE = "none"
    EXPLAIN = "explain"
    SUBTRACT = "subtract"
    STOP_RESTART = "stop-restart"
    NULLIFY = "nullify"

    @property
    def rank(self) -> int:
        """0 for the mildest; of several rules that know a registration as a delay the strongest acts."""
        return list(DelayPolicy).index(self)


class DelayKind(StrEnum):
    """The reason for a delay: the patient's own wish, a medical one, or that the patient did not come."""

    PATIENT_WISH = "patient-wish"
    MEDICAL = "medical"
    NOT_ATTENDED = "not-attended"


STARTS_ANEW = (DelayPolicy.STOP_RESTART, DelayPolicy.NULLIFY)
"""The policies after which a clock begins again from nought."""


class DelayRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which registrations are a delay, which end it, and what it does.

    A delay begins with an event of `milestone` while the clock runs, and ends with the next one of `resumes`; without
    `resumes` a clock that starts anew does so on the day of the delay itself. `before` is a milestone after whose first
    event a delay no longer has an effect. `longer_than` is how many `unit`s a delay must last to have one; a delay that
    has not ended is taken to last until the stop, or until the day it is asked. `milestone` is empty where no code of the
    record says that there is a delay: then the norm's word is told and nothing is computed.
    """

    id: Id
    policy: DelayPolicy
    milestone: str = ""
    resumes: str = ""
    before: str = ""
    longer_than: int = 0
    unit: Unit = Unit.CALENDAR_DAYS
    kind: DelayKind = DelayKind.PATIENT_WISH
