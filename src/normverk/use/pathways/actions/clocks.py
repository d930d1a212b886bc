"""Working out clock states beforehand, so that lists only look them up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.norm.days import Moment, local_date
from normverk.use.pathways.engine import Norms, Person, RecordEvent, Run, judge, open_days, runs_of, stands_still_from
from normverk.use.pathways.events import ClocksRebuilt
from normverk.use.pathways.models import ClockState, Oddity, Patient, PatientOrganisation
from normverk.use.pathways.oddities import closing_codes, odd_about, starting_codes
from normverk.use.pathways.queries.events import chunks, live_events
from normverk.use.pathways.queries.joins import counted_under, heads_of
from normverk.use.pathways.queries.norms import loaded_norms, norms_digest
from normverk.use.pathways.queries.people import known_deaths, known_people


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
        heads = heads_of(chunk)
        under = counted_under(heads)
        events, people = live_events(heads), known_people(heads)
        keys = {patient.pseudonym: patient for patient in heads}
        everybody = {*under, *(patient.pk for patient in chunk)}
        for table in (ClockState, PatientOrganisation, Oddity):
            table._default_manager.filter(patient__in=list(everybody)).delete()
        PatientOrganisation.objects.bulk_create(_stays(events, under), batch_size=500)
        runs = runs_of(events, norms, seen_until=as_of, on=day, people=people)
        states = [state_of(run, keys[run.patient]) for run in runs]
        ClockState.objects.bulk_create(states, batch_size=500)
        Oddity.objects.bulk_create(_oddities(events, norms, keys, people, known_deaths(heads)), batch_size=500)
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


def _stays(events: list[RecordEvent], under: Mapping[UUID, str]) -> list[PatientOrganisation]:
    """Who has each patient; whoever may see one key of a person may see those that are joined to it."""
    numbers: dict[str, set[str]] = defaultdict(set)
    for event in events:
        numbers[event.patient] |= {event.org, event.owner}
    return [
        PatientOrganisation(patient_id=key, organisation_id=number)
        for key, name in under.items()
        for number in sorted(numbers.get(name, ()))
    ]


def _oddities(
    events: list[RecordEvent],
    norms: Norms,
    keys: Mapping[str, Patient],
    people: Mapping[str, Person],
    deaths: Mapping[str, date],
) -> list[Oddity]:
    closing, starting = closing_codes(norms), starting_codes(norms)
    by_patient: dict[str, list[RecordEvent]] = defaultdict(list)
    for event in events:
        by_patient[event.patient].append(event)
    return [
        Oddity(
            patient=keys[name],
            kind=odd.kind,
            source=odd.event.source,
            source_id=odd.event.source_id,
            other_source=odd.other.source if odd.other else "",
            other_source_id=odd.other.source_id if odd.other else "",
        )
        for name, held in by_patient.items()
        for odd in odd_about(
            held,
            born=people[name].birth if name in people else None,
            died=deaths.get(name),
            closing=closing,
            starting=starting,
        )
    ]
