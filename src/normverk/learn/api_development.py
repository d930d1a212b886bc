"""What programs get about development: control charts, the curve of the waiting, and editions compared."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from normverk.learn.api import CountAnswer
from normverk.learn.development import Change, Development
from normverk.learn.indicators import EditionShown, Indicator
from normverk.learn.spc import Control, Judged, Meaning


class PointAnswer(msgspec.Struct, frozen=True):
    """A month's figure with its limits. `rule` is the rule that marks it (null: the usual unrest), `meaning` whether
    that is better or worse, `moving` how far it lies from the one before (of medians only), `moving_upper` its limit.
    """

    month: str
    value: float
    mean: float
    lower: float
    upper: float
    moving: float | None
    moving_upper: float | None
    rule: Literal["outside", "trend", "two-of-three", "shift"] | None
    meaning: Meaning


class ControlAnswer(msgspec.Struct, frozen=True):
    """A control chart. `assurance` compares the target with the last limits; null without a target."""

    points: tuple[PointAnswer, ...]
    assurance: Literal["passes", "fails", "varies"] | None


class StepAnswer(msgspec.Struct, frozen=True):
    """A point of the curve: the share (0 to 1) that has moved on after so many days, and its interval where it has one."""

    days: int
    moved_on: float
    low: float | None
    high: float | None


class EditionAnswer(msgspec.Struct, frozen=True):
    """What was reached while an edition was in force."""

    release: str
    valid_from: date
    valid_to: date | None
    counted: CountAnswer
    share_low: float | None
    share_high: float | None


class ChangeAnswer(msgspec.Struct, frozen=True):
    """Two editions in turn. `difference` (after minus before, −1 to 1) and its interval are null where a share is hidden."""

    before: EditionAnswer
    after: EditionAnswer
    difference: float | None
    low: float | None
    high: float | None


class DevelopmentAnswer(msgspec.Struct, frozen=True):
    """The development of an indicator for one choice: what its page shows, and nothing more.

    `restarts` are the months from which limits are worked out anew. `curve_standing` says why the curve is empty: hidden,
    or unknown because a site does not tell how long its clocks have run.
    """

    pathway: str
    clock: str
    unit: str
    branch: str
    organisation: str
    target: float | None
    shares: ControlAnswer
    medians: ControlAnswer
    restarts: tuple[str, ...]
    provisional: bool
    curve_standing: Literal["told", "hidden", "unknown"]
    curve: tuple[StepAnswer, ...]
    changes: tuple[ChangeAnswer, ...]


def development_answer(shown: Indicator, told: Development, target: float | None) -> DevelopmentAnswer:
    """The development for programs."""
    return DevelopmentAnswer(
        pathway=shown.pathway,
        clock=shown.clock.id,
        unit=shown.unit,
        branch=shown.branch,
        organisation=shown.organisation,
        target=target,
        shares=_control(told.shares),
        medians=_control(told.medians),
        restarts=told.restarts,
        provisional=told.is_trial,
        curve_standing="unknown" if told.curve is None else "told" if told.curve else "hidden",
        curve=tuple(StepAnswer(step.days, step.moved_on, step.low, step.high) for step in told.curve or ()),
        changes=tuple(_change(one) for one in told.changes),
    )


def _control(control: Control) -> ControlAnswer:
    return ControlAnswer(tuple(_point(one) for one in control.points), control.assurance or None)


def _point(one: Judged) -> PointAnswer:
    return PointAnswer(
        one.period,
        one.value,
        one.mean,
        one.lower,
        one.upper,
        one.moving,
        one.moving_upper,
        one.rule or None,
        one.meaning,
    )


def _change(change: Change) -> ChangeAnswer:
    found = change.difference
    interval = (None, None, None) if found is None else (found.value, found.low, found.high)
    return ChangeAnswer(_edition(change.before), _edition(change.after), *interval)


def _edition(edition: EditionShown) -> EditionAnswer:
    line = edition.line
    counted = CountAnswer(line.n.standing, line.n.value)
    return EditionAnswer(
        edition.release, edition.valid_from, edition.valid_to, counted, line.share.low, line.share.high
    )
