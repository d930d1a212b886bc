"""Who looked at whom, as on the other pages about patients."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.use.pathways.events import PatientSeen, PatientsListed
from normverk.use.pathways.models import Patient


@transaction.atomic
def note_proposals_seen(
    *, patient: Patient, organisations: frozenset[str], page: str, actor: Actor, now: datetime
) -> None:
    """Writes that `actor` was shown proposals about the patient, which are of these organisations. Raises Denied."""
    require(actor, "proposal.view", {"organisations": organisations})
    record(data=PatientSeen(page=page), subject=f"patient/{patient.id}", actor=actor, now=now)


@transaction.atomic
def note_proposals_listed(
    *, patients: Iterable[str], organisations: frozenset[str], actor: Actor, now: datetime
) -> None:
    """Writes that `actor` was shown a list of proposals about these patients (row keys). Raises Denied."""
    require(actor, "proposals.list", {"organisations": organisations})
    shown = tuple(dict.fromkeys(patients))
    record(data=PatientsListed(patients=shown), subject="proposals", actor=actor, now=now)
