"""Proposing limits from a page or an answer of the API by command: what is shown, and that nothing is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normverk.cli import main

TABLE = (
    "<table><tr><th>Fra – til</th><th>Behandling</th><th>Tid</th></tr>"
    "<tr><td>Fra henvisning mottatt til første fremmøte</td><td></td><td>7 kalenderdager</td></tr>{more}</table>"
)
DOUBTFUL = "<tr><td>Fra beslutning til behandling</td><td>Kirurgi</td><td>13 dager</td></tr>"


def test_a_page_gives_its_limits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "side.html"
    page.write_text(TABLE.format(more=""), encoding="utf-8")
    assert main(["hapi", "limits", str(page)]) == 0
    said = capsys.readouterr().out
    assert said == "table 1, row 2, column 3: henvisning mottatt → første fremmøte: 7 calendar_days\n"


def test_an_answer_of_the_api_gives_them_with_the_field_and_the_nearest_title(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = tmp_path / "svar.json"
    plain = {
        "tittel": "Forløp",
        "barn": [{"tittel": "Forløpstider", "tekst": TABLE.format(more=DOUBTFUL)}, {"tekst": "<p>7</p>"}],
    }
    answer.write_text("\ufeff" + json.dumps(plain), encoding="utf-8")
    assert main(["hapi", "limits", str(answer), "--url", "https://normverk.example/f", "--json"]) == 1
    (field,) = json.loads(capsys.readouterr().out)
    assert field["place"] == "/barn/0/tekst"
    first, second = field["tables"]["proposals"]
    assert first["source"] == {
        "title": "Forløpstider",
        "basis": "read",
        "url": "https://normverk.example/f",
        "note": "",
    }
    assert (second["unit"], second["doubts"]) == (None, [{"kind": "unit-not-stated", "detail": "13 dager"}])


def test_a_page_without_such_a_table_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "side.html"
    page.write_text("<p>Ingen tabell.</p>", encoding="utf-8")
    assert main(["hapi", "limits", str(page)]) == 0
    assert "no table of time limits was found" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "held"), [("svar.json", b"{"), ("side.html", b"\xff\xfe\x00"), ("mangler.html", None)]
)
def test_a_file_that_cannot_be_read_is_refused_by_name(
    tmp_path: Path, name: str, held: bytes | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if held is not None:
        (tmp_path / name).write_bytes(held)
    assert main(["hapi", "limits", str(tmp_path / name)]) == 2
    assert name in capsys.readouterr().err
