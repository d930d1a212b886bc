"""The command that builds a release at once."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from normverk import cli
from normverk.base.events.queries import faults
from normverk.base.policy import Actor
from normverk.publish.actions import make_key
from tests.govern.process.walking import begin, ready_to_approve

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> int:
    """Runs a command and returns its exit code."""
    return cli.run(cli.parser().parse_args(["release", "build", *arguments]))


def test_an_approved_edition_is_built_once(
    settings: Any, tmp_path: Path, administrator: Actor, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    make_key(actor=administrator, now=now)
    walk = ready_to_approve(now).on()
    assert run("oppdiktet", "1.0.0", "--json") == 0
    built = json.loads(capsys.readouterr().out)
    assert (built["built"], built["version"]) == (True, "1.0.0")
    assert walk.fresh().case.edition.state == "published"
    assert run("oppdiktet", "1.0.0") == 1
    assert "published" in capsys.readouterr().out
    assert list(faults()) == []


def test_without_a_key_it_says_how_to_make_one(
    settings: Any, tmp_path: Path, now: datetime, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DATA = tmp_path
    walk = ready_to_approve(now).on()
    assert run("oppdiktet", "1.0.0") == 2
    assert "normverk keys make" in capsys.readouterr().err
    assert walk.fresh().case.edition.state == "approved"


def test_a_draft_and_an_unknown_edition_are_not_built(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    begin(now)
    assert (run("oppdiktet", "1.0.0"), run("oppdiktet", "7.0.0")) == (1, 2)
    said = capsys.readouterr()
    assert "is draft" in said.out
    assert "no edition oppdiktet 7.0.0" in said.err
