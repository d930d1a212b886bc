"""Laws that hold of every pathway that can be written: the order of arrival, repetition and voiding mean nothing, an
earlier day's verdict stays, and every verdict can be made again from its explanation."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import Moment, local_date, parse_moment
from normverk.norm.delays import DelayPolicy, DelayRule
from normverk.norm.pathway import Clock
from normverk.use.pathways.engine import (
    Edition,
    RecordEvent,
    Verdict,
    evaluate,
    next_change,
    open_days,
    read_norms,
    replay,
    runs_of,
    standing,
    verdict_of,
)
from tests.use.pathways.anything import World, extra_events, world, worlds


def verdicts(held: World, history: Iterable[RecordEvent] | None = None) -> tuple[Verdict, ...]:
    """The verdicts of the world with their explanations, on another history when one is given."""
    events = tuple(held.history if history is None else history)
    return evaluate(events, held.editions, held.as_of, people=held.people, with_explanations=True)


def test_the_worlds_meet_every_verdict_and_every_policy() -> None:
    found: Counter[str] = Counter()
    for seed in range(1200):
        for line in verdicts(world(seed)):
            found[line.verdict] += 1
            found[line.reason.partition(":")[0]] += 1
            found[f"round {line.round}"] += 1
    wanted = {
        "running", "due", "overdue", "met", "late", "nullified", "not-applicable", "indeterminate",
        "patient-delay", "medical-delay", "missed-delay", "struck-out", "stands-still", "norm-ended", "ended", "not-counted", "stopped-by-delay", "unknown-start", "stop-missing",
        "branch-unknown", "no-limit-for-branch", "order-violation", "needs-time-of-day", "no-norm-in-force",
        "round 2",
    }  # fmt: skip
    assert not {name for name in wanted if found[name] < 3}, found


@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_repetition_mean_nothing(held: World, chance: random.Random) -> None:
    again = [*held.history, *held.history[:3]]
    chance.shuffle(again)
    assert verdicts(held, again) == verdicts(held)


@given(worlds, extra_events)
def test_a_voided_event_equals_one_that_never_was(held: World, extra: RecordEvent) -> None:
    voided = msgspec.structs.replace(extra, version=2, status="entered-in-error")
    assert verdicts(held, [voided, *held.history, extra]) == verdicts(held)


@given(worlds, extra_events)
def test_an_amendment_equals_having_written_it_so_at_once(held: World, right: RecordEvent) -> None:
    wrong = msgspec.structs.replace(right, code="S", time=held.as_of)
    amended = msgspec.structs.replace(right, version=2, status="amended")
    assert verdicts(held, [amended, *held.history, wrong]) == verdicts(held, [*held.history, amended])


@given(worlds, st.lists(extra_events, max_size=4))
def test_what_happens_later_does_not_change_what_was_said(held: World, later: list[RecordEvent]) -> None:
    moved = [
        msgspec.structs.replace(one, source=f"later {number}", time=held.as_of + timedelta(days=1 + number))
        for number, one in enumerate(later)
    ]
    assert verdicts(held, [*held.history, *moved]) == verdicts(held)


@given(worlds)
def test_every_verdict_is_made_again_from_its_explanation(held: World) -> None:
    for line in verdicts(held):
        assert not isinstance(line.explanation, msgspec.UnsetType)
        stored = msgspec.json.decode(msgspec.json.encode(line.explanation), type=type(line.explanation))
        outcome = replay(stored)
        assert (outcome.verdict, outcome.reason, outcome.branch) == (line.verdict, line.reason, line.branch)
        assert (outcome.due, outcome.value, outcome.limit) == (line.due, line.value, line.limit)


@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_the_delay_rules_means_nothing(held: World, chance: random.Random) -> None:
    mixed = with_rules(held, lambda clock: tuple(chance.sample(clock.delays, len(clock.delays))))
    assert plain_lines(mixed) == plain_lines(held)


@given(worlds)
def test_a_delay_rule_without_effect_changes_no_verdict(held: World) -> None:
    told = DelayRule("told", DelayPolicy.NONE, "left")
    assert plain_lines(with_rules(held, lambda clock: (*clock.delays, told))) == plain_lines(held)


@given(worlds)
def test_every_day_inside_a_subtracted_delay_is_taken_off_once(held: World) -> None:
    for line in verdicts(held):
        why = line.explanation
        assert not isinstance(why, msgspec.UnsetType)
        if line.unit != "calendar_days" or line.start is None or line.stop is None or line.value is None:
            continue
        off = {rule.id for rule in why.delay_rules if rule.policy is DelayPolicy.SUBTRACT}
        days = set(days_after(line.start, line.stop))
        for one in (one for one in why.delays if one.rule in off):
            days -= set(
                days_after(parse_moment(one.counts_from), parse_moment(one.ends.time) if one.ends else line.stop)
            )
        assert line.value == len(days) or line.reason == "order-violation"


@given(worlds)
def test_other_patients_are_untouched(held: World) -> None:
    alone = [event for event in held.history if event.patient == "p1"]
    assert list(verdicts(held, alone)) == [line for line in verdicts(held) if line.patient == "p1"]


@given(worlds, st.integers(0, 40))
def test_worked_out_days_answer_for_any_day_until_the_norm_changes(held: World, ahead: int) -> None:
    later = held.as_of + timedelta(days=ahead)
    norms = read_norms(held.editions)
    change = next_change(norms.pathways["any"], held.as_of)
    if change is not None and change <= later:
        return
    seen = [event for event in held.history if local_date(event.time) <= held.as_of]
    then = {key(line): line.verdict for line in evaluate(seen, held.editions, later, people=held.people)}
    for run in runs_of(seen, norms, seen_until=held.as_of, people=held.people):
        line, days = verdict_of(run, later), open_days(run.facts)
        assert then[key(line)] == line.verdict
        if days is None:
            assert verdict_of(run, held.as_of).verdict == line.verdict
        elif run.facts.unit.value != "minutes":
            assert standing(*days, later) == line.verdict


def with_rules(held: World, rules: Callable[[Clock], tuple[DelayRule, ...]]) -> World:
    """The same world in which every clock has the delay rules that `rules` gives."""
    return replace(held, editions=tuple(_with_rules(edition, rules) for edition in held.editions))


def _with_rules(edition: Edition, rules: Callable[[Clock], tuple[DelayRule, ...]]) -> Edition:
    change = msgspec.structs.replace
    clocks = tuple(change(clock, delays=rules(clock)) for clock in edition.definition.clocks)
    return change(edition, definition=change(edition.definition, clocks=clocks))


def plain_lines(held: World) -> tuple[Verdict, ...]:
    """The verdicts without their explanations, which show the rules as they are written."""
    return evaluate(held.history, held.editions, held.as_of, people=held.people)


def days_after(start: Moment, end: Moment) -> Iterator[date]:
    """Every day after the start's, to the end's."""
    first = local_date(start)
    yield from (first + timedelta(days=number) for number in range(1, (local_date(end) - first).days + 1))


def key(line: Verdict) -> tuple[str, str, int, str, int]:
    """Which line it is."""
    return (line.patient, line.pathway, line.period, line.clock, line.round)
