"""Whole files: what is no text at all is refused whole, before anything is looked at."""

from __future__ import annotations

from normverk.base.commands import Unusable


class Unreadable(Unusable):
    """The file as a whole cannot be read: empty, binary, or not UTF-8."""


def read_text(content: bytes, name: str) -> str:
    """The file's text. `name` is what the message calls it. Raises Unreadable, saying what is wrong and the way out."""
    if not content.strip():
        raise Unreadable(f"{name}: the file is empty")
    if b"\x00" in content:
        raise Unreadable(f"{name}: the file is not text (byte {content.index(0)} is zero); send UTF-8 text")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        raise Unreadable(f"{name}: line {line} is not UTF-8 (byte {wrong.start}); save the file as UTF-8") from None
    if not text.strip():
        raise Unreadable(f"{name}: the file is empty")
    return text
