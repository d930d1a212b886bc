"""What calendar files (RFC 5545) have in common: escaped words, folded lines, and days that last the whole day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta


def whole_days(entries: Iterable[tuple[str, date, str, str]], *, product: str, now: datetime) -> str:
    """A calendar of whole days. Each entry has an id that never changes, its day, its words and its address."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:-//normverk//{product}//EN"]
    for id, day, words, address in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{id}@normverk",
            f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{day:%Y%m%d}",
            *([f"DTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}"] if day < date.max else []),
            f"SUMMARY:{escaped(words)}",
            f"URL:{address}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def escaped(words: str) -> str:
    """The words as a calendar file can hold them."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, "\\" + sign)
    # Any sign that some program might take for the end of a line must not end this one.
    return "\\n".join(words.splitlines())


def folded(line: str) -> str:
    """The line in pieces of at most 75 octets, never cutting a sign in two."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
