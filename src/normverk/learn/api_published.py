"""What programs get about published figures."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import msgspec

from normverk.learn.api import BasisAnswer, FigureAnswer, figure_answer
from normverk.learn.frozen import Entry, Frozen


class CauseAnswer(msgspec.Struct, frozen=True):
    """A delivery that changed something after the publication."""

    site: str
    digest: str
    as_of: date
    received_at: datetime


class EntryAnswer(msgspec.Struct, frozen=True):
    """A figure that is not as it was published. `causes` is empty where one of the two is not told exactly."""

    published: FigureAnswer
    now: FigureAnswer
    causes: tuple[CauseAnswer, ...]


class PublicationAnswer(msgspec.Struct, frozen=True):
    """One publication. Its figures are at its own address, byte by byte as `digest` (SHA-256) was made of them."""

    period: str
    digest: str
    known_at: datetime
    published_by: str
    releases: tuple[str, ...]
    basis: tuple[BasisAnswer, ...]
    ledger: tuple[EntryAnswer, ...]


class PublishedAnswer(msgspec.Struct, frozen=True):
    """Everything published of an indicator, in order."""

    publications: tuple[PublicationAnswer, ...]


def publication_answer(frozen: Frozen, entries: Iterable[Entry]) -> PublicationAnswer:
    """A publication for programs."""
    content = frozen.content
    return PublicationAnswer(
        period=content.period,
        digest=frozen.digest,
        known_at=content.known_at,
        published_by=content.published_by,
        releases=content.releases,
        basis=content.basis,
        ledger=tuple(_entry(one) for one in entries),
    )


def _entry(entry: Entry) -> EntryAnswer:
    causes = (CauseAnswer(one.site, one.digest, one.as_of, one.received_at) for one in entry.causes)
    return EntryAnswer(entry.published, figure_answer(entry.now), tuple(causes))
