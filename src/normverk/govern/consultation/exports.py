"""Hearings and their answers for programs: JSON, CSV and a calendar entry. Answers come from public.py only."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

import msgspec
from django.conf import settings
from django.urls import reverse

from normverk.base.calendars import whole_days
from normverk.base.languages import say
from normverk.base.spreadsheets import harmless
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.public import PublicAnswer, public_answers
from normverk.govern.consultation.queries import extensions
from normverk.norm.content import anchors
from normverk.norm.text import Text

CSV_COLUMNS: Final = (
    "answer",
    "sent",
    "late",
    "name",
    "organisation",
    "on_behalf_of",
    "withheld_ground",
    "part",
    "anchor",
    "place",
    "stance",
    "quotation",
    "text",
    "result",
    "answer_to_part",
)


def hearing_json(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """One hearing as plain data."""
    answers = public_answers(consultation, now)
    return summary_json(consultation, now) | {
        "edition": consultation.edition.ref,
        "revision": consultation.revision_id,
        "days": consultation.days,
        "open_to_all": consultation.open_to_all,
        "invited": consultation.invited,
        "deviation": {
            "rules": consultation.deviation_rules,
            "decision": consultation.deviation_waiver,
            "reason": consultation.deviation_reason,
        },
        "extensions": [
            {"before": event.data["before"], "after": event.data["after"], "reason": event.reason, "at": event.at}
            for event in extensions(consultation)
        ],
        "withdrawn_at": consultation.withdrawn_at,
        "withdrawn_reason": consultation.withdrawn_reason,
        "outcome_published_at": consultation.outcome_at,
        "places": [
            {"anchor": anchor, "title": _text(title)} for anchor, title in anchors(consultation.revision.read()).items()
        ],
        "answers": {
            "received": consultation.responses.count(),
            "published": sum(not answer.withheld for answer in answers),
            "withheld": sum(answer.withheld for answer in answers),
        },
        "responses": _address("api-consultation-responses", consultation),
    }


def summary_json(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """One hearing in a list."""
    return {
        "ref": consultation.ref,
        "kind": consultation.kind,
        "title": _text(consultation.title),
        "opens": consultation.opens,
        "closes": consultation.closes,
        "status": str(consultation.status(now)),
        "url": _address("consultation", consultation),
        "api": _address("api-consultation", consultation),
    }


def responses_json(consultation: Consultation, now: datetime) -> dict[str, Any]:
    """The answers to a hearing that the public may see at `now`."""
    return {
        "consultation": consultation.ref,
        "outcome_published_at": consultation.outcome_at,
        "responses": [_answer_json(answer) for answer in public_answers(consultation, now)],
    }


def _answer_json(answer: PublicAnswer) -> dict[str, Any]:
    head: dict[str, Any] = {"ref": answer.ref, "submitted_at": answer.submitted_at, "late": answer.late}
    if answer.withheld:
        return head | {
            "publicity": "withheld",
            "withheld_ground": answer.ground,
            "parts": [{"ref": part.ref, "result": part.result} for part in answer.parts],
        }
    return head | {
        "publicity": "public",
        "name": answer.name,
        "organisation": answer.organisation,
        "on_behalf_of": answer.on_behalf_of,
        "language": answer.language,
        "parts": [
            {
                "ref": part.ref,
                "anchor": part.anchor,
                "place": _text(part.place),
                "stance": part.stance,
                "quotation": part.quotation,
                "text": part.text,
                "result": part.result,
                "answer": _text(part.answer),
            }
            for part in answer.parts
        ],
    }


def responses_csv(consultation: Consultation, now: datetime) -> str:
    """The same answers as CSV (RFC 4180), one line a part, place and answer in the reader's language."""
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(CSV_COLUMNS)
    for answer in public_answers(consultation, now):
        writer.writerows([harmless(cell) for cell in line] for line in _csv_lines(answer))
    return written.getvalue()


def _csv_lines(answer: PublicAnswer) -> Iterable[tuple[str, ...]]:
    from normverk.web.templatetags.components import words

    for part in answer.parts:
        place = "" if answer.withheld else words(part.place) or say("consultation.place.whole")
        yield (
            answer.ref,
            answer.submitted_at.isoformat(),
            "1" if answer.late else "0",
            answer.name,
            answer.organisation,
            answer.on_behalf_of,
            answer.ground,
            part.ref,
            part.anchor,
            place,
            part.stance,
            part.quotation,
            part.text,
            part.result,
            words(part.answer),
        )


def deadline_ics(consultation: Consultation, now: datetime) -> str:
    """The deadline as a calendar entry (RFC 5545) that lasts the whole day."""
    title = f"{say('consultation.deadline')}: {consultation.title.in_language('nb')} ({consultation.ref})"
    entry = (consultation.ref, consultation.closes, title, _address("consultation", consultation))
    return whole_days([entry], product="hearings", now=now)


def _address(name: str, consultation: Consultation) -> str:
    return settings.ORIGIN + reverse(name, args=(consultation.ref,))


def _text(text: Text | None) -> dict[str, str] | None:
    return None if text is None else msgspec.to_builtins(text)
