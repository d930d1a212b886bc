"""What can happen to tasks, notes of delay, meetings and plans. Whom it is about is the event's subject."""

from __future__ import annotations

from typing import Any, ClassVar

from normverk.base.events.types import EventData


class TaskAdded(EventData, frozen=True):
    """Somebody wrote down that something must be done."""

    type_name: ClassVar[str] = "task.added"
    task: str


class TaskClosed(EventData, frozen=True):
    """A task was done, was not needed (cancelled), or did not succeed (abandoned)."""

    type_name: ClassVar[str] = "task.closed"
    task: str
    state: str


class DelayNoted(EventData, frozen=True):
    """Somebody noted that the patient wants to wait. The note moves no clock; `checks` are the rules' answers."""

    type_name: ClassVar[str] = "delay.noted"
    delay: str
    checks: tuple[dict[str, Any], ...]


class DelayEnded(EventData, frozen=True):
    """The patient is ready again."""

    type_name: ClassVar[str] = "delay.ended"
    delay: str


class DelayWithdrawn(EventData, frozen=True):
    """A note of delay was a mistake; it is shown struck out."""

    type_name: ClassVar[str] = "delay.withdrawn"
    delay: str


class MeetingPutUp(EventData, frozen=True):
    """The patient was put up for a multidisciplinary meeting."""

    type_name: ClassVar[str] = "mdt.put-up"
    item: str


class MeetingDecided(EventData, frozen=True):
    """What the meeting decided about the patient was written down."""

    type_name: ClassVar[str] = "mdt.decided"
    item: str


class MeetingTakenOff(EventData, frozen=True):
    """The patient was taken off the list of a meeting."""

    type_name: ClassVar[str] = "mdt.taken-off"
    item: str


class PlanKept(EventData, frozen=True):
    """A version of the patient's individual plan was written."""

    type_name: ClassVar[str] = "plan.kept"
    plan: str
    version: int
    checks: tuple[dict[str, Any], ...]
