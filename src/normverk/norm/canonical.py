"""The one byte form of plain data (RFC 8785, JSON Canonicalization Scheme), made fast where it can be."""

from __future__ import annotations

from typing import Any, Final

import msgspec
import rfc8785

_SAFE: Final = 2**53 - 1
"""Whole numbers beyond this are not exact in every reader; RFC 8785 refuses them."""
_ENCODER: Final = msgspec.json.Encoder(order="deterministic")


def canonical(plain: Any) -> bytes:
    """The canonical JSON of plain data (dicts, lists, strings, numbers, None).

    The reference writer is followed byte for byte (`tests/norm/test_canonical.py`), and asked itself for what another
    writer may put differently: numbers with decimals, and keys beyond ASCII, which it sorts by UTF-16 units. Raises what
    it raises: ValueError for what cannot be written, RecursionError when nested too deeply.
    """
    if _alike(plain):
        try:
            return _ENCODER.encode(plain)
        except (ValueError, RecursionError):
            pass
    return rfc8785.dumps(plain)


def _alike(plain: Any) -> bool:
    """Whether every writer puts it the same: ASCII keys in order, whole numbers, text, no blanks."""
    waiting = [plain]
    while waiting:
        one = waiting.pop()
        kind = type(one)
        if kind is str or one is None or kind is bool:
            continue
        if kind is list or kind is tuple:
            waiting += one
        elif kind is dict:
            if not all(type(key) is str and key.isascii() for key in one):
                return False
            waiting += one.values()
        elif kind is not int or not -_SAFE <= one <= _SAFE:
            return False
    return True
