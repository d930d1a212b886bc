"""The code lists that this installation has been given, for the checks of codes. They are files in its data folder."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from normverk.norm.code_lists import CodeList

FOLDER: Final = "code-lists"

_Stamp = tuple[str, int, int]


def known_lists() -> tuple[CodeList, ...]:
    """Every list that was kept, in the order of their files; none when none was. Read again only when a file changes.

    Raises ValueError naming the file when one was damaged: a check that quietly knew less would let errors through.
    """
    folder = _folder()
    found = sorted(folder.glob("*.json")) if folder.is_dir() else []
    stats = [(path, path.stat()) for path in found]
    return _read(tuple((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats))


def keep_lists(lists: Iterable[CodeList]) -> int:
    """Keeps each list in place of the one of the same name and version; returns how many were kept."""
    kept = {_file_name(known): known for known in lists}
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for name, known in kept.items():
        unfinished = folder / f"{name}.{os.getpid()}.part"
        unfinished.write_bytes(msgspec.json.encode(known))
        unfinished.replace(folder / name)
    return len(kept)


def _folder() -> Path:
    return Path(settings.DATA) / FOLDER


def _file_name(known: CodeList) -> str:
    name = "\n".join((known.key, known.version))
    return f"{hashlib.sha256(name.encode()).hexdigest()[:32]}.json"


@lru_cache(maxsize=1)
def _read(stamps: tuple[_Stamp, ...]) -> tuple[CodeList, ...]:
    return tuple(_one(Path(path)) for path, _, _ in stamps)


def _one(path: Path) -> CodeList:
    try:
        return msgspec.json.decode(path.read_bytes(), type=CodeList)
    except (msgspec.DecodeError, UnicodeDecodeError) as wrong:
        raise ValueError(
            f"{path} is no code list ({wrong}); keep it anew with: normverk lint FILE --keep-lists"
        ) from None
