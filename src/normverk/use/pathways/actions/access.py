"""Who looked at whom: every page about a patient leaves an event."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.use.pathways.events import PatientSeen, PatientsListed
from normverk.use.pathways.models import Patient


@transaction.atomic
def note_patient_seen(
    *, patient: Patient, page: str, actor: Actor, now: datetime, action: str = "patient.view"
) -> None:
    """Writes that `actor` was shown a page about the patient. Raises Denied when `action` may not be done."""
    require(actor, action, patient.policy_facts())
    record(data=PatientSeen(page=page), subject=f"patient/{patient.id}", actor=actor, now=now)


@transaction.atomic
def note_list_seen(
    *, patients: Iterable[str], organisations: frozenset[str], actor: Actor, now: datetime, page: str = "patients"
) -> None:
    """Writes that `actor` was shown the list `page` with these patients (row keys) of these organisations."""
    require(actor, "patients.list", {"organisations": organisations})
    shown = tuple(dict.fromkeys(patients))
    record(data=PatientsListed(patients=shown), subject=page, actor=actor, now=now)
