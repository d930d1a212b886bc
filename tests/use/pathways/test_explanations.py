"""Every verdict can be made again from its own explanation, and the explanation says what mattered."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from hypothesis import given

from normverk.norm.days import local_date, parse_moment
from normverk.use.pathways.engine import Explanation, RecordEvent, Verdict, evaluate, replay
from tests.use.pathways.breast import EDITIONS, NEW
from tests.use.pathways.events import MIDT, VEST, course
from tests.use.pathways.test_engine_laws import as_ofs, histories
from tests.use.pathways.test_golden_scenarios import SCENARIOS


def explained(happened: str, as_of: str, clock: str) -> tuple[Verdict, Explanation]:
    """The verdict of one clock of a scenario, with its explanation."""
    for verdict in evaluate(course(happened), EDITIONS, parse_moment(as_of), with_explanations=True):
        if verdict.clock == clock:
            assert isinstance(verdict.explanation, Explanation)
            return verdict, verdict.explanation
    raise AssertionError(f"no verdict for {clock}")


def check_replay(verdict: Verdict) -> None:
    """The verdict follows from the explanation after it has been written as JSON and read back."""
    read_back = msgspec.json.decode(msgspec.json.encode(verdict.explanation), type=Explanation)
    again = replay(read_back)
    assert (again.verdict, again.reason, again.branch, again.due, again.value, again.limit) == (
        verdict.verdict,
        verdict.reason,
        verdict.branch,
        verdict.due,
        verdict.value,
        verdict.limit,
    )
    if verdict.verdict in {"met", "late"}:
        start, stop = parse_moment(read_back.start.time), parse_moment(read_back.stop.time)  # type: ignore[union-attr]
        used = (local_date(stop) - local_date(start)).days
        assert (used <= read_back.limits[0].limit) == (verdict.verdict == "met")  # type: ignore[operator]


@given(histories, as_ofs)
def test_every_verdict_replays_from_its_explanation(history: list[RecordEvent], as_of: date) -> None:
    for verdict in evaluate(history, EDITIONS, as_of, with_explanations=True):
        check_replay(verdict)


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_golden_verdict_replays_from_its_explanation(name: str) -> None:
    happened, as_of, _ = SCENARIOS[name]
    for verdict in evaluate(course(happened), EDITIONS, parse_moment(as_of), with_explanations=True):
        check_replay(verdict)


@given(histories, as_ofs)
def test_what_is_foretold_comes_true(history: list[RecordEvent], as_of: date) -> None:
    for before in evaluate(history, EDITIONS, as_of, with_explanations=True):
        assert isinstance(before.explanation, Explanation)
        for change in before.explanation.changes:
            if change.kind != "turns-amber" or change.on is None:
                continue
            eve = date.fromisoformat(change.on)
            seen = [held for held in history if local_date(held.time) <= as_of]
            on_the_eve = {key(held): held.verdict for held in evaluate(seen, EDITIONS, eve)}
            the_day_after = {key(held): held.verdict for held in evaluate(seen, EDITIONS, eve + timedelta(days=1))}
            if as_of <= eve and len(seen) == len(history):
                assert (on_the_eve[key(before)], the_day_after[key(before)]) == ("running", "due")


def key(verdict: Verdict) -> tuple[str, int, str]:
    """Which clock of which patient and period."""
    return (verdict.patient, verdict.period, verdict.clock)


def test_a_red_clock_names_limit_source_events_and_days() -> None:
    verdict, why = explained("A 2021-06-03, S 2021-06-05", "2021-06-20", "OF2")
    assert (verdict.verdict, why.release) == ("overdue", NEW)
    assert [(held.limit, held.unit, held.source.url if held.source else "") for held in why.limits] == [
        (12, "calendar_days", "https://example.org/limits")
    ]
    assert (why.start.code, why.start.version) == ("A01S", 1) if why.start else False
    assert (why.stop, why.stop_codes) == (None, ("A01CK",))
    assert [(step.kind, step.moment, step.value) for step in why.steps] == [
        ("start", "2021-06-05", None),
        ("limit-added", "2021-06-17", 12),
        ("as-of", "2021-06-20", None),
        ("elapsed", None, 15),
        ("days-over", "2021-06-17", 3),
    ]


def test_a_green_clock_says_when_it_turns() -> None:
    _, why = explained("A 2021-06-03", "2021-06-05", "OF1")
    assert [(change.kind, change.on) for change in why.changes] == [
        ("turns-amber", "2021-06-08"),
        ("turns-red", "2021-06-10"),
        ("needs-event", None),
    ]


def test_an_undecided_branch_names_both_days() -> None:
    _, why = explained("A 2021-06-01, S 2021-06-02, CK 2021-06-03", "2021-06-14", "OF3")
    assert [(change.kind, change.branch, change.on) for change in why.changes] == [
        ("met-if-stopped-by", "drugs", "2021-06-13"),
        ("turns-red", "surgery", "2021-06-16"),
        ("needs-event", "", None),
    ]


def test_an_event_after_the_end_is_named_as_the_nearest_one_rejected() -> None:
    _, why = explained("A 2021-06-01, S 2021-06-05, CI 2021-06-10, CK 2021-06-12", "2021-07-01", "OF2")
    assert why.rejected is not None
    assert (why.rejected.event.code, why.rejected.why) == ("A01CK", "after-end")
    assert [(note.kind, note.event.code) for note in why.notes] == [("superfluous", "A01CK")]


def test_a_transfer_and_a_delay_are_noted_and_the_starter_answers() -> None:
    verdict, why = explained("A 2021-06-01, P 2021-06-02, O 2021-06-03, A 2021-06-05 @midt", "2021-06-06", "OF1")
    assert (verdict.org, why.attribution) == (VEST, "starter")
    assert [(note.kind, note.milestone, note.event.org) for note in why.notes] == [
        ("passed", "P", VEST),
        ("passed", "O", VEST),
        ("transfer", "A", MIDT),
    ]


def test_a_missing_start_says_which_codes_would_settle_it() -> None:
    _, why = explained("S 2021-06-05", "2021-06-06", "OF1")
    assert [(change.kind, change.codes) for change in why.changes] == [("needs-event", ("A01A", "A01AA"))]


def test_without_asking_there_is_no_explanation_in_the_line() -> None:
    line = evaluate(course("A 2021-06-03"), EDITIONS, date(2021, 6, 4))[0]
    assert set(msgspec.json.decode(msgspec.json.encode(line))) == {
        "patient", "pathway", "period", "release", "clock", "round", "branch", "verdict", "start", "stop", "due", "value",
        "limit", "unit", "org", "reason",
    }  # fmt: skip
