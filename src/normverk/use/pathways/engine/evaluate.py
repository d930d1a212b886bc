"""The evaluator itself: events and editions in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import msgspec

from normverk.norm.days import Moment, local_date
from normverk.use.pathways.engine.clocks import judge
from normverk.use.pathways.engine.events import RecordEvent, is_seen, settle
from normverk.use.pathways.engine.explain import explain
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON, Person, Run, runs_in
from normverk.use.pathways.engine.norms import Edition, Norms, read_norms
from normverk.use.pathways.engine.periods import divide, place, place_findings
from normverk.use.pathways.engine.verdicts import Verdict


def evaluate(
    events: Sequence[RecordEvent],
    editions: Sequence[Edition],
    as_of: Moment,
    *,
    people: Mapping[str, Person] | None = None,
    with_explanations: bool = False,
) -> tuple[Verdict, ...]:
    """Every verdict at `as_of`, by patient, pathway, period, the norm's own order of clocks, and round.

    The answer depends on the set of events alone: not on their order, nor on repetitions, nor on versions that others
    have replaced. What happens after `as_of` is not seen. `people` says what is known of patients, by patient.
    """
    norms = read_norms(editions)
    runs = runs_of(events, norms, seen_until=as_of, people=people)
    return tuple(verdict_of(run, as_of, with_explanation=with_explanations) for run in runs)


def runs_of(
    events: Iterable[RecordEvent],
    norms: Norms,
    *,
    seen_until: Moment | None = None,
    on: date | None = None,
    people: Mapping[str, Person] | None = None,
) -> tuple[Run, ...]:
    """The rounds of clocks that have begun, with their facts; events after `seen_until` are left out.

    A run holds for every moment from `seen_until` until the next event, or until an edition that switches or stops those
    under way comes into force (next_change): only judge() depends on the day it is asked. `on` is the day for which
    such editions are read: that of `seen_until` when not given, and without either all of them have come.
    """
    by_patient: dict[str, dict[str, list[RecordEvent]]] = {}
    for event in settle(events):
        if not is_seen(event, seen_until):
            continue
        for pathway in norms.pathways_of.get(event.code, ()):
            by_patient.setdefault(event.patient, {}).setdefault(pathway, []).append(event)
    day = on or (date.max if seen_until is None else local_date(seen_until))
    runs: list[Run] = []
    for patient in sorted(by_patient):
        person = (people or {}).get(patient, UNKNOWN_PERSON)
        for pathway in sorted(by_patient[patient]):
            reading = norms.pathways[pathway]
            held = by_patient[patient][pathway]
            for period in divide(place(held, reading), place_findings(held, reading)):
                runs.extend(runs_in(patient, period, reading, on=day, person=person))
    return tuple(runs)


def verdict_of(run: Run, as_of: Moment, *, with_explanation: bool = False) -> Verdict:
    """The run's verdict at `as_of`, with its derivation when asked for."""
    outcome = judge(run.facts, as_of)
    return Verdict(
        patient=run.patient,
        pathway=run.pathway,
        period=run.period.number,
        release=run.release,
        clock=run.clock.id,
        round=run.round.number,
        branch=outcome.branch,
        verdict=outcome.verdict,
        start=run.facts.start,
        stop=run.facts.stop,
        due=outcome.due,
        value=outcome.value,
        limit=outcome.limit,
        unit=outcome.unit.value if outcome.unit else None,
        org=run.org,
        reason=outcome.reason,
        explanation=explain(run, as_of) if with_explanation else msgspec.UNSET,
    )
