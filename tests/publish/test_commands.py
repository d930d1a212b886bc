"""normverk release …, normverk keys …: exit code 0 done, 1 the answer is no, 2 wrong use or unreadable input."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from normverk.cli import parser, run
from normverk.publish.models import Release
from normverk.publish.package import build_package
from tests.publish.examples import KEY, KID, OTHER_KEY, publish_first, publish_second, release_input

pytestmark = pytest.mark.django_db

FIRST, SECOND = "no.demo.normverk.prove@1.0.0", "no.demo.normverk.prove@2.0.0"


def normverk(*words: str | Path) -> int:
    """Runs a command as the shell would."""
    return run(parser().parse_args([str(word) for word in words]))


@pytest.fixture
def exported(now: datetime, tmp_path: Path) -> Path:
    """A release's file, outside."""
    publish_first(now)
    file = tmp_path / "norm.tgz"
    assert normverk("release", "export", FIRST, file) == 0
    return file


def test_verify_says_yes_no_or_unreadable(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert normverk("release", "verify", exported) == 0
    assert f"{FIRST}: signed with the trusted key {KID}, nothing changed." in capsys.readouterr().out
    exported.write_bytes(exported.read_bytes().replace(b"Ring pasienten", b"Ring pasienteN"))
    assert normverk("release", "verify", exported, "--json") == 1
    assert json.loads(capsys.readouterr().out)["reason"] == "changed-file"
    assert normverk("release", "verify", exported.with_name("no-such-file")) == 2


def test_verify_with_given_keys_needs_no_trust_here(tmp_path: Path) -> None:
    file, jwk = tmp_path / "x.tgz", tmp_path / "key.json"
    file.write_bytes(build_package(release_input(), OTHER_KEY))
    jwk.write_text(json.dumps(OTHER_KEY.as_dict(private=False)))
    assert normverk("release", "verify", file) == 1
    assert normverk("release", "verify", file, "--keys", jwk) == 0
    jwk.write_text("nonsense")
    assert normverk("release", "verify", file, "--keys", jwk) == 2


def test_load_takes_a_trusted_file_once_and_refuses_another(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, jwk = tmp_path / "x.tgz", tmp_path / "key.json"
    file.write_bytes(build_package(release_input(), OTHER_KEY))
    assert normverk("release", "load", file) == 1
    assert "which is not trusted here" in capsys.readouterr().err
    assert Release.objects.count() == 0
    jwk.write_text(json.dumps(OTHER_KEY.as_dict(private=False)))
    assert normverk("keys", "trust", jwk) == 0
    assert normverk("release", "load", file) == 0
    assert normverk("release", "load", file) == 0
    assert "was here already; nothing done" in capsys.readouterr().out


def test_list_and_show_name_the_release(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = Release.objects.get().digest
    capsys.readouterr()
    assert normverk("release", "list", "--json") == 0
    assert [row["digest"] for row in json.loads(capsys.readouterr().out)] == [digest]
    assert normverk("release", "show", digest[:12]) == 0
    shown = capsys.readouterr().out
    assert "need      B-2026-001         2026-01-05  Et behov" in shown
    assert digest in shown
    assert normverk("release", "show", "no.such@1.0.0") == 2
    assert normverk("release", "show", "a") == 2


def test_diff_tells_what_changed(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    publish_first(now)
    publish_second(now)
    assert normverk("release", "diff", FIRST, SECOND) == 0
    assert "pathway/clocks/OF2/branches//limit/value" in capsys.readouterr().out
    assert normverk("release", "diff", FIRST, FIRST) == 0
    assert capsys.readouterr().out == "no difference\n"
    assert normverk("release", "diff", FIRST, SECOND, "--json") == 0
    changes = {change["path"]: change for change in json.loads(capsys.readouterr().out)}
    limit = changes["pathway/clocks/OF2/branches//limit/value"]
    assert (limit["before"], limit["after"], limit["group"]) == (7, 12, "limit")


def test_keys_are_made_once_unless_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert normverk("keys", "make") == 0
    assert normverk("keys", "make") == 1
    assert normverk("keys", "make", "--replace") == 0
    capsys.readouterr()
    assert normverk("keys", "list", "--json") == 0
    assert [row["own"] for row in json.loads(capsys.readouterr().out)] == [True, True]
    assert normverk("keys", "show") == 0
    assert {key["crv"] for key in json.loads(capsys.readouterr().out)["keys"]} == {"Ed25519"}


def test_a_key_given_to_sign_with_is_the_one_used(now: datetime) -> None:
    assert publish_first(now).key_id == KEY.thumbprint() == KID
