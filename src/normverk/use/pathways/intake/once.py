"""JSON that says the same thing twice: readers disagree on which of the two holds, so neither may."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any


class _Twice(Exception):  # noqa: N818
    """Carries the name out of the reader."""


def said_twice(line: str, names: Sequence[str]) -> str:
    """The first name that one object of the line gives twice, or nothing. `names` are those that the line may have.

    Only a line in which one of them can stand twice is read again: counting is a hundred times faster than reading.
    """
    if "\\" not in line and all(line.count(f'"{name}"') < 2 for name in names):
        return ""
    return given_twice(line)


def given_twice(text: str) -> str:
    """The first name that one object of the JSON gives twice, or nothing."""
    try:
        json.loads(text, object_pairs_hook=_once, parse_int=str, parse_float=str)
    except _Twice as twice:
        return str(twice)
    return ""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise _Twice(next(name for name in names if names.count(name) > 1))
    return found
