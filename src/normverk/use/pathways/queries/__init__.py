"""Every read of patients, record events and clocks."""

from normverk.base.accounts.queries import names_of
from normverk.use.pathways.queries.coordinators import (
    coordinator_history,
    coordinators_of,
    who_may_coordinate,
)
from normverk.use.pathways.queries.courses import Course, Segment, conflicts
from normverk.use.pathways.queries.insight import Look, looks_at
from normverk.use.pathways.queries.joins import KeyFacts, facts_of, joins_of, open_join
from normverk.use.pathways.queries.listing import ListFilter, ListPage, ListRow, choices, listed, releases_running
from normverk.use.pathways.queries.norms import is_stale, loaded_editions, loaded_norms, loaded_pathways, release_name
from normverk.use.pathways.queries.odd import OddEvent, OddPage, odd_listed, odd_of, unnamed_organisations
from normverk.use.pathways.queries.record import PatientRecord, StoredEvent, course_of, record_of
from normverk.use.pathways.queries.rows import ClockRow, clock_rows
from normverk.use.pathways.queries.transfers import find_transfer, receivers, transfers_of

__all__ = [
    "ClockRow",
    "Course",
    "KeyFacts",
    "ListFilter",
    "ListPage",
    "ListRow",
    "Look",
    "OddEvent",
    "OddPage",
    "PatientRecord",
    "Segment",
    "StoredEvent",
    "choices",
    "clock_rows",
    "conflicts",
    "coordinator_history",
    "coordinators_of",
    "course_of",
    "facts_of",
    "find_transfer",
    "is_stale",
    "joins_of",
    "listed",
    "loaded_editions",
    "loaded_norms",
    "loaded_pathways",
    "looks_at",
    "names_of",
    "odd_listed",
    "odd_of",
    "open_join",
    "receivers",
    "record_of",
    "release_name",
    "releases_running",
    "transfers_of",
    "unnamed_organisations",
    "who_may_coordinate",
]
