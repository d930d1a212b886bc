"""What changed since last time: which differences in what was known, asked and in force made a verdict another.

The verdict is a function of events, editions and moment, so two verdicts differ only because these do. Each difference is
tried: those that are told for a verdict are enough to make it what it is, and none of them can be left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from normverk.norm.days import Moment
from normverk.norm.pathway import PathwayDefinition
from normverk.use.pathways.engine.evaluate import runs_of, verdict_of
from normverk.use.pathways.engine.events import LIVE, RecordEvent, supersedes
from normverk.use.pathways.engine.explain import event_ref
from normverk.use.pathways.engine.explanation import Cause, CauseKind, Change, Standing
from normverk.use.pathways.engine.facts import Person
from normverk.use.pathways.engine.norms import Edition, Norms, read_norms
from normverk.use.pathways.engine.verdicts import Verdict

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")
Line = tuple[str, str, int, str, int]
"""Which line it is: patient, pathway, period, clock and round."""


@dataclass(frozen=True)
class Inputs:
    """All that verdicts rest on, beside what is known of the people: the events known, the editions loaded, the moment asked."""

    events: tuple[RecordEvent, ...]
    editions: tuple[Edition, ...]
    as_of: Moment


@dataclass(frozen=True)
class Difference:
    """One elementary difference between two inputs: an event (source, source id), an edition (release), or the moment."""

    about: Literal["event", "edition", "day"]
    name: tuple[str, str] = ("", "")


def changed(then: Inputs, now: Inputs, people: Mapping[str, Person] | None = None) -> dict[Line, Change]:
    """Every line that stands otherwise now than then, with the causes. Equal inputs give none."""
    between = _Between(then, now, people or {})
    everything = frozenset(between.differences)
    before, after = between.lines(frozenset()), between.lines(everything)
    found: dict[Line, Change] = {}
    for line in dict.fromkeys((*after, *before)):
        if before.get(line) != after.get(line):
            causes = between.causes(line, before.get(line), after.get(line))
            found[line] = Change(*line[1:], before=before.get(line), after=after.get(line), causes=causes)
    return found


def carried_out(
    causes: Iterable[Cause], then: Inputs, now: Inputs, people: Mapping[str, Person] | None = None
) -> dict[Line, Standing]:
    """The lines that the old inputs give when only these differences are taken over from the new ones."""
    return _Between(then, now, people or {}).lines(frozenset(_difference(cause) for cause in causes))


def line_of(verdict: Verdict) -> Line:
    """Which line the verdict is."""
    return (verdict.patient, verdict.pathway, verdict.period, verdict.clock, verdict.round)


class _Between:
    """All mixtures of two inputs, each worked out once."""

    def __init__(self, then: Inputs, now: Inputs, people: Mapping[str, Person]) -> None:
        self._then, self._now, self._people = then, now, people
        self._events = _holding(then.events), _holding(now.events)
        codes = frozenset(event.code for held in self._events for event in held.values())
        self._editions = tuple(_relevant(held.editions, codes) for held in (then, now))
        self.differences = self._differences()
        self._norms: dict[frozenset[str], Norms] = {}
        self._lines: dict[frozenset[Difference], dict[Line, Standing]] = {}

    def _differences(self) -> tuple[Difference, ...]:
        """In the order in which they are given up when others are enough: the day, then editions, then events, oldest first."""
        found = [Difference("day")] if self._then.as_of != self._now.as_of else []
        old_editions, new_editions = self._editions
        releases = sorted({*old_editions, *new_editions})
        other = (name for name in releases if old_editions.get(name) != new_editions.get(name))
        found += (Difference("edition", (release, "")) for release in other)
        old, new = self._events
        moved = [name for name in {*old, *new} if old.get(name) != new.get(name)]
        moved.sort(key=lambda name: ((new.get(name) or old[name]).recorded, name))
        return (*found, *(Difference("event", name) for name in moved))

    def lines(self, taken: frozenset[Difference]) -> dict[Line, Standing]:
        """What the old inputs give with the differences `taken` from the new ones."""
        if taken not in self._lines:
            old, new = self._events
            events = dict(old)
            for name in (one.name for one in taken if one.about == "event"):
                _put(events, name, new.get(name))
            as_of = self._now.as_of if Difference("day") in taken else self._then.as_of
            norms = self._norms_with(frozenset(one.name[0] for one in taken if one.about == "edition"))
            runs = runs_of(events.values(), norms, seen_until=as_of, people=self._people)
            verdicts = (verdict_of(run, as_of) for run in runs)
            self._lines[taken] = {line_of(verdict): _standing(verdict) for verdict in verdicts}
        return self._lines[taken]

    def _norms_with(self, releases: frozenset[str]) -> Norms:
        if releases not in self._norms:
            old, new = self._editions
            editions = dict(old)
            for release in releases:
                _put(editions, release, new.get(release))
            self._norms[releases] = read_norms(editions.values())
        return self._norms[releases]

    def causes(self, line: Line, before: Standing | None, after: Standing | None) -> tuple[Cause, ...]:
        """Differences that are enough to make the line what it is, and none of which can be left out."""
        needed = _smallest(self.differences, lambda some: self.lines(frozenset(some)).get(line) == after)
        causes = []
        for one in needed:
            without = self.lines(frozenset(needed) - {one}).get(line)
            causes.append(self._cause(one, joint=without != before))
        return tuple(causes)

    def _cause(self, one: Difference, *, joint: bool) -> Cause:
        if one.about == "day":
            days = self._then.as_of.isoformat(), self._now.as_of.isoformat()
            return Cause("day-passed", joint, day_before=days[0], day=days[1])
        if one.about == "edition":
            old, new = (held.get(one.name[0]) for held in self._editions)
            kind: CauseKind = "edition-new" if old is None else "edition-gone" if new is None else "edition-changed"
            return Cause(kind, joint, release=one.name[0])
        before, event = (held.get(one.name) for held in self._events)
        return Cause(
            _event_kind(before, event),
            joint,
            event=event_ref(event) if event else None,
            before=event_ref(before) if before else None,
        )


def _difference(cause: Cause) -> Difference:
    reference = cause.event or cause.before
    if reference is not None:
        return Difference("event", (reference.source, reference.source_id))
    return Difference("edition", (cause.release, "")) if cause.release else Difference("day")


def _event_kind(before: RecordEvent | None, event: RecordEvent | None) -> CauseKind:
    if before is None:
        return "event-new"
    if event is None:
        return "event-gone"
    return "event-amended" if event.status in LIVE else "event-voided"


def _smallest(
    differences: Sequence[Difference], enough: Callable[[Sequence[Difference]], bool]
) -> tuple[Difference, ...]:
    """Some of the differences that are enough, of which none can be left out; whole runs are tried before single ones."""
    kept = list(differences)
    size = max(len(kept) // 2, 1)
    while True:
        before = len(kept)
        place = 0
        while place < len(kept):
            fewer = kept[:place] + kept[place + size :]
            if enough(fewer):
                kept = fewer
            else:
                place += size
        if size == 1 and len(kept) == before:
            return tuple(kept)
        size = max(size // 2, 1)


def _holding(events: Iterable[RecordEvent]) -> dict[tuple[str, str], RecordEvent]:
    """The version of each registration that holds, also one that is voided."""
    best: dict[tuple[str, str], RecordEvent] = {}
    for event in events:
        held = best.get(event.identity)
        if held is None or supersedes(event, held):
            best[event.identity] = event
    return best


def _relevant(editions: Iterable[Edition], codes: frozenset[str]) -> dict[str, Edition]:
    """The editions by release, of the pathways that know one of the codes in any edition: no other measures these events."""
    held = list(editions)
    pathways = {one.definition.id for one in held if not codes.isdisjoint(_codes(one.definition))}
    return {one.release: one for one in held if one.definition.id in pathways}


def _codes(definition: PathwayDefinition) -> Iterator[str]:
    yield from (code.code for milestone in definition.milestones for code in milestone.codes)
    yield from (code for finding in definition.findings for value in finding.values for code in value.codes)


def _put(held: dict[_Key, _Value], key: _Key, value: _Value | None) -> None:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value


def _standing(verdict: Verdict) -> Standing:
    start, stop, due = (None if one is None else one.isoformat() for one in (verdict.start, verdict.stop, verdict.due))
    return Standing(
        verdict.verdict,
        verdict.reason,
        verdict.branch,
        verdict.release,
        start,
        stop,
        due,
        verdict.limit,
        verdict.unit,
        None if stop is None else verdict.value,
        verdict.org,
    )
