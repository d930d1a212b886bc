"""What an explanation consists of: plain values that can be stored, sent and read back.

Kinds and reasons are stable slugs; the words for people stand in texts.toml. Moments are ISO text.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from normverk.norm.delays import DelayRule
from normverk.norm.source import Source
from normverk.norm.text import Text

StepKind = Literal[
    "start",
    "limit-added",
    "days-off-skipped",
    "delay-not-counted",
    "stop",
    "as-of",
    "elapsed",
    "remaining",
    "days-over",
]
NoteKind = Literal["transfer", "passed", "superfluous", "planned-treatment", "unknown-treatment", "start-unregistered"]
CauseKind = Literal[
    "event-new", "event-amended", "event-voided", "event-gone", "day-passed", "edition-new", "edition-changed", "edition-gone",
]  # fmt: skip
TurnKind = Literal["turns-amber", "turns-red", "met-if-stopped-by", "late-if-stopped-after", "needs-event"]


class EventRef(msgspec.Struct, frozen=True):
    """Points at one version of one event of the record."""

    code: str
    time: str
    org: str
    source: str
    source_id: str
    version: int
    recorded: str
    status: str


class LimitRef(msgspec.Struct, frozen=True):
    """A branch that may apply, its limit and where the limit is written. `limit` is None when there is none."""

    branch: str
    counted: bool
    limit: int | None
    unit: str
    warn_before: int
    due: str | None
    warn_from: str | None
    source: Source | None


class Rejected(msgspec.Struct, frozen=True):
    """The event nearest to being the one looked for, and why it is not: after-end or before-start."""

    event: EventRef
    why: Literal["after-end", "before-start"]


class Step(msgspec.Struct, frozen=True):
    """One line of the day arithmetic. `value` is counted in `unit`."""

    kind: StepKind
    moment: str | None = None
    value: int | None = None
    unit: str | None = None
    branch: str = ""


class Note(msgspec.Struct, frozen=True):
    """Something worth knowing that did not decide the verdict. `milestone` is its id where one is meant."""

    kind: NoteKind
    event: EventRef
    milestone: str = ""


class Counterfactual(msgspec.Struct, frozen=True):
    """What would change the verdict: passing of `on`, a stop on another day, or an event with one of `codes`."""

    kind: TurnKind
    on: str | None = None
    branch: str = ""
    codes: tuple[str, ...] = ()


class DelayRef(msgspec.Struct, frozen=True):
    """A delay: the events that began and ended it, the id of its rule, and the moment from which the round feels it.

    `ends` is None while it lasts.
    """

    begins: EventRef
    ends: EventRef | None
    rule: str
    counts_from: str


class Told(msgspec.Struct, frozen=True):
    """A footnote of the norm that is told and not computed: of the clock, or of one branch."""

    branch: str
    text: Text
    source: Source


class Standing(msgspec.Struct, frozen=True):
    """What is told of a verdict, so that two can be held against each other; moments are ISO text.

    `value` is only there for a clock that has stopped: of one that runs it grows with every day and tells nothing new.
    """

    verdict: str
    reason: str
    branch: str
    release: str
    start: str | None
    stop: str | None
    due: str | None
    limit: int | None
    unit: str | None
    value: int | None
    org: str


class Cause(msgspec.Struct, frozen=True):
    """One difference that made a verdict another: in the record, in the day it is asked, or in the norm.

    `event` is the version that holds now and `before` the one that held. `day` and `day_before` are the moments asked.
    Without it, and with all the other causes, the verdict would be what it was; where `joint` is true it would be a third
    one, neither the old nor the new.
    """

    kind: CauseKind
    joint: bool = False
    event: EventRef | None = None
    before: EventRef | None = None
    day_before: str | None = None
    day: str | None = None
    release: str = ""


class Change(msgspec.Struct, frozen=True):
    """How one line stands otherwise than it did, and why. `before` or `after` is None for a line that came or went."""

    pathway: str
    period: int
    clock: str
    round: int
    before: Standing | None
    after: Standing | None
    causes: tuple[Cause, ...]


class Explanation(msgspec.Struct, frozen=True):
    """The derivation of one verdict.

    `delay_rules` are those of the clock, and `cut_by` is the id of the one after whose delay it starts anew; `age` is in whole years at the start and
    `findings` the answers that chose among branches. `since` is what changed since an earlier moment, when it was asked for.
    """

    as_of: str
    release: str
    in_force: bool
    unit: str
    start: EventRef | None
    start_codes: tuple[str, ...]
    stop: EventRef | None
    stop_codes: tuple[str, ...]
    stop_passed: bool
    ended_by: EventRef | None
    limits: tuple[LimitRef, ...]
    rejected: Rejected | None
    attributed_to: str
    attribution: str
    steps: tuple[Step, ...]
    notes: tuple[Note, ...]
    changes: tuple[Counterfactual, ...]
    round: int = 1
    delays: tuple[DelayRef, ...] = ()
    delay_rules: tuple[DelayRule, ...] = ()
    nullified_by: EventRef | None = None
    stopped_by_delay: bool = False
    cut_by: str = ""
    norm_ended: str | None = None
    age: int | None = None
    findings: dict[str, str] = {}
    footnotes: tuple[Told, ...] = ()
    since: Change | None = None
