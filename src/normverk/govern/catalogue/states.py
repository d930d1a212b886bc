"""The states of an edition, as data: which may follow which, and which action of the policy each step asks about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FOLLOWING: Final[Mapping[str, frozenset[str]]] = {
    "draft": frozenset({"review", "discarded"}),
    "review": frozenset({"draft", "approved", "discarded"}),
    "approved": frozenset({"scheduled", "published", "withdrawn"}),
    "scheduled": frozenset({"published", "withdrawn"}),
    "published": frozenset({"superseded", "withdrawn"}),
    "superseded": frozenset({"withdrawn"}),
    "withdrawn": frozenset(),
    "discarded": frozenset(),
}
"""State to the states that may follow it. What has been approved never becomes a draft again: that is a new edition."""

ASKS: Final[Mapping[str, str]] = {
    "draft": "edition.review",
    "review": "edition.write",
    "approved": "case.decide",
    "scheduled": "release.build",
    "published": "release.build",
    "superseded": "release.build",
    "withdrawn": "case.decide",
    "discarded": "case.decide",
}
"""The state to be reached, and the policy action that must be allowed to reach it."""

COLORS: Final[Mapping[str, str]] = {
    "draft": "neutral",
    "review": "info",
    "approved": "info",
    "scheduled": "info",
    "published": "success",
    "superseded": "warning",
    "withdrawn": "danger",
    "discarded": "danger",
}
"""The colour of each state's label; it repeats what the word already says."""


def may_follow(before: str, after: str) -> bool:
    """True when an edition may go from the state `before` to the state `after`; KeyError for an unknown state."""
    return after in FOLLOWING[before]
