"""The evaluator itself: events and editions in, verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from normverk.norm.days import Moment
from normverk.use.pathways.engine.clocks import judge
from normverk.use.pathways.engine.events import RecordEvent, is_seen, settle
from normverk.use.pathways.engine.explain import explain
from normverk.use.pathways.engine.facts import Run, runs_in
from normverk.use.pathways.engine.norms import Edition, Norms, read_norms
from normverk.use.pathways.engine.periods import divide, place
from normverk.use.pathways.engine.verdicts import Verdict


def evaluate(
    events: Sequence[RecordEvent], editions: Sequence[Edition], as_of: Moment, *, with_explanations: bool = False
) -> tuple[Verdict, ...]:
    """Every verdict at `as_of`, by patient, pathway, period and the norm's own order of clocks.

    The answer depends on the set of events alone: not on their order, nor on repetitions, nor on versions that others
    have replaced. What happens after `as_of` is not seen.
    """
    norms = read_norms(editions)
    return tuple(
        verdict_of(run, as_of, with_explanation=with_explanations) for run in runs_of(events, norms, seen_until=as_of)
    )


def runs_of(events: Iterable[RecordEvent], norms: Norms, *, seen_until: Moment | None = None) -> tuple[Run, ...]:
    """The clocks that have begun, with their facts; events after `seen_until` are left out.

    A run holds for every moment from `seen_until` until the next event: only judge() depends on the day it is asked.
    """
    by_patient: dict[str, dict[str, list[RecordEvent]]] = {}
    for event in settle(events):
        if not is_seen(event, seen_until):
            continue
        for pathway in norms.pathways_of.get(event.code, ()):
            by_patient.setdefault(event.patient, {}).setdefault(pathway, []).append(event)
    runs: list[Run] = []
    for patient in sorted(by_patient):
        for pathway in sorted(by_patient[patient]):
            reading = norms.pathways[pathway]
            for period in divide(place(by_patient[patient][pathway], reading)):
                runs.extend(runs_in(patient, period, reading))
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
