"""What cannot be right about registrations, and which hospitals nobody has named: for a person to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from normverk.use.pathways.engine import LIVE
from normverk.use.pathways.models import Oddity, Organisation, Patient, PatientOrganisation, RecordEvent

ODD_PAGE_SIZE: Final = 50


@dataclass(frozen=True)
class OddEvent:
    """One oddity with the registration it is about, and the other one where two sources disagree."""

    patient: Patient
    kind: str
    event: RecordEvent
    other: RecordEvent | None


@dataclass(frozen=True)
class OddPage:
    """One page of the list, and how many oddities there are of each kind over the whole of it."""

    rows: tuple[OddEvent, ...]
    counts: dict[str, int]
    page: int
    pages: int


def odd_of(patient: Patient) -> tuple[OddEvent, ...]:
    """Everything odd about one patient's registrations."""
    return _shown(Oddity.objects.filter(patient=patient).select_related("patient").order_by("pk"))


def odd_listed(organisations: frozenset[str], kind: str, page: int) -> OddPage:
    """One page of what is odd about the patients of these organisations (the empty string: all), of one kind or all."""
    rows = Oddity.objects.all()
    if "" not in organisations:
        mine = PatientOrganisation.objects.filter(organisation__in=organisations).values("patient")
        rows = rows.filter(patient__in=mine)
    counts = dict(rows.order_by("kind").values_list("kind").annotate(number=Count("pk")))
    if kind:
        rows = rows.filter(kind=kind)
    total = rows.count()
    pages = max(1, -(-total // ODD_PAGE_SIZE))
    page = min(max(page, 1), pages)
    chosen = rows.select_related("patient").order_by("kind", "patient__pseudonym", "pk")
    return OddPage(_shown(chosen[(page - 1) * ODD_PAGE_SIZE : page * ODD_PAGE_SIZE]), counts, page, pages)


def unnamed_organisations() -> tuple[tuple[str, int], ...]:
    """The numbers that registrations name and that nobody has given a name, with how many registrations hold each."""
    numbers = Organisation.objects.filter(name="").values_list("number", flat=True)
    held = RecordEvent.objects.filter(current=True, status__in=LIVE, org__in=numbers).order_by("org")
    return tuple(held.values_list("org").annotate(number=Count("pk")))


def _shown(rows: QuerySet[Oddity]) -> tuple[OddEvent, ...]:
    held = list(rows)
    events = _events(
        [(one.source, one.source_id) for one in held] + [(one.other_source, one.other_source_id) for one in held]
    )
    return tuple(
        OddEvent(
            one.patient,
            one.kind,
            events[one.source, one.source_id],
            events.get((one.other_source, one.other_source_id)),
        )
        for one in held
        if (one.source, one.source_id) in events
    )


def _events(wanted: Iterable[tuple[str, str]]) -> dict[tuple[str, str], RecordEvent]:
    named = Q(pk__in=())
    by_source: dict[str, list[str]] = {}
    for source, source_id in wanted:
        by_source.setdefault(source, []).append(source_id)
    for source, ids in by_source.items():
        named |= Q(source=source, source_id__in=ids)
    rows = RecordEvent.objects.filter(named, current=True).select_related("patient")
    return {(row.source, row.source_id): row for row in rows}
