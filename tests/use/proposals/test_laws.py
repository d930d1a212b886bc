"""Laws of proposing: the order of arrival means nothing, the same twice is once, a correction replaces, an error never was."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from normverk.publish.default_rules import rules_for
from normverk.sim.records.habits import RECORD_HABITS
from normverk.sim.records.measure import read, send
from normverk.use.proposals.engine import Proposal, RecordFact, Registered, content_of, fact_of, propose
from tests.use.proposals.facts import BREAST, attendance, decision, fact, on, referral, registered, surgery

RULES = rules_for("A01")
CODES = ("A01A", "A01S", "A01CK", "A01CA", "A01FK", "A01O", "A01X")


@st.composite
def facts(draw: st.DrawFn) -> list[RecordFact]:
    """A few facts of one patient, of every kind, on days close to each other so that they get in each other's way."""
    found: list[RecordFact] = []
    for place in range(draw(st.integers(0, 9))):
        day = draw(st.integers(0, 40))
        maker: Any = draw(st.sampled_from((referral, attendance, decision, surgery, _drug, _sample)))
        linked = {"based_on": draw(st.sampled_from(("", "r0", "r1")))} if maker is attendance else {}
        found.append(maker(f"r{place}", day, version=draw(st.integers(1, 2)), **linked))
    return found


def _drug(id: str, day: int, **more: Any) -> RecordFact:
    from tests.use.proposals.facts import CHEMOTHERAPY

    about = BREAST if day % 2 else ()
    return fact("medication", id, state="completed", what=CHEMOTHERAPY, about=about, started=on(day), **more)


def _sample(id: str, day: int, **more: Any) -> RecordFact:
    return fact("specimen", id, org="", state="available", started=on(day), **more)


@st.composite
def codes(draw: st.DrawFn) -> list[Registered]:
    """A few registered codes."""
    drawn = draw(st.lists(st.tuples(st.sampled_from(CODES), st.integers(0, 40)), max_size=4, unique=True))
    return [registered(code, day) for code, day in drawn]


def said(found: tuple[Proposal, ...]) -> list[tuple[Any, ...]]:
    """What proposals say, in full."""
    return [(one.candidate.says, one.standing, one.strength, one.registered, one.missing) for one in found]


@settings(max_examples=300, deadline=None)
@given(facts(), codes(), st.randoms(use_true_random=False))
def test_the_order_of_facts_and_codes_means_nothing(
    held: list[RecordFact], there: list[Registered], chance: random.Random
) -> None:
    expected = said(propose(held, there, RULES))
    chance.shuffle(held)
    chance.shuffle(there)
    assert said(propose(held, there, RULES)) == expected


@settings(max_examples=200, deadline=None)
@given(facts(), codes())
def test_the_same_fact_twice_is_one_proposal(held: list[RecordFact], there: list[Registered]) -> None:
    once = propose(held, there, RULES)
    assert said(propose([*held, *held], there, RULES)) == said(once)
    assert len({one.key for one in once}) == len(once)


@settings(max_examples=200, deadline=None)
@given(facts(), codes(), st.integers(0, 8))
def test_a_voided_fact_counts_as_if_it_never_was(held: list[RecordFact], there: list[Registered], place: int) -> None:
    if not held:
        return
    gone = held[place % len(held)]
    voided = msgspec.structs.replace(gone, version=9, status="entered-in-error")
    without = [one for one in held if one.identity != gone.identity]
    assert said(propose([*held, voided], there, RULES)) == said(propose(without, there, RULES))


@settings(max_examples=200, deadline=None)
@given(facts(), codes(), st.integers(0, 8), st.integers(1, 30))
def test_a_corrected_fact_replaces_what_it_said_before(
    held: list[RecordFact], there: list[Registered], place: int, days: int
) -> None:
    if not held:
        return
    before = held[place % len(held)]
    after = msgspec.structs.replace(before, version=9, started=on(days))
    others = [one for one in held if one.identity != before.identity]
    assert said(propose([*held, after], there, RULES)) == said(propose([*others, after], there, RULES))


@settings(max_examples=300, deadline=None)
@given(facts(), codes())
def test_what_is_registered_is_never_proposed_against(held: list[RecordFact], there: list[Registered]) -> None:
    for one in propose(held, there, RULES):
        if one.standing == "differs":
            assert one.registered in there
        if one.standing == "registered":
            assert one.registered is not None
            assert (one.registered.code, one.registered.time) == (one.code, one.time)


@settings(max_examples=200, deadline=None)
@given(facts())
def test_confirming_everything_leaves_nothing_to_confirm(held: list[RecordFact]) -> None:
    found = [one for one in propose(held, [], RULES) if one.standing == "proposed"]
    done = [
        Registered(one.code, one.time, one.candidate.org, "proposal", str(place), one.candidate.fact.identity)
        for place, one in enumerate(found)
    ]
    again = propose(held, done, RULES)
    by_key = {one.key: one for one in again}
    assert {by_key[one.key].standing for one in found if one.key in by_key} <= {"registered"}
    # What is registered closes courses that a question could not, so less may be proposed, and never the same again.
    assert not {one.key for one in again if one.standing == "proposed"} & {one.key for one in found}


def test_a_simulated_history_in_any_order_gives_the_same() -> None:
    for writes in RECORD_HABITS:
        held = list(read(send(5, 12, replace(writes, voided=0.3, misdated=0.2)), writes))
        by_patient: dict[str, list[RecordFact]] = {}
        for one in held:
            by_patient.setdefault(one.patient, []).append(one)
        for patient, mine in by_patient.items():
            expected = said(propose(mine, [], RULES))
            random.Random(patient).shuffle(mine)
            assert said(propose(mine, [], RULES)) == expected


def test_a_fact_survives_being_written_down() -> None:
    for writes in RECORD_HABITS:
        for one in read(send(5, 5, writes), writes):
            assert fact_of(msgspec.json.decode(content_of(one))) == one
