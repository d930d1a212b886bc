"""Two who write at once lose nothing, and need to choose only where both changed the same words."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.merge import merge, unsettled, words_of

texts = st.lists(st.sampled_from(("Barn", "får", "5 mg", ".", " ", "\n\n", "voksne", "ikke")), max_size=12).map("".join)


@given(texts, texts)
def test_a_side_that_changed_nothing_gives_the_other(base: str, other: str) -> None:
    assert merge(base, other, base).text == merge(base, base, other).text == other
    assert merge(base, other, other).text == other
    assert not merge(base, other, base).conflict


@given(texts, texts, texts)
def test_no_word_that_either_added_is_lost(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    added = (words_of([mine]) | words_of([theirs])) - words_of([base])
    assert added <= words_of([found.text])
    assert found.conflict == unsettled(found.text)


@given(texts, texts, texts)
def test_in_a_conflict_every_word_of_both_stands(base: str, mine: str, theirs: str) -> None:
    found = merge(base, mine, theirs)
    if found.conflict:
        kept_by_both = words_of([mine]) & words_of([theirs])
        assert kept_by_both <= words_of([found.text])
    mirrored = merge(base, theirs, mine)
    assert mirrored.conflict == found.conflict
    if not found.conflict:
        assert mirrored.text == found.text


def test_changes_of_different_blocks_and_of_different_words_go_together() -> None:
    base = "Barn får 5 mg.\n\nVoksne får 10 mg."
    mine = "Barn får 5 mg daglig.\n\nVoksne får 10 mg."
    theirs = "Barn får 6 mg.\n\nVoksne får 20 mg."
    found = merge(base, mine, theirs)
    assert (found.text, found.conflict) == ("Barn får 6 mg daglig.\n\nVoksne får 20 mg.", False)


def test_the_same_word_changed_in_two_ways_shows_both() -> None:
    found = merge("Barn får 5 mg.", "Barn får 7 mg.", "Barn får 6 mg.")
    assert (found.text, found.conflict) == ("Barn får ⟪6¦7⟫ mg.", True)


def test_a_block_taken_away_by_one_and_changed_by_the_other_is_kept_to_choose() -> None:
    found = merge("A.\n\nB.\n\nC.", "A.\n\nC.", "A.\n\nB, og mer.\n\nC.")
    assert found.conflict
    assert "B, og mer." in found.text


def test_long_texts_are_merged_in_bounded_time() -> None:
    base = " ".join(f"ord{number % 50}" for number in range(3000))
    began = time.perf_counter()
    merge(base, base.replace("ord7 ", "x "), base.replace("ord9 ", "y "))
    assert time.perf_counter() - began < 10
