"""The report of a reading: every defect that was met, how often, and where."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from normverk.norm.html_in import KINDS as HTML_KINDS
from normverk.publish.library.cleaning import clean
from normverk.publish.library.reading.looking import Told

PLACES: Final = 50
"""Of each kind so many places are kept; beyond that only the number is."""

SOURCE_KINDS: Final = (
    "no-version", "two-clocks", "no-time-zone", "empty-date", "bad-date", "empty-field", "no-strength", "no-factors",
    "unknown-strength", "no-content", "shared-chapter", "duplicate-link", "parent-is-root", "product-in-product",
    "unusual-pair", "no-parent", "no-link-title", "dead-address", "other-name", "unknown-type", "unknown-key", "kept-as-given",
    "named-officials", "byte-order-mark", "other-list", "silent-change", "older", "told-twice",
)  # fmt: skip
"""What is missing or odd beside the text, and is taken in nevertheless."""

REFUSALS: Final = (
    "broken-json", "wrong-encoding", "empty-document", "too-large", "not-an-infobit", "no-id", "no-type", "no-title",
    "bad-value", "ring", "two-contents", "unreachable", "unreadable-file",
)  # fmt: skip
"""Why a document is refused whole."""

WAITS: Final = ("waited", "no-answer")
"""What the live interface makes a reader do."""

ALL_KINDS: Final = (*SOURCE_KINDS, *HTML_KINDS, *REFUSALS, *WAITS)


def add(defects: dict[str, Any], told: Iterable[Told]) -> None:
    """Counts what was told into the defects of a report."""
    for one in told:
        held = _held(defects, one.kind)
        held["count"] += 1
        if len(held["places"]) < PLACES:
            held["places"].append({"place": clean(one.place), "found": clean(one.found)})


def add_counts(defects: dict[str, Any], counts: dict[str, int], place: str) -> None:
    """Counts what is known of a document that was not read again; its place is that of the whole document."""
    for kind, number in counts.items():
        held = _held(defects, kind)
        held["count"] += number
        if len(held["places"]) < PLACES:
            held["places"].append({"place": clean(place), "found": ""})


def _held(defects: dict[str, Any], kind: str) -> dict[str, Any]:
    held: dict[str, Any] = defects.setdefault(kind, {"count": 0, "places": []})
    return held
