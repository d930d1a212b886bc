"""Every read of patients, record events and clocks."""

from normverk.use.pathways.queries.listing import ListFilter, ListPage, ListRow, choices, listed, releases_running
from normverk.use.pathways.queries.norms import is_stale, loaded_editions, loaded_norms, loaded_pathways, release_name
from normverk.use.pathways.queries.record import PatientRecord, StoredEvent, record_of
from normverk.use.pathways.queries.rows import ClockRow, clock_rows

__all__ = [
    "ClockRow",
    "ListFilter",
    "ListPage",
    "ListRow",
    "PatientRecord",
    "StoredEvent",
    "choices",
    "clock_rows",
    "is_stale",
    "listed",
    "loaded_editions",
    "loaded_norms",
    "loaded_pathways",
    "record_of",
    "release_name",
    "releases_running",
]
