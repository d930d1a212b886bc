"""Ten thousand steps through intake and evaluation: permutation, duplication, voids, amendments, merges and splits of
patients and of hospitals, and days asked for again; the board held against the reference at every step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest

from tests.use.pathways.walk import NAMES, Walk


def walked(seed: int, steps: int) -> Walk:
    """A walk of so many steps; a failure names seed and step."""
    walk = Walk(seed)
    for number in range(steps):
        try:
            walk.step()
        except AssertionError as wrong:
            raise AssertionError(f"seed {seed}, step {number}: {wrong}") from wrong
    return walk


def walk_all(seeds: Iterable[int]) -> None:
    """Short walks from each of these seeds."""
    for seed in seeds:
        walked(seed, 80)


def test_a_short_walk_through_every_kind_of_step() -> None:
    taken: Counter[str] = Counter()
    for seed in range(5):
        taken.update(walked(seed, 80).taken)
    assert set(taken) == NAMES
    assert taken.total() == 400


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_ten_thousand_steps(part: int) -> None:
    taken: Counter[str] = Counter()
    for seed in range(100 + part * 25, 125 + part * 25):
        taken.update(walked(seed, 100).taken)
    assert taken.total() == 2500
    assert set(taken) == NAMES


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        ("supersedes", lambda candidate, held: candidate.version > held.version),
        ("roots", dict),
        ("_seen", lambda packed, as_of: packed),
    ],
    ids=["of two contents the first holds", "chains are not followed", "tomorrow is seen"],
)
def test_the_walk_finds_a_fault_in_the_board(place: str, fault: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"normverk.use.pathways.engine.board.{place}", fault)
    with pytest.raises(AssertionError, match="seed"):
        walk_all(range(12))
