"""What cannot be right about a patient's registrations, or what two sources say differently. Pure; nothing is left out.

The clocks count every registration as they do otherwise: of two that disagree, the selector of the clock takes the first
or the last by the order of docs/architecture-clocks.md. An oddity asks a person to look, and says which two to look at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from datetime import date
from typing import Final

from normverk.norm.days import local_date
from normverk.use.pathways.age_groups import is_of_wrong_age
from normverk.use.pathways.engine import Norms, RecordEvent
from normverk.use.pathways.engine.norms import Reading

KINDS: Final = ("before-birth", "after-death", "wrong-age-group", "sources-disagree")
SAME_ACT_DAYS: Final = 14
"""Our own threshold: registrations of one code at one hospital farther apart than this are taken for two acts."""


@dataclass(frozen=True)
class Odd:
    """One oddity: the registration it is about, and the other one where two disagree."""

    kind: str
    event: RecordEvent
    other: RecordEvent | None = None


def odd_about(
    events: Iterable[RecordEvent], *, born: date | None, died: date | None, closing: Set[str], starting: Set[str]
) -> Iterator[Odd]:
    """Every oddity of one patient's final event set. `closing` are codes that may be registered after a death, because
    they only end a pathway; `starting` are those that register a patient in a pathway, on which age is looked at."""
    held = sorted(events, key=lambda event: (local_date(event.time), event.source, event.source_id))
    for event in held:
        day = local_date(event.time)
        if born is not None and day < born:
            yield Odd("before-birth", event)
        elif born is not None and event.code in starting and is_of_wrong_age(event.code, born, day):
            yield Odd("wrong-age-group", event)
        if died is not None and day > died and event.code not in closing:
            yield Odd("after-death", event)
    if len({event.source for event in held}) > 1:
        yield from _disagreements(held)


def closing_codes(norms: Norms) -> frozenset[str]:
    """The codes that end a pathway without being a station on the way, such as «ended»: a treatment cannot come after death."""
    return frozenset(code for code, reading in _readings(norms) if reading.ends and not reading.on_path)


def starting_codes(norms: Norms) -> frozenset[str]:
    """The codes that start a pathway."""
    return frozenset(code for code, reading in _readings(norms) if reading.starts)


def _readings(norms: Norms) -> Iterator[tuple[str, Reading]]:
    for pathway in norms.pathways.values():
        for edition in pathway.editions:
            yield from edition.codes.items()


def _disagreements(held: list[RecordEvent]) -> Iterator[Odd]:
    """Two sources that say the same act differently: one code, one hospital and one episode, days apart or another plan."""
    acts: dict[tuple[str, str, str], list[RecordEvent]] = defaultdict(list)
    for event in held:
        acts[event.code, event.org, event.episode].append(event)
    for told in acts.values():
        last: dict[str, RecordEvent] = {}
        for event in told:
            for source, before in last.items():
                if source != event.source and _differ(before, event):
                    yield Odd("sources-disagree", before, event)
            last[event.source] = event


def _differ(one: RecordEvent, other: RecordEvent) -> bool:
    apart = (local_date(other.time) - local_date(one.time)).days
    said = (one.treatment, one.responsible_org) != (other.treatment, other.responsible_org)
    return 0 < apart <= SAME_ACT_DAYS or (apart == 0 and said)
