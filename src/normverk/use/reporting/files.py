"""Files for checking: record events of any size, and patients with birth dates. Nothing is stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Final

import msgspec

from normverk.base.commands import Unusable
from normverk.use.pathways.engine import RecordEvent
from normverk.use.pathways.intake import Complaint, Unreadable, read_lines
from normverk.use.pathways.intake.people import read_births
from normverk.use.pathways.intake.wire import Line, Misfit, WireEvent, event_of
from normverk.use.reporting.npr import NO_TIME, Person

_PIECE: Final = 4_000_000
"""Bytes of lines that are understood at a time."""
_SOME_TIME: Final = "1900-01-01"

Progress = Callable[[int, int], None]


@dataclass
class ReadEvents:
    """Everything that could be read: all versions of all events, how many lines, and complaints by line number."""

    events: list[RecordEvent] = field(default_factory=list)
    lines: int = 0
    complaints: list[tuple[int, Complaint]] = field(default_factory=list)


def read_events(name: str, progress: Progress) -> ReadEvents:
    """Reads a file of record events (NDJSON). An event whose time is missing is kept with NO_TIME: that is a finding.

    `progress` is told of bytes. Raises Unusable for a file that is not there and Unreadable for one that is no text.
    """
    found = ReadEvents()
    try:
        with Path(name).open("rb") as file:
            whole = Path(name).stat().st_size
            for number, text in _pieces(file, name):
                _read_piece(text, number, found)
                progress(file.tell(), whole)
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None
    if not found.lines:
        raise Unreadable(f"{name}: the file is empty")
    return found


def read_patients(name: str) -> tuple[dict[str, Person], list[tuple[int, Complaint]]]:
    """Who the patients of the file are, by pseudonym, and what is wrong with its lines; raises as `read_events`."""
    try:
        content = Path(name).read_bytes()
    except OSError as wrong:
        raise Unusable(f"{name}: {wrong.strerror or wrong}") from None
    births, complaints = read_births(content, name)
    return {patient: Person(birth, identified=True) for patient, birth in births.items()}, complaints


def _pieces(file: BinaryIO, name: str) -> Iterator[tuple[int, str]]:
    """The file's lines in large pieces, each with the number of lines before it."""
    before = 0
    while lines := file.readlines(_PIECE):
        piece = b"".join(lines)
        if b"\x00" in piece:
            raise Unreadable(f"{name}: the file is not text (there is a zero byte); send UTF-8 text")
        try:
            text = piece.decode("utf-8-sig" if before == 0 else "utf-8")
        except UnicodeDecodeError as wrong:
            line = before + piece.count(b"\n", 0, wrong.start) + 1
            raise Unreadable(f"{name}: line {line} is not UTF-8; save the file as UTF-8") from None
        yield before, text
        before += len(lines)


def _read_piece(text: str, before: int, found: ReadEvents) -> None:
    written: list[str] | None = None
    for line in read_lines(text):
        found.lines += 1
        event, complaint = line.event, line.complaint
        if complaint is not None and _is_about_time(complaint):
            written = text.split("\n") if written is None else written
            event, complaint = _without_time(line, written[line.number - 1])
        if event is not None:
            found.events.append(event)
        elif complaint is not None:
            found.complaints.append((before + line.number, complaint))


def _is_about_time(complaint: Complaint) -> bool:
    """True when the time is missing, or has a value that may stand for none."""
    return complaint.detail.partition(":")[0] == "time" and complaint.kind in {
        "missing-field",
        "wrong-value",
        "no-such-time",
    }


def _without_time(line: Line, written: str) -> tuple[RecordEvent | None, Complaint | None]:
    """The event without a time when it has none (left out, null, or empty); else the complaint that was there."""
    fields: dict[str, Any] = msgspec.json.decode(written)
    if fields.get("time"):
        return None, line.complaint
    try:
        event = event_of(msgspec.convert({**fields, "time": _SOME_TIME}, WireEvent))
    except Misfit as misfit:
        return None, misfit.complaint
    except msgspec.ValidationError as wrong:
        return None, Complaint("wrong-value", str(wrong)[:200])
    return msgspec.structs.replace(event, time=NO_TIME), None
