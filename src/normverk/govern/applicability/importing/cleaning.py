"""Cleaning what older lists hold: signs that nobody sees, stray blanks, versions and numbers inside titles."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_VERSION: Final = re.compile(r"\s+v(\d+(?:\.\d+)*)\b")
_NUMBER: Final = re.compile(r"\s*\(\s*((?:HIS|HITS|HITR|HISD)\s+[\d.:-]+)\s*\)")
_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
_LETTERS: Final = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def clean(words: str) -> tuple[str, tuple[str, ...]]:
    """The words without unseen signs and stray blanks, and what was taken away, in words."""
    seen = "".join(sign for sign in words if sign not in _UNSEEN)
    removed = []
    if unseen := len(words) - len(seen):
        removed.append(f"{unseen} zero-width sign{'s' if unseen > 1 else ''}")
    tidy = " ".join(seen.split())
    if tidy != seen:
        removed.append("stray blanks")
    return tidy, tuple(removed)


def parts_of_title(title: str) -> tuple[str, str, str]:
    """A clean title without its version and number, then the version («1.4») and the number («HIS 80822:2014»), if any."""
    version, number = _VERSION.search(title), _NUMBER.search(title)
    bare = _NUMBER.sub("", _VERSION.sub("", title)).strip(" .")
    return bare, version[1] if version else "", number[1] if number else ""


def slug(words: str, longest: int = 80) -> str:
    """The words as they may stand in an address; cut between words where there are too many."""
    plain = unicodedata.normalize("NFKD", words.lower().translate(_LETTERS))
    found = _NOT_SLUG.sub("-", "".join(sign for sign in plain if not unicodedata.combining(sign))).strip("-")
    return found if len(found) <= longest else found[: longest + 1].rpartition("-")[0][:longest]
