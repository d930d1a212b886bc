"""Our own shape of a catalogue file, in TOML or JSON; docs/catalogue-file.md describes it with an example."""

from __future__ import annotations

from datetime import date
from typing import Final, Literal

import msgspec

from normverk.norm.applicability import Action, Level
from normverk.norm.source import Source
from normverk.norm.text import Text

FORMAT: Final = "normverk-catalogue/1"


class FileSource(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the whole file was read. `stated_on` is the day on which the source said so, for rows without a first day."""

    title: str
    basis: Literal["read", "derived", "own"] = "read"
    url: str = ""
    note: str = ""
    licence: str = ""
    stated_on: date | None = None

    def value(self) -> Source:
        """As the source that is kept with each norm and row; the licence stands in its note."""
        return Source(self.title, self.basis, self.url, " ".join(filter(None, (self.note, self.licence))))


class FileRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of applicability. What is left out of actor, action and level is unknown."""

    actor: str | None = None
    action: Action | None = None
    level: Level | None = None
    valid_from: date | None = msgspec.field(default=None, name="from")
    trial_until: date | None = None
    active_from: date | None = None
    phase_out_from: date | None = None
    valid_to: date | None = msgspec.field(default=None, name="to")
    stated_on: date | None = None
    parallel: bool = False
    legal_basis: str = ""
    decided_by: str = ""
    note: str = ""
    source: Source | None = None


class FileVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a norm with its rows. The label is empty where the source names none."""

    label: str = ""
    number: str = ""
    published: date | None = None
    replaces: str = ""
    applies: tuple[FileRow, ...] = ()


class FileNorm(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One norm. What is left out is not said, and never takes away what another file has said."""

    id: str
    title: Text | str
    number: str = ""
    kind: str = "unknown"
    theme: str = ""
    publisher: str = ""
    address: str = ""
    contact: str = ""
    profile_of: str = ""
    description: str = ""
    product: str = ""
    source: Source | None = None
    versions: tuple[FileVersion, ...] = ()

    @property
    def title_text(self) -> Text:
        """The title; a bare string is bokmål."""
        return self.title if isinstance(self.title, Text) else Text(nb=self.title)


class CatalogueFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A whole file."""

    format: Literal["normverk-catalogue/1"]
    source: FileSource
    norms: tuple[FileNorm, ...]
