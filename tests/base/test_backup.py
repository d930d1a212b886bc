"""A backup taken while others write restores to an equal database, or is refused for what is wrong with it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normverk.base.backup.archive import Damaged, Manifest, Part, Writer, chunks, read_manifest
from normverk.base.progress import Progress
from tests.base.installation import ROOT, Installation, installation, on_postgresql

CONTENT = """
import django; django.setup()
import json
from django.db import connection, transaction
from normverk.base.backup import postgresql
if connection.vendor == "postgresql":
    with postgresql.still_moment():
        held = {table: sorted(b"".join(postgresql.dump(table)).decode().split("\\n")) for table in postgresql.tables()}
        held["sequences"] = postgresql.sequences()
else:
    with connection.cursor() as cursor:
        held = {}
        for table in connection.introspection.table_names(cursor):
            held[table] = sorted(repr(row) for row in cursor.execute(f"SELECT * FROM {table}"))
        held["schema"] = sorted(map(repr, cursor.execute("SELECT name, sql FROM sqlite_master")))
print(json.dumps(held, sort_keys=True))
"""
RESTORE = """
import django; django.setup()
import sys
from pathlib import Path
from normverk.base.backup.actions import restore
from normverk.base.policy import operator
print(restore(Path(sys.argv[1]), actor=operator()).faults)
"""
SOME = r"""
import django; django.setup()
from datetime import UTC, datetime, timedelta
from django.core.management import call_command
from normverk.base.accounts.actions import issue_token, make_account
from normverk.base.policy import Grant, Role, system
call_command("migrate", verbosity=0)
now = datetime.now(UTC)
for name, display in (("kari", "Kari \\N «Å»; '--"), ("ola", "Ola\tN\\t\n."), ("site", "Sted")):
    account = make_account(username=name, display_name=display, grants=(Grant(Role.CLINICIAN, "310000003"),),
                           actor=system(), now=now)
issue_token(account=account, site="vest", actor=system(), now=now, valid_for=timedelta(days=1))
"""
WRITER = """
import django; django.setup()
import sys, time
from datetime import UTC, datetime
from normverk.base.accounts.actions import make_account
from normverk.base.policy import Grant, Role, system
number = 0
while True:
    number += 1
    make_account(username=f"{sys.argv[1]}-{number}", display_name="Æsj; \\\\N \\t «x»", grants=(Grant(Role.CLINICIAN),), actor=system(),
                 now=datetime.now(UTC))
    print(number, flush=True)
    time.sleep(0.01)
"""


def content(place: Installation) -> dict[str, list[str]]:
    """Everything in a database."""
    done = place.python("-c", CONTENT)
    assert done.returncode == 0, done.stderr
    held: dict[str, list[str]] = json.loads(done.stdout)
    return held


def write_some(place: Installation) -> None:
    """Three accounts, two with signs that a dump could trip over, and a token: four events."""
    done = place.python("-c", SOME)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """An installation with something in it."""
    with installation(tmp_path / "here", migrated=False) as made:
        write_some(made)
        yield made


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Installation]:
    """An empty installation, without tables."""
    with installation(tmp_path / "there", migrated=False) as made:
        yield made


def test_a_restored_database_equals_the_one_backed_up(place: Installation, other: Installation, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    made = place.answer("backup", str(file))
    assert (made["events"], made["keys"], file.stat().st_mode & 0o777) == (4, False, 0o600)
    restored = other.python("-c", RESTORE, str(file))
    assert (restored.returncode, restored.stdout) == (0, "()\n"), restored.stderr
    assert content(other) == content(place)


def test_restoring_is_written_in_the_log_and_the_log_is_whole(
    place: Installation, other: Installation, tmp_path: Path
) -> None:
    file = str(tmp_path / "a.backup")
    place.answer("backup", file)
    assert other.answer("restore", file)["faults"] == []
    assert other.answer("audit", "verify")["ok"] is True
    assert [event["type"] for event in other.answer("audit", "list")] == [
        *["account.made"] * 3, "account.token-issued", "backup.restored"
    ]  # fmt: skip


def test_a_database_with_something_in_it_is_overwritten_only_when_asked_to(place: Installation, tmp_path: Path) -> None:
    file = str(tmp_path / "a.backup")
    place.answer("backup", file)
    place.answer("audit", "checkpoint")
    place.answer("account", "make", "late", "--name", "Late", "--no-password")
    place.answer("audit", "checkpoint")
    before = content(place)
    refused = place.run("restore", file)
    assert (refused.returncode, refused.stdout, refused.stderr.count("\n")) == (1, "", 1)
    assert "not empty; --replace overwrites it" in refused.stderr
    assert content(place) == before
    restored = place.answer("restore", file, "--replace")
    assert (restored["events"], restored["faults"]) == (4, [])
    # The first checkpoint still fits, but the second has seen what the backup has not: both are kept, and told of.
    aside = Path(restored["checkpoints_set_aside"])
    assert len(aside.read_text().splitlines()) == 2
    assert place.answer("audit", "verify")["ok"] is True
    assert place.run("audit", "verify", "--checkpoint", str(aside)).returncode == 1


def test_a_backup_taken_under_writing_is_one_moment(place: Installation, other: Installation, tmp_path: Path) -> None:
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, name], env=place.environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        for name in "ab"
    ]
    try:
        for writer in writers:
            assert writer.stdout is not None
            assert writer.stdout.readline() == "1\n"
        for number in range(2):
            place.answer("backup", str(tmp_path / f"{number}.backup"))
    finally:
        for writer in writers:
            writer.kill()
            writer.communicate()
    seen = []
    for number in range(2):
        restored = other.answer("restore", str(tmp_path / f"{number}.backup"), "--replace")
        assert restored["faults"] == []
        seen.append(restored["events"])
    assert 4 < seen[0] < seen[1]


def test_keys_go_along_only_when_asked_for(place: Installation, other: Installation, tmp_path: Path) -> None:
    keys = place.data / "keys"
    keys.mkdir()
    (keys / "signing.json").write_text("{}")
    place.answer("backup", str(tmp_path / "without.backup"))
    place.answer("backup", str(tmp_path / "with.backup"), "--with-keys")
    assert not [part for part in read_manifest(tmp_path / "without.backup").parts if "keys" in part.name]
    other.answer("restore", str(tmp_path / "without.backup"))
    assert not (other.data / "keys").exists()
    other.answer("restore", str(tmp_path / "with.backup"), "--replace")
    kept = other.data / "keys/signing.json"
    assert (kept.read_text(), kept.stat().st_mode & 0o777) == ("{}", 0o600)


def test_code_lists_that_were_kept_go_along_and_come_back(
    place: Installation, other: Installation, tmp_path: Path
) -> None:
    kept = place.data / "code-lists/a.json"
    kept.parent.mkdir()
    kept.write_text("[]")
    place.answer("backup", str(tmp_path / "a.backup"))
    other.answer("restore", str(tmp_path / "a.backup"))
    assert (other.data / "code-lists/a.json").read_text() == "[]"
    (place.data / "code-lists/a.json").write_text("[1]")
    place.answer("backup", str(tmp_path / "b.backup"))
    refused = place.run("restore", str(tmp_path / "a.backup"))
    assert (refused.returncode, kept.read_text()) == (1, "[1]")
    place.answer("restore", str(tmp_path / "a.backup"), "--replace")
    assert kept.read_text() == "[]"


def test_after_a_restore_the_search_index_of_before_is_not_asked_and_the_worker_makes_another(
    place: Installation, tmp_path: Path
) -> None:
    place.answer("search", "index")
    assert place.run("search", "query", "norm").returncode == 1
    place.answer("backup", str(tmp_path / "a.backup"))
    place.answer("restore", str(tmp_path / "a.backup"), "--replace")
    asked = place.run("search", "query", "norm")
    assert (asked.returncode, "normverk search index" in asked.stderr) == (2, True)
    place.answer("jobs", "run")
    assert place.run("search", "query", "norm").returncode == 1


def test_what_cannot_be_written_or_read_is_wrong_use(place: Installation, tmp_path: Path) -> None:
    (tmp_path / "there").write_text("mine")
    for command, words in (
        (("backup", str(tmp_path / "there")), "is there already"),
        (("backup", str(tmp_path / "no/folder")), "cannot be written"),
        (("restore", str(tmp_path / "missing")), "is not there"),
    ):
        done = place.run(*command)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1), done.stderr
        assert words in done.stderr
    assert (tmp_path / "there").read_text() == "mine"


def within_largest_part(file: Path) -> int:
    """A place in the file that is content of a part, not one of the names and lengths between the parts."""
    with zipfile.ZipFile(file) as opened:
        parts = [part for part in opened.infolist() if part.filename != "manifest.json"]
    largest = max(parts, key=lambda part: part.compress_size)
    return largest.header_offset + len(largest.FileHeader()) + largest.compress_size // 2


def test_a_damaged_file_is_refused_and_nothing_is_changed(place: Installation, tmp_path: Path) -> None:
    file = tmp_path / "a.backup"
    place.answer("backup", str(file))
    whole, before = file.read_bytes(), content(place)
    at = within_largest_part(file)
    file.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
    done = place.run("restore", str(file), "--replace")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "is damaged: the part" in done.stderr
    assert content(place) == before


def test_a_backup_of_another_kind_of_database_or_version_is_refused(place: Installation, tmp_path: Path) -> None:
    for changed, words in (
        ({"vendor": "oracle"}, "backup of oracle"),
        ({"migrations": {"weather": ("0001_initial",)}, "version": "9.9"}, "made by version 9.9"),
    ):
        file = tmp_path / f"{next(iter(changed))}.backup"
        vendor = "postgresql" if on_postgresql() else "sqlite"
        with Writer(file) as writer:
            writer.finish(a_manifest((), **{"vendor": vendor, **changed}))
        done = place.run("restore", str(file), "--replace")
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert words in done.stderr


def a_manifest(parts: tuple[Part, ...], **changed: object) -> Manifest:
    """A manifest for tests of the file's form."""
    fields: dict[str, object] = {
        "format": 1, "version": "0", "vendor": "sqlite", "role": "all", "made_at": "", "seq": 0, "hash": "",
        "keys": False, "migrations": {}, "parts": parts,
    }  # fmt: skip
    return Manifest(**(fields | changed))  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small backup file."""
    file = tmp_path_factory.mktemp("archive") / "small.backup"
    with Writer(file) as writer:
        writer.add("one", [b"first ", b"part"])
        writer.add("two", [b"x" * 3000])
        writer.finish(a_manifest(tuple(writer.parts)))
    return file


@given(st.data())
def test_any_flipped_bit_and_any_cut_is_found(small: Path, data: st.DataObject) -> None:
    whole = small.read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    if data.draw(st.booleans()):
        broken = whole[:place]
    else:
        broken = whole[:place] + bytes([whole[place] ^ (1 << data.draw(st.integers(0, 7)))]) + whole[place + 1 :]
    file = small.with_name("broken.backup")
    file.write_bytes(broken)
    with pytest.raises(Damaged):
        read_manifest(file)


def test_a_whole_file_opens_as_an_ordinary_zip_and_gives_its_parts(small: Path) -> None:
    manifest = read_manifest(small)
    assert {part.name: b"".join(chunks(small, part)) for part in manifest.parts} == {
        "one": b"first part",
        "two": b"x" * 3000,
    }
    assert zipfile.ZipFile(small).namelist() == ["one", "two", "manifest.json"]


def test_a_backup_that_fails_half_way_leaves_nothing_behind(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield b"first"
        raise sqlite3.Error

    with pytest.raises(sqlite3.Error), Writer(tmp_path / "a.backup") as writer:
        writer.add("one", failing())
    assert list(tmp_path.iterdir()) == []


class Terminal(StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """It is one."""
        return True


def test_progress_is_drawn_after_two_seconds_on_a_terminal_only() -> None:
    for stream, drawn in ((StringIO(), ""), (Terminal(), "\rx [###############...............]  50%")):
        times = iter([0.0, 1.9, 2.0])
        progress = Progress("x", stream=stream, clock=lambda times=times: next(times))  # type: ignore[misc]
        progress(1, 4)
        progress(2, 4)
        assert stream.getvalue() == drawn
