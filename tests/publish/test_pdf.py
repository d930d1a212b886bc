"""The printed norm: accessible, the same bytes for the same norm, and deaf to what its words would have it do."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normverk.norm.blocks import Cell, Heading, Table
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from normverk.publish.pdf.nodes import in_order, nodes_of
from normverk.publish.pdf.printing import printed, set_sheet
from normverk.publish.pdf.sheets import sheet
from normverk.sim.demonstration.cases import norm
from tests.publish.everywhere import everywhere

DAY = date(2024, 5, 1)
HOSTILE = (
    '#panic("run")', "#{ panic() }", "#import \"x.typ\"", "$ x $", "*strong* _x_ `raw`", "= heading", "- list",
    "@cite <label>", "\\u{41} \\#", "// comment", "/* comment */", '#read("/etc/passwd")', "]#panic()[", "~ -- ---",
    "#sys.inputs.data", '"; panic("', "#eval(\"1\")", "http://x.example/#panic()",
)  # fmt: skip


def test_the_sheet_is_tagged_has_a_title_and_a_language_and_carries_its_version_on_every_page(tmp_path: Path) -> None:
    made = printed(of(norm("brystkreft-2"), language="nn"), tmp_path)
    assert made.startswith(b"%PDF-1.7")
    assert b"/MarkInfo" in made
    assert re.search(rb"pdfuaid:part>1<", made), "it does not say that it is PDF/UA-1"
    assert b"(nn" in made or b"/Lang" in made


def test_the_same_norm_gives_the_same_bytes_and_is_set_once(tmp_path: Path) -> None:
    data = of(norm("lymfomer-1"))
    first = printed(data, tmp_path / "a")
    assert printed(data, tmp_path / "b") == first
    (kept,) = (tmp_path / "a").iterdir()
    kept.write_bytes(b"kept")
    assert printed(data, tmp_path / "a") == b"kept"
    assert len(list((tmp_path / "a").iterdir())) == 1


def test_another_standing_is_another_sheet(tmp_path: Path) -> None:
    content = norm("lymfomer-1")
    assert of(content)["mark"] == "Demonstrasjon"
    assert of(content, standing="release.standing.withdrawn")["mark"].startswith("Demonstrasjon – ")


@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_run(words: str, tmp_path: Path) -> None:
    made = printed(of(everywhere(words)), tmp_path)
    assert made.startswith(b"%PDF")
    said = read(made, tmp_path)
    if said is not None:
        assert "".join(words.split()) in "".join(said.split())


@settings(max_examples=25, deadline=None)
@given(words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30))
def test_no_words_at_all_stop_the_press(words: str) -> None:
    data = msgspec.json.encode(of(everywhere(words)))
    assert set_sheet(data, datetime(2024, 5, 1, tzinfo=UTC)).startswith(b"%PDF")


def test_a_sign_without_a_glyph_is_written_by_its_number(tmp_path: Path) -> None:
    made = printed(of(everywhere("Tekst \u05d0\u05d1 漢 \U0001f600")), tmp_path)
    said = read(made, tmp_path)
    assert made.startswith(b"%PDF")
    assert said is None or "[U+6F22]" in said


def test_a_heading_never_leaves_out_a_level() -> None:
    blocks = [Heading(4, Text("a")), Heading(1, Text("b")), Heading(3, Text("c"))]
    assert [node["level"] for node in in_order(nodes_of(blocks, "nb", 1))] == [1, 1, 2]


cells = st.builds(
    Cell, text=st.just(Text("x")), header=st.booleans(), columns=st.integers(-1, 5), rows=st.integers(-1, 5)
)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.lists(cells, max_size=5).map(tuple), max_size=5).map(tuple))
def test_no_two_cells_of_a_table_take_the_same_place(rows: tuple[tuple[Cell, ...], ...]) -> None:
    (node,) = nodes_of([Table(rows)], "nb", 1)
    places = [
        (cell["x"] + dx, cell["y"] + dy)
        for cell in [*node["head"], *node["body"]]
        for dx in range(cell["columns"])
        for dy in range(cell["rows"])
    ]
    assert len(places) == len(set(places))
    assert all(x < node["columns"] and y < len(rows) for x, y in places)
    content = msgspec.structs.replace(everywhere("x"), sections=(Section("a", Text("a"), (Table(rows),)),))
    assert set_sheet(msgspec.json.encode(of(content)), datetime(2024, 5, 1, tzinfo=UTC))


def of(content: NormContent, language: str = "nb", standing: str = "release.standing.in-force") -> dict[str, Any]:
    """The sheet of a content."""
    return sheet(
        content, version="1.0.0", digest="0" * 64, valid_from=DAY, valid_to=None, standing=standing, language=language
    )


def read(made: bytes, folder: Path) -> str | None:
    """The words of a PDF, by poppler; None where poppler is not at hand, and then only the setting is tested."""
    tool = shutil.which("pdftotext")
    if tool is None:
        return None
    file = folder / "x.pdf"
    file.write_bytes(made)
    return subprocess.run([tool, "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
