"""Lying bars with their value in words at the end."""

from __future__ import annotations

from typing import Final

from django.utils.safestring import SafeString

from normverk.web.charts import svg
from normverk.web.charts.values import Bar, BarChart

_THICK: Final = 14.0
_ROOM: Final = 380.0
"""Length of the longest bar; the rest of the width is for the value's words."""


def bar_chart(chart: BarChart) -> SafeString:
    """Draws lying bars; raises ValueError for a value below zero or one that is no finite number."""
    if any(svg.finite(bar.value or 0.0) < 0 for bar in chart.bars):
        raise ValueError("a bar cannot be below zero")
    if not chart.bars:
        return svg.picture(
            chart.id, chart.title, chart.description, 2 * svg.ROW, svg.words(0, svg.ROW, chart.empty, kind="empty")
        )
    end = _axis_end(chart)
    top = 2 * svg.ROW if chart.reference else 4.0
    drawn: list[SafeString] = []
    y = top
    for bar in chart.bars:
        rows, y = _row(chart, bar, y, end)
        drawn.extend(rows)
    return svg.picture(
        chart.id,
        chart.title,
        chart.description,
        y,
        svg.hatch(f"{chart.id}-hatch"),
        *_reference(chart, end, y),
        *drawn,
    )


def _axis_end(chart: BarChart) -> float:
    values = [bar.value for bar in chart.bars if bar.value is not None]
    if chart.reference:
        values.append(chart.reference.value)
    greatest = max(values, default=0.0)
    return svg.nice_end(greatest) if chart.high is None else max(chart.high, greatest)


def _row(chart: BarChart, bar: Bar, y: float, end: float) -> tuple[list[SafeString], float]:
    """The drawing of one bar that begins at height `y`, and the height at which the next begins."""
    drawn, y = svg.paragraph(0, y, bar.label)
    length = _ROOM * (bar.value or 0.0) / end
    fill = f"url(#{chart.id}-hatch)" if bar.tone == "attention" else ""
    attributes = {"x": 0, "y": y, "width": length, "height": _THICK, "class": f"nv-bar-{bar.tone}", "fill": fill}
    if bar.value is not None:
        drawn.append(svg.element("rect", attributes))
    if chart.reference is not None:
        x = _ROOM * chart.reference.value / end
        drawn.append(svg.stroke(x, y - 3, x, y + _THICK + 3, "reference"))
    drawn.append(svg.words(length + 6 if bar.value is not None else 0.0, y + _THICK - 2, bar.text, kind="value"))
    return drawn, y + _THICK + 8


def _reference(chart: BarChart, end: float, bottom: float) -> list[SafeString]:
    if chart.reference is None:
        return []
    x = _ROOM * chart.reference.value / end
    anchor = "end" if x > svg.WIDTH / 2 else "start"
    return [
        svg.words(x, svg.ROW - 4, chart.reference.label, anchor=anchor, kind="reference-label"),
        svg.stroke(x, svg.ROW, x, bottom, "reference", dashes="6 4"),
        svg.symbol("flag", x, svg.ROW + 6, "reference-flag"),
    ]
