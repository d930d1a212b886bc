"""The structure of the printed norm, read out of the file itself: what a screen reader is told of its tables."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from normverk.norm.blocks import Cell, Table
from normverk.norm.content import NormContent, Section
from normverk.norm.text import Text
from normverk.norm.words import same
from normverk.publish.pdf.printing import set_sheet
from normverk.publish.pdf.row_headers import TINT, with_row_headers
from normverk.sim.demonstration.cases import norm
from tests.publish.everywhere import everywhere
from tests.publish.test_pdf import of

MOMENT = datetime(2024, 5, 1, tzinfo=UTC)
_ELEMENT = re.compile(rb"<</Type/StructElem/S/(\w+)/P (\d+) 0 R(.*)>>\s*endobj", re.DOTALL)


def objects(made: bytes) -> dict[int, bytes]:
    """The objects of a file by number, found by its own table of places; each must begin where the table says."""
    end = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*\Z", made)
    assert end is not None
    head = re.compile(rb"xref\s+0 (\d+)\s+").match(made, int(end[1]))
    assert head is not None
    rows = [made[head.end() + 20 * n : head.end() + 20 * n + 20] for n in range(int(head[1]))]
    places = {n: int(row[:10]) for n, row in enumerate(rows) if row[17:18] == b"n"}
    assert [n for n, at in places.items() if not made.startswith(b"%d 0 obj" % n, at)] == []
    return {n: made[at : made.index(b"endobj", at) + 6] for n, at in places.items()}


def elements(made: bytes) -> dict[int, tuple[str, int, bytes]]:
    """Every element of the structure: its tag, what it lies in, and the rest of it."""
    found = {n: _ELEMENT.search(held) for n, held in objects(made).items()}
    return {n: (one[1].decode(), int(one[2]), one[3]) for n, one in found.items() if one}


def rows_of(made: bytes) -> list[list[str]]:
    """The rows of all tables, in order: each cell as its tag, with its scope when it has one."""
    tree = elements(made)

    def cell(number: int) -> str:
        tag, _, rest = tree[number]
        scope = re.search(rb"/Scope/(\w+)", rest)
        return f"{tag} {scope[1].decode()}" if scope else tag

    def children(number: int) -> list[int]:
        inside = re.search(rb"/K\[([^\]]*)\]", tree[number][2])
        return [int(one) for one in re.findall(rb"(\d+) 0 R", inside[1])] if inside else []

    return [[cell(inner) for inner in children(number)] for number, (tag, *_) in sorted(tree.items()) if tag == "TR"]


def table(*rows: tuple[Cell, ...]) -> dict[str, Any]:
    """A sheet whose only table has these rows."""
    content = msgspec.structs.replace(everywhere("x"), sections=(Section("a", Text("a"), (Table(rows),)),))
    return of(content)


def head(words: str, **more: int) -> Cell:
    return Cell(same(words), header=True, **more)


def data(words: str) -> Cell:
    return Cell(same(words))


def made_of(sheet: dict[str, Any]) -> bytes:
    return set_sheet(msgspec.json.encode(sheet), MOMENT)


def test_a_header_of_a_row_is_tagged_as_one_and_the_other_cells_are_data() -> None:
    made = made_of(table((head("Tid"), head("Dager")), (head("OF1"), data("7")), (head("OF2"), data("12"))))
    rows = [row for row in rows_of(made) if len(row) == 2]
    assert rows == [["TH Column", "TH Column"], ["TH Row", "TD"], ["TH Row", "TD"]]
    cells = [rest for tag, _, rest in elements(made).values() if tag == "TD"]
    assert [rest for rest in cells if b"/Headers" in rest] == [], "the list of column headers hides the row's header"


def test_a_table_without_headers_of_rows_keeps_its_column_headers_by_name() -> None:
    made = made_of(table((head("Tid"), head("Dager")), (data("OF1"), data("7"))))
    assert [row for row in rows_of(made) if len(row) == 2][-1] == ["TD", "TD"]
    assert any(b"/Headers[(" in rest for tag, _, rest in elements(made).values() if tag == "TD")


def test_a_header_over_several_rows_is_one_header() -> None:
    made = made_of(table((head("OF1", rows=2), data("kirurgi")), (data("medisin"),)))
    assert ["TH Row", "TD"] in rows_of(made)
    assert ["TD"] in rows_of(made)


@pytest.mark.parametrize("name", ["brystkreft-2", "lymfomer-1", "testikkelkreft-2"])
@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_row_of_limits_in_a_demonstration_norm_begins_with_its_header(name: str, language: str) -> None:
    content: NormContent = norm(name)
    made = made_of(of(content, language))
    rows = [row for row in rows_of(made) if len(row) == 3]
    assert rows[0] == ["TH Column"] * 3
    assert content.pathway is not None
    counted = sum(branch.counted for clock in content.pathway.clocks for branch in clock.branches)
    assert rows[1:] == [["TH Row", "TD", "TD"]] * counted


def test_the_whole_of_the_structure_hangs_together() -> None:
    made = made_of(of(norm("brystkreft-2")))
    tree, all_objects = elements(made), objects(made)
    assert [
        n for n, (_, above, _) in tree.items() if above not in tree and b"/StructTreeRoot" not in all_objects[above]
    ] == []
    assert {tag for tag, *_ in tree.values()} >= {"Document", "H1", "P", "Table", "TR", "TH", "TD"}


def test_words_that_look_like_a_cell_are_left_alone() -> None:
    colour = " ".join(str(part / 255) for part in TINT)
    hostile = f"\n7 0 obj\n<</Type/StructElem/S/TD/P 1 0 R/BackgroundColor[{colour}]/O/Table>>"
    sheet = {**table((head("a"), data("b"))), "title": hostile}
    assert (
        b"TH"
        not in re.sub(rb"<</Type/StructElem.*?endobj", b"", made_of(sheet), flags=re.DOTALL).split(b"/Title")[-1][:200]
    )
    assert len(objects(made_of(sheet))) == len(objects(made_of(table((head("a"), data("b"))))))


def test_a_file_that_is_laid_out_otherwise_is_refused() -> None:
    with pytest.raises(ValueError, match="plain table of places"):
        with_row_headers(b"%PDF-1.7\nnothing")
