"""normverk pathway npr-check: what it prints, in which language, its exit codes, and what it makes of bad files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from normverk.cli import parser, run
from normverk.sim.generator import generate, to_ndjson

GOOD = (("A", "2021-06-01"), ("S", "2021-06-05"), ("CK", "2021-06-12"), ("FK", "2021-06-20"))


def command(*words: str) -> int:
    """Runs the command with these words."""
    return run(parser().parse_args(["pathway", "npr-check", *words]))


def line(code: str, time: str | None, **other: Any) -> dict[str, Any]:
    """One line of a file of events."""
    return {
        "patient": "p1",
        "code": code,
        "time": time,
        "org": "310000011",
        "source": "das",
        "source_id": f"{code}-{time}",
        "version": 1,
        "status": "final",
        "recorded": "2024-01-01T12:00:00Z",
    } | other


@pytest.fixture
def write(tmp_path: Path) -> Any:
    """Writes lines to a file and gives its name."""

    def to_file(name: str, lines: list[Any]) -> str:
        path = tmp_path / name
        path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
        return str(path)

    return to_file


def test_a_good_course_gives_nothing_to_mend(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    name = write("events", [line(f"A01{code}", time) for code, time in GOOD])
    assert command("--events", name) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Koder å rette: 0. Linjer: 4.")
    assert "100, 116, 117, 216" in out
    assert err == ""


def test_each_code_is_told_of_with_words_rule_facts_and_the_way_out(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write("events", [line("A01A", "2021-06-01"), line("A01CK", "2021-06-12")])
    assert command("--events", name, "--json", "--language", "en") == 1
    answer = json.loads(capsys.readouterr().out)
    (found,) = answer.pop("findings")
    (feedback,) = found.pop("feedback")
    assert found == {
        "patient": "p1",
        "code": "A01CK",
        "time": "2021-06-12",
        "org": "310000011",
        "source": "das",
        "source_id": "A01CK-2021-06-12",
        "version": 1,
        "cannot_tell": [],
    }
    assert (feedback["code"], feedback["words"]) == ("108", "CK without S before it")
    assert feedback["facts"] == {"code": "A01CK", "earlier": ["A"], "undated": []}
    assert feedback["why"]
    assert feedback["mend"]
    assert (answer["counts"], answer["not_judged"]) == ({"108": 1}, ["100", "116", "117", "216"])


@pytest.mark.parametrize(
    ("language", "words"), [("nb", "CK uten S før"), ("nn", "CK utan S føre"), ("en", "CK without S")]
)
def test_it_speaks_the_language_asked_for(
    write: Any, capsys: pytest.CaptureFixture[str], language: str, words: str
) -> None:
    name = write("events", [line("A01A", "2021-06-01"), line("A01CK", "2021-06-12")])
    assert command("--events", name, "--language", language) == 1
    assert words in capsys.readouterr().out


@pytest.mark.parametrize("time", [None, "", "left out"])
def test_a_code_without_a_time_is_a_finding_and_no_bad_line(
    write: Any, capsys: pytest.CaptureFixture[str], time: str | None
) -> None:
    untimed = line("A01S", time)
    if time == "left out":
        del untimed["time"]
    name = write("events", [line("A01A", "2021-06-01"), untimed])
    assert command("--events", name, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["counts"], answer["set_aside"]) == ({"107": 1}, [])
    assert answer["findings"][0]["time"] is None


def test_a_code_that_is_in_no_list_is_a_finding_too(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    name = write("events", [line("A01B", "2021-06-01"), line("D02A", "2021-06-01")])
    assert command("--events", name, "--json") == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"101": 1, "201": 1}


def test_a_later_version_holds_and_a_voided_one_never_was(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    start, decision = line("A01A", "2021-06-01"), line("A01CK", "2021-06-12")
    fixed = line("A01S", "2021-06-05", source_id=decision["source_id"], version=2)
    assert command("--events", write("amended", [fixed, start, decision])) == 0
    assert (
        command(
            "--events", write("voided", [start, decision, {**decision, "version": 2, "status": "entered-in-error"}])
        )
        == 0
    )
    capsys.readouterr()


def test_patients_tell_of_age_and_identity(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    events = write(
        "events",
        [line("A01A", "2021-06-01", patient=name, source_id=name) for name in ("child", "adult", "unknown", "absent")],
    )
    patients = write(
        "patients",
        [
            {"patient": "child", "birth_date": "2010-01-01"},
            {"patient": "adult", "identity_number": "01819000049", "label": "Ola Oppdiktet"},
            {"patient": "unknown"},
        ],
    )
    assert command("--events", events, "--patients", patients, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    told = {one["patient"]: [said["code"] for said in one["feedback"]] for one in answer["findings"]}
    assert told == {"child": ["117"], "absent": ["100"], "unknown": []}
    assert answer["cannot_tell"] == {"117": 2}
    assert answer["not_judged"] == []


def test_what_comes_after_the_day_is_not_seen(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    name = write("events", [line("A01S", "2021-06-05"), line("A01A", "2021-06-10")])
    assert command("--events", name, "--json", "--as-of", "2021-06-09") == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"105": 1}
    assert command("--events", name, "--json") == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"106": 1}


def test_one_organisation_is_told_of_its_own_and_judged_by_all(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    other = {"org": "310000022"}
    name = write(
        "events",
        [
            line("A01A", "2021-06-01"),
            line("A01S", "2021-06-02"),
            line("A01CK", "2021-06-05", **other),
            line("A01S", "2021-06-09", **other),
        ],
    )
    assert command("--events", name, "--json", "--org", "310000022") == 1
    assert json.loads(capsys.readouterr().out)["counts"] == {"111": 1}
    assert command("--events", name, "--json", "--org", "310000011") == 0
    capsys.readouterr()


def test_bad_lines_are_listed_with_number_and_reason_and_the_rest_is_judged(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    name = write(
        "events",
        [
            line("A01A", "2021-06-01"),
            "broken",
            "",
            line("A01S", "2021-13-40"),
            line("A01S", "2021-06-02", org="1"),
            line("A01CK", "2021-06-04"),
        ],
    )
    assert command("--events", name, "--json") == 1
    out, err = capsys.readouterr()
    answer = json.loads(out)
    assert [(one["line"], one["kind"]) for one in answer["set_aside"]] == [
        (2, "not-json"),
        (4, "no-such-time"),
        (5, "wrong-value"),
    ]
    assert f"{name}:2: not-json" in err
    assert answer["counts"] == {"108": 1}


def test_bad_lines_of_patients_are_listed_too(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    events = write("events", [line("A04A", "2021-06-01")])
    patients = write(
        "patients",
        [
            {"patient": "p1", "birth_date": "1950-02-30"},
            "{",
            {"patient": 1},
            {"patient": "p1", "birth_date": "1950-02-01"},
        ],
    )
    assert command("--events", events, "--patients", patients, "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(one["line"], one["kind"]) for one in answer["set_aside"]] == [
        (1, "no-such-time"),
        (2, "not-json"),
        (3, "wrong-value"),
    ]
    assert answer["counts"] == answer["cannot_tell"] == {}


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe", b"a\x00b", b'{"a": "\xe5"}\n'])
def test_a_file_that_is_no_text_is_refused_whole(
    content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "events"
    path.write_bytes(content)
    assert command("--events", str(path)) == 2
    assert str(path) in capsys.readouterr().err


def test_wrong_use_says_what_is_wrong(write: Any, capsys: pytest.CaptureFixture[str]) -> None:
    name = write("events", [line("A01A", "2021-06-01")])
    assert command("--events", f"{name}-not-there") == 2
    assert command("--events", name, "--patients", f"{name}-not-there") == 2
    assert command("--events", name, "--org", "999999999") == 2
    assert command("--events", name, "--as-of", "yesterday") == 2
    assert "2022-04-30" in capsys.readouterr().err


def test_the_order_of_the_lines_means_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Synthetic patients, whole and backwards, in pieces of the file and in one."""
    population = generate(seed=3, patients=40)
    lines = to_ndjson(population.events).decode().splitlines()
    patients = tmp_path / "patients"
    patients.write_bytes(to_ndjson(population.patients))
    answers = []
    for number, order in enumerate((lines, lines[::-1])):
        path = tmp_path / f"events{number}"
        path.write_text("\n".join(order), encoding="utf-8")
        command("--events", str(path), "--patients", str(patients), "--json")
        answer = json.loads(capsys.readouterr().out)
        answer.pop("file")
        answers.append(answer)
    assert answers[0] == answers[1]
    assert answers[0]["lines"] == len(lines)


def test_a_long_file_is_read_in_pieces_with_the_right_line_numbers(
    write: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("normverk.use.reporting.files._PIECE", 300)
    lines: list[Any] = [line("A01A", "2021-06-01", patient=f"p{number}", source_id=str(number)) for number in range(20)]
    lines[13] = "broken"
    lines[17] = line("A01S", None, patient="p17", source_id="17")
    assert command("--events", write("events", lines), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(one["line"], one["kind"]) for one in answer["set_aside"]] == [(14, "not-json")]
    assert (answer["lines"], answer["counts"]) == (20, {"107": 1})
