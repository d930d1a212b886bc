"""Documents out of files and folders."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from normverk.publish.library.reading.documents import LARGEST, Document, TooLarge, Unreadable, read_document

_ENDINGS = {".json", ".ndjson", ".jsonl"}


def files_in(path: Path) -> list[Path]:
    """The files of a folder in order of name, also in folders below; a file is itself. Raises FileNotFoundError."""
    if path.is_dir():
        return sorted(one for one in path.rglob("*") if one.suffix.lower() in _ENDINGS and one.is_file())
    if not path.is_file():
        raise FileNotFoundError(f"{path} is neither a file nor a folder")
    return [path]


def documents_of(path: Path) -> Iterator[Document | Unreadable]:
    """The documents in a file, and in the place of each that is none, why it is none. Never more than one is held."""
    try:
        with path.open("rb") as handle:
            if path.suffix.lower() in {".ndjson", ".jsonl"}:
                number = 0
                while line := handle.readline(LARGEST + 1):
                    number += 1
                    place = f"{path.name}:{number}"
                    if len(line) > LARGEST:
                        yield TooLarge(place)
                        return
                    if line.strip():
                        yield from _read(line, place)
            else:
                yield from _read(handle.read(LARGEST + 1), path.name)
    except OSError as wrong:
        yield Unreadable("unreadable-file", path.name, wrong.strerror or "")


def _read(raw: bytes, place: str) -> Iterator[Document | Unreadable]:
    try:
        yield from read_document(raw, place)
    except Unreadable as wrong:
        yield wrong
