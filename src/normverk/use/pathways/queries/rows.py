"""What is counted in day histograms: every clock of a pathway, without anything that tells whose it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.conf import settings

from normverk.norm.days import Moment, Unit, elapsed, parse_moment
from normverk.use.pathways.engine import LIVE, Norms, runs_of, standing, verdict_of
from normverk.use.pathways.models import ClockState, Patient, RecordEvent
from normverk.use.pathways.queries.events import chunks, live_events
from normverk.use.pathways.queries.norms import loaded_norms
from normverk.use.pathways.queries.people import known_people


@dataclass(frozen=True)
class ClockRow:
    """One clock of one period. `state` is the verdict on the as-of day, `organisation` an organisation number.

    `period_start` is the date the period began (its first event when the start is not registered). `days` is the time
    from start to stop in the clock's unit, None while it runs and where it cannot be counted. `waited` is the time from
    start to the as-of day of a clock that runs, in the same unit and with no delay taken off; None where it is unknown.
    """

    pathway: str
    release: str
    clock: str
    branch: str
    organisation: str
    period_start: date
    state: str
    days: int | None
    waited: int | None = None


def clock_rows(pathway: str, as_of: date) -> Iterator[ClockRow]:
    """The clocks of `pathway` that a norm measures, as they stand on `as_of`.

    Read from the worked-out states when those have seen just the events until `as_of`, else evaluated anew; the answer
    is the same. Courses that no norm was in force for are left out: they belong to no release's figures.
    """
    return _from_states(pathway, as_of) if _states_fit(as_of) else _evaluated(pathway, as_of)


def _states_fit(as_of: date) -> bool:
    horizon = settings.AS_OF
    if horizon == as_of:
        return True
    unseen = RecordEvent.objects.filter(current=True, status__in=LIVE, day__gt=min(as_of, horizon or as_of))
    return not unseen.exists()


def _from_states(pathway: str, as_of: date) -> Iterator[ClockRow]:
    states = ClockState.objects.filter(pathway=pathway).exclude(release="").order_by("pk")
    for state in states.iterator(chunk_size=2000):
        verdict = state.verdict
        if not verdict:
            assert state.warn_on is not None
            assert state.due_on is not None
            assert state.due_last_on is not None
            verdict = standing(state.warn_on, state.due_on, state.due_last_on, as_of)
        yield ClockRow(
            pathway=pathway,
            release=state.release,
            clock=state.clock,
            branch=state.branch,
            organisation=state.org,
            period_start=state.period_start,
            state=verdict,
            days=state.value,
            waited=_waited(verdict, state.start, state.unit, as_of),
        )


def _evaluated(pathway: str, as_of: date) -> Iterator[ClockRow]:
    loaded = loaded_norms()
    if pathway not in loaded.pathways:
        return
    codes = {code: (pathway,) for code, names in loaded.pathways_of.items() if pathway in names}
    norms = Norms({pathway: loaded.pathways[pathway]}, codes)
    for patients in chunks(Patient.objects.order_by("pseudonym").iterator(chunk_size=2000)):
        for run in runs_of(live_events(patients), norms, seen_until=as_of, people=known_people(patients)):
            verdict = verdict_of(run, as_of)
            if verdict.release:
                yield ClockRow(
                    pathway=pathway,
                    release=verdict.release,
                    clock=verdict.clock,
                    branch=verdict.branch,
                    organisation=verdict.org,
                    period_start=run.period.begins,
                    state=verdict.verdict,
                    days=verdict.value if verdict.stop is not None else None,
                    waited=_waited(verdict.verdict, verdict.start, verdict.unit, as_of),
                )


def _waited(verdict: str, start: Moment | str | None, unit: str | None, as_of: date) -> int | None:
    """How long a running clock has run on `as_of`; None for one that does not run, and for minutes, which a day lacks."""
    if verdict not in {"running", "due", "overdue"} or not start or not unit or unit == Unit.MINUTES:
        return None
    return elapsed(parse_moment(start) if isinstance(start, str) else start, as_of, Unit(unit))
