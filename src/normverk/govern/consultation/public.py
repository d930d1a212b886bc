"""Answers as the public may see them. Every open page, list and export reads answers through here and nowhere else,
so that what is withheld has one single door to be stopped at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from normverk.govern.consultation.models import Consultation, Response, ResponsePart
from normverk.govern.consultation.rules.answers import WHOLE
from normverk.norm.content import anchors
from normverk.norm.text import Text


@dataclass(frozen=True)
class PublicPart:
    """A part of an answer. `place` is None when it is about the draft as a whole; `result` is empty before the outcome.

    Of a withheld answer only the reference and the result are there: an answer to it could quote it.
    """

    ref: str
    position: int
    anchor: str
    place: Text | None
    quotation: str
    stance: str
    text: str
    result: str
    answer: Text | None


@dataclass(frozen=True)
class PublicAnswer:
    """An answer without e-mail address; of a withheld one, only its reference, time and legal ground."""

    ref: str
    withheld: bool
    ground: str
    name: str
    organisation: str
    on_behalf_of: str
    language: str
    submitted_at: datetime
    late: bool
    parts: tuple[PublicPart, ...]


def public_answers(consultation: Consultation, now: datetime) -> tuple[PublicAnswer, ...]:
    """The answers that may be seen at `now`, in the order they came; those withheld stand there by reference only."""
    titles = anchors(consultation.revision.read())
    rows = consultation.responses.order_by("submitted_at", "ref").prefetch_related("parts__disposition")
    found = []
    for row in rows:
        row.consultation = consultation
        if row.withheld:
            found.append(_withheld(row))
        elif row.is_published(now):
            found.append(shown(row, titles))
    return tuple(found)


def shown(row: Response, titles: dict[str, Text]) -> PublicAnswer:
    """A whole answer as it is shown, to whoever the policy allows to see it; `titles` names the places of the draft."""
    outcome = row.consultation.outcome_at is not None
    return PublicAnswer(
        ref=row.ref,
        withheld=False,
        ground="",
        name=row.name,
        organisation=row.organisation,
        on_behalf_of=row.on_behalf_of,
        language=row.language,
        submitted_at=row.submitted_at,
        late=row.late,
        parts=tuple(_part(row, part, titles, outcome) for part in row.parts.all()),
    )


def _part(row: Response, part: ResponsePart, titles: dict[str, Text], outcome: bool) -> PublicPart:
    disposition = getattr(part, "disposition", None) if outcome else None
    return PublicPart(
        ref=f"{row.ref}/{part.position}",
        position=part.position,
        anchor=part.anchor,
        place=None if part.anchor == WHOLE else titles[part.anchor],
        quotation=part.quotation,
        stance=part.stance,
        text=part.text,
        result=disposition.result if disposition else "",
        answer=disposition.answer_text if disposition and disposition.answer else None,
    )


def _withheld(row: Response) -> PublicAnswer:
    outcome = row.consultation.outcome_at is not None
    parts = tuple(
        PublicPart(
            ref=f"{row.ref}/{part.position}",
            position=part.position,
            anchor="",
            place=None,
            quotation="",
            stance="",
            text="",
            result=part.disposition.result if outcome and hasattr(part, "disposition") else "",
            answer=None,
        )
        for part in row.parts.all()
    )
    return PublicAnswer(
        ref=row.ref,
        withheld=True,
        ground=row.withheld_ground,
        name="",
        organisation="",
        on_behalf_of="",
        language="",
        submitted_at=row.submitted_at,
        late=row.late,
        parts=parts,
    )
