"""Setting the sheet, and keeping what was set by the digest of all that went into it."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

from normverk.publish.pdf.row_headers import with_row_headers

_TRIES: Final = 12
_LATIN: Final = 0x24F
"""The last sign of Latin Extended-B: what a sheet falls back to when too many scripts are missing."""
_UNSEEN: Final = re.compile(r'the text `?"(.*?)"`? could not be displayed')
_NUMBER: Final = re.compile(r"\\u\{([0-9a-f]+)\}")


def printed(data: dict[str, Any], folder: Path) -> bytes:
    """The PDF/UA-1 of this sheet, from `folder` when it was set before; the same data always give the same bytes."""
    written = msgspec.json.encode(data, order="deterministic")
    digest = hashlib.sha256(_maker() + b"\n" + written).hexdigest()
    kept = folder / f"{digest}.pdf"
    if kept.exists():
        return kept.read_bytes()
    made = set_sheet(written, datetime(data["year"], data["month"], data["day"], tzinfo=UTC))
    _keep(kept, made)
    return made


def set_sheet(data: bytes, moment: datetime) -> bytes:
    """Sets one sheet. Only the typefaces that typst brings are used, so that it looks the same on every machine.

    Signs that these do not have are written by number («[U+05D0]»), for PDF/UA forbids a sign that cannot be seen.
    """
    written, unseen = data.decode(), frozenset[str]()
    for _ in range(_TRIES):
        try:
            return _compile(written, moment)
        except typst.TypstError as error:
            found = unseen_signs(str(error))
            if not found - unseen:
                raise
            unseen |= frozenset(sign for sign in set(written) if _script(sign) in {_script(seen) for seen in found})
            written = by_number(written, unseen)
    return _compile(by_number(written, frozenset(sign for sign in set(written) if ord(sign) > _LATIN)), moment)


def unseen_signs(error: str) -> frozenset[str]:
    """The signs that typst says it has no glyph for; none when it complains of something else."""
    named = _UNSEEN.search(error)
    words = _NUMBER.sub(lambda found: chr(int(found[1], 16)), named[1]) if named else ""
    return frozenset(sign for sign in words if not sign.isascii())


def by_number(words: str, signs: frozenset[str]) -> str:
    """The words with these signs as their Unicode numbers."""
    return words.translate({ord(sign): f"[U+{ord(sign):04X}]" for sign in signs})


def _script(sign: str) -> str:
    """The first word of a sign's name, which for letters is their script: a whole script is missing at once."""
    return unicodedata.name(sign, f"U+{ord(sign):04X}").split(" ")[0] if not sign.isascii() else "ASCII"


def _compile(data: str, moment: datetime) -> bytes:
    made: bytes = typst.compile(
        _template(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        pdf_standards=["ua-1"],
        timestamp=int(moment.timestamp()),
    )
    return with_row_headers(made)


@cache
def _template() -> bytes:
    return files("normverk.publish.pdf").joinpath("sheet.typ").read_bytes()


@cache
def _maker() -> bytes:
    tags = files("normverk.publish.pdf").joinpath("row_headers.py").read_bytes()
    return version("typst").encode() + b"\n" + _template() + b"\n" + tags


def _keep(path: Path, made: bytes) -> None:
    """Puts the file in place whole or not at all, also when two ask at the same time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(handle, "wb") as file:
        file.write(made)
    Path(name).replace(path)
