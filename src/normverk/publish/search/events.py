"""What can happen to saved searches. What somebody looks for is theirs: name and words are never in the log."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class SearchSaved(EventData, frozen=True):
    """Somebody gave a search a name, or gave that name another search."""

    type_name: ClassVar[str] = "search.saved"
    search: str


class SearchRemoved(EventData, frozen=True):
    """Somebody removed a search of their own."""

    type_name: ClassVar[str] = "search.removed"
    search: str
