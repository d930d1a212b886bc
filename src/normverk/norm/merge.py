"""Two people have changed the same text: what both did, put together by block and by word.

Blocks are parted by empty lines. Where both changed the same words in different ways, both stand in the result, between
`⟪` and `⟫` with `¦` between them, for a person to choose. Nothing that either wrote is lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from typing import Final

import msgspec

OPENS, PARTS, CLOSES = "⟪", "¦", "⟫"
_BLOCK: Final = re.compile(r"(\n[ \t]*\n\s*)")
_FINE: Final = 250_000
_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")

Pieces = tuple[str, ...]
Resolve = Callable[[Pieces, Pieces, Pieces], tuple[str, bool]]


class Merged(msgspec.Struct, frozen=True):
    """The text put together, and whether a person has to choose in it."""

    text: str
    conflict: bool = False


def merge(base: str, mine: str, theirs: str) -> Merged:
    """What both made of `base`. Where one side changed nothing, the other side's text stands exactly."""
    if theirs in {base, mine}:
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    return _merged(_blocks(base), _blocks(mine), _blocks(theirs), _by_word)


def unsettled(text: str) -> bool:
    """True while a place stands in the text where a person has to choose."""
    return OPENS in text or CLOSES in text


def _by_word(base: Pieces, mine: Pieces, theirs: Pieces) -> tuple[str, bool]:
    """A stretch of blocks that both changed: word by word when it is one block for all three."""
    if len(base) == len(mine) == len(theirs) == 1:
        found = _merged(_words(base[0]), _words(mine[0]), _words(theirs[0]), _beside)
        return found.text, found.conflict
    return _beside(base, mine, theirs)


def _beside(base: Pieces, mine: Pieces, theirs: Pieces) -> tuple[str, bool]:
    return f"{OPENS}{''.join(theirs)}{PARTS}{''.join(mine)}{CLOSES}", True


def _merged(base: Pieces, mine: Pieces, theirs: Pieces, resolve: Resolve) -> Merged:
    written: list[str] = []
    conflict = False
    for was, one, other in _stretches(base, mine, theirs):
        if other in {one, was}:
            written += one
        elif one == was:
            written += other
        else:
            said, open_ = resolve(was, one, other)
            written.append(said)
            conflict = conflict or open_
    return Merged("".join(written), conflict)


def _stretches(base: Pieces, mine: Pieces, theirs: Pieces) -> Iterator[tuple[Pieces, Pieces, Pieces]]:
    """The three texts cut at the pieces that stand unchanged in all of them, in order."""
    kept_mine, kept_theirs = _kept(base, mine), _kept(base, theirs)
    at, at_mine, at_theirs = 0, 0, 0
    for place in sorted(kept_mine):
        if place in kept_theirs:
            one, other = kept_mine[place], kept_theirs[place]
            yield base[at:place], mine[at_mine:one], theirs[at_theirs:other]
            yield (base[place],), (mine[one],), (theirs[other],)
            at, at_mine, at_theirs = place + 1, one + 1, other + 1
    yield base[at:], mine[at_mine:], theirs[at_theirs:]


def _kept(base: Pieces, other: Pieces) -> dict[int, int]:
    """Where each piece of `base` that is still there stands in `other`.

    In very long stretches words that stand everywhere are left out of the search, which then takes bounded time and
    may find a larger conflict than there is.
    """
    shorter = min(len(base), len(other))
    head = next((place for place in range(shorter) if base[place] != other[place]), shorter)
    left = shorter - head
    tail = next((place for place in range(left) if base[-1 - place] != other[-1 - place]), left)
    inner, there = base[head : len(base) - tail], other[head : len(other) - tail]
    coarse = len(inner) * len(there) > _FINE
    found = SequenceMatcher(None, inner, there, autojunk=coarse).get_matching_blocks()
    kept = {place: place for place in range(head)}
    kept |= {head + one + step: head + two + step for one, two, length in found for step in range(length)}
    return kept | {len(base) - 1 - place: len(other) - 1 - place for place in range(tail)}


def _blocks(text: str) -> Pieces:
    return tuple(piece for piece in _BLOCK.split(text) if piece)


def _words(text: str) -> Pieces:
    return tuple(_WORD.findall(text))


def words_of(texts: Sequence[str]) -> set[str]:
    """The words in some texts, for those who check that none is lost."""
    return {word for text in texts for word in re.findall(r"\w+", text)}
