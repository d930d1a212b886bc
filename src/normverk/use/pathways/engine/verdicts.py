"""The verdict: what is said about one patient, pathway, clock and period at one moment."""

from __future__ import annotations

from typing import Literal

import msgspec

from normverk.norm.days import Moment
from normverk.use.pathways.engine.explanation import Explanation

VerdictName = Literal["running", "due", "overdue", "met", "late", "nullified", "not-applicable", "indeterminate"]


class Verdict(msgspec.Struct, frozen=True):
    """One line of the answer.

    `value` and `limit` are counted in `unit`; `value` runs to `stop`, or to the as-of moment while the clock runs.
    `due` is the last moment at which the limit is kept. `branch` is empty while it is not known which one applies.
    `period` counts the patient's courses in this pathway from 1, `round` how often the clock has run in it. `reason` is a stable slug, empty when none is needed.
    """

    patient: str
    pathway: str
    period: int
    release: str
    clock: str
    round: int
    branch: str
    verdict: VerdictName
    start: Moment | None
    stop: Moment | None
    due: Moment | None
    value: int | None
    limit: int | None
    unit: str | None
    org: str
    reason: str
    explanation: Explanation | msgspec.UnsetType = msgspec.UNSET
