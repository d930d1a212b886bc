"""Working out all clock states of a patient: from tables where a pathway is plain, else by the reference evaluator."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from normverk.use.pathways.engine.compiled import compile_pathway
from normverk.use.pathways.engine.evaluate import runs_of
from normverk.use.pathways.engine.events import RecordEvent, is_seen
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON, Person
from normverk.use.pathways.engine.norms import Norms
from normverk.use.pathways.engine.outcomes import Packed
from normverk.use.pathways.engine.states import State, state_of


class Reckoner:
    """The norms laid out for working out states. Events after `seen_until` are not seen; `on` is the day for which
    editions that take over from others are read."""

    def __init__(self, norms: Norms, *, seen_until: date | None, on: date) -> None:
        self._pathways_of = norms.pathways_of
        self._seen_until = seen_until
        self._on = on
        self._compiled = {name: compile_pathway(pathway) for name, pathway in norms.pathways.items()}
        self._alone = {name: _only(norms, name) for name, compiled in self._compiled.items() if compiled is None}

    def states(self, patient: str, events: Iterable[RecordEvent], person: Person = UNKNOWN_PERSON) -> list[State]:
        """The states of one patient from the final event set, under the name `patient`; their order means nothing."""
        tables: dict[str, list[Packed]] = {}
        others: dict[str, list[RecordEvent]] = {}
        for event in events:
            if self._seen_until is not None and not is_seen(event, self._seen_until):
                continue
            for pathway in self._pathways_of.get(event.code, ()):
                compiled = self._compiled[pathway]
                if compiled is None:
                    others.setdefault(pathway, []).append(event)
                elif (packed := compiled.pack(event)) is not None:
                    tables.setdefault(pathway, []).append(packed)
        found: list[State] = []
        for pathway, held in tables.items():
            compiled = self._compiled[pathway]
            assert compiled is not None
            held.sort()
            found += compiled.states(patient, held)
        for pathway, seen in others.items():
            runs = runs_of(
                seen, self._alone[pathway], seen_until=self._seen_until, on=self._on, people={patient: person}
            )
            found += map(state_of, runs)
        return found


def _only(norms: Norms, pathway: str) -> Norms:
    """The norms of one pathway alone."""
    codes = {code: (pathway,) for code, names in norms.pathways_of.items() if pathway in names}
    return Norms({pathway: norms.pathways[pathway]}, codes)
