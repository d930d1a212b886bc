"""The drawings of the page of development. They show what the tables beside them say, and nothing more."""

from __future__ import annotations

from typing import Final

from django.utils.safestring import SafeString

from normverk.base.languages import say
from normverk.learn.spc import Control
from normverk.learn.survival import ToldStep
from normverk.learn.wording import percent
from normverk.web.charts import Line, LineChart, Point, line_chart, svg
from normverk.web.charts.words import month_words

_LEFT: Final = 58.0
_RIGHT: Final = svg.WIDTH - 26.0
_TOP: Final = 12.0
_BOTTOM: Final = 192.0


def control_chart(id: str, title: str, control: Control, restarts: tuple[str, ...], *, share: bool) -> SafeString:
    """A run chart with mean and limits; points that a rule marks carry a second sign. Shares are drawn in per cent."""
    times = 100 if share else 1
    points = control.points

    def line(key: str, values: list[tuple[str, float]], **more: bool) -> Line:
        drawn = tuple(Point(period, times * value) for period, value in values)
        return Line(say(key), drawn, breaks=restarts, **more)

    lines = [
        line("learn.spc.figure", [(point.period, point.value) for point in points]),
        line("learn.spc.mean", [(point.period, point.mean) for point in points], marks=False),
        line("learn.spc.limits.upper", [(point.period, point.upper) for point in points], marks=False),
        line("learn.spc.limits.lower", [(point.period, point.lower) for point in points], marks=False),
    ]
    marked = [(point.period, point.value) for point in points if point.rule]
    if marked:
        lines.append(line("learn.spc.marked", marked, joined=False))
    return line_chart(
        LineChart(
            id=id,
            title=title,
            description=say("learn.spc.description"),
            lines=tuple(lines) if points else (),
            unit="%" if share else "",
            high=100.0 if share else 1.0,
            empty=say("learn.nothing"),
            write_month=month_words,
        )
    )


def curve_chart(curve: tuple[ToldStep, ...]) -> SafeString:
    """The share that has moved on after so many days, with its interval; from left to right, upwards."""
    title, description = say("learn.curve.chart"), say("learn.curve.description")
    if not curve:
        empty = svg.words(0, svg.ROW, say("learn.nothing"), kind="empty")
        return svg.picture("curve", title, description, 2 * svg.ROW, empty)
    end = max(curve[-1].days, 1)

    def x(days: int) -> float:
        return _LEFT + (_RIGHT - _LEFT) * days / end

    def y(share: float) -> float:
        return _BOTTOM - (_BOTTOM - _TOP) * share

    drawn: list[SafeString] = []
    for quarter in range(5):
        at = y(quarter / 4)
        drawn.append(svg.stroke(_LEFT, at, _RIGHT, at, "grid" if quarter else "axis"))
        drawn.append(svg.words(_LEFT - 6, at + 4, percent(quarter / 4), anchor="end", kind="tick"))
    every = -(-len(curve) // 6)
    for step in curve[::every]:
        drawn.append(svg.stroke(x(step.days), _BOTTOM, x(step.days), _BOTTOM + 4, "axis"))
        drawn.append(svg.words(x(step.days), _BOTTOM + svg.ROW - 2, str(step.days), anchor="middle", kind="tick"))
    drawn.extend(
        svg.stroke(x(step.days), y(step.low), x(step.days), y(step.high), "line nv-series-6")
        for step in curve
        if step.low is not None and step.high is not None
    )
    path = "".join(f"{'L' if order else 'M'}{x(s.days):.1f} {y(s.moved_on):.1f}" for order, s in enumerate(curve))
    drawn.append(svg.element("path", {"d": path, "class": "nv-line nv-series-1"}))
    drawn.extend(svg.symbol("circle", x(step.days), y(step.moved_on), "series-1", 3.2) for step in curve)
    label, bottom = svg.paragraph(_LEFT, _BOTTOM + svg.ROW, say("learn.curve.axis"))
    return svg.picture("curve", title, description, bottom + 4, *drawn, *label)
