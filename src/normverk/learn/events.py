"""What the log says about learning."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class HistogramReceived(EventData, frozen=True):
    """A site's day histogram took the place of its earlier one. `digest` is the content address of its cells."""

    type_name: ClassVar[str] = "histogram.received"
    site: str
    digest: str
    as_of: str
    cells: int


class HistogramPosted(EventData, frozen=True):
    """This site put its day histogram in the outbox, to be sent to the hub."""

    type_name: ClassVar[str] = "histogram.posted"
    site: str
    digest: str
    as_of: str
    message: str


class FiguresPublished(EventData, frozen=True):
    """The figures of a clock for a period were frozen. `digest` is that of their content, `guard` that of what is kept
    beside them so that later figures give nothing away.
    """

    type_name: ClassVar[str] = "figures.published"
    pathway: str
    clock: str
    period: str
    digest: str
    guard: str
    deliveries: tuple[str, ...]


class HospitalsPlaced(EventData, frozen=True):
    """Hospitals were said to belong to regions. `regions` maps organisation numbers to regions; empty takes one out."""

    type_name: ClassVar[str] = "hospitals.placed"
    regions: dict[str, str]
