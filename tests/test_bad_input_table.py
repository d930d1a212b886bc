"""docs/bad-input.md names a test for every row, and every one of them is there."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
TABLE: Final = HERE.parent / "docs" / "bad-input.md"
ASKED: Final = (
    "24:00", "hour lost", "doubled hour", "before birth", "after death", "recorded after today", "no organisation",
    "nobody has named", "sources that disagree", "merged", "split", "age group", "random order", "cycle",
    "impossible branch", "empty", "binary", "not UTF-8", "byte order mark", "cut off", "10 MB", "50 MB", "nested", "twice",
    "NaN", "number as text", "negative", "too long", "zero bytes", "right to left", "identity number",
)  # fmt: skip
"""What issue and spine ask to be thrown at every door."""


def rows() -> list[tuple[str, str, str, str]]:
    """Input, door, what happens and test of every row."""
    cells = [
        tuple(cell.strip() for cell in line.strip("|\n ").split("|"))
        for line in TABLE.read_text().splitlines()
        if line.startswith("|") and not line.startswith(("|---", "| input |"))
    ]
    assert {len(row) for row in cells} == {4}
    return [(row[0], row[1], row[2], row[3]) for row in cells]


@cache
def named_in(file: Path) -> frozenset[str]:
    """The names of the tests in a file."""
    tree = ast.parse(file.read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} / {row[1]}"[:80])
def test_the_row_is_whole_and_its_test_is_there(row: tuple[str, str, str, str]) -> None:
    assert all(row)
    file, _, name = row[3].partition("::")
    assert name.startswith("test_")
    assert name in named_in(HERE / file)


@pytest.mark.parametrize("words", ASKED)
def test_everything_that_is_asked_for_has_a_row(words: str) -> None:
    assert any(words in row[0] or words in row[2] for row in rows())


def test_no_case_stands_twice() -> None:
    seen = [(row[0], row[1]) for row in rows()]
    assert len(seen) == len(set(seen))
