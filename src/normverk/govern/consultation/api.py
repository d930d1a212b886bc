"""What the hearings' addresses for programs answer with, as types, for the description of the API.

The answers themselves are made in exports.py; a test holds the two together.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from normverk.base.api.openapi import Operation, describe
from normverk.norm.text import Text


class HearingInList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One hearing in a list. `status` is planned, open, closed or withdrawn."""

    ref: str
    kind: str
    title: Text
    opens: date
    closes: date
    status: str
    url: str
    api: str


class HearingList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All hearings, open ones first."""

    consultations: tuple[HearingInList, ...]


class Deviation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules a hearing departs from, the decision that allows it, and why."""

    rules: tuple[str, ...]
    decision: str
    reason: str


class ExtensionMade(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One extension of the deadline."""

    before: date
    after: date
    reason: str
    at: datetime


class Place(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the draft that can be answered."""

    anchor: str
    title: Text


class AnswerCounts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many answers there are, and how many of them are public."""

    received: int
    published: int
    withheld: int


class HearingInFull(HearingInList, frozen=True, forbid_unknown_fields=True):
    """One hearing."""

    edition: str
    revision: str
    days: int
    open_to_all: bool
    invited: tuple[str, ...]
    deviation: Deviation
    extensions: tuple[ExtensionMade, ...]
    withdrawn_at: datetime | None
    withdrawn_reason: str
    outcome_published_at: datetime | None
    places: tuple[Place, ...]
    answers: AnswerCounts
    responses: str


class PublicPart(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One part of an answer and what became of it. A withheld answer's part has only its reference and result."""

    ref: str
    result: str
    anchor: str = ""
    place: Text | None = None
    stance: str = ""
    quotation: str = ""
    text: str = ""
    answer: Text | None = None


class PublicAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An answer as everybody may see it."""

    ref: str
    submitted_at: datetime
    late: bool
    publicity: str
    parts: tuple[PublicPart, ...]
    name: str = ""
    organisation: str = ""
    on_behalf_of: str = ""
    language: str = ""
    withheld_ground: str = ""


class PublicAnswers(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The public answers to one hearing."""

    consultation: str
    outcome_published_at: datetime | None
    responses: tuple[PublicAnswer, ...]


describe(
    Operation("api-consultations", "get", "All hearings, open ones first.", HearingList, refusals=()),
    Operation("api-consultation", "get", "One hearing.", HearingInFull),
    Operation("api-consultation-responses", "get", "The public answers to one hearing.", PublicAnswers),
)
