"""Record events in shorthand for tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from normverk.norm.days import parse_moment
from normverk.use.pathways.engine import RecordEvent

VEST, MIDT, NORD = "310000011", "310000022", "310000033"
RECORDED = datetime(2022, 1, 1, 12, 0, tzinfo=UTC)


def event(letters: str, time: str, **other: Any) -> RecordEvent:
    """One event of patient p1 at Vest with the code A01 plus `letters`; its source id is made of code and time."""
    values: dict[str, Any] = {
        "patient": "p1",
        "code": f"A01{letters}",
        "time": parse_moment(time),
        "org": VEST,
        "source": "das",
        "source_id": f"{letters}-{time}",
        "version": 1,
        "recorded": RECORDED,
    }
    return RecordEvent(**(values | other))


def course(written: str) -> tuple[RecordEvent, ...]:
    """Events written as «A 2021-06-03, S 2021-06-10 @midt, CK 2021-06-20 :drugs» (hospital and planned treatment)."""
    organisations = {"vest": VEST, "midt": MIDT, "nord": NORD}
    events = []
    for item in filter(None, (part.strip() for part in written.split(","))):
        letters, time, *marks = item.split()
        other: dict[str, Any] = {}
        for mark in marks:
            if mark.startswith("@"):
                other["org"] = organisations[mark[1:]]
            elif mark.startswith(":"):
                other["treatment"] = mark[1:]
            elif mark.startswith("#"):
                other["episode"] = mark[1:]
        events.append(event(letters, time, **other))
    return tuple(events)
