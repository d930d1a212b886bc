"""Documentation made from the program: regions are filled, staleness is seen, and the same is written on every run."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import msgspec
import pytest

from normverk.base import docs
from normverk.base.commands import Refused, Unusable
from normverk.base.docs import fill, generates, markdown_table
from normverk.base.docs_pages import event_types_page, render, rules_page
from normverk.base.events.types import EVENT_TYPES
from normverk.base.rules import REGISTRY
from normverk.cli import parser

PAGE = "# Page\n\n<!-- generated: word -->\nold\n<!-- end -->\n\nby hand\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one page, and the generator it asks for."""
    monkeypatch.setitem(docs.GENERATORS, "word", lambda: "new")
    (tmp_path / "page.md").write_text(PAGE)
    return tmp_path


def run(folder: Path, *, check: bool) -> int:
    """normverk docs on the folder."""
    return docs.docs(argparse.Namespace(top=parser(), folder=folder, check=check, json=False))


def test_a_region_is_made_anew_and_the_rest_is_left_alone(folder: Path) -> None:
    assert run(folder, check=False) == 0
    assert (folder / "page.md").read_text() == PAGE.replace("old", "new")
    assert run(folder, check=True) == 0


def test_checking_changes_nothing_and_names_what_is_stale(folder: Path) -> None:
    with pytest.raises(Refused, match=r"stale: page\.md"):
        run(folder, check=True)
    assert (folder / "page.md").read_text() == PAGE


def test_a_region_nobody_makes_is_named(folder: Path) -> None:
    (folder / "page.md").write_text("<!-- generated: weather -->\n<!-- end -->")
    with pytest.raises(Unusable, match="weather"):
        run(folder, check=True)
    with pytest.raises(Unusable, match="is not there"):
        run(folder / "missing", check=True)


def test_an_empty_region_is_filled_and_filling_again_changes_nothing() -> None:
    filled = fill("<!-- generated: a -->\n<!-- end -->", {"a": lambda: "\nx\n"})
    assert filled == "<!-- generated: a -->\nx\n<!-- end -->"
    assert fill(filled, {"a": lambda: "x"}) == filled


def test_a_part_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        generates("settings")(lambda: "")


def test_a_table_keeps_its_cells_apart() -> None:
    assert markdown_table(("a", "b"), [("x|y", "1\n2")]) == "| a | b |\n| --- | --- |\n| x\\|y | 1 2 |"


def test_values_are_written_the_same_on_every_run() -> None:
    @dataclass(frozen=True)
    class Facts:
        names: frozenset[str]
        day: date
        days: int | None = None

    class Held(msgspec.Struct, frozen=True):
        value: tuple[int, ...] = ()
        plain: dict[str, bool] = {}

    assert render(Facts(frozenset("cab"), date(2026, 3, 2))) == "Facts(names=(«a», «b», «c»), day=2026-03-02)"
    assert render(Facts(frozenset(), date(2026, 3, 2), 41)) == "Facts(names=(), day=2026-03-02, days=41)"
    assert render(Held((1, 2), {"a": True})) == "Held(value=(1, 2), plain={«a»: True})"
    assert render(Held()) == "Held()"


def test_every_rule_and_every_event_stands_in_its_page() -> None:
    rules, events = rules_page(), event_types_page()
    assert [id for id in REGISTRY if f"### {id}\n" not in rules] == []
    assert [name for name in EVENT_TYPES if f"| `{name}` |" not in events] == []


def test_every_event_says_what_it_is_for() -> None:
    assert [name for name, data in EVENT_TYPES.items() if not (data.__doc__ or "").strip()] == []
