"""A trial as a page shows it: clock by clock, with the names of hospitals, a drawing, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString

from normverk.base.languages import current_language, say
from normverk.learn.comparison import Difference
from normverk.learn.suppression import ALL, Share
from normverk.learn.whatif import queries
from normverk.learn.whatif.evidence import FigureAnswer, TrialAnswerList
from normverk.learn.whatif.figures import Days, Line, Told
from normverk.learn.whatif.models import Trial, TrialAnswer
from normverk.learn.whatif.queries import RefusedAnswer
from normverk.learn.whatif.wording import told_draft, told_share
from normverk.norm.pathway import Clock
from normverk.publish.trials import Trial as SignedTrial
from normverk.web.charts import Bar, BarChart, bar_chart


@dataclass(frozen=True)
class HospitalShown:
    """A line with the name of its hospital."""

    name: str
    line: Line


@dataclass(frozen=True)
class ClockShown:
    """One clock of the draft, with the lines of its hospitals."""

    clock: Clock
    unit: str
    is_new: bool
    hospitals: tuple[HospitalShown, ...]
    chart: SafeString

    @property
    def is_drawn(self) -> bool:
        """True when there is a share to draw."""
        return any(one.line.draft.low is not None for one in self.hospitals)


@dataclass(frozen=True)
class ClocksShown:
    """The clocks that the draft changes or brings, and those of which it says just what the norm in force says."""

    changed: tuple[ClockShown, ...]
    unchanged: tuple[ClockShown, ...]


@dataclass(frozen=True)
class TrialShown:
    """A trial with everything a page says of it."""

    row: Trial
    asked: SignedTrial
    answers: tuple[TrialAnswer, ...]
    waiting: tuple[tuple[str, tuple[str, ...]], ...]
    refused: tuple[RefusedAnswer, ...]
    unregistered: tuple[tuple[str, str], ...]
    clocks: ClocksShown


def trial_shown(trial: Trial) -> TrialShown:
    """The trial as it stands now."""
    asked = queries.signed(trial)
    names = queries.names_in(trial)
    waiting = queries.waiting_for(trial)
    hospitals = queries.hospitals_of_sites(waiting)
    titles = {
        milestone.id: milestone.title.in_language(current_language()) for milestone in asked.definition.milestones
    }
    return TrialShown(
        row=trial,
        asked=asked,
        answers=queries.answers_to(trial),
        waiting=tuple((site, hospitals.get(site, ())) for site in waiting),
        refused=queries.refused_answers(trial),
        unregistered=tuple((names.get(where, where), titles[what]) for what, where in queries.unregistered_in(trial)),
        clocks=_clocks(queries.told_of(trial), asked, names, trial),
    )


def frozen_clocks(content: TrialAnswerList, trial: Trial) -> ClocksShown:
    """The clocks of what was frozen, read from the frozen content alone; the titles are those of the signed draft."""
    asked = queries.signed(trial)
    told = []
    for clock in asked.definition.clocks:
        lines = tuple(_line(one) for one in content.figures if one.clock == clock.id)
        told.append(Told(clock.id, clock.id in content.new_clocks, lines))
    return _clocks(tuple(told), asked, content.organisations, trial)


def _clocks(told: tuple[Told, ...], asked: SignedTrial, names: dict[str, str], trial: Trial) -> ClocksShown:
    same = {one.clock: queries.is_unchanged(trial, one.clock) for one in told}
    shown = [_clock(one, asked, names) for one in told]
    return ClocksShown(
        changed=tuple(one for one in shown if not same[one.clock.id]),
        unchanged=tuple(one for one in shown if same[one.clock.id]),
    )


def _clock(told: Told, asked: SignedTrial, names: dict[str, str]) -> ClockShown:
    clock = asked.definition.clock(told.clock)
    hospitals = tuple(
        HospitalShown(
            say("whatif.all") if line.organisation == ALL else names.get(line.organisation, line.organisation), line
        )
        for line in told.lines
    )
    limited = [branch.limit for branch in clock.branches if branch.limit is not None]
    return ClockShown(
        clock=clock,
        unit=str(limited[0].unit) if limited else "",
        is_new=told.is_new,
        hospitals=hospitals,
        chart=_chart(clock, hospitals),
    )


def _chart(clock: Clock, hospitals: tuple[HospitalShown, ...]) -> SafeString:
    bars: list[Bar] = []
    for one in hospitals:
        line, (today, draft) = (
            one.line,
            (say(f"whatif.bar.{side}", hospital=one.name) for side in ("in_force", "draft")),
        )
        bars.append(Bar(today, _middle(line.in_force), told_share(line.in_force), "muted"))
        bars.append(Bar(draft, _middle(line.draft), told_draft(line)))
    return bar_chart(
        BarChart(
            id=f"trial-{clock.id}",
            title=say("whatif.chart", clock=clock.title.in_language(current_language())),
            description=say("whatif.chart.description"),
            bars=tuple(bars),
            unit="%",
            high=100.0,
            empty=say("whatif.nothing"),
        )
    )


def _middle(share: Share) -> float | None:
    return None if share.low is None or share.high is None else 50 * (share.low + share.high)


def _line(one: FigureAnswer) -> Line:
    today, would = Share(one.in_force.low, one.in_force.high), Share(one.draft.low, one.draft.high)
    apart = one.difference
    return Line(
        organisation=one.organisation,
        n=one.counted,
        in_force=today,
        draft=would,
        change=one.change,
        difference=Difference(today.low or 0.0, would.low or 0.0, apart.value, apart.low, apart.high)
        if apart
        else None,
        days_in_force=_days(
            one.in_force_days.median, one.in_force_days.lower_quartile, one.in_force_days.upper_quartile
        ),
        days_draft=_days(one.draft_days.median, one.draft_days.lower_quartile, one.draft_days.upper_quartile),
        undetermined=one.undetermined,
        only_draft=one.only_draft,
    )


def _days(median: int | None, low: int | None, high: int | None) -> Days:
    return Days(median, (low, high) if low is not None and high is not None else None)
