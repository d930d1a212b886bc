"""All that is worked out of a patient beforehand: clock states, who has the patient, and what looks odd. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from normverk.use.pathways.engine import Norms, Person, RecordEvent
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON
from normverk.use.pathways.engine.reckoning import Reckoner
from normverk.use.pathways.engine.states import State
from normverk.use.pathways.oddities import closing_codes, odd_about, starting_codes


@dataclass(frozen=True)
class OnePatient:
    """A patient's final event set with what is known of the person. `keys` are the row keys that are counted together,
    the one that holds first; events stand under that one."""

    keys: tuple[str, ...]
    events: Sequence[RecordEvent]
    person: Person = UNKNOWN_PERSON
    died: date | None = None


@dataclass
class Made:
    """Rows to be stored, in the order of the columns: states; patient and organisation; patient, kind and the two
    registrations of an oddity by source and source id."""

    states: list[State] = field(default_factory=list)
    stays: list[tuple[str, str]] = field(default_factory=list)
    oddities: list[tuple[str, str, str, str, str, str]] = field(default_factory=list)


class Workshop:
    """The norms laid out for working patients out. Events after `as_of` are not seen by clocks; `day` is the one for
    which editions that take over from others are read."""

    def __init__(self, norms: Norms, as_of: date | None, day: date) -> None:
        self._reckoner = Reckoner(norms, seen_until=as_of, on=day)
        self._closing = closing_codes(norms)
        self._starting = starting_codes(norms)

    def make(self, patients: Iterable[OnePatient]) -> Made:
        """The rows of these patients."""
        made = Made()
        for one in patients:
            made.states += self._reckoner.states(one.keys[0], one.events, one.person)
            numbers = sorted({number for event in one.events for number in (event.org, event.owner)})
            made.stays += [(key, number) for key in one.keys for number in numbers]
            if one.person.birth is not None or one.died is not None or len({held.source for held in one.events}) > 1:
                made.oddities += self._oddities(one)
        return made

    def _oddities(self, one: OnePatient) -> Iterable[tuple[str, str, str, str, str, str]]:
        for odd in odd_about(
            one.events, born=one.person.birth, died=one.died, closing=self._closing, starting=self._starting
        ):
            event, other = odd.event, odd.other
            beside = (other.source, other.source_id) if other is not None else ("", "")
            yield (one.keys[0], odd.kind, event.source, event.source_id, *beside)
