"""What is known of patients beside their events: the date of birth, which chooses among branches by age."""

from __future__ import annotations

from collections.abc import Iterable

from normverk.use.pathways.birth import born
from normverk.use.pathways.engine import Person
from normverk.use.pathways.models import Patient


def known_people(patients: Iterable[Patient]) -> dict[str, Person]:
    """The persons by pseudonym; those whose identity number is not here, or holds no certain date, are unknown."""
    return {patient.pseudonym: Person(born(patient.identity_number)) for patient in patients if patient.identity_number}
