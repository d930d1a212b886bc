"""What would be said of the codes that are stored here, and the part of it that is asked for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet

from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.units import hospital_choices, with_units
from normverk.use.reporting.checking import check, ground
from normverk.use.reporting.models import Finding
from normverk.use.reporting.npr import Told

PAGE_SIZE: Final = 50
ALL: Final = "all"
MEND: Final = "mend"
UNKNOWN: Final = "unknown"

_ORDER: Final = ("-day", "patient__pseudonym", "code", "source", "source_id")
_FIELDS: Final = ("patient", "patient__pseudonym", "code", "day", "time", "org", "source", "source_id")


class Mending(NamedTuple):
    """A code of a patient (row key and pseudonym) with the feedback that is given, or that cannot be told.

    `time` is the date or instant as ISO text, `day` its date in Norway, `org` the organisation number.
    """

    patient: UUID
    pseudonym: str
    code: str
    day: date
    time: str
    org: str
    source: str
    source_id: str
    feedback: tuple[str, ...]


@dataclass(frozen=True)
class ReportFilter:
    """What is asked for; empty strings and None ask for everything. `standing` is MEND or UNKNOWN, dates are inclusive."""

    code: str = ""
    pathway: str = ""
    hospital: str = ""
    standing: str = MEND
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class ReportPage:
    """One page of what is to be mended, newest first. `counts` is feedback code to number, whatever code is asked for.

    `rows` are those of the page; `number` codes of `patients` patients stand on all pages.
    """

    rows: tuple[Mending, ...]
    number: int
    counts: dict[str, int]
    patients: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What there is to choose among: feedback codes, pathway prefixes, hospitals with their units by number and name."""

    codes: tuple[str, ...]
    pathways: tuple[str, ...]
    hospitals: tuple[tuple[str, str], ...]


def choices(organisations: frozenset[str]) -> Choices:
    """What can be chosen among in what may be seen: the codes that `organisations` (the empty string: all) registered."""
    found = set(_seen(organisations).values_list("org", "prefix", "feedback").distinct())
    return Choices(
        codes=tuple(sorted({feedback for _, _, feedback in found})),
        pathways=tuple(sorted({prefix for _, prefix, _ in found})),
        hospitals=hospital_choices(org for org, _, _ in found),
    )


def selected(organisations: frozenset[str], wanted: ReportFilter) -> ReportPage:
    """The page that is asked for, of the codes that `organisations` (the empty string: all) have registered."""
    held = _asked(organisations, wanted)
    counts = dict(held.order_by("feedback").values_list("feedback").annotate(number=Count("*")))
    listed = held.filter(feedback=wanted.code) if wanted.code else held.filter(first=True)
    number, patients = listed.aggregate(number=Count("*"), patients=Count("patient", distinct=True)).values()
    pages = max(1, -(-number // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    rows = list(listed.order_by(*_ORDER).values_list(*_FIELDS)[(page - 1) * PAGE_SIZE : page * PAGE_SIZE])
    return ReportPage(
        rows=tuple(_mendings(rows, wanted.standing)),
        number=number,
        counts=counts,
        patients=patients,
        page=page,
        pages=pages,
    )


def everything(organisations: frozenset[str], wanted: ReportFilter) -> list[Mending]:
    """The same of all pages."""
    rows = _asked(organisations, wanted).order_by(*_ORDER, "feedback").values_list(*_FIELDS, "feedback")
    found = [
        Mending._make((*place, tuple(row[-1] for row in held)))
        for place, held in groupby(rows.iterator(chunk_size=5000), key=lambda row: row[:-1])
    ]
    return [one for one in found if wanted.code in one.feedback] if wanted.code else found


def told_of(patient: Patient, as_of: date) -> tuple[Told, ...]:
    """What would be said of one patient's codes, the earliest first. Worked out at once, from the codes themselves."""
    ((_, told),) = check([patient], ground(as_of))
    return tuple(sorted(told, key=lambda one: (day_of(one), one.event.code, one.event.source, one.event.source_id)))


def day_of(told: Told) -> date:
    """The code's date. What is stored always has one."""
    assert told.facts.day is not None
    return told.facts.day


def said(told: Told, standing: str) -> tuple[str, ...]:
    """The feedback codes that are given, or with UNKNOWN those that cannot be told."""
    return told.unknown if standing == UNKNOWN else told.given


def _seen(organisations: frozenset[str]) -> QuerySet[Finding]:
    """Codes of other hospitals are looked at, since they say whether something came before, and not told of."""
    return Finding.objects.all() if "" in organisations else Finding.objects.filter(org__in=organisations)


def _asked(organisations: frozenset[str], wanted: ReportFilter) -> QuerySet[Finding]:
    asked = {
        "prefix": wanted.pathway,
        "org__in": with_units(wanted.hospital) if wanted.hospital else None,
        "day__gte": wanted.first,
        "day__lte": wanted.last,
    }
    held = _seen(organisations).filter(standing=wanted.standing)
    return held.filter(**{name: value for name, value in asked.items() if value})


def _mendings(rows: Iterable[tuple[Any, ...]], standing: str) -> Iterator[Mending]:
    held = list(rows)
    said_of: dict[tuple[UUID, str, str], list[str]] = defaultdict(list)
    # By patient alone, and not by standing too: a database might take the index that begins with it, and read them all.
    findings = Finding.objects.filter(patient__in={row[0] for row in held}).order_by("feedback")
    asked = ("patient", "source", "source_id", "standing", "feedback")
    for patient, source, source_id, stands, feedback in findings.values_list(*asked):
        if stands == standing:
            said_of[patient, source, source_id].append(feedback)
    for row in held:
        yield Mending._make((*row, tuple(said_of[row[0], row[6], row[7]])))
