"""Lines over months, with bands for targets and upright marks for what changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.safestring import SafeString

from normverk.web.charts import svg
from normverk.web.charts.values import Line, LineChart

_LEFT: Final = 58.0
_RIGHT: Final = svg.WIDTH - 26.0
_TALL: Final = 180.0
_LABELS: Final = 6


@dataclass(frozen=True)
class _Frame:
    """Where months and values lie in the drawing."""

    months: tuple[str, ...]
    low: float
    high: float
    top: float

    @property
    def bottom(self) -> float:
        return self.top + _TALL

    def x(self, month: str) -> float:
        """How far from the left a month lies; a single month stands in the middle."""
        if len(self.months) < 2:
            return (_LEFT + _RIGHT) / 2
        return _LEFT + (_RIGHT - _LEFT) * self.months.index(month) / (len(self.months) - 1)

    def y(self, value: float) -> float:
        """How far from the top a value lies."""
        return self.bottom - _TALL * (value - self.low) / (self.high - self.low)


def line_chart(chart: LineChart) -> SafeString:
    """Draws lines over months; raises ValueError for a value that is no finite number or a month that does not exist."""
    frame = _frame(chart)
    if not frame.months:
        empty = svg.words(0, svg.ROW, chart.empty, kind="empty")
        return svg.picture(chart.id, chart.title, chart.description, 2 * svg.ROW, empty)
    key, bottom = _key(chart, frame.bottom + svg.ROW + 12)
    return svg.picture(
        chart.id,
        chart.title,
        chart.description,
        bottom,
        *_bands(chart, frame),
        *_axes(chart, frame),
        *_markers(chart, frame),
        *(part for order, line in enumerate(chart.lines) for part in _line(line, order, frame)),
        *key,
    )


def _frame(chart: LineChart) -> _Frame:
    used = {point.month for line in chart.lines for point in line.points}
    values = [point.value for line in chart.lines for point in line.points if point.value is not None]
    top = 8.0 + svg.ROW * len(chart.markers)
    if not used:
        return _Frame((), chart.low, chart.high, top)
    used |= {marker.month for marker in chart.markers}
    low, high = min([chart.low, *values]), max([chart.high, *values])
    if low == 0 and high > chart.high:
        high = svg.quartered_end(svg.finite(high))
    return _Frame(_every_month(min(used), max(used)), low, high if high > low else low + 1, top)


def _every_month(first: str, last: str) -> tuple[str, ...]:
    """All months from first to last, so that a month without figures still takes its room."""
    numbers = [_number_of(month) for month in (first, last)]
    return tuple(f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(numbers[0], numbers[1] + 1))


def _number_of(month: str) -> int:
    year, number = (int(part) for part in month.split("-"))
    if not 1 <= number <= 12:
        raise ValueError(f"«{month}» is no month; write for instance 2021-05")
    return year * 12 + number - 1


def _axes(chart: LineChart, frame: _Frame) -> list[SafeString]:
    drawn: list[SafeString] = []
    for part in range(5):
        value = frame.low + (frame.high - frame.low) * part / 4
        y = frame.y(value)
        drawn.append(svg.stroke(_LEFT, y, _RIGHT, y, "grid" if part else "axis"))
        text = f"{svg.number(float(value))} {chart.unit}".strip()
        drawn.append(svg.words(_LEFT - 6, y + 4, text, anchor="end", kind="tick nv-minor" if part % 2 else "tick"))
    step = max(1, -(-len(frame.months) // _LABELS))
    for order, month in enumerate(frame.months[::step]):
        x = frame.x(month)
        drawn.append(svg.stroke(x, frame.bottom, x, frame.bottom + 4, "axis"))
        kind = "tick nv-minor" if order % 2 else "tick"
        drawn.append(svg.words(x, frame.bottom + svg.ROW - 2, chart.write_month(month), anchor="middle", kind=kind))
    return drawn


def _bands(chart: LineChart, frame: _Frame) -> list[SafeString]:
    drawn: list[SafeString] = []
    for band in chart.bands:
        high, low = frame.y(min(band.high, frame.high)), frame.y(max(band.low, frame.low))
        area = {"x": _LEFT, "y": high, "width": _RIGHT - _LEFT, "height": low - high, "class": "nv-band"}
        drawn.append(svg.element("rect", area))
        drawn.append(svg.stroke(_LEFT, low, _RIGHT, low, "band-edge", dashes="3 3"))
    return drawn


def _markers(chart: LineChart, frame: _Frame) -> list[SafeString]:
    drawn: list[SafeString] = []
    for order, marker in enumerate(chart.markers):
        x, y = frame.x(marker.month), svg.ROW * (order + 1)
        after = x < svg.WIDTH / 2
        drawn.append(svg.stroke(x, y - 12, x, frame.bottom, "marker", dashes="6 4"))
        drawn.append(svg.words(x + (6 if after else -6), y - 4, marker.label, anchor="start" if after else "end",
                               kind="marker-label"))  # fmt: skip
    return drawn


def _line(line: Line, order: int, frame: _Frame) -> list[SafeString]:
    """One series: a path broken where a month has no value, and a symbol at each value."""
    values: Mapping[str, float | None] = {point.month: point.value for point in line.points}
    style = f"series-{order % 6 + 1}"
    drawn: list[SafeString] = []
    path, pen_down = "", False
    for month in frame.months:
        value = values.get(month)
        if value is None:
            if month in values:
                drawn.append(svg.symbol("cross", frame.x(month), frame.bottom, "missing", 3.0))
            pen_down = False
            continue
        pen_down = pen_down and line.joined and month not in line.breaks
        path += f"{'L' if pen_down else 'M'}{frame.x(month):.1f} {frame.y(float(value)):.1f}"
        pen_down = True
        if line.marks:
            drawn.append(svg.symbol(svg.SHAPES[order % 6], frame.x(month), frame.y(float(value)), style, 3.2))
    if "L" in path:
        stroke = {"d": path, "class": f"nv-line nv-{style}", "stroke-dasharray": svg.DASHES[order % 6]}
        drawn.insert(0, svg.element("path", stroke))
    return drawn


def _key(chart: LineChart, y: float) -> tuple[list[SafeString], float]:
    """What each line, band and cross means, one a row; and the height at which the key ends."""
    drawn: list[SafeString] = []

    def row(label: str, *sample: SafeString) -> None:
        nonlocal y
        lines, y = svg.paragraph(44, y, label, length=48)
        drawn.extend((*sample, *lines))

    for order, line in enumerate(chart.lines):
        style, at = f"series-{order % 6 + 1}", y + svg.ROW - 10
        stroke = (svg.stroke(4, at, 36, at, f"line nv-{style}", dashes=svg.DASHES[order % 6]),) if line.joined else ()
        mark = (svg.symbol(svg.SHAPES[order % 6], 20, at, style, 3.6),) if line.marks else ()
        row(line.label, *stroke, *mark)
    for band in chart.bands:
        row(band.label, svg.element("rect", {"x": 4, "y": y + 6, "width": 32, "height": 12, "class": "nv-band"}))
    if chart.missing and any(point.value is None for line in chart.lines for point in line.points):
        row(chart.missing, svg.symbol("cross", 20, y + svg.ROW - 10, "missing", 3.0))
    return drawn, y + 4
