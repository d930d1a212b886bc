"""Keys of the record that are one person: their events are counted together, and keep the key they came under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from normverk.use.pathways.engine.events import RecordEvent


def roots(joins: Mapping[str, str]) -> dict[str, str]:
    """The key that each joined key is counted under at last, when one was joined to another that was joined on.

    `joins` is a key to the key it is counted with. Raises ValueError for joins that go in a ring.
    """
    found: dict[str, str] = {}
    for key in joins:
        held, passed = key, {key}
        while held in joins:
            held = joins[held]
            if held in passed:
                raise ValueError(f"the joins go in a ring through «{held}»")
            passed.add(held)
        found[key] = held
    return found


def as_one(events: Iterable[RecordEvent], joins: Mapping[str, str]) -> tuple[RecordEvent, ...]:
    """The events under the keys that they are counted under. Versions are settled before, by the keys they came under."""
    to = roots(joins)
    return tuple(
        msgspec.structs.replace(event, patient=to[event.patient]) if event.patient in to else event for event in events
    )
