"""What a chart is made of, as immutable values. Every word is in the reader's language already; nothing is escaped yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

Tone = Literal["plain", "attention", "muted"]
"""How a bar stands out: plain, attention (hatched: something to look at), muted (outlined: not counted)."""

EventShape = Literal["dot", "ring", "cross"]
"""dot: counts. ring: known but not used by any clock. cross: voided."""

ClockState = Literal["met", "late", "running", "due", "overdue", "nullified", "not-applicable", "indeterminate"]
"""The verdicts of a pathway clock; each has its own shape in the timeline."""


@dataclass(frozen=True)
class Point:
    """One month's value. `month` is "2021-05"; `value` is counted in the chart's unit, None where it is not shown."""

    month: str
    value: float | None


@dataclass(frozen=True)
class Line:
    """One series with its name. Points may come in any order, with at most one per month.

    `marks` is False for a line without symbols at its values, such as a limit. `breaks` are months before which the
    pen is lifted, such as where a limit is worked out anew. `joined` is False for single points without a line.
    """

    label: str
    points: tuple[Point, ...]
    marks: bool = True
    breaks: tuple[str, ...] = ()
    joined: bool = True


@dataclass(frozen=True)
class Band:
    """A shaded stretch of the value axis from `low` to `high` in the chart's unit, such as a target."""

    label: str
    low: float
    high: float


@dataclass(frozen=True)
class Marker:
    """Something that happened at the beginning of `month` ("2021-05"), such as a new edition of the norm."""

    month: str
    label: str


@dataclass(frozen=True)
class LineChart:
    """Values over months. `id` must be unique on the page and is used in element ids (letters, digits, hyphens).

    `low` and `high` are the ends of the value axis in `unit`; the axis is stretched when a value lies outside.
    `missing` explains points without a value (suppressed or unknown), `empty` is shown when there is none at all.
    `write_month` turns "2021-05" into words for the axis.
    """

    id: str
    title: str
    description: str
    lines: tuple[Line, ...]
    unit: str = "%"
    low: float = 0.0
    high: float = 100.0
    bands: tuple[Band, ...] = ()
    markers: tuple[Marker, ...] = ()
    missing: str = ""
    empty: str = ""
    write_month: Callable[[str], str] = str


@dataclass(frozen=True)
class Bar:
    """One bar. `value` is counted in the chart's unit, None where it is not shown; `text` is the value in words."""

    label: str
    value: float | None
    text: str
    tone: Tone = "plain"


@dataclass(frozen=True)
class Reference:
    """A line across all bars at `value` in the chart's unit, such as a limit."""

    value: float
    label: str


@dataclass(frozen=True)
class BarChart:
    """Lying bars, one a row, from zero. `id` must be unique on the page; `high` is the end of the axis, None to fit.

    Negative values raise ValueError: nothing that is counted here is below zero.
    """

    id: str
    title: str
    description: str
    bars: tuple[Bar, ...]
    unit: str = ""
    high: float | None = None
    reference: Reference | None = None
    empty: str = ""


@dataclass(frozen=True)
class TimelineEvent:
    """Something that happened to the patient on `day`. Numbered in the drawing; `label` stands in the key below it."""

    day: date
    label: str
    shape: EventShape = "dot"


@dataclass(frozen=True)
class TimelineClock:
    """One clock as a bar from `start` to `stop` (or to the as-of date while it runs), with its limit as a flag.

    `label` names the clock, `state_label` says its verdict in words, `limit_label` what stands at `due` (the limit).
    `warn_from` is the first day of the warning time. A clock without `start` is only named with its verdict.
    """

    label: str
    state: ClockState
    state_label: str
    start: date | None = None
    stop: date | None = None
    due: date | None = None
    warn_from: date | None = None
    limit_label: str = ""


@dataclass(frozen=True)
class TimelineStretch:
    """A stretch of days under the axis with its name: who had the patient from `first` to `last`, both included."""

    label: str
    first: date
    last: date


@dataclass(frozen=True)
class Timeline:
    """A patient's events and clocks on one axis of days. `id` must be unique on the page.

    The axis reaches from the first to the last date that anything in it has, the as-of date included.
    `stretches` stand between the events and the clocks, under `stretches_label`. `events_label` stands over the events; `as_of_label` at the as-of line; `write_day` turns a date into words.
    """

    id: str
    title: str
    description: str
    events: tuple[TimelineEvent, ...]
    clocks: tuple[TimelineClock, ...]
    as_of: date
    as_of_label: str
    events_label: str = ""
    empty: str = ""
    write_day: Callable[[date], str] = date.isoformat
    stretches: tuple[TimelineStretch, ...] = ()
    stretches_label: str = ""
