"""Checkpoints: the end of the event log, written to a file outside the database, so that a cut-off log is seen.

They are not signed: whoever can rewrite the database on this machine could sign too. Their worth lies in being copied
to a place that person does not reach; each is one line that can be mailed, printed or kept by another system.
"""

from __future__ import annotations

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from normverk.base.events.queries import Checkpoint, head

BETWEEN: Final = timedelta(hours=1)
"""How often the worker writes one, at most."""


class UnreadableCheckpoints(Exception):  # noqa: N818
    """A checkpoint file that cannot be read; the message names file and line."""


def default_file() -> Path:
    """Where this installation keeps its checkpoints."""
    return Path(settings.DATA) / "checkpoints.ndjson"


def read(file: Path) -> tuple[Checkpoint, ...]:
    """The checkpoints in `file`, in order. A last line that was cut off while being written does not count.

    Raises UnreadableCheckpoints for a file or line that cannot be read.
    """
    return tuple(Checkpoint(seq, hash) for seq, hash, _ in _lines(file))


def append(file: Path, *, now: datetime) -> Checkpoint:
    """Writes the present end of the log as a line, on disk when this returns, and returns it."""
    present = head()
    line = json.dumps({"seq": present.seq, "hash": present.hash, "at": now.isoformat()}) + "\n"
    with file.open("ab+") as handle:
        handle.seek(0)
        whole = handle.read().rfind(b"\n") + 1
        handle.truncate(whole)
        handle.write(line.encode())
        handle.flush()
        os.fsync(handle.fileno())
    return present


def append_if_due(file: Path, *, now: datetime) -> Checkpoint | None:
    """Writes a checkpoint when the last is an hour old and the log has grown since; else None."""
    lines = _lines(file) if file.exists() else []
    if lines:
        seq, _, at = lines[-1]
        if now - at < BETWEEN or head().seq == seq:
            return None
    elif head().seq == 0:
        return None
    return append(file, now=now)


def set_aside(file: Path, *, now: datetime) -> Path:
    """Renames a checkpoint file that belongs to a log which is no longer here; returns its new name."""
    kept = file.with_name(f"{file.stem}-until-{now:%Y%m%dT%H%M%SZ}{file.suffix}")
    return file.rename(kept)


def _lines(file: Path) -> list[tuple[int, str, datetime]]:
    try:
        written = file.read_bytes()
    except OSError as fault:
        raise UnreadableCheckpoints(f"{file} cannot be read: {fault.strerror}") from None
    found = []
    for number, line in enumerate(written.split(b"\n")[:-1], start=1):
        try:
            plain = json.loads(line)
            found.append((int(plain["seq"]), str(plain["hash"]), datetime.fromisoformat(plain["at"])))
        except (ValueError, KeyError, TypeError):
            raise UnreadableCheckpoints(f"{file}, line {number} is not a checkpoint") from None
    return found
