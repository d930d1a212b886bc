"""The incremental evaluator gives the lines of the reference, whatever the pathway and in whatever order events come."""

from __future__ import annotations

import random
from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from normverk.use.pathways.engine import RecordEvent, evaluate, read_norms
from normverk.use.pathways.engine.board import Board
from normverk.use.pathways.engine.compiled import compile_pathway
from tests.use.pathways.anything import World, world, worlds
from tests.use.pathways.breast import EDITIONS
from tests.use.pathways.events import course
from tests.use.pathways.plain import plain
from tests.use.pathways.test_engine_laws import as_ofs, histories


@given(worlds, st.randoms(use_true_random=False))
def test_any_pathway_gives_the_lines_of_the_reference(held: World, chance: random.Random) -> None:
    board = Board(read_norms(held.editions), held.people)
    arriving = [*held.history, *held.history[:2]]
    chance.shuffle(arriving)
    for event in arriving:
        board.take([event])
    assert tuple(board.lines(held.as_of)) == evaluate(held.history, held.editions, held.as_of, people=held.people)


def test_the_tables_give_the_lines_of_the_reference() -> None:
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
        board = Board(norms)
        board.take(held.history)
        assert tuple(board.lines(held.as_of)) == evaluate(held.history, editions, held.as_of), seed
    assert compiled > 300


@given(histories, as_ofs)
def test_breast_cancer_is_answered_from_tables_and_alike(history: list[RecordEvent], as_of: date) -> None:
    norms = read_norms(EDITIONS)
    assert compile_pathway(norms.pathways["brystkreft"]) is not None
    board = Board(norms)
    board.take(history)
    assert tuple(board.lines(as_of)) == evaluate(history, EDITIONS, as_of)


def test_only_touched_patients_are_named() -> None:
    board = Board(read_norms(EDITIONS))
    first, second = course("A 2021-06-01, S 2021-06-05")
    assert board.take([first]) == {"p1"}
    assert board.take([first]) == frozenset()
    assert board.take([second]) == {"p1"}
    moved = msgspec.structs.replace(second, patient="p2", version=2)
    assert board.take([moved]) == {"p1", "p2"}
    assert board.take([second]) == frozenset()
    voided = msgspec.structs.replace(first, version=2, status="deleted")
    assert board.take([voided]) == {"p1"}
    assert [line.patient for line in board.lines(date(2021, 6, 10), ["p1", "p3"])] == []
    assert len(board) == 1


def test_why_is_told_by_the_reference() -> None:
    board = Board(read_norms(EDITIONS))
    board.take(course("A 2021-06-01, S 2021-06-05"))
    told = board.why("p1", date(2021, 6, 10))
    assert told == evaluate(course("A 2021-06-01, S 2021-06-05"), EDITIONS, date(2021, 6, 10), with_explanations=True)
