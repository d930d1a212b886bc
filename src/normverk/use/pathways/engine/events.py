"""Record events, and which of their versions count: the final event set, whatever order the versions came in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Literal, get_args

import msgspec

from normverk.norm.days import Moment, is_past, local_date

Status = Literal["final", "amended", "entered-in-error", "deleted"]
STATUSES: Final[tuple[str, ...]] = get_args(Status)
LIVE: Final = frozenset({"final", "amended"})
"""An event in any other status counts as if it never was."""

_encoder: Final = msgspec.json.Encoder(order="sorted")


class RecordEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True, gc=False):
    """One version of one registration in a patient's record: that `code` was reached at `time`.

    `source` and `source_id` together say which registration it is; `version` counts its corrections, and the highest
    one known is what holds. `org` is the organisation number of the hospital that registered it, `responsible_org`
    the one that is responsible when that is another. `treatment` is a planned treatment (a branch or a treatment code)
    and `episode` the record system's own name for the course of illness.

    It holds nothing that could point back at it, so the garbage collector need not look at millions of them (`gc=False`).
    """

    patient: str
    code: str
    time: Moment
    org: str
    source: str
    source_id: str
    version: int
    recorded: datetime
    status: Status = "final"
    responsible_org: str = ""
    treatment: str = ""
    episode: str = ""

    @property
    def identity(self) -> tuple[str, str]:
        """What stays the same through all versions."""
        return (self.source, self.source_id)

    @property
    def owner(self) -> str:
        """The organisation number that answers for the event."""
        return self.responsible_org or self.org


def content_of(event: RecordEvent) -> bytes:
    """The event as canonical JSON: the same bytes for the same content, so that contents can be compared and ranked."""
    return _encoder.encode(event)


def supersedes(candidate: RecordEvent, held: RecordEvent) -> bool:
    """True when `candidate` holds instead of `held`, both being versions of the same registration.

    A higher version wins. Two contents that claim the same version are a fault of the source; then the greater
    canonical JSON wins, which is arbitrary but the same whichever came first.
    """
    if candidate.version != held.version:
        return candidate.version > held.version
    return content_of(candidate) > content_of(held)


def settle(events: Iterable[RecordEvent]) -> tuple[RecordEvent, ...]:
    """The final event set: one version of each registration, without those that are voided. The order means nothing."""
    best: dict[tuple[str, str], RecordEvent] = {}
    for event in events:
        held = best.get(event.identity)
        if held is None or supersedes(event, held):
            best[event.identity] = event
    return tuple(event for event in best.values() if event.status in LIVE)


def is_seen(event: RecordEvent, as_of: Moment | None) -> bool:
    """True when the event has happened at `as_of`; always true without one. A date sees its whole day."""
    return as_of is None or not is_past(as_of, event.time)


def order_key(event: RecordEvent, milestone_order: int) -> tuple[int, int, float, str, str]:
    """Where the event stands among a patient's events.

    The date in Norway comes first, because most registrations have no time of day; on the same date the norm's own
    order of milestones decides, then the time of day (dates before instants), then source and source id.
    """
    instant = event.time.timestamp() if isinstance(event.time, datetime) else float("-inf")
    return (local_date(event.time).toordinal(), milestone_order, instant, event.source, event.source_id)
