"""The drawings of inclusion. They show what the tables beside them say, and nothing more."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.safestring import SafeString

from normverk.base.languages import say
from normverk.learn.inclusion.shown import InclusionShown
from normverk.learn.measured import Line as Told
from normverk.learn.periods import is_month
from normverk.learn.wording import percent, period_words, share_words
from normverk.web.charts import Bar, BarChart, Line, LineChart, Point, bar_chart, line_chart
from normverk.web.charts.values import Reference
from normverk.web.charts.words import month_words


def period_chart(shown: InclusionShown) -> SafeString:
    """The share over time with the target: a line over months, or bars where the source tells tertials or years."""
    told = [one.line for one in shown.narrow]
    if not told or not is_month(told[0].period):
        return _bars(shown, "periods", "inclusion.chart.periods", [(period_words(one.period), one) for one in told])
    points = tuple(Point(one.period, None if one.share.exact is None else 100 * one.share.exact) for one in told)
    lines = [Line(say("inclusion.share"), points)]
    if shown.target is not None:
        ends = (told[0].period, told[-1].period)
        level = tuple(Point(month, 100 * shown.target.share) for month in dict.fromkeys(ends))
        lines.append(Line(_target(shown.target.share), level, marks=False))
    return line_chart(
        LineChart(
            id="periods-drawn",
            title=say("inclusion.chart.periods"),
            description=say("inclusion.chart.description"),
            lines=tuple(lines),
            missing=say("learn.chart.missing"),
            empty=say("learn.nothing"),
            write_month=month_words,
        )
    )


def hospital_chart(shown: InclusionShown) -> SafeString:
    """The share of each hospital in the period chosen, with the target."""
    return _bars(shown, "hospitals", "inclusion.chart.hospitals", [(one.name, one.line) for one in shown.hospitals])


def _bars(shown: InclusionShown, id: str, title: str, told: Iterable[tuple[str, Told]]) -> SafeString:
    bars = tuple(
        Bar(name, None if line.share.exact is None else 100 * line.share.exact, share_words(line.share))
        for name, line in told
    )
    target = shown.target
    return bar_chart(
        BarChart(
            id=f"{id}-drawn",
            title=say(title),
            description=say("inclusion.chart.description"),
            bars=bars,
            unit="%",
            high=100.0,
            reference=None if target is None else Reference(100 * target.share, _target(target.share)),
            empty=say("learn.nothing"),
        )
    )


def _target(share: float) -> str:
    return say("inclusion.target.level", share=percent(share))
