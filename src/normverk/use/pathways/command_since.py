"""The answer to --since: each line's explanation with what has changed since the end of a day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

import msgspec

from normverk.norm.days import NORWAY
from normverk.use.pathways.engine import Edition, Explanation, Inputs, Norms, Person, Verdict, changed, line_of


def with_changes(
    verdicts: Iterable[Verdict],
    events: Sequence[Any],
    norms: Norms,
    *,
    people: Mapping[str, Person],
    days: tuple[date, date],
) -> list[Verdict]:
    """The verdicts with `since` in their explanations, where something has changed from the first of `days` to the second.

    What was known then is what the record had written by the end of that day; the releases are the same.
    """
    then, as_of = days
    editions = tuple(Edition(one.release, one.definition) for held in norms.pathways.values() for one in held.editions)
    known = tuple(event for event in events if event.recorded <= datetime.combine(then, time.max, NORWAY))
    changes = changed(Inputs(known, editions, then), Inputs(tuple(events), editions, as_of), people)
    told = []
    for verdict in verdicts:
        why = verdict.explanation
        assert isinstance(why, Explanation)
        why = msgspec.structs.replace(why, since=changes.get(line_of(verdict)))
        told.append(msgspec.structs.replace(verdict, explanation=why))
    return told
