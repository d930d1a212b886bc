"""Writing the index: one SQLite file, also where PostgreSQL holds the rest.

A file that is in place is never written to. Building and renewing make another beside it and put that in its place in
one step, so whoever reads has the old index or the new one, never half. Writers wait for each other by a lock file.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from normverk.base.events.queries import START, Checkpoint
from normverk.publish.search import filling
from normverk.publish.search.document import SearchDocument
from normverk.publish.search.terms import WEIGHTS, Written, written

NAME: Final = "search.sqlite3"
NO_LOG: Final = Checkpoint(0, START)
"""The end of a log in which nothing stands."""

Progress = Callable[[int, int], None]
"""Told how many documents are done of how many; of 0 while they are still being gathered."""


@dataclass(frozen=True)
class Built:
    """What an index holds: documents, different words, and bytes on disk."""

    documents: int
    words: int
    size: int


def silent(done: int, whole: int) -> None:
    """Shows nothing."""


def build(
    documents: Iterable[SearchDocument],
    path: Path,
    *,
    now: datetime,
    log: Checkpoint = NO_LOG,
    progress: Progress = silent,
) -> Built:
    """Makes the index of these documents and puts it in place. Equal documents give equal answers, whatever their order.

    `log` is the end of the event log when the documents began to be read.
    Raises ValueError for a key given twice; what was in place then stays.
    """
    with _aside(path) as new:
        new.unlink(missing_ok=True)
        with closing(_open(new)) as db:
            db.executescript(filling.SCHEMA)
            db.execute("BEGIN")
            db.execute("CREATE TEMP TABLE given (key TEXT PRIMARY KEY, payload BLOB NOT NULL) WITHOUT ROWID")
            counts: Counter[Written] = Counter()
            number = 0
            for number, document in enumerate(documents, 1):
                try:
                    db.execute("INSERT INTO given VALUES (?, ?)", (document.key, filling.pack(document)))
                except sqlite3.IntegrityError:
                    raise ValueError(f"two documents have the key {document.key}") from None
                counts.update(written(document))
                progress(number, 0)
            filling.add_words(db, counts)
            counts.clear()
            filling.add_documents(db, _given(db, number, progress), first_id=1)
            db.execute("INSERT INTO found (found) VALUES ('optimize')")
            filling.keep_common(db)
            _finish(db, now, log)
        return describe(new)


def renew(
    under: str, documents: Iterable[SearchDocument], path: Path, *, now: datetime, log: Checkpoint = NO_LOG
) -> bool:
    """Lets exactly these documents stand for every key that begins with `under`; the rest is left as it is.

    False, with nothing done, when there is no index or one that was made by other rules: then build. New words do not
    part the compounds of documents that stay; the next building does that.
    """
    if not under:
        raise ValueError("renewing everything is building")
    with _aside(path) as new:
        if not path.exists():
            return False
        shutil.copyfile(path, new)
        with closing(_open(new)) as db:
            if _meta(db, "made_by") != filling.made_by():
                new.unlink()
                return False
            db.execute("BEGIN")
            gone = db.execute("SELECT id FROM document WHERE substr(key, 1, ?) = ?", (len(under), under)).fetchall()
            less = filling.remove_documents(db, (id for (id,) in gone))
            fresh = sorted(documents, key=lambda document: document.key)
            counts: Counter[Written] = Counter()
            for document in fresh:
                counts.update(written(document))
            counts.subtract(less)
            filling.add_words(db, counts)
            last = int(db.execute("SELECT coalesce(max(id), 0) FROM document").fetchone()[0])
            filling.extend_common(db, filling.add_documents(db, fresh, first_id=max(last, 1) + 1))
            _finish(db, now, log)
    return True


def describe(path: Path) -> Built:
    """What the index at `path` holds."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        documents = db.execute("SELECT count(*) FROM document").fetchone()[0]
        words = db.execute("SELECT count(DISTINCT surface) FROM word WHERE documents > 0").fetchone()[0]
    return Built(documents, words, path.stat().st_size)


@contextmanager
def _aside(path: Path) -> Iterator[Path]:
    """A path beside `path` to write to; what lies there at the end takes the place of `path`, unless something failed."""
    new = path.with_suffix(".new")
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            yield new
            if new.exists():
                with new.open("rb") as written_file:
                    os.fsync(written_file.fileno())
                new.replace(path)
        finally:
            new.unlink(missing_ok=True)


def _open(path: Path) -> sqlite3.Connection:
    """Without a journal: a file that is not in place may be lost."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536")
    return db


def _given(db: sqlite3.Connection, number: int, progress: Progress) -> Iterator[SearchDocument]:
    rows = db.execute("SELECT payload FROM given ORDER BY key")
    for done, (payload,) in enumerate(rows, 1):
        yield filling.unpack(payload)
        progress(done, number)


def _finish(db: sqlite3.Connection, now: datetime, log: Checkpoint) -> None:
    facts = {
        "made_by": filling.made_by(),
        "made_at": now.isoformat(),
        "log": f"{log.seq} {log.hash}",
        "serial": secrets.token_hex(8),
    }
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", facts.items())
    weights = ", ".join(map(str, WEIGHTS))
    db.execute("INSERT INTO found (found, rank) VALUES ('rank', ?)", (f"bm25({weights})",))
    db.execute("COMMIT")


def _meta(db: sqlite3.Connection, name: str) -> str:
    try:
        row = db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(row[0]) if row else ""
