"""Differences and events of an edition in the reader's words, ready for the page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from normverk.base.events.models import Event
from normverk.base.languages import current_language, say
from normverk.norm.diff import Change
from normverk.norm.text import Text


@dataclass(frozen=True)
class ShownChange:
    """One difference: what kind, where, and the two values in words (empty when there was none)."""

    kind: str
    kind_words: str
    group_words: str
    label: Text
    before: str
    after: str


@dataclass(frozen=True)
class ShownEvent:
    """One event: when, what, by whom in which role, and why."""

    at: datetime
    what: str
    reason: str


def shown_changes(changes: Iterable[Change]) -> tuple[ShownChange, ...]:
    """The changes in words."""
    return tuple(
        ShownChange(
            change.kind,
            say(f"catalogue.change.{change.kind}"),
            say(f"catalogue.group.{change.group}"),
            change.label,
            in_words(change.before),
            in_words(change.after),
        )
        for change in changes
    )


def shown_history(events: Iterable[Event]) -> tuple[ShownEvent, ...]:
    """The events in words, oldest first; persons stay unnamed, their role is in the words."""
    return tuple(ShownEvent(event.at, _event_words(event), event.reason) for event in events)


def in_words(value: Any) -> str:
    """A plain value of a norm as a reader understands it: a text in one language, a limit with its unit, or as it is."""
    if value is None or value == "":
        return ""
    if isinstance(value, dict):
        return _dict_in_words(value)
    if isinstance(value, list):
        return "; ".join(in_words(item) for item in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _dict_in_words(value: dict[str, Any]) -> str:
    if set(value) <= {"nb", "nn", "en"}:
        return Text(**value).in_language(current_language())
    if {"value", "unit"} <= set(value):
        return f"{value['value']} {say('catalogue.unit.' + str(value['unit']))}"
    if isinstance(value.get("title"), dict):
        return in_words(value["title"])
    if value.get("type") in {"paragraph", "list"}:
        return in_words(value.get("text") or value.get("items"))
    if {"title", "basis"} <= set(value):
        return ", ".join(str(value[name]) for name in ("title", "note", "url") if value.get(name))
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _event_words(event: Event) -> str:
    if event.type == "edition.moved":
        return say(f"catalogue.event.moved.{event.data['after']}")
    return say(f"catalogue.event.{event.type.removeprefix('edition.')}")
