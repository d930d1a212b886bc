"""For whom a norm applies: the life cycle, what applies on a day, the calendar, and rows that contradict each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from normverk.norm.applicability import (
    Action,
    ActorKind,
    Applicability,
    Level,
    Phase,
    dates_in_order,
    in_force,
    kinds_of,
    phase_on,
)
from normverk.norm.applies import Standing, calendar, what_applies
from normverk.norm.contradictions import STATED_TWICE, TWO_LEVELS, TWO_VERSIONS, contradictions
from normverk.norm.source import Source
from normverk.norm.text import Text

KNOWN = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 1, 1)
KINDS = {
    "specialist": ActorKind("specialist", Text("Spesialisthelsetjenesten")),
    "hospital": ActorKind("hospital", Text("Sykehus"), within=("specialist",)),
    "practice": ActorKind("practice", Text("Lege")),
    "others": ActorKind("others", Text("Øvrige"), open=True),
}


def row(**more: Any) -> Applicability:
    """A plain row: mandatory for hospitals that send, for ever, unless told otherwise."""
    held: dict[str, Any] = {
        "id": "1",
        "norm": "epikrise",
        "version": "1.2",
        "actor": "hospital",
        "action": Action.SEND,
        "level": Level.MANDATORY,
        "recorded_from": KNOWN,
        "source": Source("test", "own"),
    }
    return Applicability(**{**held, **more})


def ask(rows: Any, actor: str = "hospital", action: Action | None = Action.SEND, on: date = DAY) -> Any:
    return what_applies(rows, actor, action, on, KNOWN, kinds=KINDS)


LIFE = row(
    valid_from=date(2026, 1, 1),
    trial_until=date(2026, 1, 31),
    active_from=date(2026, 3, 1),
    phase_out_from=date(2026, 6, 1),
    valid_to=date(2026, 6, 30),
)


@pytest.mark.parametrize(
    ("day", "phase", "binds"),
    [
        (date(2025, 12, 31), Phase.NOT_BEGUN, False),
        (date(2026, 1, 1), Phase.TRIAL, False),
        (date(2026, 1, 31), Phase.TRIAL, False),
        (date(2026, 2, 1), Phase.PHASE_IN, True),
        (date(2026, 2, 28), Phase.PHASE_IN, True),
        (date(2026, 3, 1), Phase.ACTIVE, True),
        (date(2026, 5, 31), Phase.ACTIVE, True),
        (date(2026, 6, 1), Phase.PHASE_OUT, True),
        (date(2026, 6, 30), Phase.PHASE_OUT, True),
        (date(2026, 7, 1), Phase.EXPIRED, False),
    ],
)
def test_the_life_cycle_follows_from_the_dates(day: date, phase: Phase, binds: bool) -> None:
    assert phase_on(LIFE, day) is phase
    assert in_force(LIFE, day) is binds


def test_a_row_without_dates_has_always_applied() -> None:
    assert phase_on(row(), date.min) is phase_on(row(), date.max) is Phase.ACTIVE


def test_what_was_only_seen_on_a_day_is_unknown_before_it_and_its_phase_is_unknown_after() -> None:
    seen = row(stated_on=date(2024, 12, 31))
    assert in_force(seen, date(2024, 12, 30)) is None
    assert in_force(seen, date(2024, 12, 31)) is True
    assert phase_on(seen, date(2025, 1, 1)) is Phase.UNKNOWN
    (answer,) = ask([seen], on=date(2024, 12, 30))
    assert (answer.standing, answer.doubts) == (Standing.CANNOT_TELL, ("begin-unknown",))


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"valid_from": date(2026, 2, 1), "valid_to": DAY}, "valid_from > valid_to"),
        ({"trial_until": DAY, "active_from": DAY}, "trial_until > active_from"),
        ({"valid_from": date(2026, 2, 1), "trial_until": DAY}, "valid_from > trial_until"),
        ({"phase_out_from": date(2026, 2, 1), "valid_to": DAY}, "phase_out_from > valid_to"),
        ({"stated_on": date(2026, 2, 1), "valid_to": DAY}, "stated_on > valid_to"),
    ],
)
def test_dates_out_of_order_are_named(wrong: dict[str, date], named: str) -> None:
    assert dates_in_order(row(**wrong)) == (named,)
    assert dates_in_order(LIFE) == ()


def test_whoever_is_of_a_kind_is_of_the_kinds_around_it() -> None:
    assert kinds_of("hospital", KINDS) == ("hospital", "specialist")
    (answer,) = ask([row(actor="specialist")])
    assert (answer.standing, answer.through) == (Standing.APPLIES, "specialist")
    assert ask([row(actor="hospital")], actor="specialist") == ()
    with pytest.raises(KeyError):
        ask([], actor="moon")


@pytest.mark.parametrize(
    ("more", "doubts"),
    [
        ({"actor": None}, ("actor-unknown",)),
        ({"action": None}, ("action-unknown",)),
        ({"level": None}, ("level-unknown",)),
        ({"actor": "others"}, ("open-group",)),
        ({"actor": None, "action": None, "level": None}, ("actor-unknown", "action-unknown", "level-unknown")),
    ],
)
def test_what_the_source_does_not_say_cannot_be_told_and_is_never_left_out(more: Any, doubts: tuple[str, ...]) -> None:
    (answer,) = ask([row(**more)])
    assert (answer.standing, answer.doubts) == (Standing.CANNOT_TELL, doubts)


def test_only_what_was_asked_about_is_answered() -> None:
    assert ask([row()], action=Action.RECEIVE) == ()
    assert ask([row()], actor="practice") == ()
    assert len(ask([row()], action=None)) == 1
    assert ask([row(valid_to=date(2025, 12, 31))]) == ()
    assert ask([replace(LIFE, valid_from=date(2026, 2, 1), trial_until=None)]) == ()


def test_on_trial_is_told_apart_from_binding() -> None:
    (answer,) = ask([LIFE], on=date(2026, 1, 15))
    assert answer.standing is Standing.TRIAL


def test_the_most_binding_stands_first_and_what_cannot_be_told_last() -> None:
    rows = [row(id="a", level=None), row(id="b", level=Level.GUIDE), row(id="c"), row(id="d", level=Level.RECOMMENDED)]
    assert [answer.row.id for answer in ask(rows)] == ["c", "d", "b", "a"]


def test_what_was_recorded_later_or_closed_earlier_was_not_known() -> None:
    later, closed = row(recorded_from=KNOWN + timedelta(1)), row(recorded_from=KNOWN - timedelta(2), recorded_to=KNOWN)
    assert ask([later]) == ask([closed]) == ()
    assert len(ask([replace(closed, recorded_to=KNOWN + timedelta(1))])) == 1


def test_two_levels_at_once_for_the_same_actor_and_action_contradict_each_other() -> None:
    both = [row(id="a", valid_to=date(2026, 6, 30)), row(id="b", level=Level.RECOMMENDED, valid_from=date(2026, 6, 30))]
    (found,) = contradictions(both, KNOWN)
    assert (found.kind, found.first, found.last) == (TWO_LEVELS, date(2026, 6, 30), date(2026, 6, 30))
    assert contradictions([both[0], replace(both[1], valid_from=date(2026, 7, 1))], KNOWN) == ()
    assert contradictions([both[0], replace(both[1], actor="practice")], KNOWN) == ()
    assert contradictions([both[0], replace(both[1], action=Action.RECEIVE)], KNOWN) == ()
    assert contradictions([row(id="a"), row(id="b")], KNOWN)[0].kind == STATED_TWICE


def test_two_versions_stand_side_by_side_only_when_both_say_so() -> None:
    old, new = row(id="a", version="1.1", parallel=True), row(id="b", version="1.2", parallel=True)
    assert contradictions([old, new], KNOWN) == ()
    for pair in ([replace(old, parallel=False), new], [old, replace(new, parallel=False)]):
        assert contradictions(pair, KNOWN)[0].kind == TWO_VERSIONS


def test_a_version_on_trial_contradicts_nothing() -> None:
    trial = row(id="b", version="2", valid_from=DAY, trial_until=date(2026, 6, 30), valid_to=date(2026, 6, 30))
    assert contradictions([row(id="a"), trial], KNOWN) == ()


def test_that_something_becomes_mandatory_is_said_as_such() -> None:
    kinds = [change.kind for change in calendar([LIFE], date(2026, 1, 1), date(2026, 12, 31), KNOWN)]
    assert kinds == ["trial", "phase-in", "mandatory-from", "phase-out", "expired"]
    kinds = [change.kind for change in calendar([replace(LIFE, level=Level.GUIDE)], date.min, date.max, KNOWN)]
    assert kinds == ["trial", "phase-in", "active", "phase-out", "expired"]


DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))
MAYBE = st.none() | DAYS
MOMENTS = st.integers(0, 31 * 24).map(lambda hours: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hours))


@st.composite
def some_rows(draw: st.DrawFn) -> list[Applicability]:
    """Rows with dates in order, some known and some not, some closed in knowledge time."""
    rows = []
    for number in range(draw(st.integers(0, 5))):
        days = {
            name: draw(MAYBE) for name in ("valid_from", "trial_until", "active_from", "phase_out_from", "valid_to")
        }
        begun = draw(MOMENTS)
        made = row(
            id=str(number),
            norm=draw(st.sampled_from(["a", "b"])),
            actor=draw(st.sampled_from(["hospital", "specialist", "practice", "others", None])),
            action=draw(st.sampled_from([*Action, None])),
            level=draw(st.sampled_from([*Level, None])),
            stated_on=draw(MAYBE),
            recorded_from=begun,
            recorded_to=draw(st.none() | st.just(begun + timedelta(days=3))),
            **days,
        )
        if not dates_in_order(made):
            rows.append(made)
    return rows


@given(some_rows(), MOMENTS)
def test_the_calendar_agrees_with_the_life_cycle_day_by_day(rows: list[Applicability], known: datetime) -> None:
    first, last = date(2025, 12, 25), date(2026, 3, 10)
    told = {(change.day, change.row.id, change.before, change.after) for change in calendar(rows, first, last, known)}
    seen = set()
    day = first
    while day <= last:
        for one in rows:
            before, after = phase_on(one, day - timedelta(1)), phase_on(one, day)
            if one.is_known(known) and before is not after:
                seen.add((day, one.id, before, after))
        day += timedelta(1)
    assert told == seen


@given(some_rows(), MOMENTS)
def test_an_answer_changes_from_one_day_to_the_next_only_on_a_day_of_the_calendar(
    rows: list[Applicability], known: datetime
) -> None:
    first, last = date(2026, 1, 1), date(2026, 3, 10)
    days = {(change.day, change.row.id) for change in calendar(rows, first, last, known)}
    # From the day a source speaks of, it is known that the row applies; that is news for us and no change out there.
    days |= {(one.stated_on, one.id) for one in rows if one.begins_unknown and one.stated_on is not None}

    def answer(on: date) -> set[tuple[str, Standing, Phase]]:
        found = what_applies(rows, "hospital", None, on, known, kinds=KINDS)
        return {(one.row.id, one.standing, one.phase) for one in found}

    before = answer(first - timedelta(1))
    for number in range((last - first).days + 1):
        day = first + timedelta(number)
        now = answer(day)
        assert {id for id, _, _ in before ^ now} <= {id for on, id in days if on == day}
        before = now


@given(some_rows(), some_rows(), MOMENTS, DAYS)
def test_an_answer_for_a_past_knowledge_never_changes_whatever_is_recorded_later(
    rows: list[Applicability], more: list[Applicability], known: datetime, on: date
) -> None:
    asked = what_applies(rows, "hospital", None, on, known, kinds=KINDS)
    later = [
        replace(one, id=f"later-{one.id}", recorded_from=known + timedelta(seconds=1), recorded_to=None) for one in more
    ]
    closed = [
        replace(one, recorded_to=known + timedelta(seconds=1))
        if one.is_known(known) and one.recorded_to is None
        else one
        for one in rows
    ]
    again = what_applies([*closed, *later], "hospital", None, on, known, kinds=KINDS)

    def plain(found: Any) -> list[Any]:
        return [replace(one.row, recorded_to=None) for one in found]

    assert plain(again) == plain(asked)


@given(some_rows(), DAYS)
def test_every_known_row_for_the_asker_is_answered_or_has_ended_or_not_begun(
    rows: list[Applicability], on: date
) -> None:
    found = {one.row.id for one in what_applies(rows, "hospital", None, on, KNOWN, kinds=KINDS)}
    mine = [one for one in rows if one.is_known(KNOWN) and one.actor != "practice"]
    assert {one.id for one in mine if phase_on(one, on) not in {Phase.NOT_BEGUN, Phase.EXPIRED}} == found
