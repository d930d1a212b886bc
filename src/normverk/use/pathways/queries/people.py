"""What is known of patients beside their events: the date of birth, which chooses among branches by age, and of death."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import Person
from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries.joins import counted_by_another


def known_people(patients: Iterable[Patient]) -> dict[str, Person]:
    """The persons by pseudonym; those whose identity number is not here, or holds no certain date, are unknown.

    Where a patient's own number is not here, one that came under a key joined to theirs tells.
    """
    held = list(patients)
    found = {patient.pseudonym: Person(born(patient.identity_number)) for patient in held if patient.identity_number}
    for name, other in _others(held):
        if other.identity_number:
            found.setdefault(name, Person(born(other.identity_number)))
    return found


def known_deaths(patients: Iterable[Patient]) -> dict[str, date]:
    """The day of death by pseudonym, where it is known here."""
    held = list(patients)
    found = {patient.pseudonym: patient.died_on for patient in held if patient.died_on}
    for name, other in _others(held):
        if other.died_on:
            found.setdefault(name, other.died_on)
    return found


def _others(patients: list[Patient]) -> list[tuple[str, Patient]]:
    """Whoever counts under one of these patients by another key, by pseudonym of the former."""
    under = counted_by_another(patients)
    rows = Patient.objects.filter(pk__in=list(under)).order_by("pseudonym") if under else ()
    return [(under[row.pk], row) for row in rows]
