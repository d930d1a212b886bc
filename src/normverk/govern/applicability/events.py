"""What can happen in the reference catalogue."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from normverk.base.events.types import EventData


class CatalogueImported(EventData, frozen=True):
    """A file was read into the catalogue. `complaints` are the lines of the report that people got."""

    type_name: ClassVar[str] = "applicability.imported"
    name: str
    sha256: str
    norms: int
    versions: int
    rows: int
    closed: int
    complaints: tuple[dict[str, Any], ...]


class NormAdded(EventData, frozen=True):
    """A norm was added to the catalogue by hand, with its first version."""

    type_name: ClassVar[str] = "applicability.norm-added"
    norm: str
    version: str


class RowRecorded(EventData, frozen=True):
    """A row was recorded of what somebody else has decided; the source stands as the event's reason."""

    type_name: ClassVar[str] = "applicability.recorded"
    row: str
    version: str
    checks: tuple[dict[str, Any], ...]


class RowProposed(EventData, frozen=True):
    """A norm owner proposed a row of applicability."""

    type_name: ClassVar[str] = "applicability.proposed"
    proposal: str
    version: str
    checks: tuple[dict[str, Any], ...]


class ProposalDecided(EventData, frozen=True):
    """Somebody else than the proposer decided on a proposal; `row` is the row that came of it, if any."""

    type_name: ClassVar[str] = "applicability.decided"
    proposal: str
    outcome: str
    row: str
    checks: tuple[dict[str, Any], ...]


class RowCorrected(EventData, frozen=True):
    """A row was closed in knowledge time and another put in its place; what was known before stands unchanged."""

    type_name: ClassVar[str] = "applicability.corrected"
    closed: str
    row: str
    checks: tuple[dict[str, Any], ...]


class RowEnded(EventData, frozen=True):
    """A row was repealed or withdrawn: it has a last day now. `closed` is the row without it, `row` the one with it."""

    type_name: ClassVar[str] = "applicability.ended"
    closed: str
    row: str
    last_day: date
    checks: tuple[dict[str, Any], ...]


class ExemptionGranted(EventData, frozen=True):
    """One organisation was exempted from a mandatory version for some time."""

    type_name: ClassVar[str] = "applicability.exempted"
    exemption: str
    version: str
    organisation: str
    first: date
    last: date
    checks: tuple[dict[str, Any], ...]


class ExemptionRevoked(EventData, frozen=True):
    """An exemption was revoked. `rest` is what is left of it until the new last day; empty when it never began."""

    type_name: ClassVar[str] = "applicability.exemption-revoked"
    exemption: str
    rest: str
    version: str
    organisation: str
    last: date
    checks: tuple[dict[str, Any], ...]


class NormCorrected(EventData, frozen=True):
    """A norm's title or facts were corrected by hand; `before` and `after` have the facts that changed."""

    type_name: ClassVar[str] = "applicability.norm-corrected"
    norm: str
    before: dict[str, Any]
    after: dict[str, Any]
    checks: tuple[dict[str, Any], ...]


class StanceRecorded(EventData, frozen=True):
    """An organisation said whether it follows a version; `before` is the stance that this one replaces."""

    type_name: ClassVar[str] = "applicability.stance"
    version: str
    organisation: str
    stance: str
    before: str
    checks: tuple[dict[str, Any], ...]
