"""Keeping the worked-out findings right: who is touched waits, and is worked out anew in small portions.

Nothing is worked out while codes are taken in. The page works a few patients out when it is asked; the worker does
everybody else within a minute. See docs/decisions/0014-findings-that-wait.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.db import transaction

from normverk.base.bulk import Plain, erase, pour, read, read_for, stored_key
from normverk.norm.days import local_date
from normverk.use.pathways.engine.states import iso
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.joins import counted_under, heads_of
from normverk.use.reporting.checking import Ground, check, ground
from normverk.use.reporting.models import Basis, Finding, Waiting
from normverk.use.reporting.npr import Told

PORTION: Final = 1000
"""Patients worked out in one transaction, some tenths of a second; and the most that a page works out before it answers."""

_FIELDS: Final = (
    "patient", "source", "source_id", "code", "prefix", "org", "time", "day", "standing", "feedback", "first",
)  # fmt: skip


def follow_intake(patients: Sequence[Patient], now: datetime, as_of: date | None) -> None:
    """These patients wait from now on, in the caller's transaction."""
    pour(Waiting, ("patient",), ((stored_key(patient.pk),) for patient in patients))


def follow_rebuilding(now: datetime) -> None:
    """Everybody is to be worked out anew, in the caller's transaction: no ground is like the one that is written here."""
    Basis.objects.update(digest="")


def work_out_waiting(now: datetime) -> None:
    """Works out everybody who waits, a portion at a time; nothing when nobody does."""
    while bring_up_to_date():
        continue


def bring_up_to_date(most: int | None = None) -> int:
    """Works out one portion of those who wait; returns how many still do.

    With `most`, nobody is worked out when more than that wait: a reader must not wait for them.
    """
    on = ground(settings.AS_OF)
    if _basis() == on.digest and not Waiting.objects.exists():
        return 0
    with transaction.atomic():
        basis = Basis.objects.select_for_update().get_or_create(pk=1)[0]
        if basis.digest != on.digest:
            _let_everybody_wait()
            basis.digest = on.digest
            basis.save()
        waiting = Waiting.objects.values("patient").distinct().count()
        if most is not None and waiting > most:
            return waiting
        keys = list(dict.fromkeys(Waiting.objects.order_by("pk").values_list("patient", flat=True)[: 2 * PORTION]))
        refresh(Patient.objects.filter(pk__in=keys[:PORTION]), on)
    return waiting - min(len(keys), PORTION)


def refresh(patients: Iterable[Patient], on: Ground) -> None:
    """Works these patients out anew, and whoever they are counted under, in the caller's transaction.

    Their marks are read before their codes: who is marked meanwhile by somebody else keeps that mark.
    """
    asked = list(patients)
    own = [stored_key(patient.pk) for patient in asked]
    marks = [row[0] for row in read_for("SELECT id FROM reporting_waiting WHERE patient_id IN (keys)", own)]
    heads = heads_of(asked)
    everybody = {*own, *(stored_key(key) for key in counted_under(heads)), *(stored_key(head.pk) for head in heads)}
    erase(Finding, "patient", sorted(everybody))
    # All rows first: while PostgreSQL takes them in, its connection can be asked nothing.
    rows = [row for head, told in check(heads, on) for one in told for row in _rows(stored_key(head.pk), one)]
    pour(Finding, _FIELDS, rows)
    for _ in read_for("DELETE FROM reporting_waiting WHERE id IN (keys)", marks):
        raise AssertionError("a statement that removes rows gives none")


def _basis() -> str | None:
    return Basis.objects.filter(pk=1).values_list("digest", flat=True).first()


def _let_everybody_wait() -> None:
    read("DELETE FROM reporting_waiting")
    read("INSERT INTO reporting_waiting (patient_id) SELECT id FROM pathways_patient")


def _rows(patient: str, told: Told) -> Iterator[tuple[Plain, ...]]:
    event = told.event
    place = (
        patient,
        event.source,
        event.source_id,
        event.code,
        event.code[:3],
        event.org,
        iso(event.time),
        iso(local_date(event.time)),
    )
    for standing, codes in (("mend", told.given), ("unknown", told.unknown)):
        for number, feedback in enumerate(codes):
            yield (*place, standing, feedback, int(number == 0))
