"""Copying a SQLite database while others write in it, and putting a copy back."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

_PAGES_AT_A_TIME: Final = 1000


def snapshot(source: Path, target: Path, *, progress: Callable[[int, int], None]) -> None:
    """Copies `source` as it is at this moment. The read transaction keeps the moment still while writers go on."""
    with _open(source) as reading, _open(target) as writing:
        reading.execute("BEGIN")
        reading.execute("SELECT count(*) FROM sqlite_master").fetchone()
        _copy(reading, writing, progress)
        reading.execute("ROLLBACK")
        writing.execute("PRAGMA journal_mode=DELETE")


def restore(source: Path, target: Path, *, progress: Callable[[int, int], None]) -> None:
    """Overwrites `target` with `source` in one transaction; readers see the old database or the new one, never a mix."""
    with _open(source) as reading, _open(target) as writing:
        _copy(reading, writing, progress)
        writing.execute("PRAGMA journal_mode=WAL")


def unsound(file: Path) -> str:
    """What is wrong with a database file by SQLite's own check, or an empty string."""
    try:
        with _open(file) as opened:
            answer = str(opened.execute("PRAGMA integrity_check").fetchone()[0])
            broken = opened.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as fault:
        return str(fault)
    if answer != "ok":
        return answer
    return f"a row of {broken[0]} points at nothing" if broken else ""


def log_end(file: Path) -> tuple[int, str]:
    """The end of the event log in a database file: number and hash."""
    with _open(file) as opened:
        row: tuple[int, str] = opened.execute("SELECT seq, hash FROM events_head").fetchone()
    return row


def applied(file: Path) -> list[tuple[str, str]]:
    """The migrations a database file has been through, in order."""
    with _open(file) as opened:
        return opened.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()


def _copy(reading: sqlite3.Connection, writing: sqlite3.Connection, progress: Callable[[int, int], None]) -> None:
    reading.backup(
        writing, pages=_PAGES_AT_A_TIME, progress=lambda _, left, whole: progress(whole - left, whole), sleep=0.05
    )


@contextmanager
def _open(file: Path) -> Iterator[sqlite3.Connection]:
    """A connection that is closed at the end, which sqlite3's own context manager does not do."""
    opened = sqlite3.connect(file, timeout=30, isolation_level=None)
    try:
        yield opened
    finally:
        opened.close()
