"""What can happen in a hearing."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from normverk.base.events.types import EventData


class HearingOpened(EventData, frozen=True):
    """A hearing was opened on one revision, which is frozen from now on. `checks` are the rules as they were judged."""

    type_name: ClassVar[str] = "hearing.opened"
    edition: str
    revision: str
    opens: date
    closes: date
    deviations: tuple[str, ...]
    waiver: str
    checks: tuple[dict[str, object], ...]


class HearingExtended(EventData, frozen=True):
    """The deadline was moved to a later day."""

    type_name: ClassVar[str] = "hearing.extended"
    before: date
    after: date


class HearingWithdrawn(EventData, frozen=True):
    """The hearing was called off; the reason stands in the event."""

    type_name: ClassVar[str] = "hearing.withdrawn"
    status_before: str


class AnswerReceived(EventData, frozen=True):
    """Somebody answered. Who, stands in the answer itself, where it can be erased."""

    type_name: ClassVar[str] = "hearing.answer-received"
    response: str
    parts: int
    late: bool


class AnswerPublished(EventData, frozen=True):
    """An answer was read through and published."""

    type_name: ClassVar[str] = "hearing.answer-published"
    response: str


class AnswerWithheld(EventData, frozen=True):
    """An answer was withheld from the public; the legal ground stands as the event's reason."""

    type_name: ClassVar[str] = "hearing.answer-withheld"
    response: str


class PartTreated(EventData, frozen=True):
    """It was said what became of a part of an answer; `before` is the result it replaces, if any."""

    type_name: ClassVar[str] = "hearing.part-treated"
    part: str
    result: str
    before: str


class OutcomePublished(EventData, frozen=True):
    """The outcome of the hearing was published."""

    type_name: ClassVar[str] = "hearing.outcome-published"
    responses: int
    parts: int
    checks: tuple[dict[str, object], ...]
