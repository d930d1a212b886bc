"""Which keys of the record are one person: what is counted under whom, and how it came to be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import LIVE
from normverk.use.pathways.models import Organisation, Patient, PatientJoin, RecordEvent


@dataclass(frozen=True)
class KeyFacts:
    """What a person is recognised by before two keys are joined: how many registrations hold under the key, from and to
    which day, at which hospitals, and the date of birth, None where no identity number tells it."""

    registrations: int
    first: date | None
    last: date | None
    hospitals: tuple[str, ...]
    born: date | None


def counted_under(patients: Iterable[Patient]) -> dict[UUID, str]:
    """The row key of everybody whose events count under one of `patients`, and the pseudonym they count under.

    A patient whose key has gone out of use is left out, also when asked for: its events count under the other key.
    """
    asked = {patient.pk: patient.pseudonym for patient in patients}
    if not _open().exists():
        return asked
    retired_keys = _retired(asked)
    found = {key: name for key, name in asked.items() if key not in retired_keys}
    frontier = dict(found)
    while frontier:
        joins = _open().filter(kept__in=list(frontier)).values_list("retired", "kept")
        frontier = {retired: frontier[kept] for retired, kept in joins}
        found |= frontier
    return found


def counted_by_another(patients: Iterable[Patient]) -> dict[UUID, str]:
    """The same without those who count under their own pseudonym: only keys that have gone out of use."""
    held = list(patients)
    own = {patient.pk: patient.pseudonym for patient in held}
    return {key: name for key, name in counted_under(held).items() if own.get(key) != name}


def heads_of(patients: Iterable[Patient]) -> list[Patient]:
    """The patients that these are counted under, each once and in order of their pseudonyms."""
    heads: dict[UUID, Patient] = {}
    frontier = {patient.pk: patient for patient in patients}
    if not _open().exists():
        return sorted(frontier.values(), key=lambda patient: patient.pseudonym)
    while frontier:
        joins = {
            join.retired_id: join.kept for join in _open().filter(retired__in=list(frontier)).select_related("kept")
        }
        heads |= {key: patient for key, patient in frontier.items() if key not in joins}
        frontier = {kept.pk: kept for kept in joins.values()}
    return sorted(heads.values(), key=lambda patient: patient.pseudonym)


def facts_of(patient: Patient) -> KeyFacts:
    """The facts of a key, with the keys that count under it."""
    keys = list(counted_under([patient]))
    held = RecordEvent.objects.filter(patient__in=keys, current=True, status__in=LIVE).order_by("day")
    days = list(held.values_list("day", flat=True))
    numbers = set(held.order_by().values_list("org", flat=True).distinct())
    names = dict(Organisation.objects.filter(number__in=numbers).values_list("number", "name"))
    return KeyFacts(
        registrations=len(days),
        first=days[0] if days else None,
        last=days[-1] if days else None,
        hospitals=tuple(sorted(names.get(number) or number for number in numbers)),
        born=born(patient.identity_number),
    )


def everybody_joined() -> list[Patient]:
    """Everybody whose key is joined to another, on either side."""
    keys = {key for pair in _open().values_list("retired", "kept") for key in pair}
    return list(Patient.objects.filter(pk__in=list(keys)).order_by("pseudonym"))


def head_of(patient: Patient) -> Patient:
    """The patient that this one is counted under: itself, unless its key has gone out of use."""
    return heads_of([patient])[0]


def open_join(patient: Patient) -> PatientJoin | None:
    """The join by which the patient's key has gone out of use, where it has."""
    return _open().filter(retired=patient).select_related("kept").first()


def joins_of(patient: Patient) -> tuple[PatientJoin, ...]:
    """Every join that the patient takes or took part in, newest first."""
    rows = PatientJoin.objects.filter(Q(retired=patient) | Q(kept=patient)).select_related("retired", "kept")
    return tuple(rows.order_by("-made_at", "pk"))


def _open() -> QuerySet[PatientJoin]:
    return PatientJoin.objects.filter(ended_at__isnull=True)


def _retired(keys: Iterable[UUID]) -> set[UUID]:
    return set(_open().filter(retired__in=list(keys)).values_list("retired", flat=True))
