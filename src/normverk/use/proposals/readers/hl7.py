"""HL7 v2 messages: separators, repetitions, escapes and character sets. A small reader that takes what hospitals send.

Tolerant where no meaning is lost: segments may end with CR, LF or both, messages may stand in MLLP frames or in a batch,
fields at the end may be missing, and segments nobody asks for are passed by. What cannot be read is refused a message at
a time, with the segment and field named (HL7 v2.5.1 chapter 2: 2.5 message construction, 2.7 escape sequences).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from normverk.norm.days import NORWAY, Moment
from normverk.use.pathways.intake.wire import Misfit

CHARSETS: Final = {
    "": "utf-8",
    "ASCII": "ascii",
    "8859/1": "iso8859-1",
    "8859/15": "iso8859-15",
    "UNICODE UTF-8": "utf-8",
    "UNICODE": "utf-8",
    "UTF-8": "utf-8",
    "UTF8": "utf-8",
}
"""Character sets by their names in HL7 table 0211. Without a name it is read as UTF-8, and as 8859/1 where that fails."""

_BATCH: Final = frozenset({b"FHS", b"BHS", b"BTS", b"FTS"})
_FRAME: Final = bytes.maketrans(b"\x0b\x1c", b"\r\r")
_SEGMENT: Final = re.compile(r"[A-Z][A-Z0-9]{2}")
_TIME: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(?:(\d{2})(?:\.\d{1,4})?)?)?([+-]\d{4})?")


@dataclass(frozen=True)
class Separators:
    """The signs that a message separates its parts with, as its MSH says."""

    field: str
    component: str
    repetition: str
    escape: str
    subcomponent: str


@dataclass(frozen=True)
class Segment:
    """One segment, its fields still as written. `fields[0]` is the first field (for MSH, that is MSH-1)."""

    name: str
    fields: tuple[str, ...]
    signs: Separators

    def raw(self, number: int) -> str:
        """Field `number`, from 1, as written; empty when the segment ends before it. HL7's explicit null counts as empty."""
        found = self.fields[number - 1] if 0 < number <= len(self.fields) else ""
        return "" if found == '""' else found

    def repetitions(self, number: int) -> list[list[str]]:
        """The repetitions of a field, each as its components, unescaped; a component's subcomponents are left together."""
        raw = self.raw(number)
        return [
            [self.unescaped(component, number) for component in repetition.split(self.signs.component)]
            for repetition in (raw.split(self.signs.repetition) if raw else [])
        ]

    def component(self, number: int, part: int = 1) -> str:
        """Component `part` of the first repetition; empty when it is not there."""
        found = self.repetitions(number)
        return found[0][part - 1].strip() if found and part <= len(found[0]) else ""

    def required(self, number: int, part: int = 1) -> str:
        """The same, or Misfit with the field's name when nothing stands there."""
        found = self.component(number, part)
        if not found:
            raise Misfit("missing-field", f"{self.name}-{number}" + (f".{part}" if part > 1 else ""))
        return found

    def moment(self, number: int, part: int = 1) -> Moment | None:
        """A time stamp as a date or an instant; None when nothing stands there, Misfit with the field's name when wrong."""
        written = self.component(number, part)
        return read_stamp(written, f"{self.name}-{number}") if written else None

    def unescaped(self, written: str, number: int) -> str:
        """The text behind escape sequences. Formatting is dropped, unknown ones are refused: they may hold anything."""
        escape = self.signs.escape
        if escape not in written:
            return written
        parts = written.split(escape)
        if len(parts) % 2 == 0:
            raise Misfit("bad-escape", f"{self.name}-{number}: a sequence is not closed")
        return "".join(part if place % 2 == 0 else self._escaped(part, number) for place, part in enumerate(parts))

    def _escaped(self, code: str, number: int) -> str:
        signs = self.signs
        plain = {"F": signs.field, "S": signs.component, "T": signs.subcomponent, "R": signs.repetition,
                 "E": signs.escape, "H": "", "N": "", "P": signs.field}  # fmt: skip
        if code in plain:
            return plain[code]
        if re.fullmatch(r"X([0-9A-Fa-f]{2})+", code):
            return _from_hex(code[1:], f"{self.name}-{number}")
        if re.fullmatch(r"\.(br|sp|fi|nf|in|ti|sk|ce)[+-]?\d*", code):
            return "\n" if code.startswith((".br", ".sp")) else ""
        raise Misfit("bad-escape", f"{self.name}-{number}: {code[:20]}")


@dataclass(frozen=True)
class Message:
    """One message: its segments in order, the header first."""

    segments: tuple[Segment, ...]

    @property
    def header(self) -> Segment:
        """MSH."""
        return self.segments[0]

    @property
    def kind(self) -> tuple[str, str]:
        """Message code and trigger event, such as ADT and A04 (MSH-9)."""
        return self.header.component(9, 1), self.header.component(9, 2)

    def all(self, name: str) -> tuple[Segment, ...]:
        """Every segment of that name."""
        return tuple(segment for segment in self.segments if segment.name == name)

    def one(self, name: str) -> Segment:
        """The first segment of that name, or Misfit."""
        found = self.all(name)
        if not found:
            raise Misfit("missing-segment", name)
        return found[0]


def messages_in(content: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """The messages of a file by number from 1, each as its segments in bytes. Lines before the first MSH are number 0."""
    number = 0
    held: list[bytes] = []
    for line in re.split(rb"[\r\n]+", content.translate(_FRAME)):
        piece = line.strip(b" \t\xef\xbb\xbf") if number == 0 and not held else line.strip(b" \t")
        if not piece or piece[:3] in _BATCH:
            continue
        if piece[:3] == b"MSH":
            if held:
                yield number, held
            number, held = number + 1, [piece]
        else:
            held.append(piece)
    if held:
        yield number, held


def read_message(pieces: list[bytes]) -> Message:
    """A message from its segments in bytes; Misfit names what in it cannot be read."""
    if pieces[0][:3] != b"MSH":
        raise Misfit("missing-segment", "MSH")
    signs = _separators(pieces[0])
    charset = _charset(pieces[0], signs)
    segments = []
    for place, piece in enumerate(pieces, start=1):
        try:
            text = piece.decode(charset)
        except UnicodeDecodeError:
            if charset != "utf-8" or _named_charset(pieces[0], signs):
                raise Misfit("bad-charset", f"segment {place} is not {charset} (MSH-18)") from None
            text = piece.decode("iso8859-1")
        segments.append(_segment(text, place, signs))
    return Message(tuple(segments))


def read_stamp(written: str, field: str) -> Moment:
    """An HL7 time stamp: a date, or an instant; without an offset it is Norwegian time, as hospitals here send it.

    Misfit for what is coarser than a day, for days and times that do not exist (24:00, the hour lost to summer time).
    """
    found = _TIME.fullmatch(written)
    if found is None:
        raise Misfit("no-such-time", f"{field}: {written[:40]}")
    year, month, day, hour, minute, second, offset = found.groups()
    try:
        whole = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))  # noqa: DTZ001
        if hour is None:
            return whole.date()
        if offset:
            return datetime.strptime(f"{whole:%Y%m%d%H%M%S}{offset}", "%Y%m%d%H%M%S%z").astimezone(NORWAY)
    except ValueError:
        raise Misfit("no-such-time", f"{field}: {written[:40]}") from None
    local = whole.replace(tzinfo=NORWAY)
    if datetime.fromtimestamp(local.timestamp(), NORWAY).replace(tzinfo=None) != whole:
        raise Misfit("no-such-time", f"{field}: {written[:40]}")
    return local


def _separators(header: bytes) -> Separators:
    text = header[3:8].decode("ascii", errors="replace")
    if len(text) < 5 or any(sign.isalnum() or sign.isspace() or sign == "\ufffd" for sign in text):
        raise Misfit("bad-separators", "MSH-1 and MSH-2")
    if len(set(text)) != 5:
        raise Misfit("bad-separators", f"MSH-2: {text[1:]}")
    return Separators(*text)


def _named_charset(header: bytes, signs: Separators) -> str:
    fields = header.decode("ascii", errors="replace").split(signs.field)
    return fields[17].split(signs.repetition)[0].strip().upper() if len(fields) > 17 else ""


def _charset(header: bytes, signs: Separators) -> str:
    named = _named_charset(header, signs)
    if named not in CHARSETS:
        raise Misfit("bad-charset", f"MSH-18: {named[:30]}")
    return CHARSETS[named]


def _segment(text: str, place: int, signs: Separators) -> Segment:
    name, *fields = text.split(signs.field)
    if not _SEGMENT.fullmatch(name):
        raise Misfit("bad-segment", f"segment {place}: {name[:20]}")
    # MSH-1 is the field separator itself, so its fields are counted from one that no split can find.
    return Segment(name, (signs.field, *fields) if name == "MSH" else tuple(fields), signs)


def _from_hex(digits: str, field: str) -> str:
    held = bytes.fromhex(digits)
    for charset in ("utf-8", "iso8859-1"):
        try:
            found = held.decode(charset)
        except UnicodeDecodeError:
            continue
        if found.isprintable() or found in {"\n", "\r", "\r\n", "\t"}:
            return found.replace("\r", "\n")
        break
    raise Misfit("bad-escape", f"{field}: X{digits[:20]}")
