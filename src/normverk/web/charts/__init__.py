"""Charts drawn on the server: values in, one SVG out. No script, no inline style, every word given by the caller.

A chart is a picture beside a table, never instead of one: the page that shows it also shows its figures as text.
Colour only repeats what shape, dash, hatch or words already say, so a chart can be read in print and in grey.
Put the result in a page as `<figure class="nv-figure">{{ chart }}<figcaption>…</figcaption></figure>`.
"""

from normverk.web.charts.bar import bar_chart
from normverk.web.charts.line import line_chart
from normverk.web.charts.timeline import timeline
from normverk.web.charts.values import (
    Band,
    Bar,
    BarChart,
    Line,
    LineChart,
    Marker,
    Point,
    Reference,
    Timeline,
    TimelineClock,
    TimelineEvent,
    TimelineStretch,
)

__all__ = [
    "Band",
    "Bar",
    "BarChart",
    "Line",
    "LineChart",
    "Marker",
    "Point",
    "Reference",
    "Timeline",
    "TimelineClock",
    "TimelineEvent",
    "TimelineStretch",
    "bar_chart",
    "line_chart",
    "timeline",
]
