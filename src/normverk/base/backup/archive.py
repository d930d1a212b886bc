"""The backup's file: a zip with parts, a manifest that has each part's digest, and the digest of it all at its end.

The last 64 signs of the file (the zip's comment) are the sha256 of everything before them, so that any flipped byte is
found, also one in the zip's own book-keeping. Ordinary zip programs open the file.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Final

import msgspec

MANIFEST: Final = "manifest.json"
_CHUNK: Final = 1 << 20
_DIGEST_LENGTH: Final = 64


class Damaged(Exception):  # noqa: N818
    """A file that is not a whole backup; the message says what is wrong with it."""


class Part(msgspec.Struct, frozen=True):
    """One part of a backup: its name, size in bytes and digest."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds. `migrations` is the shape of its tables: app to names; `seq` and `hash` the log's end.

    `sequences` are the last numbers given out by PostgreSQL's sequences (None: none yet).
    """

    format: int
    version: str
    vendor: str
    role: str
    made_at: str
    seq: int
    hash: str
    keys: bool
    migrations: dict[str, tuple[str, ...]]
    parts: tuple[Part, ...]
    sequences: dict[str, int | None] = {}


class Writer:
    """Writes a backup beside its final name and puts it in place when whole; readable by the owner only."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._making = file.with_name(file.name + ".part")

    def __enter__(self) -> Writer:
        self._handle = os.fdopen(os.open(self._making, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b")
        self._zip = zipfile.ZipFile(self._handle, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self.parts: list[Part] = []
        return self

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Adds one part."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        self.parts.append(Part(name, size, digest.hexdigest()))

    def finish(self, manifest: Manifest) -> None:
        """Adds the manifest and the digest of the whole, and puts the file in place."""
        self._zip.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        self._zip.comment = b"0" * _DIGEST_LENGTH
        self._zip.close()
        digest = _digest_of_all_but_the_end(self._making)
        self._handle.seek(-_DIGEST_LENGTH, os.SEEK_END)
        self._handle.write(digest.encode())
        self._handle.flush()
        os.fsync(self._handle.fileno())
        self._handle.close()
        self._making.replace(self._file)

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._handle.closed:
            self._handle.close()
        self._making.unlink(missing_ok=True)


_DAMAGE: Final = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(KeyError, EOFError, OSError, OverflowError, RuntimeError, ValueError),
)
"""What Python's reader of zip files raises when lengths, offsets or names in the file are not what they were."""


def read_manifest(file: Path) -> Manifest:
    """The manifest of a backup that is whole to the last byte; raises Damaged otherwise."""
    with file.open("rb") as handle:
        handle.seek(-min(_DIGEST_LENGTH, file.stat().st_size), os.SEEK_END)
        kept = handle.read()
    try:
        with zipfile.ZipFile(file) as opened:
            manifest = msgspec.json.decode(opened.read(MANIFEST), type=Manifest)
            if kept != _digest_of_all_but_the_end(file).encode():
                raise Damaged(_what_is_wrong(opened, manifest))
    except msgspec.MsgspecError as wrong:
        raise Damaged(f"its manifest cannot be read ({wrong})") from None
    except _DAMAGE:
        raise Damaged("it is not a whole backup file") from None
    if manifest.format != 1:
        raise Damaged(f"it has format {manifest.format}; this version of normverk reads format 1")
    return manifest


def chunks(file: Path, part: Part) -> Iterator[bytes]:
    """The content of one part, piece by piece; raises Damaged at its end when it does not fit its digest."""
    with zipfile.ZipFile(file) as opened, opened.open(part.name) as content:
        digest = hashlib.sha256()
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
            yield chunk
    if digest.hexdigest() != part.sha256:
        raise Damaged(f"the part {part.name} does not fit its digest")


def pieces(file: Path) -> Iterator[bytes]:
    """The content of an ordinary file, piece by piece."""
    with file.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            yield chunk


def _what_is_wrong(opened: zipfile.ZipFile, manifest: Manifest) -> str:
    for part in manifest.parts:
        try:
            whole = hashlib.sha256(opened.read(part.name)).hexdigest() == part.sha256
        except Exception:
            whole = False
        if not whole:
            return f"the part {part.name} does not fit its digest"
    return "the file does not fit the digest at its end"


def _digest_of_all_but_the_end(file: Path) -> str:
    digest, left = hashlib.sha256(), file.stat().st_size - _DIGEST_LENGTH
    for chunk in pieces(file):
        digest.update(chunk[: max(left, 0)])
        left -= len(chunk)
    return digest.hexdigest()
