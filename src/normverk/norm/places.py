"""Addresses inside a norm: «pathway/clocks/OF2/branches//limit/value», made of ids and never of list positions.

An id may itself hold a slash, so segments are escaped as in JSON Pointer (RFC 6901): ~ becomes ~0, / becomes ~1.
"""

from __future__ import annotations


def escaped(segment: str) -> str:
    """One id as a segment of an address."""
    return segment.replace("~", "~0").replace("/", "~1")


def unescaped(segment: str) -> str:
    """The id that a segment of an address stands for."""
    return segment.replace("~1", "/").replace("~0", "~")


def place(*segments: str) -> str:
    """The address that the (not yet escaped) `segments` lead to."""
    return "/".join(escaped(segment) for segment in segments)
