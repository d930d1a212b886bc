"""Words of others made fit for a column and a report."""

from __future__ import annotations

from normverk.norm.text import unreadable_signs


def clean(words: str) -> str:
    """Words without signs that no column takes."""
    if words.isprintable():
        return words
    return "".join(sign for sign in words if sign not in "\n\t" and not unreadable_signs(sign))
