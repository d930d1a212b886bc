"""One share of a rebuilding: read, worked out, and handed over; in this process or in one that does nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import msgspec

from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import Person
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.pathways.queries.stored import events_between, persons_between
from normverk.use.pathways.workshop import Made, OnePatient, Workshop


class Share(NamedTuple):
    """The patients with row keys from `first` until before `end` (none: to the last), but for those in `skipped`."""

    first: str
    end: str
    skipped: frozenset[str]


def worked_out(share: Share, workshop: Workshop) -> Made:
    """The rows of the share's patients."""
    return workshop.make(_patients(share))


def sent(share: Share, as_of: date | None, day: date) -> bytes:
    """The same in a process of its own, by the norms that are loaded; for received()."""
    made = worked_out(share, _workshop(as_of, day))
    return msgspec.msgpack.encode((made.states, made.stays, made.oddities))


def received(message: bytes) -> Made:
    """What another process has sent."""
    return Made(*msgspec.msgpack.decode(message))


@lru_cache(maxsize=1)
def _workshop(as_of: date | None, day: date) -> Workshop:
    """Made once in a process that lives for one rebuilding."""
    return Workshop(loaded_norms(), as_of, day)


def _patients(share: Share) -> Iterator[OnePatient]:
    persons = persons_between(share.first, share.end)
    for key, events in events_between(share.first, share.end):
        if key not in share.skipped:
            number, died = persons.get(key, ("", None))
            yield OnePatient((key,), events, Person(born(number)) if number else UNKNOWN_PERSON, died)
