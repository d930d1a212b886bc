"""Compounds taken apart on words that are known. Pure: what is known is asked of a function.

Norwegian writes «legemiddelallergi» in one word; whoever looks for allergi means it too. A word is parted only where
both sides stand in the index as words; where only the last part does, that part alone is given, since the last part of
a Norwegian compound says what the thing is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from normverk.publish.search.norwegian import SHORT_PARTS, is_code

_SHORTEST: Final = 4
_SHORTEST_WHOLE: Final = 7
_HEAD: Final = 5
"""A last part alone must have this many letters; shorter ones are too often only an ending."""
_LINKS: Final = ("", "s", "e")
_MOST_PARTS: Final = 4

Known = Callable[[str], bool]
"""Whether a folded word is known, as it stands or in another form."""


def split(word: str, known: Known) -> tuple[str, ...]:
    """The parts of a folded word in order; a last part alone when nothing is known of the rest; nothing for a simple word.

    The longest last part is taken that leaves something known before it: «forløpskoordinator» is forløp, koordinator.
    """
    if len(word) < _SHORTEST_WHOLE or is_code(word):
        return ()
    return _parts(word, known, _MOST_PARTS) or _last_part(word, known)


def _parts(word: str, known: Known, left: int) -> tuple[str, ...]:
    if left < 2:
        return ()
    for cut in range(3, len(word) - 2):
        last = word[cut:]
        if not _long_enough(last) or not known(last):
            continue
        for link in _LINKS:
            first = word[:cut].removesuffix(link) if link else word[:cut]
            if len(first) == cut - len(link) and _long_enough(first):
                if known(first):
                    return (first, last)
                if before := _parts(first, known, left - 1):
                    return (*before, last)
    return ()


def _last_part(word: str, known: Known) -> tuple[str, ...]:
    cuts = range(_SHORTEST, len(word) - _HEAD + 1)
    return next(((word[cut:],) for cut in cuts if known(word[cut:])), ())


def _long_enough(part: str) -> bool:
    return len(part) >= _SHORTEST or part in SHORT_PARTS
