"""Stored events under other norms than those in force: what a draft is tried on. Nothing is written, nobody is listed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from normverk.use.pathways.engine import LIVE, Norms, RecordEvent
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON
from normverk.use.pathways.engine.reckoning import Reckoner
from normverk.use.pathways.engine.states import State, verdict_on_day, waited_on_day
from normverk.use.pathways.models import Patient
from normverk.use.pathways.models import RecordEvent as StoredEvent
from normverk.use.pathways.queries.events import chunks, live_events
from normverk.use.pathways.queries.people import known_people

Seen = Callable[[int, int], None]
"""Told how many patients are done, of how many."""


@dataclass(frozen=True)
class Line:
    """One round of a clock as one norm judges it on the as-of day, told apart by course, clock and round alone.

    `days` is the time to the stop and `waited` the time so far of one that runs, both in the clock's unit.
    """

    course: int
    round: int
    pathway: str
    release: str
    clock: str
    branch: str
    organisation: str
    period_start: date
    state: str
    days: int | None
    waited: int | None


def courses_under(
    norms: tuple[Norms, ...], as_of: date, seen: Seen = lambda done, whole: None
) -> Iterator[tuple[tuple[Line, ...], ...]]:
    """For every patient in turn, and without saying which: the lines under each of `norms`, in their order.

    Events after `as_of` are not seen. Patients without a line under any of them are left out.
    """
    reckoners = tuple(Reckoner(one, seen_until=as_of, on=as_of) for one in norms)
    whole, done = Patient.objects.count(), 0
    for patients in chunks(Patient.objects.order_by("pseudonym").iterator(chunk_size=2000)):
        people = known_people(patients)
        by_patient: dict[str, list[RecordEvent]] = {}
        for event in live_events(patients):
            by_patient.setdefault(event.patient, []).append(event)
        for patient, events in by_patient.items():
            person = people.get(patient, UNKNOWN_PERSON)
            found = tuple(
                tuple(_line(state, as_of) for state in reckoner.states(patient, events, person))
                for reckoner in reckoners
            )
            if any(found):
                yield found
        done += len(patients)
        seen(done, whole)


def registered_at(codes: frozenset[str]) -> dict[str, frozenset[str]]:
    """The organisations that have, or answer for, an event with each of these codes."""
    rows = StoredEvent.objects.filter(code__in=codes, current=True, status__in=LIVE)
    found: dict[str, set[str]] = {code: set() for code in codes}
    for code, org, responsible in rows.values_list("code", "org", "responsible_org").distinct():
        found[code] |= {org, responsible or org}
    return {code: frozenset(organisations) for code, organisations in found.items()}


def _line(state: State, as_of: date) -> Line:
    return Line(
        course=state.period,
        round=state.round,
        pathway=state.pathway,
        release=state.release,
        clock=state.clock,
        branch=state.branch,
        organisation=state.org,
        period_start=date.fromisoformat(state.period_start),
        state=verdict_on_day(state, as_of),
        days=state.value if state.stop else None,
        waited=waited_on_day(state, as_of),
    )
