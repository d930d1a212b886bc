"""Reading the log: the history of a subject, and the verification of the whole chain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec
from django.db.models import QuerySet

from normverk.base.events.actions import event_hash
from normverk.base.events.models import Event, Head
from normverk.base.events.rows import GOVERNED, Image, defaults, image, key
from normverk.base.events.types import EVENT_TYPES, read_data

START = "0" * 64


@dataclass(frozen=True)
class Fault:
    """Something wrong with the log: which event (0 for the log as a whole), which kind, and what was seen."""

    seq: int
    kind: str
    detail: str


@dataclass(frozen=True)
class Checkpoint:
    """The end of the chain at some moment, kept outside the database; a log shorter than it has been cut off."""

    seq: int
    hash: str


MORE_CHECKS: Final[list[Callable[[], Iterator[Fault]]]] = []
"""Checks of what the log knows only by its digest; an app adds its own when it is ready."""


def history(subject: str) -> QuerySet[Event]:
    """The events of one subject, oldest first."""
    return Event.objects.filter(subject=subject).order_by("seq")


def head() -> Checkpoint:
    """The present end of the chain."""
    row = Head.objects.get(pk=1)
    return Checkpoint(row.seq, row.hash)


def faults(checkpoints: tuple[Checkpoint, ...] = ()) -> Iterator[Fault]:
    """Every fault in the log, in order: changed, deleted, swapped and cut-off events, and rows no event explains."""
    previous, expected = START, 1
    at_checkpoint = {checkpoint.seq: checkpoint.hash for checkpoint in checkpoints}
    state: dict[str, Image] = {}
    for event in Event.objects.order_by("seq").iterator(chunk_size=2000):
        if event.seq != expected:
            yield Fault(expected, "missing", f"the log goes from event {expected - 1} to event {event.seq}")
        elif event.previous != previous:
            yield Fault(event.seq, "broken-link", "its link to the event before does not fit")
        if event.hash != event_hash(event):
            yield Fault(event.seq, "changed", "its content does not fit its hash")
        if event.seq in at_checkpoint and event.hash != at_checkpoint[event.seq]:
            yield Fault(event.seq, "rewritten", "it differs from the checkpoint kept outside the database")
        yield from _type_faults(event)
        for row_key, row_image in event.rows.items():
            if row_image is None:
                state.pop(row_key, None)
            else:
                state[row_key] = row_image
        previous, expected = event.hash, event.seq + 1
    end = head()
    if (end.seq, end.hash) != (expected - 1, previous):
        yield Fault(0, "cut-off", f"the log ends at event {expected - 1}, but event {end.seq} has been written")
    for checkpoint in checkpoints:
        if checkpoint.seq >= expected:
            yield Fault(0, "cut-off", f"a checkpoint has seen event {checkpoint.seq}; the log ends at {expected - 1}")
    yield from _replay_faults(state)
    for check in MORE_CHECKS:
        yield from check()


def replay() -> dict[str, Image]:
    """The governed rows as the log says they are: table/primary key to row image."""
    state: dict[str, Image] = {}
    for rows in Event.objects.order_by("seq").values_list("rows", flat=True).iterator(chunk_size=2000):
        for row_key, row_image in rows.items():
            if row_image is None:
                state.pop(row_key, None)
            else:
                state[row_key] = row_image
    return state


def _type_faults(event: Event) -> Iterator[Fault]:
    if event.type not in EVENT_TYPES:
        yield Fault(event.seq, "unknown-type", f"no event type is called {event.type}")
        return
    try:
        read_data(event.type, event.data)
    except msgspec.ValidationError as wrong:
        yield Fault(event.seq, "wrong-shape", str(wrong))


def _replay_faults(state: dict[str, Image]) -> Iterator[Fault]:
    tables = {table.split("/", 1)[0] for table in state} | set(GOVERNED)
    for label in sorted(tables & set(GOVERNED)):
        expected = {row_key for row_key in state if row_key.startswith(label + "/")}
        added = defaults(GOVERNED[label].model)
        for row in GOVERNED[label].model._default_manager.all().iterator(chunk_size=2000):
            name = key(row)
            if name not in expected:
                yield Fault(0, "row-without-event", f"{name} was written without an event")
            elif (logged := {**added, **state[name]}) != (held := image(row)):
                differing = sorted(f for f in held.keys() | logged.keys() if logged.get(f) != held.get(f))
                yield Fault(0, "row-differs", f"{name} differs from the log in {', '.join(differing)}")
            expected.discard(name)
        for name in sorted(expected):
            yield Fault(0, "row-gone", f"{name} was removed without an event")
