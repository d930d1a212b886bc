"""Words that may have been meant when one is written that is not known. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from normverk.publish.search.norwegian import is_code

_SHORTEST: Final = 4
_TWO_FAULTS_FROM: Final = 8
CANDIDATES: Final = 60
"""So many words that share most of a word's trigrams are looked at closely."""


@dataclass(frozen=True)
class Candidate:
    """A word of the index: its surface, how it is written, its term, and in how many documents it stands."""

    surface: str
    shown: str
    term: str
    documents: int


def grams(word: str) -> frozenset[str]:
    """The trigrams of a folded word, with its beginning and end marked."""
    marked = f"^{word}$"
    return frozenset(marked[place : place + 3] for place in range(len(marked) - 2))


def faults_allowed(word: str) -> int:
    """How many faults a word may have and still be guessed at: none in short words and codes, two in long ones."""
    if len(word) < _SHORTEST or is_code(word):
        return 0
    return 2 if len(word) >= _TWO_FAULTS_FROM else 1


def distance(one: str, other: str, limit: int) -> int:
    """Letters to add, take away, change or swap with the neighbour to make one of the other; `limit` + 1 when more."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    earlier: list[int] = []
    before = list(range(len(other) + 1))
    for row, sign in enumerate(one, 1):
        now = [row]
        for column, other_sign in enumerate(other, 1):
            cost = min(before[column] + 1, now[-1] + 1, before[column - 1] + (sign != other_sign))
            if row > 1 and column > 1 and sign == other[column - 2] and one[row - 2] == other_sign:
                cost = min(cost, earlier[column - 2] + 1)
            now.append(cost)
        if min(now) > limit:
            return limit + 1
        earlier, before = before, now
    return min(before[-1], limit + 1)


def best(word: str, candidates: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Those nearest to the word, within what is allowed; of equals those that begin alike, then the more common."""
    limit = faults_allowed(word)
    near = [(distance(word, each.surface, limit), each) for each in candidates]
    held = [(far, each) for far, each in near if far <= limit and each.documents > 0]
    if not held:
        return ()
    nearest = min(far for far, _ in held)
    found = [each for far, each in held if far == nearest]
    return tuple(sorted(found, key=lambda each: (each.surface[:1] != word[:1], -each.documents, each.surface)))
