"""The states that are worked out from tables are those of the reference evaluator, whatever the pathway and the history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.use.pathways.engine import Edition, Norms, Person, RecordEvent, read_norms, runs_of, settle, standing
from normverk.use.pathways.engine.compiled import compile_pathway
from normverk.use.pathways.engine.evaluate import evaluate
from normverk.use.pathways.engine.facts import UNKNOWN_PERSON
from normverk.use.pathways.engine.reckoning import Reckoner
from normverk.use.pathways.engine.states import State, state_of
from tests.use.pathways.anything import World, world, worlds
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.plain import plain
from tests.use.pathways.test_engine_laws import as_ofs, histories


def reckoned(
    events: Iterable[RecordEvent], norms: Norms, seen_until: date | None, on: date, people: Mapping[str, Person]
) -> list[State]:
    """The states of all patients, as intake and rebuilding have them worked out."""
    reckoner = Reckoner(norms, seen_until=seen_until, on=on)
    by_patient: dict[str, list[RecordEvent]] = defaultdict(list)
    for event in settle(events):
        by_patient[event.patient].append(event)
    return sorted(
        state
        for patient, held in by_patient.items()
        for state in reckoner.states(patient, held, people.get(patient, UNKNOWN_PERSON))
    )


def by_reference(
    events: Sequence[RecordEvent], norms: Norms, seen_until: date | None, on: date, people: Mapping[str, Person]
) -> list[State]:
    """The same by the reference."""
    return sorted(map(state_of, runs_of(events, norms, seen_until=seen_until, on=on, people=people)))


@pytest.mark.parametrize("everything_seen", [True, False])
@given(worlds)
def test_any_pathway_gives_the_states_of_the_reference(everything_seen: bool, held: World) -> None:
    norms = read_norms(held.editions)
    seen_until = None if everything_seen else held.as_of
    expected = by_reference(held.history, norms, seen_until, held.as_of, held.people)
    assert reckoned(held.history, norms, seen_until, held.as_of, held.people) == expected


def test_the_tables_give_the_states_of_the_reference() -> None:
    compiled = 0
    for seed in range(1500):
        held = world(seed)
        editions = plain(held)
        if not editions:
            continue
        norms = read_norms(editions)
        if compile_pathway(norms.pathways["any"]) is None:
            continue
        compiled += 1
        expected = by_reference(held.history, norms, None, held.as_of, {})
        assert reckoned(held.history, norms, None, held.as_of, {}) == expected, seed
    assert compiled > 300


@given(histories, as_ofs)
def test_a_state_answers_for_the_day_that_is_asked(history: list[RecordEvent], as_of: date) -> None:
    editions: tuple[Edition, ...] = EDITIONS
    states = reckoned(history, read_norms(editions), as_of, as_of, {})
    told = sorted((line.patient, line.period, line.clock, line.verdict) for line in evaluate(history, editions, as_of))
    assert sorted((state.patient, state.period, state.clock, on_day(state, as_of)) for state in states) == told


@given(histories, st.permutations(range(12)))
def test_the_order_of_a_patients_events_means_nothing(history: list[RecordEvent], order: list[int]) -> None:
    norms = read_norms(EDITIONS)
    day = date(2022, 4, 30)
    shuffled = [history[place] for place in order if place < len(history)] + history[12:]
    assert reckoned(shuffled, norms, None, day, {}) == reckoned(history, norms, None, day, {})


def on_day(state: State, as_of: date) -> str:
    """The verdict of a state on a day."""
    if state.verdict:
        return state.verdict
    assert state.warn_on is not None
    assert state.due_on is not None
    assert state.due_last_on is not None
    warn_on, due_on, due_last_on = map(date.fromisoformat, (state.warn_on, state.due_on, state.due_last_on))
    return standing(warn_on, due_on, due_last_on, as_of)
