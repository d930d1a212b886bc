"""Storing what was sifted from a file: patients, versions, the mark of the one that holds, and what was set aside."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final, NamedTuple
from uuid import UUID

from normverk.base.bulk import pour, read_for, stored_instant, stored_key
from normverk.norm.days import local_date
from normverk.use.pathways import engine
from normverk.use.pathways.engine.states import iso
from normverk.use.pathways.intake import Sifted
from normverk.use.pathways.models import IntakeRun, Organisation, Patient, RecordEvent, Rejection
from normverk.use.pathways.queries.events import KnownVersion, chunks, engine_event
from normverk.use.pathways.queries.stored import as_stored

Identity = tuple[str, str]

FIELDS: Final = (
    "patient", "code", "time", "day", "org", "responsible_org", "source", "source_id", "version", "status", "recorded",
    "treatment", "episode", "digest", "current", "intake",
)  # fmt: skip


def see_organisations(events: Iterable[engine.RecordEvent]) -> list[Organisation]:
    """Makes the organisations that are not here yet, and returns those."""
    numbers = {number for event in events for number in (event.org, event.owner)}
    there = {row[0] for row in read_for("SELECT number FROM pathways_organisation WHERE number IN (keys)", [*numbers])}
    return [Organisation.objects.create(number=number) for number in sorted(numbers - there)]


class Stored(NamedTuple):
    """The patients whose final event set may have changed, those who were here `before` and those who are `new`, and the
    final event sets of the new ones by row key: all of it came with this file."""

    before: list[Patient]
    new: list[Patient]
    held: dict[str, list[engine.RecordEvent]]


def store(run: IntakeRun, sifted: Sifted, known: Sequence[KnownVersion]) -> Stored:
    """Writes versions and complaints; returns the patients that they are about.

    What is to be read is read first, so that a thread beside this one may write while the clocks are worked out.
    """
    found, new = _see_patients({event.patient for event in sifted.events})
    holding = {(held.source, held.source_id): held for held in known if held.current}
    best = _best(sifted.events, holding)
    displaced = [holding[identity] for identity in best.keys() & holding.keys()]
    _let_go([held.row for held in displaced])
    others = {UUID(held.patient) for held in displaced} - {patient.pk for patient in found.values()}
    before = [*found.values(), *Patient.objects.in_bulk(list(others)).values()]
    keys = {name: stored_key(patient.pk) for name, patient in (found | new).items()}
    pour(RecordEvent, FIELDS, _rows(sifted, keys, stored_key(run.pk), best))
    complaints = ((stored_key(run.pk), line, one.kind, one.detail) for line, one in sifted.complaints)
    pour(Rejection, ("intake", "line", "kind", "detail"), complaints)
    return Stored(before, list(new.values()), _held({name: keys[name] for name in new}, best.values()))


def _best(
    events: Sequence[engine.RecordEvent], holding: dict[Identity, KnownVersion]
) -> dict[Identity, engine.RecordEvent]:
    """The events that hold from now on, by registration; where what held before still does, none."""
    tied = _tied(events, holding)
    best: dict[Identity, engine.RecordEvent] = {}
    for event in events:
        identity = event.identity
        before = best.get(identity) or tied.get(identity)
        if before is not None:
            if engine.supersedes(event, before):
                best[identity] = event
        elif (held := holding.get(identity)) is None or event.version > held.version:
            best[identity] = event
    return best


def _tied(
    events: Iterable[engine.RecordEvent], holding: dict[Identity, KnownVersion]
) -> dict[Identity, engine.RecordEvent]:
    """What held before of registrations that an event claims the same version of: only contents can tell between them."""
    rows = [
        held.row
        for event in events
        if (held := holding.get(event.identity)) is not None and held.version == event.version
    ]
    return {
        (row.source, row.source_id): engine_event(row)
        for some in chunks(rows)
        for row in RecordEvent.objects.filter(pk__in=some).select_related("patient")
    }


def _let_go(rows: Sequence[int]) -> None:
    """Takes the mark from versions that no longer hold."""
    for _ in read_for("UPDATE pathways_recordevent SET current = false WHERE id IN (keys)", rows):
        raise AssertionError("a statement that changes rows gives none")


def _see_patients(pseudonyms: Collection[str]) -> tuple[dict[str, Patient], dict[str, Patient]]:
    """The patients by pseudonym: those who are here, and those who are not yet and are made."""
    asked = sorted(pseudonyms)
    found = {
        patient.pseudonym: patient for some in chunks(asked) for patient in Patient.objects.filter(pseudonym__in=some)
    }
    new = {pseudonym: Patient(pseudonym=pseudonym) for pseudonym in asked if pseudonym not in found}
    rows = ((stored_key(patient.pk), name, "", "") for name, patient in new.items())
    pour(Patient, ("id", "pseudonym", "identity_number", "label"), rows)
    return found, new


def _rows(
    sifted: Sifted, keys: dict[str, str], run: str, best: dict[Identity, engine.RecordEvent]
) -> Iterable[tuple[str | int, ...]]:
    for event, digest in zip(sifted.events, sifted.digests, strict=True):
        yield (
            keys[event.patient],
            event.code,
            iso(event.time),
            iso(local_date(event.time)),
            event.org,
            event.responsible_org,
            event.source,
            event.source_id,
            event.version,
            event.status,
            stored_instant(event.recorded),
            event.treatment,
            event.episode,
            digest,
            int(best.get(event.identity) is event),
            run,
        )


def _held(keys: dict[str, str], holding: Iterable[engine.RecordEvent]) -> dict[str, list[engine.RecordEvent]]:
    """The events that count, by the row keys of these patients and as they would be read back."""
    held: dict[str, list[engine.RecordEvent]] = {}
    for event in holding:
        if event.patient in keys and event.status in engine.LIVE:
            key = keys[event.patient]
            held.setdefault(key, []).append(as_stored(event, key))
    return dict(sorted(held.items()))
