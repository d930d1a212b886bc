"""What differs between two contents, as changes a person can read and a program can apply.

`apply(before, diff(before, after)) == after` holds for any two contents. Places are addressed by ids, so moving a
clock up the list is one change of order and not a change of every clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Literal

import msgspec

from normverk.norm.change_names import Group
from normverk.norm.change_words import describe
from normverk.norm.content import NormContent
from normverk.norm.text import Text
from normverk.norm.tree import Keyed, Record, close_content, close_plain, open_content, open_inside

Kind = Literal["added", "removed", "changed"]


class Change(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One difference. `before` and `after` are plain JSON data; None stands for «not there».

    `path` is the address by ids (see `places`). A change at the path of a list itself («pathway/clocks») is a change
    of order, and its values are the keys in order. `label` says the change in a few words, `group` where to show it.
    """

    path: str
    kind: Kind
    group: Group
    label: Text
    before: Any = None
    after: Any = None


def diff(before: NormContent, after: NormContent) -> tuple[Change, ...]:
    """The changes that lead from `before` to `after`; empty exactly when the two are equal."""
    old, new = open_content(before), open_content(after)
    changes = []
    for path, was, becomes in _compare((), old, new):
        group, label = describe(path, old, new, was, becomes)
        changes.append(Change("/".join(path), _kind(was, becomes), group, label, was, becomes))
    return tuple(changes)


def _kind(was: Any, becomes: Any) -> Kind:
    """A thing comes or goes; a date or a word that was open is changed (no end date means open, not missing)."""
    if was is None and isinstance(becomes, dict):
        return "added"
    return "removed" if becomes is None and isinstance(was, dict) else "changed"


def apply(before: NormContent, changes: Iterable[Change]) -> NormContent:
    """The content after the changes.

    Raises ValueError, naming the place, when a change does not fit: nothing at its path, something else there than
    its `before`, or a result that is not valid content.
    """
    tree = open_content(before)
    for change in changes:
        _put(tree, change)
    return close_content(tree)


_Difference = tuple[tuple[str, ...], Any, Any]


def _compare(path: tuple[str, ...], before: Any, after: Any) -> Iterator[_Difference]:
    if isinstance(before, Record) and isinstance(after, Record):
        for field in before:
            yield from _compare((*path, field), before[field], after[field])
    elif isinstance(before, Keyed) and isinstance(after, Keyed):
        yield from _compare_members(path, before, after)
    elif before != after:
        yield path, close_plain(before), close_plain(after)


def _compare_members(path: tuple[str, ...], before: Keyed, after: Keyed) -> Iterator[_Difference]:
    kept = [key for key in before if key in after]
    for key in before:
        if key not in after:
            yield (*path, key), close_plain(before[key]), None
    for key in kept:
        yield from _compare((*path, key), before[key], after[key])
    added = [key for key in after if key not in before]
    for key in added:
        yield (*path, key), None, close_plain(after[key])
    if kept + added != list(after):
        yield path, list(before), list(after)


def _put(tree: Record, change: Change) -> None:
    *way, last = change.path.split("/")
    node: Any = tree
    for step in way:
        node = node.get(step) if isinstance(node, Record | Keyed) else None
    if not isinstance(node, Record | Keyed) or (isinstance(node, Record) and last not in node):
        raise ValueError(f"{change.path}: there is no such place in this content")
    current = node.get(last)
    if isinstance(current, Keyed):
        _reorder(node, last, current, change)
        return
    if close_plain(current) != change.before:
        raise ValueError(f"{change.path}: here is something else than the change was made for")
    if change.after is None and isinstance(node, Keyed):
        del node[last]
    else:
        node[last] = open_inside(node, last, change.after)


def _reorder(parent: Record | Keyed, name: str, current: Keyed, change: Change) -> None:
    if not isinstance(change.after, list) or sorted(change.after) != sorted(current):
        raise ValueError(f"{change.path}: the new order names other members than those that are here")
    ordered = Keyed(current.shape)
    for key in change.after:
        ordered[key] = current[key]
    parent[name] = ordered
