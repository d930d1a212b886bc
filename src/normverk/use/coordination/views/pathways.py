"""The pathways that a form about a patient can be about."""

from __future__ import annotations

from datetime import date

from normverk.use.pathways.models import Patient
from normverk.use.pathways.queries import loaded_pathways, record_of
from normverk.use.pathways.shown import Names


def offered(patient: Patient, today: date) -> tuple[tuple[str, str], ...]:
    """Id and title of each pathway the patient is or has been in, those under way first and the newest first."""
    titles = Names(loaded_pathways()).pathways()
    courses = sorted(record_of(patient, today).courses, key=lambda one: (not one.open, -one.begins.toordinal()))
    return tuple({one.pathway: titles.get(one.pathway, one.pathway) for one in courses}.items())


def title_of(pathway: str) -> str:
    """The title of a pathway, or its id when it is not loaded."""
    return Names(loaded_pathways()).pathways().get(pathway, pathway)
