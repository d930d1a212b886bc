"""The ids that stand in norm content, and what is done with content that was stored before they were required."""

from __future__ import annotations

from typing import Annotated, Any, Final

import msgspec

Id = Annotated[str, msgspec.Meta(min_length=1)]
"""A name that something can be found by: never empty, since an empty one leads nowhere. Decoding refuses others and names the place."""

_NAMED: Final = ("sections", "references", "picos")
"""The lists whose members have such an id."""


def with_ids(plain: Any) -> Any:
    """Stored content in which every section, reference and question has an id: one without gets the name of its place.

    Content is never written without ids any more; what was stored before that must still be readable, and a place is a
    name that comes out the same every time it is read. Content that has all its ids is given back as it is.
    """
    return _named(plain, "") if _lacks(plain) else plain


def _lacks(plain: Any) -> bool:
    waiting = [plain]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            if any(_empty(member) for name in _NAMED for member in _members(one, name)):
                return True
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
    return False


def _members(holder: dict[str, Any], name: str) -> list[Any]:
    held = holder.get(name)
    return held if isinstance(held, list) else []


def _empty(member: Any) -> bool:
    return isinstance(member, dict) and member.get("id") == ""


def _named(plain: Any, way: str) -> Any:
    if isinstance(plain, list):
        return [_named(one, way) for one in plain]
    if not isinstance(plain, dict):
        return plain
    made = {}
    for key, value in plain.items():
        if key in _NAMED and isinstance(value, list):
            made[key] = [_member(one, f"{way}{key}-{number}") for number, one in enumerate(value, 1)]
        else:
            made[key] = _named(value, way)
    return made


def _member(member: Any, name: str) -> Any:
    if _empty(member):
        member = {**member, "id": f"unnamed-{name}"}
    return _named(member, f"{name}-")
