"""What was kept as its source gave it, made readable: dosing, questions of PICO, and fields that nobody here knows.

Their shape is not described in public (see docs/hapi-differences.md), so nothing is guessed: the names of the fields stand as
the source writes them, word by word, and their values as words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from normverk.norm.blocks import Block, BulletList, Item, words
from normverk.norm.html_in import read_html
from normverk.norm.text import Text, unreadable_signs
from normverk.publish.library.infobit import KEYS, Infobit

_UNDERSTOOD: Final = ("styrke", "nokkelInfo")
_HUMP: Final = re.compile(r"(?<=[a-zæøå0-9])(?=[A-ZÆØÅ])")
_TAG: Final = re.compile(r"<[a-zA-Z!/]|&[a-zA-Z#]")
_DEEPEST: Final = 12


def kept(given: dict[str, Any]) -> dict[str, Any]:
    """The structured fields of an infobit that have no place of their own here, by name; empty ones left out."""
    data = given.get("data")
    inside = data.items() if isinstance(data, dict) else ()
    found = {f"data.{key}": value for key, value in inside if key not in _UNDERSTOOD and isinstance(value, dict | list)}
    found |= {key: value for key, value in given.items() if key not in KEYS and key != "lenker"}
    return {key: value for key, value in found.items() if value not in (None, "", [], {})}


def as_blocks(infobit: Infobit) -> tuple[Block, ...]:
    """Those fields as one list of points, nested as they are."""
    said = {key.removeprefix("data."): value for key, value in kept(infobit.given).items()}
    items = tuple(_items(said, infobit.language, 0))
    return (BulletList(items),) if items else ()


def _items(value: Any, language: str, depth: int) -> Iterator[Item]:
    pairs = value.items() if isinstance(value, dict) else (("", one) for one in value)
    for key, inner in pairs:
        name = _HUMP.sub(" ", str(key)).lower()
        if inner in (None, "", [], {}):
            continue
        if isinstance(inner, dict | list) and depth < _DEEPEST:
            more = tuple(_items(inner, language, depth + 1))
            if more:
                yield Item(_text(name, language), blocks=(BulletList(more),))
        else:
            said = _said(inner, language)
            yield Item(_text(f"{name}: {said}" if name else said, language))


def _said(value: Any, language: str) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    found = str(value)
    if isinstance(value, str) and _TAG.search(value):
        found = words(read_html(value, language).blocks, language)
    return " ".join("".join(" " if unreadable_signs(sign) else sign for sign in found).split())


def _text(said: str, language: str) -> Text:
    return Text(**{"nb": "", language: said})
