"""The entries of 2024, with a matrix of whom they are for: kind of actor by mandatory and recommended, with actions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

import msgspec
from msgspec.structs import replace

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
from normverk.govern.applicability.kinds import actor_named
from normverk.norm.applicability import Action, Level
from normverk.norm.source import Source

_ACTIONS: Final = {"sende": Action.SEND, "motta": Action.RECEIVE, "bruke": Action.USE}


class _For(msgspec.Struct):
    virksomhetstype: str
    obligatorisk: tuple[str, ...] = ()
    anbefalt: tuple[str, ...] = ()
    merknad: str = ""


class _Ground(msgspec.Struct):
    bruk: str = ""
    obligatorisk: str = ""


class _Entry(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    tittel: str
    kilde: str
    beskrivelse: str = ""
    formal_bruksomrade: str = ""
    status: str = ""
    hjemmel: _Ground | str = ""
    gjelder_for: tuple[_For, ...] = ()
    besluttet_av: str = ""
    oppdatering: str = ""
    profil_av: str = ""
    teknisk_dokumentasjon: str = ""
    kontakt: str = ""
    hapi_id: str = ""
    id_standard: str = ""
    type_standard: str = ""
    forst_publisert: str = ""
    sist_faglig_oppdatert: str = ""
    url: str = ""


class _Entries(msgspec.Struct):
    merknad: str
    poster: tuple[_Entry, ...]


def from_matrix(plain: dict[str, Any], stated_on: date | None) -> FileRead:
    """The entries as our own shape. What the source is not sure of is unknown, with the source's own doubt as a note."""
    if stated_on is None:
        raise BadFile(("these entries do not say when they were read; give the day with --stated-on",))
    try:
        told = msgspec.convert(plain, _Entries)
    except msgspec.ValidationError as wrong:
        raise BadFile((f"these look like entries with a matrix, but {wrong}",)) from None
    complaints: list[Complaint] = []
    problems: list[str] = []
    norms = [_norm(entry, f"$.poster[{at}]", complaints, problems) for at, entry in enumerate(told.poster)]
    if problems:
        raise BadFile(tuple(problems))
    source = FileSource(told.merknad, stated_on=stated_on)
    return FileRead(CatalogueFile(FORMAT, source, tuple(norms)), tuple(complaints))


def _norm(entry: _Entry, place: str, complaints: list[Complaint], problems: list[str]) -> FileNorm:
    title, removed = clean(entry.tittel)
    if removed:
        complaints.append(Complaint(place, f"the title «{title}» held {' and '.join(removed)}", "taken out"))
    bare, label, in_title = parts_of_title(title)
    number = entry.id_standard or in_title
    remarks = (
        ("status", entry.status),
        ("updated", entry.oppdatering),
        ("technical documentation", entry.teknisk_dokumentasjon),
        ("id", entry.hapi_id),
        ("last professional update", entry.sist_faglig_oppdatert[:10]),
        ("type", entry.type_standard),
    )
    note = "; ".join(f"{name}: {words}" for name, words in remarks if words)
    rows = tuple(_rows(entry, place, complaints, problems))
    return FileNorm(
        slug(bare),
        bare,
        number=number,
        kind="profile" if entry.profil_av else "standard" if number or entry.type_standard else "unknown",
        contact=entry.kontakt,
        profile_of=entry.profil_av,
        description=" ".join(filter(None, (entry.beskrivelse, entry.formal_bruksomrade))),
        address=entry.url or (entry.kilde if entry.kilde.startswith("https://") else ""),
        source=Source(entry.kilde, "read", entry.kilde if entry.kilde.startswith("https://") else "", note),
        versions=(FileVersion(label, number, _day(entry.forst_publisert, place, problems), applies=rows),),
    )


def _rows(entry: _Entry, place: str, complaints: list[Complaint], problems: list[str]) -> Iterator[FileRow]:
    note = f"The source says of its state: {entry.status}." if entry.status else ""
    ground = entry.hjemmel if isinstance(entry.hjemmel, _Ground) else _Ground(obligatorisk=entry.hjemmel)
    common = FileRow(
        decided_by=entry.besluttet_av, note=_joined(note, f"On use: {ground.bruk}." if ground.bruk else "")
    )
    if not entry.gjelder_for:
        if entry.type_standard:
            what = f"the source says {entry.type_standard}, but not for whom and on which legal basis"
            complaints.append(Complaint(place, what, "the level is unknown until that is found"))
            common = replace(common, note=f"The source calls it {entry.type_standard}, without group or legal basis.")
        yield common
    for at, group in enumerate(entry.gjelder_for):
        here = f"{place}.gjelderFor[{at}]"
        actor = actor_named(group.virksomhetstype)
        if not actor:
            problems.append(f"{here}: there is no kind of actor «{group.virksomhetstype}»; add it or mend the name")
        told = [(Level.MANDATORY, word) for word in group.obligatorisk]
        told += [(Level.RECOMMENDED, word) for word in group.anbefalt]
        if not told:
            complaints.append(Complaint(here, "neither level nor action is stated", "both are unknown"))
            yield replace(common, actor=actor, legal_basis=ground.obligatorisk)
        for level, word in told:
            if word not in _ACTIONS:
                problems.append(f"{here}: there is no action «{word}»; write sende, motta or bruke")
                continue
            row = replace(common, actor=actor, action=_ACTIONS[word], level=level)
            if level is Level.MANDATORY:
                row = replace(row, legal_basis=ground.obligatorisk)
            doubt = _doubt(row, group)
            if doubt:
                complaints.append(Complaint(here, f"{word}: {doubt}", "the level is unknown"))
                row = replace(row, level=None, note=_joined(row.note, f"Said to be {level}, but {doubt}."))
            yield row


def _doubt(row: FileRow, group: _For) -> str:
    """Why the level of a row cannot be taken as known; empty when it can."""
    if group.merknad:
        return f"the source is not sure of the column ({group.merknad})"
    return "no legal basis is named" if row.level is Level.MANDATORY and not row.legal_basis else ""


def _joined(*words: str) -> str:
    return " ".join(filter(None, words))


def _day(written: str, place: str, problems: list[str]) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        problems.append(f"{place}.forstPublisert: «{written}» is not a date; write for instance 2014-06-15")
        return None
