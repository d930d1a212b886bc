"""The few strokes all charts are drawn with. Text is escaped here and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

WIDTH: Final = 480.0
"""Width of every drawing in its own units; on the page it scales to the room there is, from 320 px up."""

ROW: Final = 22.0
"""Height of a line of words, with room for the larger letters that narrow screens get."""

LINE: Final = 17.0
"""Height of a line of words that continues the one above it."""

DASHES: Final = ("", "8 4", "2 3", "10 3 2 3", "5 5", "14 4")
SHAPES: Final = ("circle", "square", "triangle", "diamond", "ring", "cross")


def element(name: str, attributes: Mapping[str, object], *children: str) -> SafeString:
    """An SVG element; attribute values and children are escaped unless they are markup made here."""
    written = join(format_html(' {}="{}"', key, number(value)) for key, value in attributes.items() if value != "")
    if not children:
        return format_html("<{}{}/>", mark_safe(name), written)  # noqa: S308  (element names are literals of this package)
    inside = join(conditional_escape(child) for child in children)
    return format_html("<{}{}>{}</{}>", mark_safe(name), written, inside, mark_safe(name))  # noqa: S308


def join(parts: Iterable[str]) -> SafeString:
    """Pieces of markup one after the other; a piece that is not marked as markup is escaped."""
    return mark_safe("".join(conditional_escape(part) for part in parts))  # noqa: S308  (escaped piece by piece)


def number(value: object) -> object:
    """A number with at most one decimal, anything else as it is; ValueError for what is no finite number."""
    return f"{finite(value):.1f}".removesuffix(".0") if isinstance(value, float) else value


def finite(value: float) -> float:
    """The number itself; ValueError when it is infinite or no number."""
    if not math.isfinite(value):
        raise ValueError("a chart cannot draw a number that is not finite")
    return value


def picture(id: str, title: str, description: str, height: float, *children: str) -> SafeString:
    """The whole drawing, named by its title and description for those who do not see it."""
    names = {"title": f"{id}-title", "desc": f"{id}-description"}
    return element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": "nv-chart",
            "viewBox": f"0 0 {number(WIDTH)} {number(height)}",
            "role": "img",
            "aria-labelledby": " ".join(names.values()),
        },
        element("title", {"id": names["title"]}, title),
        element("desc", {"id": names["desc"]}, description),
        *children,
    )


def words(x: float, y: float, text: str, *, anchor: str = "start", kind: str = "") -> SafeString:
    """A line of text whose baseline is at `y`."""
    return element("text", {"x": x, "y": y, "text-anchor": anchor, "class": kind and f"nv-{kind}"}, text)


def stroke(x1: float, y1: float, x2: float, y2: float, kind: str, *, dashes: str = "") -> SafeString:
    """A straight line of the style `nv-<kind>`."""
    return element("line", {"x1": x1, "y1": y1, "x2": x2, "y2": y2, "class": f"nv-{kind}", "stroke-dasharray": dashes})


def symbol(shape: str, x: float, y: float, kind: str, size: float = 4.5) -> SafeString:
    """A small shape around a point. Shapes: circle, ring, square, triangle, diamond, cross, flag."""
    classes = f"nv-symbol nv-{kind}"
    if shape in {"circle", "ring"}:
        hollow = " nv-hollow" if shape == "ring" else ""
        return element("circle", {"cx": x, "cy": y, "r": size, "class": classes + hollow})
    if shape == "cross":
        path = f"M{x - size:.1f} {y - size:.1f}L{x + size:.1f} {y + size:.1f}M{x - size:.1f} {y + size:.1f}L{x + size:.1f} {y - size:.1f}"
        return element("path", {"d": path, "class": f"{classes} nv-crossed"})
    corners: dict[str, Sequence[tuple[float, float]]] = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "triangle": ((0, -1.2), (1.2, 1), (-1.2, 1)),
        "diamond": ((0, -1.4), (1.4, 0), (0, 1.4), (-1.4, 0)),
        "flag": ((0, -1), (1.8, 0), (0, 1)),
    }
    points = " ".join(f"{x + dx * size:.1f},{y + dy * size:.1f}" for dx, dy in corners[shape])
    return element("polygon", {"points": points, "class": classes})


def hatch(id: str) -> SafeString:
    """Slanted lines as a filling, so that what needs attention shows without colour too; refer to it as url(#id)."""
    return element(
        "defs",
        {},
        element(
            "pattern",
            {"id": id, "width": 6, "height": 6, "patternUnits": "userSpaceOnUse", "patternTransform": "rotate(45)"},
            element("rect", {"width": 6, "height": 6, "class": "nv-hatch-ground"}),
            element("line", {"x1": 0, "y1": 0, "x2": 0, "y2": 6, "class": "nv-hatch-line"}),
        ),
    )


def wrapped(text: str, length: int = 54) -> list[str]:
    """`text` in lines of at most `length` signs, broken between words; a longer word is cut with a hyphen."""
    lines = [""]
    for word in text.split():
        while len(word) > length:
            if lines[-1]:
                lines.append("")
            lines[-1], word = word[: length - 1] + "-", word[length - 1 :]
            lines.append("")
        if lines[-1] and len(lines[-1]) + 1 + len(word) > length:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def paragraph(x: float, y: float, text: str, *, length: int = 54) -> tuple[list[SafeString], float]:
    """Words below height `y`, over as many lines as they need, and the height at which they end."""
    drawn: list[SafeString] = []
    for order, line in enumerate(wrapped(text, length)):
        y += LINE if order else ROW
        drawn.append(words(x, y - 6, line, kind="label"))
    return drawn, y


def nice_end(value: float) -> float:
    """The nearest round number at or above `value`, for the end of an axis."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in (1.0, 2.0, 2.5, 5.0, 10.0) if value <= step * power * (1 + 1e-9))


def quartered_end(value: float) -> float:
    """The nearest number at or above `value` of which the quarters are short to write, for an axis with four parts."""
    if value <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return next(
        step * power
        for step in (1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0, 10.0)
        if value <= step * power * (1 + 1e-9)
    )
