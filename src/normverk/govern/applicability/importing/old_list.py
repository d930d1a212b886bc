"""The list of 2016 (themes with sub-themes with titles): it tells which norms there were, and nothing of whom they bind."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import msgspec

from normverk.govern.applicability.importing.cleaning import clean, parts_of_title, slug
from normverk.govern.applicability.importing.reading import BadFile, Complaint, FileRead
from normverk.govern.applicability.importing.shape import (
    FORMAT,
    CatalogueFile,
    FileNorm,
    FileRow,
    FileSource,
    FileVersion,
)

STATED_ON: Final = date(2016, 2, 29)
"""The list says «February 2016»; its last day is the first on which all of it was surely said."""


class _Entry(msgspec.Struct):
    tittel: str
    utgivers_dokument_id: str | None = msgspec.field(default=None, name="utgiversDokumentId")


class _SubTheme(msgspec.Struct):
    undertema: str
    standarder: tuple[_Entry, ...]


class _Theme(msgspec.Struct):
    tema: str
    undertema: tuple[_SubTheme, ...]


class _List(msgspec.Struct):
    kilde: str
    temaer: tuple[_Theme, ...]


def from_old_list(plain: dict[str, Any], stated_on: date | None) -> FileRead:
    """The list as our own shape: each entry a version of a norm, with one row that says how little is known of it."""
    try:
        told = msgspec.convert(plain, _List)
    except msgspec.ValidationError as wrong:
        raise BadFile((f"this looks like the list of 2016, but {wrong}",)) from None
    complaints: list[Complaint] = []
    norms: dict[str, FileNorm] = {}
    for at, theme in enumerate(told.temaer):
        for under, sub in enumerate(theme.undertema):
            name = " / ".join(clean(words)[0] for words in (theme.tema, sub.undertema))
            for number, entry in enumerate(sub.standarder):
                place = f"$.temaer[{at}].undertema[{under}].standarder[{number}]"
                _add(norms, entry, name, place, complaints)
    source = FileSource(told.kilde, licence="", stated_on=stated_on or STATED_ON)
    return FileRead(CatalogueFile(FORMAT, source, tuple(norms.values())), tuple(complaints))


def _add(norms: dict[str, FileNorm], entry: _Entry, theme: str, place: str, complaints: list[Complaint]) -> None:
    title, removed = clean(entry.tittel)
    if removed:
        complaints.append(Complaint(place, f"the title «{title}» held {' and '.join(removed)}", "taken out"))
    bare, label, in_title = parts_of_title(title)
    number = clean(entry.utgivers_dokument_id or "")[0] or in_title
    if in_title and number != in_title:
        complaints.append(
            Complaint(place, f"the title says {in_title}, the field {number}", "the field is kept; check the source")
        )
    version = FileVersion(label, number, applies=(FileRow(),))
    id = slug(bare)
    known = norms.get(id)
    if known is not None and known.theme == theme and label not in {one.label for one in known.versions}:
        series = known.number if known.number == number else number.partition(":")[0]
        norms[id] = msgspec.structs.replace(known, number=series, versions=(*known.versions, version))
        return
    if known is not None:
        id = next(f"{id}-{count}" for count in range(2, 1000) if f"{id}-{count}" not in norms)
        complaints.append(
            Complaint(
                place, f"«{bare}» stands here a second time", f"kept as an entry of its own, {id}; check the source"
            )
        )
    norms[id] = FileNorm(id, bare, number=number, theme=theme, versions=(version,))
