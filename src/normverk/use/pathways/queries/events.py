"""Record events as they are stored, and as the engine reads them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, NamedTuple, TypeVar, cast

from normverk.base.bulk import is_postgresql, read_for
from normverk.norm.days import parse_moment
from normverk.use.pathways import engine
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


class KnownVersion(NamedTuple):
    """A stored version: its row, the registration it is of, the digest of its content, and whether it holds.

    `patient` is a row key as the database stores it.
    """

    row: int
    source: str
    source_id: str
    version: int
    digest: str
    current: bool
    patient: str


def known_versions(identities: Iterable[tuple[str, str]]) -> list[KnownVersion]:
    """Everything stored of these registrations (source and source id)."""
    by_source: dict[str, set[str]] = defaultdict(set)
    for source, source_id in identities:
        by_source[source].add(source_id)
    key = "patient_id::text" if is_postgresql() else "patient_id"
    asked = (
        f"SELECT id, source, source_id, version, digest, {key}, current FROM pathways_recordevent "  # noqa: S608
        "WHERE source = ? AND source_id IN (keys)"
    )
    return [
        KnownVersion(row[0], row[1], row[2], row[3], row[4], bool(row[6]), row[5])
        for source, ids in sorted(by_source.items())
        for row in read_for(asked, sorted(ids), (source,))
    ]


def as_known(versions: Iterable[KnownVersion]) -> dict[tuple[str, str], dict[int, set[str]]]:
    """The stored versions in the shape that sifting asks for."""
    known: dict[tuple[str, str], dict[int, set[str]]] = {}
    for held in versions:
        known.setdefault((held.source, held.source_id), {}).setdefault(held.version, set()).add(held.digest)
    return known


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
