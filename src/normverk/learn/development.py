"""How an indicator has developed: control charts month by month, the curve of the waiting, and editions compared.

Everything here is worked out from figures that are told already, so it tells nothing more; only the curve has days behind
it, and is protected by `survival.told_curve`.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from normverk.learn.comparison import Difference, difference
from normverk.learn.indicators import EditionShown, Indicator
from normverk.learn.measured import Line
from normverk.learn.periods import ALL
from normverk.learn.queries import measured
from normverk.learn.spc import Control, Observation, p_chart, xmr
from normverk.learn.survival import ToldStep

FEW_POINTS = 12
"""Limits of fewer points than this are trial limits. Source: NHS England, Making data count."""


@dataclass(frozen=True)
class Change:
    """Two editions, one after the other: the share under each, and the difference where both are told exactly."""

    before: EditionShown
    after: EditionShown
    difference: Difference | None


@dataclass(frozen=True)
class Development:
    """What the page of development shows. `curve` is None where a site does not tell how long its clocks have run.

    `restarts` are the months from which limits are worked out anew: those in which an edition took over.
    """

    shares: Control
    medians: Control
    restarts: tuple[str, ...]
    curve: tuple[ToldStep, ...] | None
    changes: tuple[Change, ...]

    @property
    def is_trial(self) -> bool:
        """True while some limits rest on few points."""
        means = [point.mean for point in self.shares.points]
        return any(means.count(mean) < FEW_POINTS for mean in means)


def development(shown: Indicator, target: float | None = None) -> Development:
    """The development of an indicator for the choice it is `shown` for; `target` is the share to reach, from 0 to 1.

    All of it is of the whole time: control charts month by month, the curve once, editions each over their own time.
    """
    restarts = tuple(f"{edition.valid_from:%Y-%m}" for edition in shown.changes)
    shares = [
        Observation(line.period, line.share.exact, line.n.value)
        for line in shown.months
        if line.share.exact is not None and line.n.value is not None
    ]
    medians = [Observation(line.period, float(line.median)) for line in shown.months if line.median is not None]
    curve = measured(shown.pathway, shown.clock.id).curve(organisation=shown.organisation)
    return Development(
        shares=p_chart(shares, better="increase", restarts=restarts, target=target),
        medians=xmr(medians, better="decrease", restarts=restarts),
        restarts=restarts,
        curve=curve if shown.branch == ALL else (),
        changes=tuple(
            Change(before, after, _difference(before.line, after.line)) for before, after in pairwise(shown.editions)
        ),
    )


def _difference(before: Line, after: Line) -> Difference | None:
    counts = [(line.met, line.n.value) for line in (before, after)]
    (kept, n), (kept_after, n_after) = counts
    if kept is None or n is None or kept_after is None or n_after is None:
        return None
    return difference((kept, n), (kept_after, n_after))
