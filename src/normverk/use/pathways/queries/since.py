"""A patient as it was known at an earlier moment, and what has made the verdicts others since.

What was known is what had come in by then: every version of every registration stays, with the intake it came by. Which
releases were loaded, and from when to when they were in force, stands in the log.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, time
from uuid import UUID

import msgspec
from django.db.models import Max, Q

from normverk.base.events.models import Event
from normverk.norm.days import NORWAY
from normverk.publish.queries import pathway_editions_at
from normverk.use.pathways import engine
from normverk.use.pathways.engine import Change, Edition, Inputs
from normverk.use.pathways.engine.since import Line
from normverk.use.pathways.events import PatientSeen
from normverk.use.pathways.models import Patient, PatientJoin, RecordEvent
from normverk.use.pathways.queries.events import engine_event
from normverk.use.pathways.queries.norms import release_name
from normverk.use.pathways.queries.people import known_people


def changes_since(
    patient: Patient,
    then: datetime,
    now: datetime,
    days: tuple[date, date],
    *,
    editions: Callable[[datetime], tuple[Edition, ...]] | None = None,
) -> dict[Line, Change]:
    """Every line of the patient that stands otherwise at `now` than at `then`, with the causes.

    `days` are the day that was asked then and the one that is asked now. `editions` stands in for editions_at() where it
    is asked for many patients.
    """
    read = editions or editions_at
    before, after = (
        Inputs(known_at(patient, moment), read(moment), day) for moment, day in zip((then, now), days, strict=True)
    )
    return engine.changed(before, after, known_people([patient]))


def changes_in_story(patient: Patient, day: date, now: datetime, as_of: date) -> dict[Line, Change]:
    """The same for a demonstration, whose days are not those on which its files came in.

    What was known on `day` is what the record had recorded by then, judged by the editions there are.
    """
    editions = editions_at(now)
    before = Inputs(known_at(patient, now, recorded_by=end_of(day)), editions, day)
    return engine.changed(before, Inputs(known_at(patient, now), editions, as_of), known_people([patient]))


def known_at(
    patient: Patient, moment: datetime, *, recorded_by: datetime | None = None
) -> tuple[engine.RecordEvent, ...]:
    """The version of each registration that held at `moment`, of those that counted for the patient then, also voided ones.

    With `recorded_by` only versions that the record wrote by then.
    """
    keys = _keys_at(patient, moment)
    ids: dict[str, set[str]] = defaultdict(set)
    for source, source_id in RecordEvent.objects.filter(patient__in=keys).values_list("source", "source_id"):
        ids[source].add(source_id)
    best: dict[tuple[str, str], tuple[engine.RecordEvent, UUID]] = {}
    for source, names in ids.items():
        rows = RecordEvent.objects.filter(source=source, source_id__in=names, intake__at__lte=moment)
        if recorded_by is not None:
            rows = rows.filter(recorded__lte=recorded_by)
        for row in rows.select_related("patient"):
            event = engine_event(row)
            held = best.get(event.identity)
            if held is None or engine.supersedes(event, held[0]):
                best[event.identity] = (event, row.patient_id)
    return tuple(_under(patient, event) for event, key in best.values() if key in keys)


def editions_at(moment: datetime) -> tuple[Edition, ...]:
    """The norms that were loaded at `moment`, in force as they were then."""
    held = pathway_editions_at(moment)
    return tuple(Edition(release_name(one.package_id, one.version), one.definition) for one in held)


def last_look(patient: Patient, actor: str, before: date) -> datetime | None:
    """When the actor last opened a page about the patient on an earlier day than `before`; None when that never was."""
    looks = Event.objects.filter(
        type=PatientSeen.type_name, subject=f"patient/{patient.pk}", actor=actor, at__lt=_begin_of(before)
    )
    found: datetime | None = looks.aggregate(last=Max("at"))["last"]
    return found


def end_of(day: date) -> datetime:
    """The last moment of a day in Norway, for what was known when the day was over."""
    return datetime.combine(day, time.max, NORWAY)


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), NORWAY)


def _keys_at(patient: Patient, moment: datetime) -> set[UUID]:
    """The patient's key and those that were joined to it at `moment`; none when it was out of use itself."""
    open_then = PatientJoin.objects.filter(made_at__lte=moment).filter(
        Q(ended_at__isnull=True) | Q(ended_at__gt=moment)
    )
    if open_then.filter(retired=patient).exists():
        return set()
    keys = frontier = {patient.pk}
    while frontier:
        frontier = set(open_then.filter(kept__in=frontier).values_list("retired", flat=True)) - keys
        keys = keys | frontier
    return keys


def _under(patient: Patient, event: engine.RecordEvent) -> engine.RecordEvent:
    """The event as one of this patient's, under whatever key it came."""
    return event if event.patient == patient.pseudonym else msgspec.structs.replace(event, patient=patient.pseudonym)
