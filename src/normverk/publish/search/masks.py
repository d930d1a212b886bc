"""Sets of documents as bits of a whole number: bit n stands for the document with id n. Pure.

Python adds, cuts and counts such numbers in microseconds for 20,000 documents, so facets are counted without touching
a row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

_ONE: Final = ord("1")


def mask_of(ids: Iterable[int]) -> int:
    """The set with these ids."""
    every = list(ids)
    signs = bytearray(b"0") * (max(every, default=0) + 1)
    for id in every:
        signs[id] = _ONE
    signs.reverse()
    return int(signs, 2)


def ids_of(mask: int) -> Iterator[int]:
    """The ids in a set, lowest first."""
    for place, byte in enumerate(mask.to_bytes((mask.bit_length() + 7) // 8, "little")):
        if byte:
            base = place << 3
            yield from (base + bit for bit in range(8) if byte >> bit & 1)


def to_bytes(mask: int) -> bytes:
    """A set as it is kept."""
    return mask.to_bytes((mask.bit_length() + 7) // 8, "little")


def from_bytes(kept: bytes) -> int:
    """A kept set."""
    return int.from_bytes(kept, "little")


def at_least(masks: Sequence[int]) -> tuple[int, ...]:
    """For each k from 0: what is in at least k of the sets. The first (k = 0) is meaningless and empty."""
    found = [0] * (len(masks) + 1)
    for number, mask in enumerate(masks, 1):
        for k in range(number, 1, -1):
            found[k] |= found[k - 1] & mask
        found[1] |= mask
    return tuple(found)
