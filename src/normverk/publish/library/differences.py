"""What differs between two revisions of an infobit: its text and unit as in any norm, and its other fields."""

from __future__ import annotations

from typing import Any

import msgspec

from normverk.norm.diff import Change, diff
from normverk.norm.words import same
from normverk.publish.library.infobit import CLOCKS, Infobit, moment_in


def changes_between(before: Infobit, after: Infobit) -> tuple[Change, ...]:
    """The changes from `before` to `after`; empty exactly when the two are equal in what they say."""
    made = list(diff(before.content(), after.content()))
    made += [
        Change(f"infobit/{key}", "changed", "head", same(key), before.given.get(key), after.given.get(key))
        for key in dict.fromkeys([*before.given, *after.given])
        if before.given.get(key) != after.given.get(key)
    ]
    was, becomes = (_plain(infobit.texts) for infobit in (before, after))
    made += [
        Change(f"infobit/{key}", "changed", "section", same(key), was.get(key), becomes.get(key))
        for key in dict.fromkeys([*was, *becomes])
        if was.get(key) != becomes.get(key)
    ]
    return tuple(made)


def _plain(value: Any) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(value)
    return plain


def clock_of(before: Infobit | None, after: Infobit) -> str:
    """Which clock of the source moved: professional before editorial; silent when neither did."""
    if before is None:
        return "first"
    edited, revised = CLOCKS
    if before.said(revised) != after.said(revised):
        return "professional"
    return "editorial" if before.said(edited) != after.said(edited) else "silent"


def is_older(after: Infobit, before: Infobit) -> bool:
    """Whether the source says of `after` that it was last changed before `before` was: then it is yesterday's answer."""
    old, new = (moment_in(infobit.said(CLOCKS[0])) for infobit in (before, after))
    return bool(old and new and new.replace(tzinfo=None) < old.replace(tzinfo=None))
