"""A patient's way on one axis of days: what happened, which clocks ran, and where the limits stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.safestring import SafeString

from normverk.web.charts import svg
from normverk.web.charts.values import Timeline, TimelineClock, TimelineEvent

_LEFT: Final = 8.0
_RIGHT: Final = svg.WIDTH - 16.0
_THICK: Final = 12.0
_EVENT_SHAPES: Final = {"dot": "circle", "ring": "ring", "cross": "cross"}
_STILL_RUNNING: Final = {"running", "due", "overdue"}


@dataclass(frozen=True)
class _Axis:
    """Where days lie in the drawing."""

    first: date
    last: date

    def x(self, day: date) -> float:
        """How far from the left a day lies; a single day stands at the left."""
        return _LEFT + (_RIGHT - _LEFT) * (day - self.first).days / max(1, (self.last - self.first).days)


def timeline(chart: Timeline) -> SafeString:
    """Draws events as numbered marks and clocks as bars with their limits, with a line at the as-of date."""
    axis = _axis(chart)
    y = svg.ROW + 4
    events, y = _events(chart, axis, y)
    ticks, y = _ticks(chart, axis, y)
    stretches, y = _stretches(chart, axis, y)
    clocks: list[SafeString] = []
    for clock in chart.clocks:
        drawn, y = _clock(chart, clock, axis, y)
        clocks.extend(drawn)
    as_of = _as_of(chart, axis, y)
    key, y = _key(chart, y + 6)
    empty = [] if chart.events or chart.clocks else [svg.words(_LEFT, svg.ROW * 2, chart.empty, kind="empty")]
    return svg.picture(
        chart.id,
        chart.title,
        chart.description,
        y + 4,
        svg.hatch(f"{chart.id}-hatch"),
        *as_of,
        *empty,
        *events,
        *ticks,
        *stretches,
        *clocks,
        *key,
    )


def _axis(chart: Timeline) -> _Axis:
    days = [chart.as_of, *(event.day for event in chart.events)]
    for stretch in chart.stretches:
        days.extend((stretch.first, stretch.last))
    for clock in chart.clocks:
        days.extend(day for day in (clock.start, clock.stop, clock.due) if day is not None)
    return _Axis(min(days), max(days))


def _in_order(chart: Timeline) -> list[TimelineEvent]:
    """The events as they are numbered: by day, and on one day as given."""
    return sorted(chart.events, key=lambda event: event.day)


def _events(chart: Timeline, axis: _Axis, y: float) -> tuple[list[SafeString], float]:
    """Numbered marks over the axis; marks that would touch are put over one another."""
    drawn: list[SafeString] = []
    if chart.events_label:
        y += svg.ROW
        drawn.append(svg.words(_LEFT, y - 6, chart.events_label, kind="label"))
    ends: list[float] = []
    places: list[tuple[int, float, int]] = []
    for number, event in enumerate(_in_order(chart), start=1):
        x = axis.x(event.day)
        level = next((order for order, end in enumerate(ends) if x - end >= 40), len(ends))
        ends[level : level + 1] = [x]
        places.append((number, x, level))
    bottom = y + svg.ROW * max(1, len(ends)) + 2
    for (number, x, level), event in zip(places, _in_order(chart), strict=True):
        at = bottom - 10 - svg.ROW * level
        after = x < _RIGHT - 26
        drawn.append(svg.symbol(_EVENT_SHAPES[event.shape], x, at, f"event-{event.shape}"))
        drawn.append(svg.words(x + (8 if after else -8), at + 4, str(number), anchor="start" if after else "end",
                               kind="number"))  # fmt: skip
    return drawn, bottom


def _ticks(chart: Timeline, axis: _Axis, y: float) -> tuple[list[SafeString], float]:
    drawn = [svg.stroke(_LEFT, y, _RIGHT, y, "axis")]
    middle = axis.first + (axis.last - axis.first) // 2
    anchors = {middle: "middle", axis.last: "end", axis.first: "start"}
    for day, anchor in anchors.items():
        drawn.append(svg.stroke(axis.x(day), y, axis.x(day), y + 4, "axis"))
        kind = "tick nv-minor" if anchor == "middle" else "tick"
        drawn.append(svg.words(axis.x(day), y + svg.ROW - 4, chart.write_day(day), anchor=anchor, kind=kind))
    return drawn, y + svg.ROW + 2


def _stretches(chart: Timeline, axis: _Axis, y: float) -> tuple[list[SafeString], float]:
    """A bracket for each stretch with its name beside or under it, one a row."""
    if not chart.stretches:
        return [], y
    drawn, y = svg.paragraph(_LEFT, y, chart.stretches_label)
    for stretch in chart.stretches:
        first, last = axis.x(stretch.first), max(axis.x(stretch.last), axis.x(stretch.first) + 2)
        at = y + 6
        drawn.append(svg.stroke(first, at, last, at, "stretch"))
        drawn.extend(svg.stroke(x, at - 4, x, at + 4, "stretch") for x in (first, last))
        anchor = "end" if first > svg.WIDTH / 2 else "start"
        drawn.append(
            svg.words(
                last if anchor == "end" else first, at + svg.ROW - 6, stretch.label, anchor=anchor, kind="stretch-label"
            )
        )
        y = at + svg.ROW + 2
    return drawn, y


def _clock(chart: Timeline, clock: TimelineClock, axis: _Axis, y: float) -> tuple[list[SafeString], float]:
    drawn, y = svg.paragraph(_LEFT, y, f"{clock.label}: {clock.state_label}")
    if clock.start is None:
        return drawn, y + 4
    y += 5
    end = clock.stop or (chart.as_of if clock.state in _STILL_RUNNING else clock.start)
    drawn.extend(_bar(chart, clock, axis, y, max(end, clock.start)))
    if clock.due is not None:
        drawn.extend(_limit(clock, axis, y))
    return drawn, y + _THICK + (svg.ROW if clock.due is not None and clock.limit_label else 4)


def _bar(chart: Timeline, clock: TimelineClock, axis: _Axis, y: float, end: date) -> list[SafeString]:
    """The time a clock ran: plain until the limit, hatched after it; outlined when it does not count."""
    start = clock.start or end
    counted = clock.state not in {"nullified", "not-applicable", "indeterminate"}
    within = min(end, clock.due) if clock.due and clock.due >= start else end
    drawn = [_stretch(axis, start, within, y, "clock" if counted else "clock-outline")]
    if end > within:
        drawn.append(_stretch(axis, within, end, y, "clock-late", fill=f"url(#{chart.id}-hatch)"))
    middle = y + _THICK / 2
    if clock.warn_from is not None and clock.due is not None and clock.state in _STILL_RUNNING:
        below = y + _THICK + 3
        drawn.append(svg.stroke(axis.x(clock.warn_from), below, axis.x(clock.due), below, "warning"))
    drawn.append(svg.symbol("circle", axis.x(start), middle, "clock-end", 4.0))
    shape = "triangle" if clock.state in _STILL_RUNNING else "square"
    drawn.append(svg.symbol(shape, axis.x(end), middle, "clock-end", 4.0))
    return drawn


def _stretch(axis: _Axis, first: date, last: date, y: float, kind: str, *, fill: str = "") -> SafeString:
    width = max(1.5, axis.x(last) - axis.x(first))
    area = {"x": axis.x(first), "y": y, "width": width, "height": _THICK, "class": f"nv-{kind}", "fill": fill}
    return svg.element("rect", area)


def _limit(clock: TimelineClock, axis: _Axis, y: float) -> list[SafeString]:
    assert clock.due is not None
    x = axis.x(clock.due)
    anchor = "end" if x > svg.WIDTH / 2 else "start"
    drawn = [
        svg.stroke(x, y - 3, x, y + _THICK + 5, "limit"),
        svg.symbol("flag", x, y - 1, "limit-flag", 3.4),
    ]
    if clock.limit_label:
        drawn.append(svg.words(x, y + _THICK + svg.ROW - 6, clock.limit_label, anchor=anchor, kind="limit-label"))
    return drawn


def _as_of(chart: Timeline, axis: _Axis, bottom: float) -> list[SafeString]:
    x = axis.x(chart.as_of)
    anchor = "end" if x > svg.WIDTH / 2 else "start"
    return [
        svg.stroke(x, svg.ROW, x, bottom, "as-of", dashes="2 3"),
        svg.words(x, svg.ROW - 6, chart.as_of_label, anchor=anchor, kind="as-of-label"),
    ]


def _key(chart: Timeline, y: float) -> tuple[list[SafeString], float]:
    """The numbered events with date and words."""
    drawn: list[SafeString] = []
    for number, event in enumerate(_in_order(chart), start=1):
        drawn.append(svg.words(_LEFT + 20, y + svg.ROW - 6, str(number), anchor="end", kind="number"))
        drawn.append(svg.symbol(_EVENT_SHAPES[event.shape], _LEFT + 30, y + svg.ROW - 10, f"event-{event.shape}", 3.6))
        lines, y = svg.paragraph(_LEFT + 42, y, f"{chart.write_day(event.day)}: {event.label}", length=48)
        drawn.extend(lines)
    return drawn, y
