"""Where a file of events cannot be read, in our words: the database's own name no line, or the wrong one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from normverk.base.languages import say
from normverk.use.pathways.intake.wire import read_lines


def first_bad_line(files: Iterable[Path]) -> str:
    """«events.ndjson, line 3: there is no such date or time (time: 2021-02-31)»; empty when every line can be read.

    Reads the files line by line, so it is only for when something has gone wrong. Parquet files have no lines.
    """
    for file in files:
        if file.suffix.lower() == ".parquet":
            continue
        with file.open(encoding="utf-8", errors="replace") as lines:
            for number, text in enumerate(lines, start=1):
                for line in read_lines(text.rstrip("\n")):
                    if line.complaint is not None:
                        detail = f" ({line.complaint.detail})" if line.complaint.detail else ""
                        kind = say(f"intake.kind.{line.complaint.kind}", "en")
                        return f"{file.name}, line {number}: {kind}{detail}"
    return ""
