"""Tables of time limits in an answer of the content API, or in a page: which HTML there is, and what it proposes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from normverk.norm.limit_tables import Tables, read_limit_tables


class Found(msgspec.Struct, frozen=True):
    """What the tables of one field propose. `place` is the path of the field in the answer, empty for a page."""

    place: str
    tables: Tables


def limits_in(path: Path, *, url: str = "") -> tuple[Found, ...]:
    """The limits that the tables in the file seem to state, for a person to confirm; nothing is stored.

    The file is HTML, or JSON with HTML in its fields (when its name ends with .json). Raises OSError when it cannot be
    read, and ValueError when it is not UTF-8 or not JSON.
    """
    return limits_in_words(
        path.read_text(encoding="utf-8-sig"), is_json=path.suffix.lower() == ".json", title=path.name, url=url
    )


def limits_in_words(words: str, *, is_json: bool, title: str, url: str = "") -> tuple[Found, ...]:
    """The same for words that are at hand; `title` and `url` say where they were read. Raises ValueError for broken JSON."""
    if not is_json:
        return _held("", read_limit_tables(words, title=title, url=url))
    try:
        plain = json.loads(words)
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    found: list[Found] = []
    for place, html, named in _fields(plain, "", title):
        found += _held(place, read_limit_tables(html, title=named, url=url))
    return tuple(found)


def _held(place: str, tables: Tables) -> tuple[Found, ...]:
    return (Found(place, tables),) if tables.proposals else ()


def _fields(plain: Any, place: str, title: str) -> Iterator[tuple[str, str, str]]:
    """Every text with a table in it: its path, the HTML, and the nearest title above it (`tittel`)."""
    if isinstance(plain, dict):
        named = plain.get("tittel")
        title = named if isinstance(named, str) and named else title
        for key, value in plain.items():
            yield from _fields(value, f"{place}/{key}", title)
    elif isinstance(plain, list):
        for number, value in enumerate(plain):
            yield from _fields(value, f"{place}/{number}", title)
    elif isinstance(plain, str) and "<table" in plain.lower():
        yield place, plain, title
