"""The incremental evaluator: takes events as they come, in any order, and works out anew only the patients they touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import msgspec

from normverk.norm.days import Moment, local_date
from normverk.use.pathways.engine.compiled import CompiledPathway, compile_pathway
from normverk.use.pathways.engine.evaluate import runs_of, verdict_of
from normverk.use.pathways.engine.events import LIVE, RecordEvent, is_seen, supersedes
from normverk.use.pathways.engine.facts import Person
from normverk.use.pathways.engine.joining import roots
from normverk.use.pathways.engine.norms import Norms
from normverk.use.pathways.engine.outcomes import Packed
from normverk.use.pathways.engine.verdicts import Verdict

Identity = tuple[str, str]


class Board:
    """All patients' events that hold, and their verdicts at any moment.

    Gives the lines that evaluate() gives for the same events. Pathways that compile are answered from tables, the others by
    the reference evaluator; explanations always come from the reference. Not safe for several threads that write.
    """

    def __init__(self, norms: Norms, people: Mapping[str, Person] | None = None) -> None:
        self._norms = norms
        self._people = dict(people or {})
        self._compiled: dict[str, CompiledPathway | None] = {
            name: compile_pathway(pathway) for name, pathway in norms.pathways.items()
        }
        self._versions: dict[Identity, RecordEvent] = {}
        self._held: dict[str, dict[Identity, RecordEvent]] = {}
        self._packed: dict[str, dict[str, list[Packed]]] = {}
        self._roots: dict[str, str] = {}

    def __len__(self) -> int:
        """How many patients have an event that holds."""
        return len(self._held)

    def take(self, events: Iterable[RecordEvent]) -> frozenset[str]:
        """Takes events in and returns the patients whose final event set changed. Repetitions and old versions change none."""
        touched: set[str] = set()
        for event in events:
            identity = (event.source, event.source_id)
            before = self._versions.get(identity)
            if before is not None and not supersedes(event, before):
                continue
            self._versions[identity] = event
            if before is not None and before.status in LIVE:
                patient = self._roots.get(before.patient, before.patient)
                touched.add(patient)
                self._let_go(patient, identity)
            if event.status in LIVE:
                patient = self._roots.get(event.patient, event.patient)
                touched.add(patient)
                self._held.setdefault(patient, {})[identity] = event
        for patient in touched:
            self._packed.pop(patient, None)
        return frozenset(touched)

    def join(self, joins: Mapping[str, str]) -> frozenset[str]:
        """Counts keys of the record together: `joins` is all of them, key to the key it is counted with, as they stand now.

        Returns the patients whose events changed. Events keep the key they came under, so a join that is no longer among
        `joins` leaves everything as it was before. Raises ValueError for joins that go in a ring.
        """
        now, before = roots(joins), self._roots
        moved = {key for key in now.keys() | before.keys() if now.get(key, key) != before.get(key, key)}
        touched = {to.get(key, key) for key in moved for to in (before, now)}
        loose = [event for patient in touched for event in self._held.pop(patient, {}).values()]
        self._roots = now
        for event in loose:
            self._held.setdefault(now.get(event.patient, event.patient), {})[event.identity] = event
        for patient in touched:
            self._packed.pop(patient, None)
        return frozenset(touched)

    def lines(self, as_of: Moment, patients: Iterable[str] | None = None) -> Iterator[Verdict]:
        """The verdicts at `as_of` of all patients, or of those named, by patient, pathway, period, clock and round."""
        for patient in sorted(self._held if patients is None else set(patients) & self._held.keys()):
            for pathway, packed in self._pathways_of(patient).items():
                compiled = self._compiled[pathway]
                if compiled is None:
                    yield from self._by_reference(patient, as_of, pathway)
                elif packed:
                    yield from compiled.lines(patient, _seen(packed, as_of), as_of)

    def why(self, patient: str, as_of: Moment) -> tuple[Verdict, ...]:
        """The patient's verdicts with their explanations."""
        events = self._events_of(patient)
        runs = runs_of(events, self._norms, seen_until=as_of, people=self._people)
        return tuple(verdict_of(run, as_of, with_explanation=True) for run in runs)

    def _events_of(self, patient: str) -> list[RecordEvent]:
        """The events that hold, all under the key that they are counted under."""
        return [
            event if event.patient == patient else msgspec.structs.replace(event, patient=patient)
            for event in self._held.get(patient, {}).values()
        ]

    def _let_go(self, patient: str, identity: Identity) -> None:
        held = self._held[patient]
        del held[identity]
        if not held:
            del self._held[patient]

    def _pathways_of(self, patient: str) -> dict[str, list[Packed]]:
        """The patient's events by pathway, in order; packed once and kept until the patient is touched."""
        kept = self._packed.get(patient)
        if kept is not None:
            return kept
        by_pathway: dict[str, list[Packed]] = {}
        for event in self._held[patient].values():
            for pathway in self._norms.pathways_of.get(event.code, ()):
                packed = by_pathway.setdefault(pathway, [])
                compiled = self._compiled[pathway]
                one = compiled.pack(event) if compiled is not None else None
                if one is not None:
                    packed.append(one)
        for packed in by_pathway.values():
            packed.sort()
        self._packed[patient] = {name: by_pathway[name] for name in sorted(by_pathway)}
        return self._packed[patient]

    def _by_reference(self, patient: str, as_of: Moment, pathway: str) -> Iterator[Verdict]:
        codes = {code: (pathway,) for code, names in self._norms.pathways_of.items() if pathway in names}
        norms = Norms({pathway: self._norms.pathways[pathway]}, codes)
        for run in runs_of(self._events_of(patient), norms, seen_until=as_of, people=self._people):
            yield verdict_of(run, as_of)


def _seen(packed: list[Packed], as_of: Moment) -> list[Packed]:
    """The events that have happened at `as_of`; all of them without looking when the last day lies before."""
    if packed[-1][0] < local_date(as_of).toordinal():
        return packed
    return [held for held in packed if is_seen(held[5], as_of)]
