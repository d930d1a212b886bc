"""The courses that the query of simple ones leaves: judged by the evaluators that know the whole clock language."""

# ruff: noqa: S608 (statements are made of words that stand here)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any, Final, NamedTuple

import duckdb

from normverk.use.pathways.engine import Norms
from normverk.use.pathways.engine.reckoning import Reckoner
from normverk.use.pathways.engine.states import State, verdict_on_day
from normverk.use.pathways.report.settled import COLUMNS, event_of
from normverk.use.pathways.report.simple import LATE, MET, STATES

_ROWS: Final = 50_000


class Counted(NamedTuple):
    """What is counted of one clock: what `simple.LINE` has in numbers."""

    pathway: str
    clock: str
    branch: str
    owner: str
    month: int
    state: int
    days: int | None


def other_lines(
    base: duckdb.DuckDBPyConnection, norms: Norms, laid: tuple[str, ...], whole: frozenset[str], as_of: date
) -> Counter[Counted]:
    """How many clocks there are of each kind among the patients and pathways in rep_rest, and of everybody in the
    pathways `whole`. `laid` are the pathways by their number in the tables."""
    rest: dict[int | str, set[str]] = {}
    for person, place in base.execute("SELECT person, pathway FROM rep_rest").fetchall():
        rest.setdefault(person, set()).add(laid[place])
    counted: Counter[Counted] = Counter()
    reckoner = Reckoner(norms, seen_until=as_of, on=as_of)
    for person, rows in groupby(_rows(base, norms, whole), key=itemgetter(0)):
        wanted = rest.get(person, set()) | whole
        events = [event_of(row[1:]) for row in rows]
        for state in reckoner.states(events[0].patient, events):
            if state.pathway in wanted and state.release:
                counted[_counted(state, as_of)] += 1
    return counted


def _rows(base: duckdb.DuckDBPyConnection, norms: Norms, whole: frozenset[str]) -> Iterator[tuple[Any, ...]]:
    """The events of those patients after `person`, one patient after the other; of the others those with a code of `whole`."""
    codes = sorted(code for code, names in norms.pathways_of.items() if whole.intersection(names))
    # Apart, because a database that must ask for one or the other looks at every column of every row.
    of_rest = f"SELECT person, {COLUMNS} FROM held SEMI JOIN rep_rest USING (person)"
    of_whole = f"SELECT person, {COLUMNS} FROM held ANTI JOIN rep_rest USING (person) WHERE code IN (SELECT unnest(CAST(? AS VARCHAR[])))"
    if codes:
        found = base.execute(f"{of_rest} UNION ALL {of_whole} ORDER BY person", [codes])
    else:
        found = base.execute(f"{of_rest} ORDER BY person")
    while rows := found.fetchmany(_ROWS):
        yield from rows


def _counted(state: State, as_of: date) -> Counted:
    number = STATES[verdict_on_day(state, as_of)]
    days = state.value if number in (MET, LATE) else None
    begun = date.fromisoformat(state.period_start)
    month = begun.year * 12 + begun.month - 1
    return Counted(state.pathway, state.clock, state.branch, state.org, month, number, days)
