"""A Word file looked at before anything in it is read: is it one, is it of bounded size, does it bring anything along.

Refused: what is no Word document (.docx), files with macros, encrypted files, files that name a template or an object
somewhere else, XML with a document type (entities), and more than the limits below.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from typing import Final

FILE_LIMIT: Final = 10 * 1024 * 1024
"""The largest file in bytes that is taken."""
XML_LIMIT: Final = 8 * 1024 * 1024
"""The largest part of XML in it, unpacked."""
UNPACKED_LIMIT: Final = 64 * 1024 * 1024
"""All parts together, unpacked."""
PARTS_LIMIT: Final = 2000
"""The most parts."""

_MAIN: Final = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_FOREIGN: Final = re.compile(rb"<Relationship\b[^>]*>")
_LINK: Final = b"/relationships/hyperlink"


class NoWordFile(Exception):  # noqa: N818
    """The file is refused. `code` says why, as a key of the texts «catalogue.import.refused.…»."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


def check_word_file(data: bytes) -> None:
    """Returns when the bytes are a Word document that can be read; raises NoWordFile otherwise."""
    if len(data) > FILE_LIMIT:
        raise NoWordFile("too-large")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NoWordFile("old-or-encrypted")
    if not data.startswith(b"PK\x03\x04"):
        raise NoWordFile("not-word")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_parts(archive)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError, RuntimeError, zlib.error) as wrong:
        raise NoWordFile("broken") from wrong


def _check_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise NoWordFile("bomb")
    if len(set(names)) != len(names):
        raise NoWordFile("broken")
    if any(part.flag_bits & 1 for part in parts):
        raise NoWordFile("old-or-encrypted")
    if any("vbaproject" in name.lower() or "vbadata" in name.lower() for name in names):
        raise NoWordFile("macros")
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise NoWordFile("not-word")
    for part in parts:
        if part.filename.lower().endswith((".xml", ".rels")):
            _check_xml(archive, part)
    types = archive.read("[Content_Types].xml")
    if b"macroEnabled" in types:
        raise NoWordFile("macros")
    if _MAIN not in types:
        raise NoWordFile("not-word")


def _check_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if part.file_size > XML_LIMIT:
        raise NoWordFile("bomb", part.filename)
    content = archive.read(part)
    if b"\0" in content or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise NoWordFile("entities", part.filename)
    if part.filename.lower().endswith(".rels"):
        for relationship in _FOREIGN.findall(content):
            if re.search(rb"""TargetMode\s*=\s*["']External["']""", relationship) and _LINK not in relationship:
                raise NoWordFile("external", part.filename)
