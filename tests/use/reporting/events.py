"""Record events of one patient in shorthand, and what would be said of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from msgspec.structs import replace

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import RecordEvent, settle
from normverk.use.reporting import rules
from normverk.use.reporting.npr import NO_TIME, Person, Told, check_patient

HOSPITALS = {"vest": "310000011", "midt": "310000022", "nord": "310000033"}
ADULT = Person(date(1950, 1, 1), identified=True)
assert len(rules.FEEDBACK) == 30


def events(written: str) -> list[RecordEvent]:
    """Events written as «A01A 2021-06-03, A01S 2021-06-10 midt, A01CK -»: code, time (- for none), hospital (Vest)."""
    found = []
    for number, item in enumerate(filter(None, (part.strip() for part in written.split(","))), start=1):
        code, time, *where = item.split()
        found.append(
            RecordEvent(
                patient="p1",
                code=code,
                time=NO_TIME if time == "-" else parse_moment(time),
                org=HOSPITALS[where[0] if where else "vest"],
                source="das",
                source_id=str(number),
                version=1,
                recorded=datetime(2024, 1, 1, 12, 0, tzinfo=UTC),
            )
        )
    return found


def told(held: Iterable[RecordEvent], person: Person = ADULT) -> list[Told]:
    """What is said, in the order in which the events are numbered."""
    return sorted(check_patient(settle(held), person), key=lambda one: int(one.event.source_id))


def said(written: str, person: Person = ADULT) -> dict[str, str]:
    """Source id to the feedback codes that are given, with a question mark after those that cannot be told."""
    return summary(events(written), person)


def summary(held: Iterable[RecordEvent], person: Person = ADULT) -> dict[str, str]:
    """The same of events."""
    return {
        one.event.source_id: " ".join([*one.given, *(f"{code}?" for code in one.unknown)]) for one in told(held, person)
    }


def voided(event: RecordEvent) -> RecordEvent:
    """The version that says that the event never was."""
    return replace(event, version=event.version + 1, status="entered-in-error")
