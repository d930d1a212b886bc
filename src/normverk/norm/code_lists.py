"""Code lists as checks need them: what each code of one version of a list means, and how long it is in use."""

from __future__ import annotations

import re
from datetime import date

import msgspec

_OID = re.compile(r"(?:urn:oid:)?(?:2\.16\.578\.1\.12\.4\.1\.1\.)?(\d{4})")


class Concept(msgspec.Struct, frozen=True):
    """A code with its meaning, and its last day of use when it has one."""

    code: str
    display: str
    valid_to: date | None = None


class CodeList(msgspec.Struct, frozen=True):
    """One version of a list. `place` is where it was read."""

    system: str
    version: str
    concepts: tuple[Concept, ...]
    place: str = ""

    @property
    def key(self) -> str:
        """The same for the same list, however it is addressed: a national list by its four digits."""
        return list_key(self.system)

    def concept(self, code: str) -> Concept | None:
        """The concept of a code; None when the list has no such code."""
        return next((known for known in self.concepts if known.code == code), None)


def list_key(system: str) -> str:
    """The four digits of a national list, whether given alone, as an OID or as a URN; else the address itself."""
    national = _OID.fullmatch(system.strip())
    return national[1] if national else system.strip()


_WORD = re.compile(r"[^\W\d_]+")
_STEM = 5


def meaning_stems(display: str) -> frozenset[str]:
    """The beginnings of the words that carry the meaning (four letters and more), in small letters."""
    return frozenset(word[:_STEM] for word in _WORD.findall(display.lower()) if len(word) > 3)


def bare(display: str) -> str:
    """A display without what does not change its meaning: letter size, blanks, signs between words."""
    return " ".join(re.findall(r"\w+", display.lower()))
