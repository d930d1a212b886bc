"""Taking an answer from anybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.consultation.actions.hearings import locked, subject_of
from normverk.govern.consultation.events import AnswerReceived
from normverk.govern.consultation.models import Consultation, Response, ResponsePart, is_late
from normverk.govern.consultation.rules import AnswerFacts, unreadable_signs
from normverk.norm.content import anchors
from normverk.norm.days import local_date


@dataclass(frozen=True)
class Sender:
    """Who answers, in their own words. The e-mail address is never shown to anybody but the norm owner."""

    name: str
    organisation: str = ""
    email: str = ""
    on_behalf_of: str = ""


@dataclass(frozen=True)
class PartText:
    """One part of an answer: where in the draft (empty for the whole), for or against, and the words."""

    anchor: str
    stance: str
    text: str
    quotation: str = ""


@transaction.atomic
def send_response(
    *,
    consultation: Consultation,
    sender: Sender,
    parts: tuple[PartText, ...],
    language: str,
    actor: Actor,
    now: datetime,
) -> Response:
    """Takes an answer and returns it with its reference; an answer after the deadline is taken and marked late.

    Raises Broken when the hearing takes no answers, a part is empty or is about no place in the frozen revision, or
    the answer is too long or holds signs that cannot be shown.
    """
    consultation = locked(consultation)
    require(actor, "response.send", consultation.policy_facts())
    sender = Sender(*(_tidy(word) for word in (sender.name, sender.organisation, sender.email, sender.on_behalf_of)))
    parts = tuple(PartText(p.anchor, p.stance, _tidy(p.text), _tidy(p.quotation)) for p in parts)
    uphold(_facts(consultation, sender, parts, now), on=local_date(now))
    number = consultation.responses.count() + 1
    response = Response.objects.create(
        ref=f"{consultation.ref}-{number:03d}",
        consultation=consultation,
        name=sender.name,
        organisation=sender.organisation,
        email=sender.email,
        on_behalf_of=sender.on_behalf_of,
        sender="" if actor.is_visitor else actor.id,
        language=language,
        submitted_at=now,
        late=is_late(consultation, now),
    )
    rows = [
        ResponsePart.objects.create(
            response=response,
            position=position,
            anchor=part.anchor,
            quotation=part.quotation,
            stance=part.stance,
            text=part.text,
        )
        for position, part in enumerate(parts, start=1)
    ]
    record(
        data=AnswerReceived(response=response.ref, parts=len(rows), late=response.late),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        rows=[response, *rows],
    )
    return response


def _facts(consultation: Consultation, sender: Sender, parts: tuple[PartText, ...], now: datetime) -> AnswerFacts:
    words = [sender.name, sender.organisation, sender.email, sender.on_behalf_of]
    words += [word for part in parts for word in (part.text, part.quotation)]
    return AnswerFacts(
        status=consultation.status(now),
        outcome_published=consultation.outcome_at is not None,
        known=frozenset(anchors(consultation.revision.read())),
        anchors=tuple(part.anchor for part in parts),
        lengths=tuple(len(part.text) + len(part.quotation) if part.text else 0 for part in parts),
        named=bool(sender.name),
        unreadable=unreadable_signs("".join(words)),
    )


def _tidy(words: str) -> str:
    """The words with one kind of line end and no white space around them."""
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
