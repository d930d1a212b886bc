"""The final event sets of very many patients, read without the ORM, each event under its patient's row key as text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from normverk.base.bulk import is_postgresql, read, read_for
from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import RecordEvent

_FIELDS: Final = "code, time, org, source, source_id, version, {recorded}, status, responsible_org, treatment, episode"
_LIVE: Final = "current AND status IN ('final', 'amended')"


def events_of(keys: Sequence[str]) -> Iterator[tuple[str, list[RecordEvent]]]:
    """The events of these patients (row keys as the database stores them), by patient; those without any are left out."""
    rows = read_for(f"{_select()} WHERE patient_id IN (keys) AND {_LIVE} ORDER BY patient_id", keys)
    return _by_patient(rows)


def events_between(first: str, end: str) -> Iterator[tuple[str, list[RecordEvent]]]:
    """The events of the patients with row keys from `first` until before `end` (without end when empty), in their order."""
    until = "AND patient_id < ? " if end else ""
    values = (first, end) if end else (first,)
    return _by_patient(read(f"{_select()} WHERE patient_id >= ? {until}AND {_LIVE} ORDER BY patient_id", values))


def persons_between(first: str, end: str) -> dict[str, tuple[str, date | None]]:
    """Identity number and day of death of the patients with row keys in the same range; only where one of them is known."""
    key = "id::text" if is_postgresql() else "id"
    until = "AND id < ? " if end else ""
    asked = (
        f"SELECT {key}, identity_number, died_on FROM pathways_patient WHERE id >= ? {until}"  # noqa: S608
        "AND (identity_number <> '' OR died_on IS NOT NULL)"
    )
    rows = read(asked, (first, end) if end else (first,))
    return {row[0]: (row[1], date.fromisoformat(row[2]) if isinstance(row[2], str) else row[2]) for row in rows}


def _select() -> str:
    """Keys and instants as text: SQLite's driver would turn what it takes for instants into values, at great length."""
    postgresql = is_postgresql()
    fields = _FIELDS.format(recorded="recorded::text" if postgresql else "recorded || ''")
    key = "patient_id::text" if postgresql else "patient_id"
    return f"SELECT {key}, {fields} FROM pathways_recordevent"  # noqa: S608  (nothing of it comes from outside)


def _by_patient(rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> Iterator[tuple[str, list[RecordEvent]]]:
    for key, held in groupby(rows, key=itemgetter(0)):
        yield (
            key,
            [
                RecordEvent(key, row[1], _moment(row[2]), row[3], row[4], row[5], row[6], _instant(row[7]), *row[8:])
                for row in held
            ],
        )


def as_stored(event: RecordEvent, key: str) -> RecordEvent:
    """The event of a patient with this row key as it is read back when it has been stored: its instant with the offset that
    is written, so that differences between instants are those of the hours that pass and not of what clocks show."""
    time = parse_moment(event.time.isoformat()) if isinstance(event.time, datetime) else event.time
    return RecordEvent(
        key, event.code, time, event.org, event.source, event.source_id, event.version, event.recorded,
        event.status, event.responsible_org, event.treatment, event.episode,
    )  # fmt: skip


_moment = lru_cache(maxsize=65536)(parse_moment)
"""Many events share a day."""


@lru_cache(maxsize=65536)
def _instant(text: str) -> datetime:
    """An instant as the database writes it: SQLite holds UTC without saying so."""
    found = datetime.fromisoformat(text)
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
