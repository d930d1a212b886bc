"""What the styles of a Word document mean, by what they are called and built on, in whatever language Word was used."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree  # type: ignore[import-untyped]

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of the words of a Word document (ECMA-376 part 1)."""

_NAMED: Final = re.compile(r"(?:heading|overskrift) ?([1-9])", re.IGNORECASE)
_CONTENTS: Final = re.compile(r"(?:toc|innh|innhold|innhald) ?(?:[1-9]|heading)|innh\w+sfortegnelse|table of figures", re.IGNORECASE)  # fmt: skip
_PLAIN: Final = (
    "Body Text", "Brødtekst", "List Paragraph", "Listeavsnitt", "No Spacing", "Ingen mellomrom", "caption", "Bildetekst",
)  # fmt: skip
"""Styles of ordinary paragraphs, in the names that Word gives them."""


class Styles:
    """The styles of paragraphs: `levels` from id to the level of a heading (1–9), `contents` the ids of a list of contents."""

    def __init__(self, xml: bytes) -> None:
        self.levels: dict[str, int] = {}
        self.contents: set[str] = set()
        held = {one.get(f"{W}styleId", ""): one for one in _read(xml) if one.get(f"{W}type") == "paragraph"}
        for id, style in held.items():
            if _CONTENTS.fullmatch(_value(style, "name")):
                self.contents.add(id)
            elif level := _level(style, held):
                self.levels[id] = level

    def mapping(self) -> str:
        """The same as lines for the reader: lists of contents are left out, and headings beyond the sixth level are sixth."""
        lines = [f"p.{_escaped(id)} => !" for id in sorted(self.contents)]
        lines += [f"p.{_escaped(id)} => h{min(level, 6)}:fresh" for id, level in sorted(self.levels.items())]
        lines += [f"p[style-name='{name}'] => p:fresh" for name in _PLAIN]
        return "\n".join(lines)


def parsed(xml: bytes) -> Any:
    """The root of a part; XMLSyntaxError when it is none. Nothing outside is fetched and no entity is filled in."""
    return etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


def _read(xml: bytes) -> list[Any]:
    return list(parsed(xml).iterfind(f"{W}style")) if xml else []


def _level(style: Any, held: dict[str, Any]) -> int | None:
    """The level by the style's own name or outline, or by those of the style that it is built on."""
    seen: set[int] = set()
    while style is not None and id(style) not in seen:
        seen.add(id(style))
        named = _NAMED.fullmatch(_value(style, "name"))
        if named:
            return int(named[1])
        outline = style.find(f"{W}pPr/{W}outlineLvl")
        if outline is not None:
            written = outline.get(f"{W}val", "")
            return int(written) + 1 if written in "012345678" and written else None
        style = held.get(_value(style, "basedOn"))
    return None


def _value(style: Any, name: str) -> str:
    found = style.find(f"{W}{name}")
    return "" if found is None else str(found.get(f"{W}val", "")).strip()


def _escaped(id: str) -> str:
    return "".join(sign if sign.isascii() and sign.isalpha() else f"\\{sign}" for sign in id)
