"""What a case of the demonstration is made of: its need, its inquiry, its days, the answers to its hearing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from normverk.norm.content import NormContent
from normverk.norm.text import Text


@dataclass(frozen=True)
class Answer:
    """An answer to a hearing: who, about which place, what, and what becomes of it."""

    name: str
    organisation: str
    anchor: str
    stance: str
    text: str
    result: str
    reply: Text


@dataclass(frozen=True)
class Calendar:
    """The days of a case, each the day something happens; a case stops before the first that is None."""

    reported: date
    opened: date
    inquired: date | None = None
    drafted: date | None = None
    heard_from: date | None = None
    heard_to: date | None = None
    approved: date | None = None
    in_use: date | None = None


@dataclass(frozen=True)
class Story:
    """One case of the demonstration. `norm` is its content, or the name of the file with it; `writers` are the user names
    of co-writers."""

    norm: str | NormContent
    slug: str
    number: str
    title: Text
    need_title: str
    need_text: str
    source: str
    reporter: str
    organisation: str
    assessment: str
    questions: tuple[str, str, str, str, str, str]
    purpose: Text
    change_note: Text
    calendar: Calendar
    answers: tuple[Answer, ...] = ()
    writers: tuple[str, ...] = ()
