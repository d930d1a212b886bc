"""What can happen to jobs that people should see. What goes well is not an event: what the job wrote is."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class JobDied(EventData, frozen=True):
    """A job or a message failed too often and waits for a person. `error` is the type of the last failure."""

    type_name: ClassVar[str] = "job.died"
    kind: str
    attempts: int
    error: str


class JobRevived(EventData, frozen=True):
    """The operator lets a dead job or message try again."""

    type_name: ClassVar[str] = "job.revived"
    kind: str
