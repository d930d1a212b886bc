"""Which of the patients somebody has looked at may stand otherwise now: a quick question, before anything is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from normverk.base.events.models import Event
from normverk.use.pathways.events import PatientSeen
from normverk.use.pathways.models import ClockState, PatientJoin, PatientOrganisation, RecordEvent
from normverk.use.pathways.queries.events import chunks

Looks = Mapping[UUID, datetime]
"""When each patient (row key) was looked at last."""


def looks_of(actor: str, organisations: frozenset[str]) -> dict[UUID, datetime]:
    """The patients of these organisations (the empty string: all) that the actor has opened a page about, and when last."""
    rows = Event.objects.filter(type=PatientSeen.type_name, actor=actor).order_by("subject").values_list("subject")
    looks = {UUID(subject.removeprefix("patient/")): at for subject, at in rows.annotate(last=Max("at"))}
    if "" in organisations:
        return looks
    mine: set[UUID] = set()
    for keys in chunks(looks):
        stays = PatientOrganisation.objects.filter(patient__in=keys, organisation__in=organisations)
        mine.update(stays.values_list("patient", flat=True))
    return {key: at for key, at in looks.items() if key in mine}


def maybe_changed(looks: Looks, as_of: date, day_of: Callable[[datetime], date]) -> list[UUID]:
    """The patients with a registration, a join, a turning day or an edition since they were looked at, longest ago first.

    `day_of` gives the day the pages stood on at a moment. A patient may be among them without a line that changed; nobody
    with one is left out.
    """
    found = {key for keys in chunks(looks) for key in _came(keys, looks)}
    found |= {key for keys in chunks(looks) for key in _turned(keys, looks, as_of, day_of)}
    found |= {key for keys in chunks(looks) for key in _joined(keys, looks)}
    edition = Event.objects.filter(subject__startswith="release").aggregate(last=Max("at"))["last"]
    if edition is not None:
        found |= {key for key, at in looks.items() if at < edition}
    return sorted(found, key=lambda key: (looks[key], key))


def _came(keys: list[UUID], looks: Looks) -> Iterator[UUID]:
    """A version came in, of a registration that is the patient's, or was."""
    rows = RecordEvent.objects.filter(patient__in=keys)
    newest = rows.order_by("patient").values_list("patient").annotate(last=Max("intake__at"))
    yield from (key for key, at in newest if at > looks[key])
    replaced = {
        (source, name): key
        for key, source, name in rows.filter(current=False).values_list("patient", "source", "source_id")
    }
    for names in chunks(replaced):
        moved = RecordEvent.objects.filter(source_id__in=[name for _, name in names], current=True)
        for source, name, at in moved.values_list("source", "source_id", "intake__at"):
            key = replaced.get((source, name))
            if key is not None and at > looks[key]:
                yield key


def _turned(keys: list[UUID], looks: Looks, as_of: date, day_of: Callable[[datetime], date]) -> Iterator[UUID]:
    """A running clock changed colour, or a registration for a later day came to its day."""
    running = ClockState.objects.filter(patient__in=keys, verdict="")
    for key, *turns in running.values_list("patient", "warn_on", "due_on", "due_last_on"):
        if any(day is not None and day_of(looks[key]) <= day < as_of for day in turns):
            yield key
    days = RecordEvent.objects.filter(patient__in=keys, current=True, day__lte=as_of).order_by("patient")
    yield from (key for key, day in days.values_list("patient").annotate(last=Max("day")) if day > day_of(looks[key]))


def _joined(keys: list[UUID], looks: Looks) -> Iterator[UUID]:
    """Another key was joined to the patient's, or parted from it; what came under a joined key counts as this patient's."""
    for join in PatientJoin.objects.filter(Q(kept__in=keys) | Q(retired__in=keys)):
        for key in (join.kept_id, join.retired_id):
            at = looks.get(key)
            if at is not None and (join.made_at > at or join.ended_at is None or join.ended_at > at):
                yield key
