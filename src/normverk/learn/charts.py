"""The drawings of an indicator's page. They show what the tables beside them say, and nothing more."""

from __future__ import annotations

from django.utils.safestring import SafeString

from normverk.base.languages import say
from normverk.learn.indicators import Indicator
from normverk.learn.wording import length_words
from normverk.web.charts import Bar, BarChart, Line, LineChart, Marker, Point, bar_chart, line_chart
from normverk.web.charts.words import day_words, month_words


def share_chart(shown: Indicator) -> SafeString:
    """The share within the limit month by month, with a mark where a new edition of the norm took over."""
    points = tuple(
        Point(line.period, None if line.share.exact is None else 100 * line.share.exact) for line in shown.months
    )
    markers = tuple(
        Marker(
            f"{one.valid_from:%Y-%m}",
            say("learn.chart.new_edition", version=one.version, day=day_words(one.valid_from)),
        )
        for one in shown.changes
    )
    return line_chart(
        LineChart(
            id="share",
            title=say("learn.chart.share"),
            description=say("learn.chart.share.description"),
            lines=(Line(say("learn.share"), points),) if points else (),
            markers=markers,
            missing=say("learn.chart.missing"),
            empty=say("learn.nothing"),
            write_month=month_words,
        )
    )


def median_chart(shown: Indicator) -> SafeString:
    """The median per hospital over all months."""
    bars = tuple(
        Bar(
            one.name,
            None if one.line.median is None else float(one.line.median),
            length_words(one.line.median, shown.unit),
        )
        for one in shown.hospitals
        if not one.version
    )
    return bar_chart(
        BarChart(
            id="median",
            title=say("learn.chart.median"),
            description=say("learn.chart.median.description"),
            bars=bars,
            empty=say("learn.nothing"),
        )
    )
