"""NDJSON: one record event a line, as described in docs/architecture-clocks.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Final

import msgspec

from normverk.norm.days import NORWAY, YEARS, Moment, local_date, parse_moment
from normverk.use.pathways.engine import RecordEvent, Status
from normverk.use.pathways.identity import is_identity_number
from normverk.use.pathways.intake.once import said_twice
from normverk.use.pathways.intake.said import Said
from normverk.use.pathways.intake.signs import HIDDEN, shown

Short = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
OrganisationNumber = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{9}$")]

_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ](?!24).+)?")
"""24:00 is left out: some read it as the day before and some as the day after, and a day is what is counted."""


@dataclass(frozen=True)
class Complaint:
    """Why a line is set aside. `kind` is a stable slug with words in texts.toml, `detail` what in the line it is about."""

    kind: str
    detail: str = ""


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line (or entry of a bundle), by its number from 1: an event, a complaint, or what is said of a person."""

    number: int
    event: RecordEvent | None = None
    complaint: Complaint | None = None
    said: Said | None = None


class WireEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """The fields of a line, before times are understood."""

    patient: Short
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]
    time: Annotated[str, msgspec.Meta(max_length=40)]
    org: OrganisationNumber
    source: Short
    source_id: Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
    version: Annotated[int, msgspec.Meta(ge=0, le=2_000_000_000)]
    status: Status
    recorded: Annotated[str, msgspec.Meta(max_length=40)]
    responsible_org: OrganisationNumber | None = None
    treatment: Annotated[str, msgspec.Meta(max_length=40)] | None = None
    episode: Annotated[str, msgspec.Meta(max_length=80)] | None = None


_decoder: Final = msgspec.json.Decoder(WireEvent)
_MARKS: Final = 8 * 4 + 2
"""Quotation marks around the names and values of the fields that must be there; a version has none around it."""
_WORDS: Final = ("patient", "code", "source", "source_id", "treatment", "episode")


class Misfit(Exception):  # noqa: N818
    """Carries the complaint from the place that found it to the line it is about."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(kind)
        self.complaint = Complaint(kind, shown(detail[:200])[:200])


def read_lines(text: str) -> Iterator[Line]:
    """Every line that is not blank, understood or complained about."""
    return _read(text.split("\n"))


def _read(lines: Iterable[str]) -> Iterator[Line]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield Line(number, event=event_of(_fields(line)))
            except Misfit as misfit:
                yield Line(number, complaint=misfit.complaint)


def _fields(line: str) -> WireEvent:
    try:
        fields = _decoder.decode(line)
    except msgspec.ValidationError as wrong:
        raise Misfit(*_shape_complaint(str(wrong))) from None
    except (msgspec.DecodeError, RecursionError, UnicodeEncodeError):
        raise Misfit("not-json") from None
    if line.count('"') != _marks(fields):
        twice = said_twice(line, WireEvent.__struct_fields__)
        if twice:
            raise Misfit("field-twice", twice)
    return fields


def _marks(fields: WireEvent) -> int:
    """The fewest quotation marks that the fields can be written with: a line with no more gives no field twice."""
    optional = (fields.responsible_org, fields.treatment, fields.episode)
    return _MARKS + 4 * (3 - optional.count(None))


def _shape_complaint(message: str) -> tuple[str, str]:
    named = re.search(r"field `([^`]+)`", message)
    if named and "unknown" in message:
        return "unknown-field", named[1]
    if named and "missing" in message:
        return "missing-field", named[1]
    place = re.search(r"at `\$\.?([^`]*)`", message)
    return "wrong-value", place[1] if place else ""


def event_of(fields: WireEvent) -> RecordEvent:
    """The record event that the fields describe; raises Misfit for times that cannot be and for identity numbers.

    Instants are written in Norway's offset and `recorded` in UTC, so that equal content is equal byte for byte.
    """
    if is_identity_number(fields.patient):
        raise Misfit("identity-number")
    treatment, episode = fields.treatment or "", fields.episode or ""
    words = (fields.patient, fields.code, fields.source, fields.source_id, treatment, episode)
    if HIDDEN.search("".join(words)):
        raise Misfit("wrong-value", next(name for name, word in zip(_WORDS, words, strict=True) if HIDDEN.search(word)))
    time = read_time(fields.time, "time")
    recorded, recorded_on = _read_recorded(fields.recorded)
    day = local_date(time)
    if day > recorded_on:
        raise Misfit("after-recorded", f"{day} > {recorded_on}")
    return RecordEvent(
        fields.patient, fields.code, time, fields.org, fields.source, fields.source_id, fields.version, recorded,
        fields.status, fields.responsible_org or "", treatment, episode,
    )  # fmt: skip


@lru_cache(maxsize=65536)
def _read_recorded(text: str) -> tuple[datetime, date]:
    """The instant in UTC, and its date in Norway. A whole file is often recorded within a few instants."""
    recorded = read_time(text, "recorded")
    if not isinstance(recorded, datetime):
        raise Misfit("time-without-offset", "recorded")
    return recorded.astimezone(UTC), local_date(recorded)


@lru_cache(maxsize=65536)
def read_time(text: str, field: str) -> Moment:
    """A date or an instant with offset; Misfit names the field and tells a missing offset from a date that is none."""
    if not _DATE.fullmatch(text):
        raise Misfit("no-such-time", f"{field}: {text}")
    try:
        moment = parse_moment(text)
    except ValueError:
        raise Misfit(_kind_of_bad_time(text), f"{field}: {text}") from None
    if moment.year not in YEARS:
        raise Misfit("no-such-time", f"{field}: {text}")
    return moment.astimezone(NORWAY) if isinstance(moment, datetime) else moment


def _kind_of_bad_time(text: str) -> str:
    try:
        parsed: date = datetime.fromisoformat(text)
    except ValueError:
        return "no-such-time"
    return "time-without-offset" if isinstance(parsed, datetime) and parsed.tzinfo is None else "no-such-time"
