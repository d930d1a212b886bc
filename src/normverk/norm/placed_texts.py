"""Every text of a norm with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from normverk.norm.blocks import Cell, Item
from normverk.norm.content import NormContent
from normverk.norm.pathway import Branch
from normverk.norm.places import place
from normverk.norm.text import LANGUAGES, Text


def texts_of(content: NormContent) -> Iterator[tuple[str, Text]]:
    """Every text in the content with its place, in reading order; members without an id are counted from 1."""
    yield from _walk((), content)


def texts_in(way: tuple[str, ...], value: Any) -> Iterator[tuple[str, Text]]:
    """Every text in a part of a norm that lies at `way`."""
    yield from _walk(way, value)


def _walk(way: tuple[str, ...], value: Any) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place(*way), value
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            inner = getattr(value, field)
            if not _left_out(value, field, inner):
                yield from _walk((*way, field), inner)
    elif isinstance(value, tuple):
        for number, member in enumerate(value, start=1):
            name = getattr(member, "id", None)
            yield from _walk((*way, str(number) if name is None else name), member)


def _left_out(holder: msgspec.Struct, field: str, text: object) -> bool:
    """True for an empty text where none is needed: one with an empty default, a cell or a point that holds more than
    words, and the name of a clock's only branch."""
    if not isinstance(text, Text) or len(text.missing()) < len(LANGUAGES):
        return False
    optional = any(known.name == field and known.default == text for known in msgspec.structs.fields(holder))
    return optional or isinstance(holder, Cell | Item) or (isinstance(holder, Branch) and holder.id == "")
