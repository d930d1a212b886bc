"""What would be said of the codes that are stored here, and the part of it that is asked for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Max

from normverk.base.events.models import Event
from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import RecordEvent as EngineEvent
from normverk.use.pathways.events import (
    ClocksRebuilt,
    PatientsJoined,
    PatientsNamed,
    PatientsParted,
    RecordsTakenIn,
)
from normverk.use.pathways.models import Organisation, Patient, RecordEvent
from normverk.use.pathways.queries import loaded_pathways
from normverk.use.pathways.queries.events import chunks, live_events
from normverk.use.reporting.npr import Person, Told, check_patient

PAGE_SIZE: Final = 50
LISTS: Final = frozenset(f"urn:oid:2.16.578.1.12.4.1.1.{number}" for number in (8480, *range(9321, 9329)))
"""The code lists of pathways for cancer, and for mental health and substance use."""

ALL: Final = "all"
MEND: Final = "mend"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Mending:
    """A code of a patient (row key) that something is said of."""

    patient: UUID
    told: Told

    @property
    def day(self) -> date:
        """The code's date."""
        return day_of(self.told)

    def said(self, standing: str) -> tuple[str, ...]:
        """The feedback codes that are given, or those that cannot be told."""
        return said(self.told, standing)


def day_of(told: Told) -> date:
    """The code's date. What is stored always has one."""
    assert told.facts.day is not None
    return told.facts.day


def said(told: Told, standing: str) -> tuple[str, ...]:
    """The feedback codes that are given, or with UNKNOWN those that cannot be told."""
    return told.unknown if standing == UNKNOWN else told.given


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

    `rows` are those of the page and `everything` those of all pages; `patients` is how many patients they are.
    """

    rows: tuple[Mending, ...]
    everything: tuple[Mending, ...]
    counts: dict[str, int]
    patients: int
    page: int
    pages: int


@dataclass(frozen=True)
class Choices:
    """What there is to choose among: feedback codes, pathway prefixes, hospitals by number and name."""

    codes: tuple[str, ...]
    pathways: tuple[str, ...]
    hospitals: tuple[tuple[str, str], ...]


def mendings(organisations: frozenset[str], as_of: date) -> tuple[Mending, ...]:
    """What would be said of the codes that `organisations` (the empty string: all) have registered until `as_of`.

    Codes of other hospitals are looked at, since they say whether something came before, and not told of.
    """
    found = _everything(_basis(), as_of, codes_of_other_lists())
    if "" in organisations:
        return found
    return tuple(one for one in found if one.told.event.org in organisations)


def choices(found: tuple[Mending, ...]) -> Choices:
    """What can be chosen among in what may be seen."""
    numbers = sorted({one.told.event.org for one in found})
    names = dict(Organisation.objects.filter(number__in=numbers).values_list("number", "name"))
    return Choices(
        codes=tuple(sorted({code for one in found for code in (*one.told.given, *one.told.unknown)})),
        pathways=tuple(sorted({one.told.event.code[:3] for one in found})),
        hospitals=tuple((number, names.get(number) or number) for number in numbers),
    )


def selected(found: tuple[Mending, ...], wanted: ReportFilter) -> ReportPage:
    """The page that is asked for."""
    kept = [one for one in found if one.said(wanted.standing) and _fits(one, wanted)]
    counts = Counter(code for one in kept for code in one.said(wanted.standing))
    if wanted.code:
        kept = [one for one in kept if wanted.code in one.said(wanted.standing)]
    pages = max(1, -(-len(kept) // PAGE_SIZE))
    page = min(max(wanted.page, 1), pages)
    return ReportPage(
        rows=tuple(kept[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]),
        everything=tuple(kept),
        counts=dict(sorted(counts.items())),
        patients=len({one.patient for one in kept}),
        page=page,
        pages=pages,
    )


def _fits(one: Mending, wanted: ReportFilter) -> bool:
    event = one.told.event
    return (
        (not wanted.pathway or event.code.startswith(wanted.pathway))
        and (not wanted.hospital or event.org == wanted.hospital)
        and (wanted.first is None or one.day >= wanted.first)
        and (wanted.last is None or one.day <= wanted.last)
    )


def codes_of_other_lists() -> frozenset[str]:
    """Codes of loaded norms whose code list is none of those that the registry's feedback is about."""
    return frozenset(
        code.code
        for held in loaded_pathways().values()
        if held.definition.code_system not in LISTS
        for milestone in held.definition.milestones
        for code in milestone.codes
    )


def _basis() -> str:
    """What the answer rests on: it changes whenever an event comes in, or a patient's identity does."""
    types = [one.type_name for one in (RecordsTakenIn, PatientsNamed, ClocksRebuilt, PatientsJoined, PatientsParted)]
    last = Event.objects.filter(type__in=types).order_by("seq").values_list("hash", flat=True).last()
    return f"{RecordEvent.objects.aggregate(last=Max('pk'))['last']} {last}"


@lru_cache(maxsize=2)
def _everything(basis: str, as_of: date, elsewhere: frozenset[str]) -> tuple[Mending, ...]:
    """Every code that something is said of, newest first. Kept until `basis` changes: a page turned is not worked out anew."""
    numbered = _somebody_has_a_number()
    found = [
        Mending(patient.pk, one)
        for chunk in chunks(Patient.objects.order_by("pseudonym"))
        for patient, told in _check(chunk, numbered, as_of, elsewhere)
        for one in told
    ]
    found.sort(key=lambda one: (-one.day.toordinal(), *_place(one.told)))
    return tuple(found)


def told_of(patient: Patient, as_of: date) -> tuple[Told, ...]:
    """What would be said of one patient's codes, the earliest first."""
    ((_, told),) = _check([patient], _somebody_has_a_number(), as_of, codes_of_other_lists())
    return tuple(sorted(told, key=lambda one: (one.facts.day or date.min, *_place(one))))


def _check(
    patients: list[Patient], numbered: bool, as_of: date, elsewhere: frozenset[str]
) -> Iterator[tuple[Patient, list[Told]]]:
    """Each patient with what would be said. Whether the registry has received somebody's identity is not known here: where
    nobody has a number nothing is said of it, and where others have one, whoever has none cannot be reported."""
    by_patient: dict[str, list[EngineEvent]] = defaultdict(list)
    for event in live_events(patients):
        if event.code not in elsewhere:
            by_patient[event.patient].append(event)
    unjudged = frozenset() if numbered else frozenset({"100"})
    for patient in patients:
        number = patient.identity_number
        person = Person(born(number), bool(number))
        yield patient, list(check_patient(by_patient[patient.pseudonym], person, as_of=as_of, unjudged=unjudged))


def _somebody_has_a_number() -> bool:
    return Patient.objects.exclude(identity_number="").exists()


def _place(told: Told) -> tuple[str, str, str, str]:
    event = told.event
    return (event.patient, event.code, event.source, event.source_id)
