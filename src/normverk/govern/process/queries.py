"""Every read of needs and cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from normverk.base.events.models import Event
from normverk.base.events.queries import history
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.queries import of_edition
from normverk.govern.process.definition import Phase
from normverk.govern.process.gate import gate_of
from normverk.govern.process.models import Case, ChangeAssessment, Decision, GateCheck, Inquiry, Need, PhaseRun, Waiver
from normverk.publish.models import Release


@dataclass(frozen=True)
class Station:
    """One phase on the line of a case: done, current or ahead, how often it was gone through, and its decisions."""

    phase: Phase
    number: int
    state: str
    runs: tuple[PhaseRun, ...]
    decisions: tuple[Decision, ...]


def needs(*, public_only: bool) -> QuerySet[Need]:
    """The needs, newest first; those nobody has read through yet only for people inside."""
    rows = Need.objects.order_by("-reported_at", "-ref")
    return rows.filter(assessed_at__isnull=False) if public_only else rows


def unread_needs() -> int:
    """How many needs are waiting to be assessed."""
    return Need.objects.filter(assessed_at__isnull=True).count()


def find_need(ref: str) -> Need | None:
    """The need with this reference."""
    return Need.objects.filter(pk=ref).first()


def case_of_need(need: Need) -> Case | None:
    """The case opened from a need, or None."""
    return Case.objects.filter(need=need).first()


def cases() -> QuerySet[Case]:
    """All cases: those under way first, newest first."""
    rows = Case.objects.select_related("edition__product", "edition__revision", "need", "definition", "product")
    return rows.order_by("ended_at", "-opened_at", "-ref")


def find_case(ref: str) -> Case | None:
    """The case with this reference."""
    return cases().filter(pk=ref).first()


def case_of_edition(edition: Edition) -> Case | None:
    """The case that an edition came from, or None."""
    return cases().filter(edition=edition).first()


def cases_at_a_gate(now: datetime, *, looked_at: int = 20) -> list[Case]:
    """Running cases for which nothing is left but to decide, among the newest `looked_at`."""
    running = [case for case in cases().filter(state="running")[:looked_at] if not _is_maintained(case)]
    return [case for case in running if gate_of(case, now).is_open]


def _is_maintained(case: Case) -> bool:
    """True in the last phase, which lasts until somebody sees a reason to end it: nobody waits for that decision."""
    return case.phase == case.process().phases[-1].id


def inquiry_of(case: Case) -> Inquiry | None:
    """The inquiry of a case, or None as long as nobody has begun it."""
    return Inquiry.objects.filter(case=case).first()


def decisions_of(case: Case) -> tuple[Decision, ...]:
    """The decisions of a case, oldest first."""
    return tuple(Decision.objects.filter(case=case).order_by("decided_at", "ref"))


def checks_of(decision: Decision) -> tuple[GateCheck, ...]:
    """The rules judged for a decision, as they were answered then."""
    return tuple(GateCheck.objects.filter(decision=decision).select_related("waiver").order_by("pk"))


def waivers_of(case: Case) -> tuple[Waiver, ...]:
    """The waivers of a case, oldest first, also those that have lapsed."""
    return tuple(Waiver.objects.filter(case=case).order_by("decided_at", "ref"))


def assessments_of(case: Case) -> tuple[ChangeAssessment, ...]:
    """The assessments of changes after a hearing, oldest first."""
    return tuple(ChangeAssessment.objects.filter(case=case).order_by("assessed_at", "ref"))


def hearings_of(case: Case) -> list[Consultation]:
    """The hearings and rounds of input of a case's edition, newest first."""
    return of_edition(case.edition_id)


def release_of(case: Case) -> Release | None:
    """The release built from a case's edition, or None."""
    return Release.objects.filter(edition_ref=case.edition.ref).defer("file").first()


def line_of(case: Case) -> tuple[Station, ...]:
    """The phases of a case's process as stations on a line."""
    process = case.process()
    here = process.position(case.phase)
    runs = list(PhaseRun.objects.filter(case=case).order_by("entered_at", "pk"))
    decided = decisions_of(case)
    stations = []
    for number, phase in enumerate(process.phases):
        if number == here:
            state = {"running": "current", "postponed": "postponed", "stopped": "stopped", "closed": "done"}[case.state]
        else:
            state = "done" if number < here else "ahead"
        stations.append(
            Station(
                phase,
                number + 1,
                state,
                tuple(run for run in runs if run.phase == phase.id),
                tuple(decision for decision in decided if decision.phase == phase.id),
            )
        )
    return tuple(stations)


def case_history(case: Case) -> QuerySet[Event]:
    """What has happened in a case, oldest first."""
    return history(f"case/{case.ref}")
