"""What changed since last time: told only when something differs, enough to make the new verdict, and nothing too many."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import Change, Edition, Inputs, RecordEvent, carried_out, changed
from tests.use.pathways.anything import World, worlds
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import course
from tests.use.pathways.small import PATHWAYS

SCENARIOS: dict[str, tuple[str, str, str, str, str, list[str]]] = {
    "nothing happened and no day passed": (
        "weeks", "A 2022-03-01", "2022-03-05", "A 2022-03-01", "2022-03-05", []),
    "days passed and the colour stayed": (
        "amber at three quarters", "A 2022-03-01", "2022-03-02", "A 2022-03-01", "2022-03-05", []),
    "days passed and the clock turned amber": (
        "amber at three quarters", "A 2022-03-01", "2022-03-10", "A 2022-03-01", "2022-03-18",
        ["running → due: day-passed 2022-03-10 → 2022-03-18"]),
    "a stop was registered the same day": (
        "amber at three quarters", "A 2022-03-01", "2022-03-18", "A 2022-03-01, M 2022-03-17", "2022-03-18",
        ["due → met: event-new A01M"]),
    "a stop that had happened was registered later; that days passed made no difference": (
        "amber at three quarters", "A 2022-03-01", "2022-03-18", "A 2022-03-01, M 2022-03-17", "2022-03-30",
        ["due → met: event-new A01M"]),
    "a stop that happened after last time: both the day and the registration were needed": (
        "amber at three quarters", "A 2022-03-01", "2022-03-10", "A 2022-03-01, M 2022-03-20", "2022-03-30",
        ["running → met: day-passed 2022-03-10 → 2022-03-30, event-new A01M"]),
    "a new referral opened a line": (
        "amber at three quarters", "", "2022-03-10", "A 2022-03-01", "2022-03-10", ["– → running: event-new A01A"]),
    "a delay was registered and takes time off": (
        "subtract", "A 2022-03-01, FK 2022-03-16", "2022-04-01", "A 2022-03-01, FK 2022-03-16, L 2022-03-03, R 2022-03-10",
        "2022-04-01", ["late → met: event-new A01L, event-new A01R"]),
}  # fmt: skip


def inputs(happened: str, pathway: str, as_of: str) -> Inputs:
    """What is known of one patient, the editions of a small pathway, and the day."""
    return Inputs(tuple(course(happened)) if happened else (), PATHWAYS[pathway], parse_moment(as_of))


def told(change: Change) -> str:
    """The change as the scenarios write it."""
    before, after = (one.verdict if one else "–" for one in (change.before, change.after))
    causes = ", ".join(
        f"{cause.kind} "
        + (f"{cause.day_before} → {cause.day}" if cause.day else cause.release or (cause.event or cause.before).code)  # type: ignore[union-attr]
        for cause in change.causes
    )
    return f"{before} → {after}: {causes}"


@pytest.mark.parametrize("name", SCENARIOS)
def test_scenario(name: str) -> None:
    pathway, happened, day, happened_now, today, expected = SCENARIOS[name]
    found = changed(inputs(happened, pathway, day), inputs(happened_now, pathway, today))
    assert [told(change) for change in found.values()] == expected


def test_a_correction_names_both_versions_and_when_they_were_recorded() -> None:
    then = inputs("A 2022-03-01, M 2022-03-25", "amber at three quarters", "2022-04-01")
    wrong = next(event for event in then.events if event.code == "A01M")
    right = msgspec.structs.replace(wrong, version=2, status="amended", time=date(2022, 3, 15))
    (change,) = changed(then, replace(then, events=(*then.events, right))).values()
    (cause,) = change.causes
    assert (cause.kind, cause.joint) == ("event-amended", False)
    assert cause.before is not None
    assert cause.event is not None
    assert (cause.before.time, cause.before.version) == ("2022-03-25", 1)
    assert (cause.event.time, cause.event.version) == ("2022-03-15", 2)
    assert cause.event.recorded == right.recorded.isoformat()


def test_a_voided_registration_is_told_as_voided_and_one_that_was_moved_as_gone() -> None:
    then = inputs("A 2022-03-01, M 2022-03-15", "amber at three quarters", "2022-04-01")
    stop = next(event for event in then.events if event.code == "A01M")
    voided = msgspec.structs.replace(stop, version=2, status="entered-in-error")
    others = tuple(event for event in then.events if event is not stop)
    for events, kind in (((*then.events, voided), "event-voided"), (others, "event-gone")):
        (change,) = changed(then, replace(then, events=events)).values()
        assert [cause.kind for cause in change.causes] == [kind]
        assert change.before is not None
        assert change.after is not None
        assert (change.before.verdict, change.after.verdict) == ("met", "overdue")


def test_a_new_edition_that_takes_those_under_way_over_is_the_cause() -> None:
    old, new = PATHWAYS["switch"]
    events = tuple(course("A 2021-04-28, M 2021-05-06"))
    then, now = (Inputs(events, held, date(2021, 6, 1)) for held in ((old,), (old, new)))
    (change,) = changed(then, now).values()
    assert [(cause.kind, cause.release) for cause in change.causes] == [("edition-new", new.release)]
    assert [(cause.kind, cause.release) for one in changed(now, then).values() for cause in one.causes] == [
        ("edition-gone", new.release)
    ]


def test_editions_that_measure_nobody_here_are_not_told() -> None:
    events = tuple(course("A 2022-03-01, S 2022-03-05"))
    then, now = Inputs(events, EDITIONS[1:], date(2022, 4, 1)), Inputs(events, EDITIONS, date(2022, 4, 1))
    assert changed(then, now) == {}


def test_two_causes_of_which_each_alone_makes_a_third_verdict_are_joint() -> None:
    pathway = "amber at three quarters"
    then = inputs("A 2022-03-01, M 2022-03-10", pathway, "2022-04-01")
    moved = {"A01A": date(2022, 3, 12), "A01M": date(2022, 3, 20)}
    later = tuple(msgspec.structs.replace(event, version=2, time=moved[event.code]) for event in then.events)
    (change,) = changed(then, replace(then, events=(*then.events, *later))).values()
    assert [(cause.kind, cause.joint) for cause in change.causes] == [("event-amended", True)] * 2


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Inputs, Inputs, World]:
    """The same world earlier and now: fewer events, perhaps fewer editions, an earlier day."""
    held: World = draw(worlds)
    chance = random.Random(draw(st.integers(0, 2**32)))
    known = tuple(event for event in held.history if chance.random() < 0.8)
    editions: tuple[Edition, ...] = held.editions[: chance.randint(1, len(held.editions))]
    then = Inputs(known, editions, held.as_of - timedelta(days=chance.choice((0, 0, 1, 5, 30))))
    return then, Inputs(held.history, held.editions, held.as_of), held


@given(worlds)
def test_equal_inputs_tell_no_change(held: World) -> None:
    now = Inputs(held.history, held.editions, held.as_of)
    shuffled = Inputs(tuple(reversed(held.history)), held.editions, held.as_of)
    assert changed(now, now, held.people) == {}
    assert changed(now, shuffled, held.people) == {}


@given(pairs())
def test_the_told_differences_applied_to_the_old_inputs_give_the_new_verdict(
    pair: tuple[Inputs, Inputs, World],
) -> None:
    then, now, held = pair
    for line, change in changed(then, now, held.people).items():
        stored = msgspec.json.decode(msgspec.json.encode(change), type=Change)
        assert carried_out(stored.causes, then, now, held.people).get(line) == change.after
        assert carried_out((), then, now, held.people).get(line) == change.before
        assert change.before != change.after


@given(pairs())
def test_every_told_difference_is_necessary_or_marked_as_joint(pair: tuple[Inputs, Inputs, World]) -> None:
    then, now, held = pair
    for line, change in changed(then, now, held.people).items():
        assert change.causes
        for cause in change.causes:
            others = [one for one in change.causes if one is not cause]
            without = carried_out(others, then, now, held.people).get(line)
            assert without != change.after
            assert (without == change.before) is not cause.joint


@given(pairs())
def test_lines_that_are_not_told_stand_as_they_did(pair: tuple[Inputs, Inputs, World]) -> None:
    then, now, held = pair
    before, after = carried_out((), then, now, held.people), carried_out((), now, then, held.people)
    differing = {line for line in (*before, *after) if before.get(line) != after.get(line)}
    assert set(changed(then, now, held.people)) == differing


def test_among_hundreds_of_registrations_the_one_that_mattered_is_told() -> None:
    noise = tuple(
        RecordEvent(
            "p1", "A01V", date(2022, 3, 2), "974589095", "das", f"n{number}", 1, course("A 2022-03-01")[0].recorded
        )
        for number in range(300)
    )
    then = inputs("A 2022-03-01", "amber at three quarters", "2022-03-18")
    now = replace(then, events=(*then.events, *noise, *course("M 2022-03-17")))
    calls = [told(change) for change in changed(then, now).values()]
    assert calls == ["due → met: event-new A01M"]
