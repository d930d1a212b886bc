"""The reference catalogue for spreadsheets and calendars."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse

from normverk.base.calendars import whole_days
from normverk.base.languages import current_language, say
from normverk.base.spreadsheets import harmless
from normverk.govern.applicability.asking import Question
from normverk.govern.applicability.shown import ChangeLine, Line

CSV_COLUMNS: Final = (
    "norm",
    "number",
    "title",
    "version",
    "actor",
    "action",
    "level",
    "standing",
    "phase",
    "doubts",
    "valid_from",
    "valid_to",
    "stated_on",
    "legal_basis",
    "decided_by",
    "decision",
    "source",
    "source_address",
    "note",
    "exempted",
    "on",
    "known_on",
)


def answer_csv(question: Question, lines: Iterable[Line]) -> str:
    """An answer as CSV (RFC 4180), one line a row; what is unknown is an empty cell, and `doubts` names it."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(CSV_COLUMNS)
    for line in lines:
        writer.writerow([harmless(cell) for cell in _cells(question, line)])
    return written.getvalue()


def _cells(question: Question, line: Line) -> tuple[str, ...]:
    row = line.row
    return (
        row.norm,
        line.number,
        line.norm.title_text.in_language(current_language()),
        row.version,
        row.actor or "",
        str(row.action or ""),
        str(row.level or ""),
        str(line.answer.standing) if line.answer else "",
        str(line.phase),
        " ".join(line.doubts),
        str(row.valid_from or ""),
        str(row.valid_to or ""),
        str(row.stated_on or ""),
        row.legal_basis,
        row.decided_by,
        row.decision,
        row.source.title,
        row.source.url,
        row.note,
        " ".join(one.organisation for one in line.exemptions),
        question.on.isoformat(),
        question.known_on.isoformat(),
    )


def changes_ics(lines: Iterable[ChangeLine], now: datetime) -> str:
    """The coming changes as a calendar (RFC 5545), one day each."""
    entries = [
        (
            f"{one.change.row.id}-{one.change.day:%Y%m%d}",
            one.change.day,
            change_words(one),
            settings.ORIGIN + reverse("applies-norm", args=(one.change.row.norm,)),
        )
        for one in lines
    ]
    return whole_days(entries, product="catalogue", now=now)


def change_words(one: ChangeLine) -> str:
    """A change in one line: what happens to which norm and version, for whom doing what."""
    language = current_language()
    norm, row = one.line.norm, one.change.row
    actor = one.line.actor_name
    about = " ".join(filter(None, (one.line.number, norm.title_text.in_language(language), row.version)))
    whom = actor.in_language(language) if actor else say("applicability.actor.unknown")
    action = say(f"applicability.action.{one.line.action}")
    return f"{say(f'applicability.change.{one.change.kind}')}: {about} ({whom}, {action.lower()})"
