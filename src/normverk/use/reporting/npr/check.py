"""The check of one patient: which feedback each code would get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from normverk.norm.days import Moment
from normverk.use.pathways.engine import RecordEvent, is_seen
from normverk.use.reporting.npr.courses import facts_of
from normverk.use.reporting.npr.facts import CodeFacts, Person
from normverk.use.reporting.npr.feedback import applicable


@dataclass(frozen=True, slots=True)
class Told:
    """A code that something is said of: the feedback codes it gets, and those that cannot be told."""

    event: RecordEvent
    facts: CodeFacts
    given: tuple[str, ...]
    unknown: tuple[str, ...]


def check_patient(
    events: Iterable[RecordEvent],
    person: Person,
    *,
    as_of: Moment | None = None,
    unjudged: frozenset[str] = frozenset(),
) -> Iterator[Told]:
    """What would be said of one patient's settled events, of each that anything is said of, in no particular order.

    Events after `as_of` are not seen; those without a time always are. `unjudged` is feedback that is left out, because
    nothing is known that it looks at.
    """
    for event, facts in facts_of((one for one in events if is_seen(one, as_of)), person):
        given, unknown = judge_code(facts, unjudged)
        if given or unknown:
            yield Told(event, facts, given, unknown)


def judge_code(facts: CodeFacts, unjudged: frozenset[str] = frozenset()) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The feedback that the facts give, and that of which they do not tell.

    Of a code without a time, that it lacks one is said; what hangs on the time is not listed besides.
    """
    reading = facts.reading
    given: list[str] = []
    unknown: list[str] = []
    sound = reading is not None and reading.listed and facts.day is not None
    for held in applicable(reading.family, reading.letter, sound) if reading else applicable(None, "", False):
        if held.code in unjudged or (facts.ended_by and held.open_only) or (facts.day is None and held.needs_day):
            continue
        told = held.told(facts)
        if told:
            given.append(held.code)
        elif told is None:
            unknown.append(held.code)
    return tuple(given), tuple(unknown)
