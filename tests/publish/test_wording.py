"""Words that stayed, came and went: both texts can be read back out of the comparison."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.days import Unit
from normverk.norm.source import Source
from normverk.publish.shown import compare_limits
from normverk.publish.versions import is_version, version_order
from normverk.publish.wording import Piece, word_changes
from tests.publish.examples import pathway

words = st.text(alphabet="ab æ.,\n1", max_size=60)


@given(words, words)
def test_both_texts_can_be_read_back(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(piece.words for piece in pieces if piece.mark != "ins") == before
    assert "".join(piece.words for piece in pieces if piece.mark != "del") == after
    assert all(piece.words for piece in pieces)


def test_only_the_words_that_differ_are_marked() -> None:
    assert word_changes("Fristen er 7 dager.", "Fristen er 12 dager.") == (
        Piece("same", "Fristen er "),
        Piece("del", "7"),
        Piece("ins", "12"),
        Piece("same", " dager."),
    )


def test_limits_are_matched_by_clock_and_branch() -> None:
    rows = compare_limits(pathway(7), pathway(12))
    assert [(row.clock_id, row.verdict) for row in rows] == [("OF1", "same"), ("OF2", "longer")]
    assert [row.verdict for row in compare_limits(pathway(7), None)] == ["removed", "removed"]
    assert [row.verdict for row in compare_limits(None, pathway(7))] == ["added", "added"]


def test_a_limit_in_another_unit_is_changed_and_neither_longer_nor_shorter() -> None:
    import msgspec

    from normverk.norm.pathway import Limit

    week = Limit(1, Unit.WEEKS, Source("x", "own"))
    clock = pathway().clocks[0]
    branch = msgspec.structs.replace(clock.branches[0], limit=week)
    changed = msgspec.structs.replace(pathway(), clocks=(msgspec.structs.replace(clock, branches=(branch,)),))
    assert [(row.verdict, row.difference) for row in compare_limits(pathway(), changed)] == [
        ("changed", None),
        ("removed", None),
    ]


def test_versions_are_ordered_as_numbers() -> None:
    assert version_order("1.10.0") > version_order("1.9.9")
    assert [is_version(text) for text in ("1.0.0", "01.0.0", "1.0", "1.0.0-rc1", "1.0.0\n")] == [
        True, False, False, False, False,
    ]  # fmt: skip
