"""Every read of patients, record events and clocks."""

from normverk.use.pathways.queries.coordinators import (
    coordinator_history,
    coordinators_of,
    names_of,
    who_may_coordinate,
)
from normverk.use.pathways.queries.courses import Course, Segment, conflicts
from normverk.use.pathways.queries.insight import Look, looks_at
from normverk.use.pathways.queries.listing import ListFilter, ListPage, ListRow, choices, listed, releases_running
from normverk.use.pathways.queries.norms import is_stale, loaded_editions, loaded_norms, loaded_pathways, release_name
from normverk.use.pathways.queries.record import PatientRecord, StoredEvent, course_of, record_of
from normverk.use.pathways.queries.rows import ClockRow, clock_rows
from normverk.use.pathways.queries.transfers import find_transfer, receivers, transfers_of

__all__ = [
    "ClockRow",
    "Course",
    "ListFilter",
    "ListPage",
    "ListRow",
    "Look",
    "PatientRecord",
    "Segment",
    "StoredEvent",
    "choices",
    "clock_rows",
    "conflicts",
    "coordinator_history",
    "coordinators_of",
    "course_of",
    "find_transfer",
    "is_stale",
    "listed",
    "loaded_editions",
    "loaded_norms",
    "loaded_pathways",
    "looks_at",
    "names_of",
    "receivers",
    "record_of",
    "release_name",
    "releases_running",
    "transfers_of",
    "who_may_coordinate",
]
