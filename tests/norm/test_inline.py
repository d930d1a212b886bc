"""A line with its marks as a tree: nothing of the line is lost, and what is marked is marked."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from normverk.norm.blocks import MARK_KINDS, Mark
from normverk.norm.inline import Inline, Marked, inline_tree


def mark(kind: str, start: int, end: int, href: str = "") -> Mark:
    return Mark(kind, start, end, href=href)  # type: ignore[arg-type]


lines = st.text(max_size=12)
marks = st.lists(
    st.builds(mark, st.sampled_from(MARK_KINDS[:-1]), st.integers(-2, 14), st.integers(-2, 14)), max_size=5
)


def leaves(tree: tuple[Inline, ...], around: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every sign with the kinds of the marks around it."""
    for piece in tree:
        if isinstance(piece, Marked):
            yield from leaves(piece.inside, (*around, piece.mark.kind))
        else:
            yield from ((sign, around) for sign in piece)


@given(lines, marks)
def test_every_sign_is_there_once_and_bears_exactly_its_marks(line: str, marks: list[Mark]) -> None:
    found = list(leaves(inline_tree(line, marks, "nb")))
    assert "".join(sign for sign, _ in found) == line
    for at, (_, around) in enumerate(found):
        assert sorted(around) == sorted(known.kind for known in marks if known.start <= at < known.end)


def test_the_longer_mark_is_the_outer_one() -> None:
    tree = inline_tree("en to tre", [mark("emphasis", 3, 5), mark("strong", 0, 9)], "nb")
    assert tree == (
        Marked(mark("strong", 0, 9), ("en ", Marked(mark("emphasis", 3, 5), ("to",)), " tre")),
    )  # fmt: skip


def test_crossing_marks_are_cut_where_the_outer_one_ends() -> None:
    tree = inline_tree("abcdef", [mark("strong", 0, 4), mark("emphasis", 2, 6)], "nb")
    assert tree == (
        Marked(mark("strong", 0, 4), ("ab", Marked(mark("emphasis", 2, 4), ("cd",)))),
        Marked(mark("emphasis", 4, 6), ("ef",)),
    )


def test_marks_of_another_language_are_not_this_lines() -> None:
    assert inline_tree("tekst", [Mark("strong", 0, 5, "nn")], "nb") == ("tekst",)
