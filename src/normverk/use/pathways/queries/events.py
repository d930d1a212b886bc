"""Record events as they are stored, and as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, TypeVar, cast

from normverk.norm.days import parse_moment
from normverk.use.pathways import engine
from normverk.use.pathways.intake import Held
from normverk.use.pathways.models import Patient, RecordEvent
from normverk.use.pathways.queries.joins import counted_under

_CHUNK: Final = 400
"""Keys asked for in one question to the database."""

_T = TypeVar("_T")


def chunks(items: Iterable[_T], size: int = _CHUNK) -> Iterator[list[_T]]:
    """The items in lists of at most `size`."""
    source = iter(items)
    while found := list(islice(source, size)):
        yield found


def engine_event(row: RecordEvent) -> engine.RecordEvent:
    """The stored version as a value. Its patient must have been fetched with it."""
    return engine.RecordEvent(
        patient=row.patient.pseudonym,
        code=row.code,
        time=parse_moment(row.time),
        org=row.org,
        source=row.source,
        source_id=row.source_id,
        version=row.version,
        recorded=row.recorded,
        status=cast(engine.Status, row.status),
        responsible_org=row.responsible_org,
        treatment=row.treatment,
        episode=row.episode,
    )


def known_versions(identities: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[RecordEvent]]:
    """Everything stored of these registrations."""
    wanted = set(identities)
    found: dict[tuple[str, str], list[RecordEvent]] = defaultdict(list)
    for ids in chunks(sorted({source_id for _, source_id in wanted})):
        for row in RecordEvent.objects.filter(source_id__in=ids).select_related("patient"):
            if (row.source, row.source_id) in wanted:
                found[row.source, row.source_id].append(row)
    return dict(found)


def as_held(rows: Sequence[RecordEvent]) -> Held:
    """The stored versions of one registration in the shape that sifting asks for."""
    contents: dict[int, set[bytes]] = defaultdict(set)
    for row in rows:
        contents[row.version].add(engine.content_of(engine_event(row)))
    return Held({version: frozenset(held) for version, held in contents.items()})


def live_events(patients: Iterable[Patient]) -> list[engine.RecordEvent]:
    """The final event set of these patients, with what came under keys that are joined to theirs.

    A patient whose own key has gone out of use has none: its events count under the key that is kept.
    """
    under = counted_under(patients)
    rows = RecordEvent.objects.filter(patient__in=list(under), current=True, status__in=engine.LIVE)
    # Plain tuples in the order of the fields of the engine's event: a third of the time that rows as objects take.
    return [
        engine.RecordEvent(under[row[0]], row[1], parse_moment(row[2]), *row[3:8], cast(engine.Status, row[8]), *row[9:])
        for row in rows.values_list(
            "patient", "code", "time", "org", "source", "source_id", "version", "recorded", "status",
            "responsible_org", "treatment", "episode",
        )
    ]  # fmt: skip
