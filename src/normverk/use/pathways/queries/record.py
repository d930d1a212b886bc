"""One patient: every version of every event, and every verdict with its derivation."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from normverk.use.pathways.engine import LIVE, Verdict, runs_of, verdict_of
from normverk.use.pathways.models import Organisation, Patient, RecordEvent, Transfer
from normverk.use.pathways.queries.courses import Course, courses_of
from normverk.use.pathways.queries.events import live_events
from normverk.use.pathways.queries.joins import counted_under, head_of
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.pathways.queries.people import known_people


@dataclass(frozen=True)
class StoredEvent:
    """A registration: the version that holds, and the earlier ones, newest first."""

    holds: RecordEvent
    earlier: tuple[RecordEvent, ...]

    @property
    def voided(self) -> bool:
        """True when the registration counts as if it never was."""
        return self.holds.status not in LIVE


@dataclass(frozen=True)
class PatientRecord:
    """A patient's events by date, all verdicts with explanations, the courses they belong to, and the hospitals' names by
    number. `transfers` are newest first."""

    patient: Patient
    events: tuple[StoredEvent, ...]
    verdicts: tuple[Verdict, ...]
    courses: tuple[Course, ...]
    transfers: tuple[Transfer, ...]
    hospitals: dict[str, str]


def record_of(patient: Patient, as_of: date) -> PatientRecord:
    """The patient's record as it stands on `as_of`; events after it are listed but not judged by."""
    by_identity: dict[tuple[str, str], list[RecordEvent]] = defaultdict(list)
    for row in (
        RecordEvent.objects.filter(patient__in=[patient.pk, *counted_under([patient])])
        .select_related("correction", "patient")
        .order_by("-version", "-current", "pk")
    ):
        by_identity[row.source, row.source_id].append(row)
    stored = []
    for rows in by_identity.values():
        holding = [row for row in rows if row.current]
        if holding:
            stored.append(StoredEvent(holding[0], tuple(row for row in rows if not row.current)))
    runs = runs_of(live_events([patient]), loaded_norms(), seen_until=as_of, people=known_people([patient]))
    return PatientRecord(
        patient=patient,
        events=tuple(sorted(stored, key=lambda event: (event.holds.day, event.holds.time, event.holds.pk))),
        verdicts=tuple(verdict_of(run, as_of, with_explanation=True) for run in runs),
        courses=courses_of(runs),
        transfers=tuple(Transfer.objects.filter(patient=patient).order_by("-sent_on", "-sent_at")),
        hospitals={row.number: row.name or row.number for row in Organisation.objects.all()},
    )


def course_of(patient: Patient, pathway: str, as_of: date) -> Course | None:
    """The patient's last course in a pathway, as it stands on `as_of`, under whatever key it is counted; None when there is
    none."""
    head = [head_of(patient)]
    runs = runs_of(live_events(head), loaded_norms(), seen_until=as_of, people=known_people(head))
    found = [course for course in courses_of(runs) if course.pathway == pathway]
    return found[-1] if found else None
