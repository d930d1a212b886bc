"""What can happen to products and editions."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class ProductMade(EventData, frozen=True):
    """A norm got its identity."""

    type_name: ClassVar[str] = "product.made"
    slug: str
    kind: str


class EditionBegun(EventData, frozen=True):
    """A new edition was begun as a draft, from this content."""

    type_name: ClassVar[str] = "edition.begun"
    edition: str
    revision: str


class DraftSaved(EventData, frozen=True):
    """The text of a draft was saved: from which revision to which."""

    type_name: ClassVar[str] = "edition.saved"
    edition: str
    before: str
    after: str


class WriterNamed(EventData, frozen=True):
    """The responsible named another norm owner as a writer of an edition."""

    type_name: ClassVar[str] = "edition.writer-named"
    edition: str
    writer: str


class WriterTakenOff(EventData, frozen=True):
    """The responsible took a writer off an edition; what they have written stays."""

    type_name: ClassVar[str] = "edition.writer-taken-off"
    edition: str
    writer: str


class EditionMoved(EventData, frozen=True):
    """An edition went from one state to another. `superseded` names the earlier editions it took over from."""

    type_name: ClassVar[str] = "edition.moved"
    edition: str
    before: str
    after: str
    revision: str
    superseded: tuple[str, ...] = ()


class ReviewCommented(EventData, frozen=True):
    """A second person said something of a section (empty: of the whole) of an edition."""

    type_name: ClassVar[str] = "edition.review-commented"
    edition: str
    comment: str
    section: str


class ReviewResolved(EventData, frozen=True):
    """A comment of a review was answered and closed."""

    type_name: ClassVar[str] = "edition.review-resolved"
    edition: str
    comment: str


class Reviewed(EventData, frozen=True):
    """A second person concluded about a revision: ready, or back to the writers."""

    type_name: ClassVar[str] = "edition.reviewed"
    edition: str
    revision: str
    verdict: str
