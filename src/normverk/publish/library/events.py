"""What can happen to the library."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class LibraryRead(EventData, frozen=True):
    """Infobits were read in: how many of them were new, and how many had changed. `run` is the reading they belong to."""

    type_name: ClassVar[str] = "library.read"
    run: int
    new: int
    changed: int


class LibraryReadingEnded(EventData, frozen=True):
    """A reading came to its end: what it found, and how many documents were refused."""

    type_name: ClassVar[str] = "library.reading-ended"
    run: int
    source: str
    new: int
    changed: int
    unchanged: int
    refused: int


class OfficialsErased(EventData, frozen=True):
    """The names of officials were taken out of a node's revisions; the reason says why. The content stayed as it was."""

    type_name: ClassVar[str] = "library.officials-erased"
    revisions: int
