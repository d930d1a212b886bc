"""Who coordinates whom, and who could."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from normverk.base.accounts.models import Account
from normverk.base.policy import Role
from normverk.use.pathways.models import CourseCoordinator, Patient


def coordinators_of(patients: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """Patient and pathway to the account (its id) that follows the course now."""
    rows = CourseCoordinator.objects.filter(patient__in=set(patients), ended_at__isnull=True)
    return {
        (patient, pathway): held for patient, pathway, held in rows.values_list("patient", "pathway", "coordinator")
    }


def coordinator_history(patient: Patient) -> tuple[CourseCoordinator, ...]:
    """Everybody who has followed the patient, newest first."""
    return tuple(CourseCoordinator.objects.filter(patient=patient).order_by("-assigned_at", "pathway"))


def who_may_coordinate(organisations: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """Account ids and names of the active coordinators at these organisations, or everywhere, by name."""
    rows = Account.objects.filter(
        active=True,
        role_grants__role=Role.PATHWAY_COORDINATOR,
        role_grants__organisation__in=[*organisations, ""],
    )
    return tuple((str(row.id), row.display_name) for row in rows.distinct().order_by("display_name", "username"))
