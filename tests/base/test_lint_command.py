"""normverk lint: 0 clean, 1 an error, 2 cannot be read; every finding says place, what, why, source and how to mend."""

from __future__ import annotations

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import msgspec
import pytest

import normverk.sim
from normverk.cli import parser, run
from normverk.norm.checks.example import example
from normverk.norm.lint import CHECKS
from normverk.publish.known_lists import known_lists


class Ran(msgspec.Struct, frozen=True):
    """How the command ended, and what it printed."""

    code: int
    out: str
    err: str


@pytest.fixture
def lint(capsys: pytest.CaptureFixture[str]) -> Any:
    def go(*arguments: str) -> Ran:
        code = run(parser().parse_args(["lint", *arguments]))
        return Ran(code, *capsys.readouterr())

    return go


def test_what_is_wrong_is_said_like_a_good_compiler_says_it(lint: Any, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Fristene er 7 + 7 + 13 = 28 dager.\n", encoding="utf-8")
    ran = lint(str(tmp_path / "plan.txt"))
    assert ran.code == 1
    first, *rest = ran.out.splitlines()
    assert first == "plan.txt:line 1: error[sum-in-text]: 7 + 7 + 13 = 27, men det står 28."
    assert [line.split(":")[0].strip() for line in rest[:3]] == ["hvorfor", "kilde", "slik rettes det"]
    assert rest[-1] == "1 error, 0 warning, 0 information"


def test_a_warning_alone_does_not_fail(lint: Any, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Planen har fem punkter:\n• a\n• b\n", encoding="utf-8")
    ran = lint(str(tmp_path), "--json")
    plain = json.loads(ran.out)
    assert ran.code == 0
    assert plain["counts"] == {"error": 0, "warning": 1, "information": 0}
    assert plain["findings"][0]["file"] == "plan.txt"
    assert plain["findings"][0]["check"] == "count-and-list"


def test_norms_in_a_folder_are_seen_together(lint: Any, tmp_path: Path) -> None:
    content = json.loads(
        (Path(normverk.sim.__file__).parent / "norms" / "brystkreft-2.json").read_text(encoding="utf-8")
    )
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps(content), encoding="utf-8")
    ran = lint(str(tmp_path), "--only", "validity-overlap")
    assert ran.code == 1
    assert "a.json:pathway/valid_from: error[validity-overlap]" in ran.out


def test_the_demonstration_norms_are_clean(lint: Any) -> None:
    ran = lint(str(Path(normverk.sim.__file__).parent / "norms"), "--json")
    assert {(one["check"], one["strength"]) for one in json.loads(ran.out)["findings"]} <= {
        ("limit-unknown", "information")
    }
    assert ran.code == 0


def test_a_package_is_read_file_by_file(lint: Any, tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        data = json.dumps({"system": "urn:uid:2.16.578.1.12.4.1.1.7497"}).encode()
        member = tarfile.TarInfo("package/a.json")
        member.size = len(data)
        archive.addfile(member, io.BytesIO(data))
    (tmp_path / "p.tgz").write_bytes(held.getvalue())
    ran = lint(str(tmp_path / "p.tgz"))
    assert "p.tgz!package/a.json:/system: error[identifier-form]" in ran.out


def test_lists_of_two_files_are_compared(lint: Any, tmp_path: Path) -> None:
    for name, meaning in (("old.json", "Reaksjon fra luftveiene"), ("new.json", "Alvorlig arytmi")):
        plain = {"id": "7497", "concepts": [{"code": "3", "display": meaning}]}
        (tmp_path / name).write_text(json.dumps(plain), encoding="utf-8")
    ran = lint(str(tmp_path))
    assert ran.code == 1
    assert "old.json:/#3: error[code-meaning-changed]" in ran.out


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.json", b"{", "a.json, line 1, column 2: this is not JSON"),
        ("a.json", b"[" * 100_000, "a.json"),
        ("a.txt", b"\xff\xfe", "a.txt is not UTF-8 (byte 0)"),
        ("a.csv", b"a,b\n1\n", "a.csv: row 2 has 1 columns, and the head has 2"),
        ("a.tgz", b"no package", "a.tgz is not a package"),
        ("a.exe", b"MZ", "is of a kind that is not read"),
        ("a.json", json.dumps({**msgspec.to_builtins(example().content), "kind": "x"}).encode(), "looks like a norm"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_name_and_place(
    lint: Any, tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(data)
    ran = lint(str(tmp_path / name))
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err


def test_a_kind_that_is_not_read_is_named_in_a_folder(lint: Any, tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_text("<svg/>", encoding="utf-8")
    ran = lint(str(tmp_path))
    assert (ran.code, ran.err) == (0, "normverk: not read, for their kind: a.svg\n")


def test_every_check_is_explained(lint: Any) -> None:
    assert {one["id"] for one in json.loads(lint("--explain", "-", "--json").out)} == set(CHECKS)
    assert "slik rettes det" in lint("--explain", "one-unit").out


def test_wrong_use_says_the_way_out(lint: Any) -> None:
    assert "say what to check" in lint().err
    assert "there is no check called x; there are: " in lint("--only", "x", ".").err
    assert "is neither a file nor a folder" in lint("borte.txt").err


@pytest.mark.parametrize(
    ("language", "words"), [("nn", ("kvifor:", "men det står 28")), ("en", ("how to mend:", "but 28 is stated"))]
)
def test_findings_are_printed_in_the_language_asked_for(
    lint: Any, tmp_path: Path, language: str, words: tuple[str, ...]
) -> None:
    (tmp_path / "plan.txt").write_text("Fristene er 7 + 7 + 13 = 28 dager.\n", encoding="utf-8")
    out = lint(str(tmp_path / "plan.txt"), "--language", language).out
    assert all(word in out for word in words), out


def test_code_lists_are_kept_for_the_editions_written_here(lint: Any, tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path / "data"
    given = {"oid": "9999", "concepts": [{"code": "A", "display": "Alfa"}]}
    (tmp_path / "liste.json").write_text(json.dumps(given), encoding="utf-8")
    assert "1 code lists kept" in lint(str(tmp_path / "liste.json"), "--keep-lists").out
    assert [(known.key, known.concepts[0].code) for known in known_lists()] == [("9999", "A")]


def test_nothing_to_keep_is_refused(lint: Any, tmp_path: Path) -> None:
    (tmp_path / "plan.txt").write_text("Ingen koder.\n", encoding="utf-8")
    ran = lint(str(tmp_path / "plan.txt"), "--keep-lists")
    assert ran.code == 2
    assert "no code list" in ran.err
