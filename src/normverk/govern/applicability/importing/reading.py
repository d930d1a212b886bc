"""From bytes to a catalogue file: which shape it is, whether it can be read, and what is wrong with it and where."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec

from normverk.govern.applicability.importing.shape import FORMAT, CatalogueFile, FileNorm, FileRow
from normverk.govern.applicability.kinds import NORM_KINDS, actor_kinds
from normverk.norm.text import unreadable_signs

LARGEST: Final = 5 * 1024 * 1024
"""Bytes. The whole catalogue of 2016 is 20 kB."""
_TAKEN: Final = frozenset({"add"})
_SLUG: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Complaint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was taken all the same: where, what, and what was done about it."""

    place: str
    what: str
    done: str

    def line(self) -> str:
        """The complaint as one line."""
        return f"{self.place}: {self.what}; {self.done}"


class BadFile(Exception):  # noqa: N818
    """The whole file is refused. `problems` name the place, the thing and the way out."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("; ".join(problems[:5]) + (f" (and {len(problems) - 5} more)" if len(problems) > 5 else ""))
        self.problems = problems


class FileRead(msgspec.Struct, frozen=True):
    """A file that can be used, with what was cleaned on the way."""

    file: CatalogueFile
    complaints: tuple[Complaint, ...] = ()


def read_file(content: bytes, *, stated_on: date | None = None) -> FileRead:
    """Reads a catalogue file in any of the shapes we know; raises BadFile when anything in it cannot be used.

    `stated_on` is the day on which an older list said what it says, for shapes that do not tell.
    """
    from normverk.govern.applicability.importing.matrix import from_matrix
    from normverk.govern.applicability.importing.old_list import from_old_list

    if len(content) > LARGEST:
        raise BadFile((f"the file has {len(content)} bytes; at most {LARGEST} are read, so split it",))
    plain = _parsed(content)
    if "temaer" in plain:
        found = from_old_list(plain, stated_on)
    elif "poster" in plain:
        found = from_matrix(plain, stated_on)
    else:
        found = FileRead(_own(plain))
    if problems := tuple(_problems(found.file)):
        raise BadFile(problems)
    return found


def _parsed(content: bytes) -> dict[str, Any]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise BadFile((f"byte {wrong.start} is not UTF-8; save the file as UTF-8",)) from None
    try:
        plain = msgspec.json.decode(text) if text.lstrip()[:1] in {"{", "["} else tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise BadFile((f"the file is neither JSON nor TOML: {wrong}",)) from None
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise BadFile((f"the file is not JSON that can be read: {wrong}",)) from None
    if not isinstance(plain, dict):
        raise BadFile((f"the file holds a list; it must be an object with format = {FORMAT}",))
    return plain


def _own(plain: dict[str, Any]) -> CatalogueFile:
    if "format" not in plain:
        raise BadFile((f"the file does not say what it is; write format = {FORMAT} at its top",))
    try:
        return msgspec.convert(plain, CatalogueFile)
    except msgspec.ValidationError as wrong:
        raise BadFile((str(wrong),)) from None


def _problems(file: CatalogueFile) -> Iterator[str]:
    for id, count in Counter(norm.id for norm in file.norms).items():
        alike = [norm for norm in file.norms if norm.id == id]
        if count > 1 and any(norm != alike[0] for norm in alike):
            yield f"the id «{id}» stands {count} times with different content; give each norm an id of its own"
    for number, norm in enumerate(file.norms):
        place = f"$.norms[{number}] ({norm.id})"
        yield from _norm_problems(norm, place)
        labels = Counter(version.label for version in norm.versions)
        for label, count in labels.items():
            if count > 1:
                yield f"{place}: the version «{label}» stands {count} times; write its rows under one"
        for at, version in enumerate(norm.versions):
            for row_at, row in enumerate(version.applies):
                yield from _row_problems(row, f"{place}.versions[{at}].applies[{row_at}]")


def _norm_problems(norm: FileNorm, place: str) -> Iterator[str]:
    if not _SLUG.fullmatch(norm.id) or len(norm.id) > 100:
        yield f"{place}: an id has small letters a–z, digits and single hyphens, at most 100"
    if norm.id in _TAKEN:
        yield f"{place}: the id «{norm.id}» is an address of the catalogue itself; choose another"
    if not norm.title_text.written():
        yield f"{place}: the title is empty"
    if norm.kind not in NORM_KINDS:
        yield f"{place}: there is no kind «{norm.kind}»; write one of {', '.join(NORM_KINDS)}"
    words = (*(getattr(norm.title_text, each) for each in norm.title_text.written()), norm.description, norm.theme)
    if signs := unreadable_signs("".join(words)):
        yield f"{place}: holds control signs that cannot be shown ({', '.join(signs)}); take them out"
    lengths = (("number", 60), ("theme", 200), ("publisher", 200), ("address", 500), ("contact", 200), ("product", 80))
    for name, longest in lengths:
        if len(getattr(norm, name)) > longest:
            yield f"{place}.{name}: has {len(getattr(norm, name))} signs; at most {longest}"
    for version in norm.versions:
        if len(version.label) > 40 or len(version.number) > 60:
            yield f"{place}: the version «{version.label[:50]}» has a label over 40 or a number over 60 signs"


def _row_problems(row: FileRow, place: str) -> Iterator[str]:
    if row.actor is not None and row.actor not in actor_kinds():
        yield f"{place}.actor: there is no kind of actor «{row.actor}»; write one of {', '.join(actor_kinds())}"
    if len(row.legal_basis) > 300 or len(row.decided_by) > 200:
        yield f"{place}: legal_basis has at most 300 signs and decided_by 200"
