"""Looking at a patient: the policy is asked, and that somebody looked is written down, before anything is shown."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from normverk.base.policy import Actor, Role, require
from normverk.base.requests import who
from normverk.norm.days import local_date
from normverk.use.pathways.actions import note_patient_seen
from normverk.use.pathways.models import Patient

ROLES = (Role.PATHWAY_COORDINATOR, Role.CLINICIAN)


def seen(request: HttpRequest, id: UUID, page: str, action: str = "patient.view") -> tuple[Patient, datetime]:
    """The patient, and now. Raises Denied. A look is recorded when the page is read, not when its form is sent: then the
    action leaves an event of its own."""
    held = get_object_or_404(Patient, pk=id)
    return held, looked(request, held, page, action)


def looked(request: HttpRequest, patient: Patient, page: str, action: str = "patient.view") -> datetime:
    """The same for a patient that is already found; returns now."""
    actor, now = who(request), datetime.now(UTC)
    require(actor, action, patient.policy_facts())
    if request.method in {"GET", "HEAD"}:
        note_patient_seen(patient=patient, page=page, actor=actor, now=now, action=action)
    return now


def own_organisations(actor: Actor) -> frozenset[str]:
    """Where the actor follows patients; the empty string stands for everywhere."""
    return frozenset().union(*(actor.organisations(role) for role in ROLES))


def as_of_day(now: datetime) -> date:
    """The day the pages stand on: today, or the fixed day of a demonstration."""
    fixed: date | None = settings.AS_OF
    return fixed or local_date(now)
