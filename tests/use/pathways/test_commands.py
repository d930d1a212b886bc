"""normverk pathway: what it prints, where complaints go, and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from normverk.cli import parser, run
from normverk.publish.models import Release
from normverk.use.pathways.models import ClockState, Organisation, Patient, RecordEvent
from tests.use.pathways.conftest import ndjson, plain
from tests.use.pathways.events import course, event


def command(*words: str) -> int:
    """Runs normverk pathway with these words."""
    return run(parser().parse_args(["pathway", *words]))


@pytest.fixture
def release_files(releases: None, tmp_path: Path) -> list[str]:
    """The two releases as files."""
    names = []
    for release in Release.objects.order_by("version"):
        path = tmp_path / f"{release.version}.tgz"
        path.write_bytes(bytes(release.file))
        names.append(str(path))
    return names


@pytest.fixture
def events_file(tmp_path: Path) -> str:
    """A course with a broken line and an unknown code in it."""
    path = tmp_path / "events.ndjson"
    path.write_bytes(
        ndjson([*course("A 2021-06-03, S 2021-06-10"), "broken", plain(event("A", "2021-06-03"), code="Q")])
    )
    return str(path)


def test_evaluating_files_prints_one_line_a_clock_and_complains_beside(
    release_files: list[str], events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert (
        command("evaluate", "--release", *release_files, "--events", events_file, "--as-of", "2021-06-10", "--json")
        == 0
    )
    out, err = capsys.readouterr()
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines[0] == {
        "patient": "p1",
        "pathway": "brystkreft",
        "period": 1,
        "release": "no.demo.normverk.brystkreft#2.0.0",
        "clock": "OF1",
        "round": 1,
        "branch": "",
        "verdict": "met",
        "start": "2021-06-03",
        "stop": "2021-06-10",
        "due": "2021-06-10",
        "value": 7,
        "limit": 7,
        "unit": "calendar_days",
        "org": "310000011",
        "reason": "",
    }
    assert [line["clock"] for line in lines] == ["OF1", "OF2", "OF4"]
    assert [line.split(":")[1:3] for line in err.splitlines()] == [["3", " not-json"], ["4", " unknown-code"]]
    assert (Patient.objects.count(), RecordEvent.objects.count()) == (0, 0)


def test_with_explain_each_line_has_its_derivation(
    release_files: list[str], events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command(
        "evaluate", "--release", *release_files, "--events", events_file, "--as-of", "2021-06-10", "--json", "--explain"
    )
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert [step["kind"] for step in first["explanation"]["steps"]] == [
        "start", "limit-added", "stop", "elapsed", "remaining",
    ]  # fmt: skip


def test_without_json_there_is_a_table(
    release_files: list[str], events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command("evaluate", "--release", *release_files, "--events", events_file, "--as-of", "2021-06-10")
    table = capsys.readouterr().out.splitlines()
    assert table[0].split() == [
        "patient", "pathway", "period", "clock", "branch", "verdict", "start", "stop", "due", "value", "limit", "reason",
    ]  # fmt: skip
    assert len(table) == 4


def test_a_release_with_a_flipped_byte_is_not_judged_by(
    release_files: list[str], events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = Path(release_files[0])
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    assert command("evaluate", "--release", *release_files, "--events", events_file, "--as-of", "2021-06-10") == 1
    assert str(path) in capsys.readouterr().err


@pytest.mark.parametrize("wrong", ["missing.ndjson", "binary", "empty"])
def test_an_unreadable_file_gives_exit_code_two(
    wrong: str, release_files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary").write_bytes(b"\x00\xff")
    (tmp_path / "empty").write_bytes(b"")
    name = str(tmp_path / wrong)
    assert command("intake", name) == 2
    assert command("evaluate", "--release", *release_files, "--events", name, "--as-of", "2021-06-10") == 2
    assert capsys.readouterr().err.count(name) == 2


def test_a_day_that_does_not_exist_gives_exit_code_two(release_files: list[str], events_file: str) -> None:
    assert command("evaluate", "--release", *release_files, "--events", events_file, "--as-of", "2021-02-30") == 2


def test_changes_since_a_day_that_has_not_come_are_refused(
    release_files: list[str], events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("--release", *release_files, "--events", events_file, "--as-of", "2021-06-10")
    assert command("evaluate", *given, "--since", "2021-06-10") == 0
    assert command("evaluate", *given, "--since", "2021-06-11") == 2
    assert "--since 2021-06-11 is after --as-of 2021-06-10" in capsys.readouterr().err


def test_a_file_of_which_nothing_can_be_judged_gives_exit_code_one(release_files: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_text("nothing\nhere\n")
    assert command("evaluate", "--release", *release_files, "--events", str(path), "--as-of", "2021-06-10") == 1


@pytest.mark.parametrize("wrong", ['{"31": "Vest"}', '{"310000019": ""}', '{"310000019": 5}', "[]", "{"])
def test_a_file_that_names_no_organisations_names_none(
    wrong: str, db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "organisations.json"
    path.write_text(wrong)
    assert command("organisations", str(path)) == 2
    assert "nine digits" in capsys.readouterr().err
    assert not Organisation.objects.exists()


def test_intake_says_what_went_in_and_the_second_time_that_nothing_changed(
    releases: None, events_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command("intake", events_file) == 0
    assert command("intake", events_file) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0].endswith("4 lines: 1 the line is not JSON, 2 taken in, 1 no loaded norm knows the code")
    assert out[1].endswith(
        "2 unchanged, 1 no loaded norm knows the code; this file was read before, nothing has changed"
    )
    assert ClockState.objects.count() == 3


def test_a_file_of_which_nothing_can_be_used_gives_exit_code_one(releases: None, tmp_path: Path) -> None:
    path = tmp_path / "bad.ndjson"
    path.write_text("nothing\nhere\n")
    assert command("intake", str(path), "--json") == 1


def test_patients_and_organisations_are_named_and_clocks_rebuilt(
    releases: None, events_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("intake", events_file)
    patients = tmp_path / "patients.ndjson"
    patients.write_bytes(ndjson([{"patient": "p1", "identity_number": "01819000049", "label": "Ola Oppdiktet"}]))
    organisations = tmp_path / "organisations.json"
    organisations.write_text('{"310000011": "Demosykehuset Vest"}')
    assert command("patients", str(patients)) == 0
    assert command("organisations", str(organisations)) == 0
    capsys.readouterr()
    assert command("rebuild", "--json") == 0
    assert json.loads(capsys.readouterr().out) == {"clocks": 3}
    assert Patient.objects.get().label == "Ola Oppdiktet"


def test_a_report_of_files_is_printed_or_written_and_has_its_exit_codes(
    release_files: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    events = tmp_path / "course.ndjson"
    events.write_bytes(ndjson([*course("A 2021-06-03, S 2021-06-10"), plain(event("A", "2021-06-04"), code="Q")]))
    asked = ("figures", "--release", *release_files, "--events", str(events), "--as-of", "2021-07-01")
    assert command(*asked, "--by", "tertial", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    (first,) = (figure for figure in answer["figures"] if figure["clock"] == "OF1")
    assert (first["period"], first["counted"], first["met"], first["median"]) == ("2021-T2", 1, 1, 7)
    assert (answer["held"], answer["of_no_norm"]) == (3, 1)
    settled, table = tmp_path / "settled.parquet", tmp_path / "figures.csv"
    assert command("settle", "--events", str(events), "--out", str(settled)) == 0
    again = ("figures", "--release", *release_files, "--events", str(settled), "--as-of", "2021-07-01")
    assert command(*again, "--out", str(table)) == 0
    assert (
        table.read_text()
        .splitlines()[0]
        .startswith("pathway,clock,branch,organisation,period,counted,met,late,overdue")
    )
    assert "2021-06" in table.read_text()
    assert command(*asked[:-1], "2020-01-01") == 1, "nothing had begun by then"
    for wrong in (("--out", "figures.xlsx"), ("--out", str(tmp_path / "no" / "f.csv")), ("--as-of", "soon")):
        assert command(*asked, *wrong) == 2
    assert command("settle", "--events", str(tmp_path / "missing"), "--out", str(settled)) == 2
    assert "missing is not there" in capsys.readouterr().err
