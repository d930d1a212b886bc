"""What can happen to readers' answers."""

from __future__ import annotations

from typing import ClassVar

from normverk.base.events.types import EventData


class FeedbackGiven(EventData, frozen=True):
    """A reader answered. The words, if any, stand in the answer, where they can be erased."""

    type_name: ClassVar[str] = "feedback.given"
    product: str
    version: str
    section: str
    found: bool
    with_words: bool


class FeedbackForgotten(EventData, frozen=True):
    """The words of an answer were erased, because the time they are kept was over."""

    type_name: ClassVar[str] = "feedback.forgotten"
    product: str


class FeedbackBecameNeed(EventData, frozen=True):
    """An answer was put into the register of needs."""

    type_name: ClassVar[str] = "feedback.became-need"
    product: str
    need: str
