"""Facts from CSV files, by a mapping file (TOML) that says which column is what, how dates are written, and what the
hospital's own words mean. An example stands in docs/codes-from-the-record.md."""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Final, Literal

import msgspec

from normverk.base.commands import Unusable
from normverk.norm.days import NORWAY, Moment
from normverk.norm.derivation import FactKind
from normverk.use.pathways.intake import Unreadable
from normverk.use.pathways.intake.wire import Misfit, read_time
from normverk.use.proposals.engine import RecordFact
from normverk.use.proposals.readers.common import FactLine, age_on, checked, coded

Column = Literal[
    "patient", "kind", "source_id", "version", "recorded", "state", "org", "asked_by", "asked_by_role", "what", "about",
    "urgency", "categories", "based_on", "received", "authored", "started", "ended", "birth",
]  # fmt: skip
_NEEDED: Final[tuple[Column, ...]] = ("patient", "kind", "source_id", "recorded")
_DATES: Final[tuple[Column, ...]] = ("received", "authored", "started", "ended")


class FileShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the file is written. `many` separates several values in one cell."""

    delimiter: str = ";"
    encoding: Literal["utf-8", "iso-8859-1", "windows-1252"] = "utf-8"
    many: str = "|"


class Dates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How dates and instants are written, as in Python's strptime; instants without offset are Norwegian time."""

    date: str = "%Y-%m-%d"
    instant: str = "%Y-%m-%dT%H:%M:%S%z"


class Void(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Which values of which column say that a row was entered in error."""

    column: str
    values: tuple[str, ...]


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping file. `columns` is what a fact holds to the heading of its column; `constants` what every row has.

    `kinds`, `states`, `roles` and `categories` turn the file's own words into ours; a word that is not there stands as it
    is. `systems` says which code system the codes of `what` and `about` are from; where that hangs on the kind of row,
    `code_systems` says it of `what`, by the word in the kind's column.
    """

    source: str
    columns: dict[Column, str]
    kinds: dict[str, FactKind] = {}
    states: dict[str, str] = {}
    roles: dict[str, str] = {}
    categories: dict[str, str] = {}
    systems: dict[Literal["what", "about"], str] = {}
    code_systems: dict[str, str] = {}
    constants: dict[Column, str] = {}
    file: FileShape = FileShape()
    dates: Dates = Dates()
    void: Void | None = None


def read_mapping(content: bytes, name: str) -> Mapping:
    """A mapping file; Unusable, naming what is wrong, when it cannot be used."""
    try:
        mapping = msgspec.convert(tomllib.loads(content.decode("utf-8-sig")), Mapping)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as wrong:
        raise Unusable(f"{name}: not a usable mapping file ({wrong})") from None
    missing = [column for column in _NEEDED if column not in mapping.columns and column not in mapping.constants]
    if missing:
        raise Unusable(f"{name}: columns lacks {', '.join(missing)}")
    if len(mapping.file.delimiter) != 1:
        raise Unusable(f"{name}: file.delimiter must be one sign")
    return mapping


def read_table(content: bytes, name: str, mapping: Mapping) -> tuple[FactLine, ...]:
    """The facts of a CSV file, and the rows set aside, by row number (the heading is row 1).

    Raises Unreadable when the file is no text in the mapping's encoding, and Unusable when a column is missing.
    """
    if not content.strip():
        raise Unreadable(f"{name}: the file is empty")
    try:
        text = content.decode("utf-8-sig" if mapping.file.encoding == "utf-8" else mapping.file.encoding)
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"{name}: the file is not {mapping.file.encoding} (byte {wrong.start})") from None
    if "\x00" in text:
        raise Unreadable(f"{name}: the file is not text (there is a zero byte in it)")
    rows = csv.reader(io.StringIO(text), delimiter=mapping.file.delimiter, strict=True)
    try:
        heads = [head.strip() for head in next(rows)]
        _check_heads(heads, mapping, name)
        return tuple(_lines(rows, heads, mapping))
    except csv.Error as wrong:
        raise Unreadable(f"{name}: row {rows.line_num} cannot be read as CSV ({wrong})") from None


def _check_heads(heads: list[str], mapping: Mapping, name: str) -> None:
    wanted = {*mapping.columns.values(), *([mapping.void.column] if mapping.void else [])}
    missing = sorted(wanted - set(heads))
    if missing:
        raise Unusable(f"{name}: the heading lacks «{'», «'.join(missing)}», which the mapping names")
    twice = sorted(head for head in wanted if heads.count(head) > 1)
    if twice:
        raise Unusable(f"{name}: the heading has «{twice[0]}» twice")


def _lines(rows: Iterator[list[str]], heads: list[str], mapping: Mapping) -> Iterator[FactLine]:
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        place = f"row {number}"
        try:
            if len(row) != len(heads):
                raise Misfit("wrong-value", f"{len(row)} cells, and {len(heads)} in the heading")
            yield FactLine(place, fact=checked(_fact(dict(zip(heads, row, strict=True)), mapping)))
        except Misfit as misfit:
            yield FactLine(place, complaint=misfit.complaint)


def _fact(cells: dict[str, str], mapping: Mapping) -> RecordFact:
    def cell(column: Column) -> str:
        head = mapping.columns.get(column)
        return (cells[head].strip() if head else "") or mapping.constants.get(column, "")

    def several(column: Column) -> list[str]:
        return [part.strip() for part in cell(column).split(mapping.file.many) if part.strip()]

    moments = {column: _moment(cell(column), column, mapping.dates) for column in _DATES}
    recorded = _moment(cell("recorded"), "recorded", mapping.dates)
    if recorded is None:
        raise Misfit("missing-field", "recorded")
    birth = _moment(cell("birth"), "birth", mapping.dates)
    first = next((found for found in moments.values() if found is not None), None)
    version = cell("version") or "1"
    if not (version.isascii() and version.isdigit()):
        raise Misfit("wrong-value", f"version: {version[:20]}")
    system = mapping.code_systems.get(cell("kind"), mapping.systems.get("what", ""))
    voided = mapping.void is not None and cells[mapping.void.column].strip() in mapping.void.values
    return RecordFact(
        patient=cell("patient"),
        kind=_kind(cell("kind"), mapping),
        source=mapping.source,
        source_id=cell("source_id"),
        version=int(version[:12]),
        recorded=_instant(recorded),
        status="entered-in-error" if voided else "active",
        state=mapping.states.get(cell("state"), cell("state")),
        org=cell("org"),
        asked_by=cell("asked_by"),
        asked_by_role=mapping.roles.get(cell("asked_by_role"), cell("asked_by_role")),
        what=tuple(coded(system, code) for code in several("what")),
        about=tuple(coded(mapping.systems.get("about", ""), code) for code in several("about")),
        urgency=cell("urgency"),
        categories=tuple(mapping.categories.get(one, one) for one in several("categories")),
        based_on=cell("based_on"),
        age=age_on(_day(birth), first),
        **moments,
    )


def _kind(word: str, mapping: Mapping) -> FactKind:
    if word in mapping.kinds:
        return mapping.kinds[word]
    try:
        return FactKind(word)
    except ValueError:
        raise Misfit("unknown-kind", word[:60]) from None


def _moment(written: str, column: str, dates: Dates) -> Moment | None:
    if not written:
        return None
    try:
        instant = datetime.strptime(written, dates.instant)  # noqa: DTZ007  (the offset is in the format, or Norwegian)
        return instant if instant.tzinfo else _in_norway(instant, written, column)
    except ValueError:
        pass
    try:
        return datetime.strptime(written, dates.date).date()  # noqa: DTZ007
    except ValueError:
        pass
    try:
        return read_time(written, column)
    except Misfit:
        raise Misfit("no-such-time", f"{column}: {written[:40]}") from None


def _in_norway(instant: datetime, written: str, column: str) -> datetime:
    local = instant.replace(tzinfo=NORWAY)
    if datetime.fromtimestamp(local.timestamp(), NORWAY).replace(tzinfo=None) != instant:
        raise Misfit("no-such-time", f"{column}: {written[:40]}")
    return local


def _instant(moment: Moment) -> datetime:
    """When something was registered: a date alone counts to its end, so that nothing seems known before it happened."""
    if isinstance(moment, datetime):
        return moment.astimezone(UTC)
    return datetime(moment.year, moment.month, moment.day, 23, 59, 59, tzinfo=NORWAY).astimezone(UTC)


def _day(moment: Moment | None) -> date | None:
    if moment is None:
        return None
    return moment.astimezone(NORWAY).date() if isinstance(moment, datetime) else moment
