"""Working out clock states beforehand, so that lists only look them up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.norm.days import Moment, local_date
from normverk.use.pathways.engine import Norms, RecordEvent, Run, judge, open_days, runs_of, stands_still_from
from normverk.use.pathways.events import ClocksRebuilt
from normverk.use.pathways.models import ClockState, Patient, PatientOrganisation
from normverk.use.pathways.queries.events import chunks, live_events
from normverk.use.pathways.queries.norms import loaded_norms, norms_digest
from normverk.use.pathways.queries.people import known_people


@transaction.atomic
def rebuild(*, actor: Actor, now: datetime, as_of: date | None) -> int:
    """Makes the clock states of all patients anew, for instance after a release was loaded; returns how many there are.

    `as_of` is the fixed day of a demonstration, after which events are not seen; None where the day moves on.
    """
    require(actor, "record.intake")
    norms = loaded_norms()
    patients = list(Patient.objects.order_by("pseudonym"))
    day = as_of or local_date(now)
    clocks = reckon(patients, norms, as_of, day)
    record(
        data=ClocksRebuilt(patients=len(patients), clocks=clocks, norms=norms_digest(norms, day)),
        subject="clocks",
        actor=actor,
        now=now,
    )
    return clocks


def reckon(patients: Iterable[Patient], norms: Norms, as_of: date | None, day: date) -> int:
    """Makes clock states and organisations of these patients anew, in the caller's transaction; returns the states made.

    Events after `as_of` are not seen; `day` is the one for which editions that take over from others are read.
    """
    made = 0
    for chunk in chunks(patients):
        events = live_events(chunk)
        keys = {patient.pseudonym: patient for patient in chunk}
        ClockState.objects.filter(patient__in=chunk).delete()
        PatientOrganisation.objects.filter(patient__in=chunk).delete()
        PatientOrganisation.objects.bulk_create(_stays(events, keys), batch_size=500)
        runs = runs_of(events, norms, seen_until=as_of, on=day, people=known_people(chunk))
        states = [state_of(run, keys[run.patient]) for run in runs]
        ClockState.objects.bulk_create(states, batch_size=500)
        made += len(states)
    return made


def state_of(run: Run, patient: Patient) -> ClockState:
    """The row that answers for the run on any day until the patient's next event."""
    days = open_days(run.facts)
    outcome = judge(run.facts, stands_still_from(run.facts) or run.period.begins)
    return ClockState(
        patient=patient,
        pathway=run.pathway,
        period=run.period.number,
        period_start=run.period.begins,
        clock=run.clock.id,
        round=run.round.number,
        branch=outcome.branch,
        release=run.release,
        start=_iso(run.facts.start),
        stop=_iso(run.facts.stop),
        due=_iso(outcome.due),
        warn_on=local_date(days[0]) if days else None,
        due_on=local_date(days[1]) if days else None,
        due_last_on=local_date(days[2]) if days else None,
        value=outcome.value if run.facts.stop is not None else None,
        limit=outcome.limit,
        unit=outcome.unit.value if outcome.unit else "",
        org=run.org,
        verdict="" if days else outcome.verdict,
        reason="" if days else outcome.reason,
    )


def _iso(moment: Moment | None) -> str:
    return moment.isoformat() if moment else ""


def _stays(events: list[RecordEvent], keys: dict[str, Patient]) -> list[PatientOrganisation]:
    pairs = {(event.patient, number) for event in events for number in (event.org, event.owner)}
    return [PatientOrganisation(patient=keys[pseudonym], organisation_id=number) for pseudonym, number in sorted(pairs)]
