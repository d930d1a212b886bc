"""The tables that the statements read: how one is made, and those of events and of people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from normverk.norm.days import local_date
from normverk.use.pathways.engine.events import LIVE, RecordEvent, content_of
from normverk.use.pathways.engine.facts import Person
from normverk.use.pathways.engine.sql.dialects import Dialect

Row = tuple[str | int | None, ...]

NO_TIME: Final = -(10**18)
"""Stands for the time of day of a date in the order of events, and comes before every instant."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Table:
    """A table to make and fill: its name, its columns with their kinds (t is text, i a whole number), and its rows."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[Row, ...]

    def create(self, dialect: Dialect) -> str:
        """The statement that makes it."""
        kinds = {"t": dialect.text, "i": "BIGINT"}
        return f"CREATE TABLE {self.name} ({', '.join(f'{name} {kinds[kind]}' for name, kind in self.columns)})"


def table(name: str, columns: str, rows: Iterable[Row]) -> Table:
    """A table whose columns are written «patient:t day:i»."""
    parts = (part.split(":") for part in columns.split())
    return Table(name, tuple((column, kind) for column, kind in parts), tuple(rows))


def instant_of(moment: datetime) -> int:
    """Microseconds since 1970 in UTC: whole numbers, so that databases compare instants exactly."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


def event_table(events: Iterable[RecordEvent]) -> Table:
    """All versions of all registrations, as they are; which of them hold is found out in the database."""
    columns = "patient:t code:t day:i instant:i time:t owner:t takes_over:i source:t source_id:t version:i live:i treatment:t episode:t content:t"  # fmt: skip
    return table("nv_event", columns, (_event(event) for event in events))


def person_table(people: Mapping[str, Person]) -> Table:
    """What is known of patients: months counted from the year 0, and the day of the month, of their birth."""
    rows = (
        (patient, person.birth.year * 12 + person.birth.month - 1, person.birth.day)
        for patient, person in people.items()
        if person.birth is not None
    )
    return table("nv_person", "patient:t mon:i dom:i", rows)


def _event(event: RecordEvent) -> Row:
    return (
        event.patient,
        event.code,
        local_date(event.time).toordinal(),
        instant_of(event.time) if isinstance(event.time, datetime) else NO_TIME,
        event.time.isoformat(),
        event.owner,
        int(bool(event.responsible_org)),
        event.source,
        event.source_id,
        event.version,
        int(event.status in LIVE),
        event.treatment,
        event.episode,
        content_of(event).hex(),
    )
