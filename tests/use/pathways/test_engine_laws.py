"""Laws of the evaluator: only the final event set counts, and what happens later does not change what was said."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import Moment
from normverk.use.pathways.engine import RecordEvent, Verdict, evaluate
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import MIDT, NORD, VEST

FIRST = date(2021, 4, 20)
LETTERS = ("A", "AA", "S", "O", "P", "CK", "CM", "CA", "CI", "FK", "FM", "FS", "FL", "X", "ZZ")

days = st.integers(0, 60).map(lambda number: FIRST + timedelta(days=number))
instants = st.builds(
    lambda day, minute: datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(minutes=minute),
    days,
    st.integers(0, 24 * 60 - 1),
)
events = st.builds(
    RecordEvent,
    patient=st.sampled_from(("p1", "p2")),
    code=st.sampled_from(LETTERS).map(lambda letters: f"A01{letters}"),
    time=st.one_of(days, instants),
    org=st.sampled_from((VEST, MIDT, NORD)),
    source=st.sampled_from(("das", "dips")),
    source_id=st.integers(1, 8).map(str),
    version=st.integers(1, 3),
    recorded=st.just(datetime(2022, 1, 1, tzinfo=UTC)),
    status=st.sampled_from(("final", "final", "final", "amended", "entered-in-error", "deleted")),
    treatment=st.sampled_from(("", "", "surgery", "A01FM")),
    episode=st.sampled_from(("", "", "e1")),
)
histories = st.lists(events, max_size=14)
as_ofs = st.integers(0, 90).map(lambda number: FIRST + timedelta(days=number))


def verdicts(history: list[RecordEvent], as_of: Moment) -> tuple[Verdict, ...]:
    """The verdicts of a history, with explanations, so that nothing in those may depend on the order either."""
    return evaluate(history, EDITIONS, as_of, with_explanations=True)


@given(histories, as_ofs, st.data())
def test_the_order_of_arrival_means_nothing(history: list[RecordEvent], as_of: date, data: st.DataObject) -> None:
    assert verdicts(data.draw(st.permutations(history)), as_of) == verdicts(history, as_of)


@given(histories, as_ofs, st.data())
def test_a_repetition_means_nothing(history: list[RecordEvent], as_of: date, data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(history), max_size=5)) if history else []
    assert verdicts([*history, *again], as_of) == verdicts(history, as_of)


@given(histories, as_ofs, events, st.sampled_from(("entered-in-error", "deleted")))
def test_a_voided_event_equals_one_that_never_was(
    history: list[RecordEvent], as_of: date, extra: RecordEvent, status: str
) -> None:
    registered = msgspec.structs.replace(extra, source_id="new", status="final")
    voided = msgspec.structs.replace(registered, version=registered.version + 1, status=status)
    assert verdicts([*history, voided, registered], as_of) == verdicts(history, as_of)


@given(histories, as_ofs, events, events)
def test_an_amendment_equals_having_written_it_so_at_once(
    history: list[RecordEvent], as_of: date, wrong: RecordEvent, right: RecordEvent
) -> None:
    first = msgspec.structs.replace(wrong, source="das", source_id="new", version=1, status="final")
    amended = msgspec.structs.replace(right, source="das", source_id="new", version=2, status="amended")
    assert verdicts([amended, *history, first], as_of) == verdicts([*history, amended], as_of)


@given(histories, as_ofs, st.lists(events, max_size=6))
def test_what_happens_after_the_as_of_day_does_not_change_what_was_said(
    history: list[RecordEvent], as_of: date, later: list[RecordEvent]
) -> None:
    moved = [
        msgspec.structs.replace(held, source="later", time=as_of + timedelta(days=1 + number))
        for number, held in enumerate(later)
    ]
    assert verdicts([*history, *moved], as_of) == verdicts(history, as_of)


@given(histories, as_ofs, st.lists(events, max_size=6))
def test_other_patients_are_not_touched(history: list[RecordEvent], as_of: date, others: list[RecordEvent]) -> None:
    strangers = [msgspec.structs.replace(held, patient="p9", source="elsewhere") for held in others]
    mine = tuple(held for held in verdicts([*history, *strangers], as_of) if held.patient != "p9")
    assert mine == verdicts(history, as_of)


@given(histories, as_ofs)
def test_there_is_one_line_for_a_clock_in_a_period(history: list[RecordEvent], as_of: date) -> None:
    lines = [(held.patient, held.pathway, held.period, held.clock) for held in verdicts(history, as_of)]
    assert len(lines) == len(set(lines))


@given(histories, as_ofs)
def test_indeterminate_and_not_applicable_always_say_why_and_the_others_need_not(
    history: list[RecordEvent], as_of: date
) -> None:
    for held in verdicts(history, as_of):
        assert bool(held.reason) == (held.verdict in {"indeterminate", "not-applicable"})
