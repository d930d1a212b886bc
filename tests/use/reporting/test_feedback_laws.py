"""What holds of any events: order of arrival, duplicates, corrections, other patients, and what happens later."""

from __future__ import annotations

import random
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from normverk.use.pathways.engine import RecordEvent, settle
from normverk.use.reporting.npr import NO_TIME, Person, Told, check_patient, composed_codes
from tests.use.reporting.events import HOSPITALS, events, voided

PERSONS = st.builds(
    Person, st.sampled_from([None, date(1960, 1, 1), date(2003, 6, 1)]), st.sampled_from([None, True, False])
)
CODES = st.sampled_from(
    [*(code for code in (*composed_codes("cancer"), *composed_codes("mental")) if code[:3] in {"A01", "B01", "C01", "A05", "A30", "D06", "D11", "D12"}),
     "A01Q", "D11Q", "B01CD", "D01L", "x"]
)  # fmt: skip
DAYS = st.one_of(st.just(NO_TIME), st.integers(0, 60).map(lambda number: date(2021, 4, 10) + timedelta(days=number)))


@st.composite
def histories(draw: st.DrawFn) -> list[RecordEvent]:
    """Up to fourteen events of one patient at three hospitals."""
    one = events("A01A 2021-01-01")[0]
    rows = draw(st.lists(st.tuples(CODES, DAYS, st.sampled_from(sorted(HOSPITALS.values()))), max_size=14))
    return [
        replace(one, code=code, time=day, org=org, source_id=str(number))
        for number, (code, day, org) in enumerate(rows)
    ]


def answer(
    held: list[RecordEvent], person: Person, as_of: date | None = None
) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What is said, without regard to order."""
    return {key(one) for one in check_patient(settle(held), person, as_of=as_of)}


def key(one: Told) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """A finding as a value that can be compared."""
    return (one.event.source_id, one.given, one.unknown)


@given(histories(), PERSONS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_means_nothing(held: list[RecordEvent], person: Person, chance: random.Random) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)
    assert answer(shuffled, person) == answer(held, person)


@given(histories(), PERSONS)
def test_the_same_version_twice_is_no_change(held: list[RecordEvent], person: Person) -> None:
    assert answer(held + held, person) == answer(held, person)


@given(histories(), PERSONS, st.data())
def test_voiding_is_as_if_it_never_was(held: list[RecordEvent], person: Person, data: st.DataObject) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(held))))) if held else set()
    left = [event for number, event in enumerate(held) if number not in gone]
    assert answer([*held, *(voided(held[number]) for number in gone)], person) == answer(left, person)


@given(histories(), PERSONS, st.integers(0, 60))
def test_what_happens_later_is_not_seen(held: list[RecordEvent], person: Person, number: int) -> None:
    day = date(2021, 4, 10) + timedelta(days=number)
    assert answer(held, person, day) == answer([event for event in held if event.time <= day], person)


@given(histories(), PERSONS)
def test_every_event_gets_one_answer_at_most_and_of_codes_that_fit_it(held: list[RecordEvent], person: Person) -> None:
    told = list(check_patient(settle(held), person))
    assert len({one.event.source_id for one in told}) == len(told)
    for one in told:
        mental = one.event.code.startswith("D")
        assert {code[0] for code in (*one.given, *one.unknown) if code not in {"100", "107"}} <= {
            "2" if mental else "1"
        }
        assert not set(one.given) & set(one.unknown)


@given(histories(), PERSONS)
def test_knowing_the_birth_date_only_settles_what_could_not_be_told(held: list[RecordEvent], person: Person) -> None:
    unknown = answer(held, Person(None, person.identified))
    for born in (date(1950, 1, 1), date(2015, 1, 1)):
        known = {
            source: (set(given), set(open_)) for source, given, open_ in answer(held, Person(born, person.identified))
        }
        for source, given_, open_ in unknown:
            now_given, now_open = known.get(source, (set(), set()))
            assert set(given_) <= now_given
            assert now_open == set(open_) - {"116", "117", "216"}
