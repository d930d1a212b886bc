"""What can be the matter with HTML that is read in. The words for each kind are with those who show them."""

from __future__ import annotations

from typing import Final

import msgspec

KINDS: Final = (
    "no-break-space", "tab", "control-sign", "skipped-heading", "empty-element", "stray-quote", "shortcode", "script",
    "event-attribute", "unsafe-link", "dead-link", "api-link", "relative-link", "nested-link", "linked-image",
    "no-alternative", "no-picture", "embedded", "comment", "unknown-element", "line-break", "misplaced", "too-deep",
    "appearance", "struck-out", "anchor", "ragged-table", "unbalanced",
)  # fmt: skip
"""Every kind of complaint about HTML."""

_LONGEST: Final = 80


class Complaint(msgspec.Struct, frozen=True):
    """One thing that was mended or left out. `line` and `column` are counted from 1 in the HTML that was read."""

    kind: str
    line: int
    column: int
    found: str = ""


def excerpt(words: str) -> str:
    """The beginning of what was found, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
