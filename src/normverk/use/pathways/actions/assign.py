"""Who coordinates a patient's course."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from normverk.base.accounts.models import RoleGrant
from normverk.base.events.actions import record
from normverk.base.policy import Actor, Role, require
from normverk.base.rules import Finding, uphold
from normverk.norm.days import local_date
from normverk.use.pathways.events import CoordinatorAssigned, CoordinatorTakenOff
from normverk.use.pathways.models import CourseCoordinator, Patient
from normverk.use.pathways.rules_course import AssignmentFacts


@transaction.atomic
def assign_coordinator(
    *, patient: Patient, pathway: str, coordinator: str, reason: str, actor: Actor, now: datetime
) -> tuple[CourseCoordinator | None, tuple[Finding, ...]]:
    """Makes the account `coordinator` (its id; empty: nobody) the one who follows the patient in the pathway.

    Returns the row (None when nobody follows the patient any more) and the rules' findings. Raises Denied, and Broken
    when the account may not coordinate where the patient is. The same coordinator again changes nothing.
    """
    facts = patient.policy_facts()
    require(actor, "patient.assign", facts)
    held = (
        CourseCoordinator.objects.select_for_update()
        .filter(patient=patient, pathway=pathway, ended_at__isnull=True)
        .first()
    )
    before = held.coordinator if held else ""
    if coordinator == before:
        return held, ()
    findings: tuple[Finding, ...] = ()
    if coordinator:
        holds = may_coordinate(coordinator, facts["organisations"])
        findings = uphold(AssignmentFacts(holds, bool(before), bool(reason)), on=local_date(now))
    if held:
        held.ended_at = now
        held.save()
    row = None
    if coordinator:
        row = CourseCoordinator.objects.create(
            patient=patient,
            pathway=pathway,
            coordinator=coordinator,
            reason=reason,
            assigned_by=actor.id,
            assigned_at=now,
        )
    data = CoordinatorAssigned(coordinator=coordinator, before=before) if row else CoordinatorTakenOff(before=before)
    rows = [one for one in (held, row) if one]
    record(data=data, subject=f"patient/{patient.id}", actor=actor, now=now, rows=rows)
    return row, findings


def may_coordinate(account: str, organisations: frozenset[str]) -> bool:
    """True when an active account holds the coordinator's role in one of these organisations, or everywhere."""
    try:
        id = UUID(account)
    except ValueError:  # the operator and the system are no accounts
        return False
    grants = RoleGrant.objects.filter(account=id, account__active=True, role=Role.PATHWAY_COORDINATOR)
    return grants.filter(organisation__in=[*organisations, ""]).exists()
