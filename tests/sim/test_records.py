"""Simulated record systems and the measuring: the same seed gives the same, and the figures add up to what was sent."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from normverk.sim.records.habits import RECORD_HABITS, RecordHabit
from normverk.sim.records.measure import MENTAL, derive, measure, measure_all, read, send, tally
from normverk.sim.records.work import COST, Work, work_through

PERFECT = {
    "marked": 1.0, "reasoned": 1.0, "receipts": 1.0, "linked": 1.0, "meetings": 1.0, "same_day": 1.0, "moves": 1.0,
    "drugs": 1.0, "forgotten": 0.0, "misdated": 0.0, "voided": 0.0, "others": 0.0, "alike": 0.0, "confusing": 0.0,
}  # fmt: skip

GOLDEN = {
    "A": (120, 103), "M": (102, 83), "CK": (22, 0), "CP": (50, 0), "CU": (22, 0), "E": (97, 0),
    "XA": (7, 0), "XG": (50, 46), "XM": (21, 0), "XO": (11, 7), "XP": (13, 0), "XR": (18, 0),
}  # fmt: skip
"""True codes and proposals by letter, of 120 patients in mental health care."""


@pytest.mark.parametrize("writes", RECORD_HABITS, ids=lambda one: one.form)
def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(writes: RecordHabit) -> None:
    assert send(1, 8, writes).content == send(1, 8, writes).content
    assert send(1, 8, writes).content != send(2, 8, writes).content


@pytest.mark.parametrize("writes", RECORD_HABITS, ids=lambda one: one.form)
def test_everything_that_is_sent_can_be_read(writes: RecordHabit) -> None:
    sent = send(1, 40, writes)
    kinds = Counter(fact.kind.value for fact in read(sent, writes))
    assert kinds["referral"] >= 40
    assert kinds["procedure"] > 5


def test_a_record_that_writes_everything_gives_every_code_that_leaves_a_trace() -> None:
    writes = replace(RECORD_HABITS[0], **PERFECT)
    sent = send(1, 60, writes)
    counts = tally(60, sent.truth, derive(read(sent, writes)))
    for letter in ("A", "AA", "S", "CK", "CA", "CI", "FK", "FM", "O"):
        assert counts.exact[letter] == counts.true[letter], letter
    assert counts.right.total() == counts.proposed.total()


def test_nothing_is_proposed_of_people_in_no_pathway() -> None:
    writes = replace(RECORD_HABITS[0], alike=1.0, confusing=0.0)
    found = derive(read(send(1, 60, writes), writes))
    assert [one for one in found if one.candidate.fact.patient.endswith("-other")] == []


def test_a_truth_is_used_once() -> None:
    writes = replace(RECORD_HABITS[0], **PERFECT)
    sent = send(1, 5, writes)
    found = derive(read(sent, writes))
    twice = tally(5, sent.truth, [*found, *found])
    assert twice.right == tally(5, sent.truth, found).right


def test_the_coordinator_ends_with_just_the_truth_however_little_is_written() -> None:
    for writes in RECORD_HABITS:
        sent = send(4, 20, writes)
        work = work_through(read(sent, writes), sent.truth)
        assert work.confirmed + work.corrected + work.typed == len(sent.truth)


def test_without_a_record_everything_is_typed() -> None:
    sent = send(4, 5, RECORD_HABITS[0])
    assert work_through((), sent.truth) == Work(typed=len(sent.truth))
    assert Work(1, 1, 1, 1).clicks == sum(COST.values())


def test_the_figures_add_up() -> None:
    found = measure(seed=3, patients=15)
    everything = found["all"]
    for name in ("codes", "proposed", "right", "exact", "patients"):
        assert everything[name] == sum(one[name] for one in found["hospitals"])
    assert everything["exact"] <= everything["right"] <= min(everything["codes"], everything["proposed"])
    assert everything["clicks_per_patient"] < everything["by_hand_per_patient"]
    assert sum(one["codes"] for one in found["letters"]) == everything["codes"]


def test_measuring_nobody_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one patient"):
        measure(seed=1, patients=0)


@pytest.mark.parametrize("writes", RECORD_HABITS, ids=lambda one: one.form)
def test_records_of_mental_health_care_can_be_read_and_worked_through(writes: RecordHabit) -> None:
    sent = send(4, 30, writes, family=MENTAL)
    facts = read(sent, writes)
    work = work_through(facts, sent.truth, MENTAL.own)
    assert work.confirmed + work.corrected + work.typed == len(sent.truth)
    assert work.confirmed > 20


def test_in_a_record_that_writes_everything_start_attendance_and_transfer_are_found_to_the_day() -> None:
    writes = replace(RECORD_HABITS[0], **PERFECT)
    sent = send(1, 60, writes, family=MENTAL)
    counts = tally(60, sent.truth, derive(read(sent, writes), MENTAL))
    for letter in ("A", "M", "XO", "XG"):
        assert counts.exact[letter] == counts.true[letter] > 0, letter
    assert counts.right["A"] + counts.right["M"] == counts.proposed["A"] + counts.proposed["M"]
    assert counts.proposed["XG"] > counts.right["XG"]  # an episode ends for other reasons too, and nothing says which


def test_the_golden_figures_of_mental_health_care() -> None:
    """Which codes are proposed and which are right follows from the rules alone: a change here is one of them."""
    found = measure_all(seed=1, patients=40)["mental"]
    letters = {one["letter"]: (one["codes"], one["proposed"]) for one in found["letters"]}
    assert letters == GOLDEN
    assert found["all"]["clicks_per_patient"] < found["all"]["by_hand_per_patient"]
