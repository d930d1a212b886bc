"""Out of bytes: JSON documents, each with the place it stands at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

LARGEST: Final = 20 * 1024 * 1024
"""Bytes of one document; the largest product known is far smaller."""

_BOM: Final = b"\xef\xbb\xbf"


class Unreadable(Exception):  # noqa: N818
    """Something that is no document; `kind` says what is wrong, `found` shows it."""

    def __init__(self, kind: str, place: str, found: str = "") -> None:
        super().__init__(f"{place}: {kind} {found}".strip())
        self.kind, self.place, self.found = kind, place, found


class TooLarge(Unreadable):
    """More bytes than a document may have."""

    def __init__(self, place: str) -> None:
        super().__init__("too-large", place, f"> {LARGEST // 1024 // 1024} MiB")


class Document(msgspec.Struct, frozen=True):
    """One infobit as plain data, where it was found, and whether its bytes began with a byte order mark."""

    plain: dict[str, Any]
    place: str
    marked: bool = False


def read_document(raw: bytes, place: str) -> Iterator[Document]:
    """The infobits in one answer or file: an object, a list of them, or a page of a list. Raises Unreadable."""
    if len(raw) > LARGEST:
        raise TooLarge(place)
    marked = raw.startswith(_BOM)
    body = raw[len(_BOM) :] if marked else raw
    if not body.strip():
        raise Unreadable("empty-document", place)
    plain = _decoded(body, place)
    if isinstance(plain, dict) and isinstance(plain.get("value"), list) and "id" not in plain:
        plain = plain["value"]
    if isinstance(plain, list):
        for number, one in enumerate(plain):
            yield Document(_object(one, f"{place}#{number + 1}"), f"{place}#{number + 1}", marked)
    else:
        yield Document(_object(plain, place), place, marked)


def _decoded(body: bytes, place: str) -> Any:
    try:
        words = body.decode("utf-8")
    except UnicodeDecodeError as wrong:
        line = body.count(b"\n", 0, wrong.start) + 1
        raise Unreadable("wrong-encoding", f"{place}:{line}", f"0x{body[wrong.start]:02x}") from None
    try:
        return msgspec.json.decode(words)
    except msgspec.DecodeError as wrong:
        raise Unreadable("broken-json", place, str(wrong)) from None
    except RecursionError:
        raise Unreadable("broken-json", place, "nested too deeply") from None


def _object(plain: Any, place: str) -> dict[str, Any]:
    if not isinstance(plain, dict):
        raise Unreadable("not-an-infobit", place, type(plain).__name__)
    if not plain:
        raise Unreadable("empty-document", place)
    return plain
