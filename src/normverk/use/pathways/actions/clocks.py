"""Working out clock states beforehand, so that lists only look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

import msgspec

from normverk.base.bulk import erase, pour, stored_key
from normverk.use.pathways.engine import Norms, RecordEvent
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON
from normverk.use.pathways.engine.states import State
from normverk.use.pathways.models import ClockState, Oddity, Patient, PatientOrganisation
from normverk.use.pathways.queries.events import chunks
from normverk.use.pathways.queries.joins import counted_under, heads_of
from normverk.use.pathways.queries.people import known_deaths, known_people
from normverk.use.pathways.queries.stored import events_of
from normverk.use.pathways.workshop import Made, OnePatient, Workshop

_AT_ONCE = 2000
"""Patients worked out together: enough that a question to the database is shared by many, and few to hold."""
_NOBODY: Final[Mapping[str, Sequence[RecordEvent]]] = MappingProxyType({})


def reckon(
    patients: Iterable[Patient],
    norms: Norms,
    as_of: date | None,
    day: date,
    *,
    new: Mapping[str, Sequence[RecordEvent]] = _NOBODY,
) -> int:
    """Makes clock states, organisations and oddities of these patients anew, in the caller's transaction; returns the
    states made.

    Events after `as_of` are not seen; `day` is the one for which editions that take over from others are read. `new` are
    the final event sets, by row key, of patients who came with what the caller stores: they are joined to nobody, nothing
    is known of their persons, and nothing has been worked out yet, so nothing is read or removed.
    """
    workshop = Workshop(norms, as_of, day)
    states = 0
    for some in chunks(new.items(), _AT_ONCE):
        states += put(workshop.make(OnePatient((key,), events) for key, events in some))
    for chunk in chunks(patients, _AT_ONCE):
        heads = heads_of(chunk)
        under = counted_under(heads)
        everybody = {*under, *(patient.pk for patient in chunk)}
        clear([stored_key(key) for key in everybody])
        together: dict[str, list[str]] = defaultdict(list)
        for key, name in under.items():
            together[name].append(stored_key(key))
        states += put(workshop.make(_known(heads, together)))
    return states


def clear(keys: Sequence[str]) -> None:
    """Removes what was worked out of the patients with these row keys."""
    for table in (ClockState, PatientOrganisation, Oddity):
        erase(table, "patient", keys)


def put(made: Made) -> int:
    """Stores what was worked out; returns how many states."""
    pour(PatientOrganisation, ("patient", "organisation"), made.stays)
    pour(Oddity, ("patient", "kind", "source", "source_id", "other_source", "other_source_id"), made.oddities)
    return pour(ClockState, State._fields, made.states)


def _known(heads: Sequence[Patient], together: dict[str, list[str]]) -> Iterator[OnePatient]:
    """The patients with their events; `together` is the row keys that are counted under each pseudonym."""
    people, deaths = known_people(heads), known_deaths(heads)
    of_key = dict(events_of([key for keys in together.values() for key in keys]))
    for head in heads:
        name, own = head.pseudonym, stored_key(head.pk)
        others = [key for key in together[name] if key != own]
        events = of_key.get(own, [])
        for other in others:
            events = events + [_under(own, event) for event in of_key.get(other, [])]
        if events:
            yield OnePatient((own, *others), events, people.get(name, UNKNOWN_PERSON), deaths.get(name))


def _under(key: str, event: RecordEvent) -> RecordEvent:
    return msgspec.structs.replace(event, patient=key)
