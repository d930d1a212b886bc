"""Checkpoints: the log's end, kept outside the database, whole also after the power went."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from normverk.base.accounts.actions import make_account
from normverk.base.checkpoints import UnreadableCheckpoints, append, append_if_due, read, set_aside
from normverk.base.events.queries import Checkpoint, faults, head
from normverk.base.policy import Actor

pytestmark = pytest.mark.django_db


def write(name: str, administrator: Actor, now: datetime) -> None:
    """One more event."""
    make_account(username=name, display_name="", grants=(), actor=administrator, now=now)


def test_a_checkpoint_is_the_end_of_the_log_and_when_it_was_seen(
    tmp_path: Path, administrator: Actor, now: datetime
) -> None:
    file = tmp_path / "checkpoints.ndjson"
    write("a", administrator, now)
    first = append(file, now=now)
    write("b", administrator, now)
    second = append(file, now=now)
    assert (first.seq, second, second.seq) == (1, head(), 2)
    assert read(file) == (first, second)
    assert json.loads(file.read_text().splitlines()[0])["at"] == now.isoformat()
    assert list(faults(read(file))) == []


def test_one_is_written_when_an_hour_has_passed_and_something_has_happened(
    tmp_path: Path, administrator: Actor, now: datetime
) -> None:
    file = tmp_path / "checkpoints.ndjson"
    assert append_if_due(file, now=now) is None
    write("a", administrator, now)
    assert append_if_due(file, now=now) == head()
    write("b", administrator, now)
    assert append_if_due(file, now=now + timedelta(minutes=59)) is None
    assert append_if_due(file, now=now + timedelta(minutes=60)) == head()
    assert append_if_due(file, now=now + timedelta(hours=9)) is None
    assert [checkpoint.seq for checkpoint in read(file)] == [1, 2]


def test_a_line_cut_off_while_written_does_not_count_and_is_written_anew(
    tmp_path: Path, administrator: Actor, now: datetime
) -> None:
    file = tmp_path / "checkpoints.ndjson"
    write("a", administrator, now)
    first = append(file, now=now)
    with file.open("a") as handle:
        handle.write('{"seq": 2, "ha')
    assert read(file) == (first,)
    assert (append(file, now=now), read(file)) == (first, (first, first))


@pytest.mark.parametrize("line", ["not json", "[]", '{"seq": 1}', '{"seq": "x", "hash": "", "at": "2026-03-02"}'])
def test_a_line_that_is_not_a_checkpoint_is_named(tmp_path: Path, line: str, now: datetime) -> None:
    file = tmp_path / "c.ndjson"
    good = json.dumps({"seq": 1, "hash": "a", "at": now.isoformat()})
    file.write_text(f"{good}\n{line}\n")
    with pytest.raises(UnreadableCheckpoints, match=r"c\.ndjson, line 2 is not a checkpoint"):
        read(file)
    file.write_text(good + "\n")
    assert read(file) == (Checkpoint(1, "a"),)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableCheckpoints, match="cannot be read"):
        read(tmp_path / "missing")


def test_checkpoints_of_another_log_are_kept_under_another_name(tmp_path: Path, now: datetime) -> None:
    file = tmp_path / "checkpoints.ndjson"
    file.write_text("x")
    kept = set_aside(file, now=now)
    assert (kept.name, kept.read_text(), file.exists()) == ("checkpoints-until-20260302T090000Z.ndjson", "x", False)
