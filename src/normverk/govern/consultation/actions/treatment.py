"""Moderating answers, and saying what became of each part."""

from __future__ import annotations

from datetime import datetime

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.consultation.actions.hearings import locked, subject_of
from normverk.govern.consultation.events import AnswerPublished, AnswerWithheld, PartTreated
from normverk.govern.consultation.models import Disposition, Response, ResponsePart
from normverk.govern.consultation.rules import DispositionFacts, ModerationFacts
from normverk.norm.days import local_date
from normverk.norm.text import Text


@transaction.atomic
def publish_response(*, response: Response, actor: Actor, now: datetime) -> Response:
    """Publishes an answer that has been read through, also one that was withheld before."""
    consultation = locked(response.consultation)
    require(actor, "response.treat", consultation.policy_facts())
    response = Response.objects.select_for_update().get(pk=response.pk)
    uphold(ModerationFacts(None), on=local_date(now))
    response.publicity = "public"
    response.withheld_ground = ""
    response.moderated_at = now
    response.save()
    record(
        data=AnswerPublished(response=response.ref),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        rows=[response],
    )
    return response


@transaction.atomic
def withhold_response(*, response: Response, ground: str, actor: Actor, now: datetime) -> Response:
    """Withholds a whole answer from the public; raises Broken without a legal ground. The ground is public."""
    consultation = locked(response.consultation)
    require(actor, "response.treat", consultation.policy_facts())
    response = Response.objects.select_for_update().get(pk=response.pk)
    uphold(ModerationFacts(ground), on=local_date(now))
    response.publicity = "withheld"
    response.withheld_ground = ground.strip()
    response.moderated_at = now
    response.save()
    record(
        data=AnswerWithheld(response=response.ref),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        reason=response.withheld_ground,
        rows=[response],
    )
    return response


@transaction.atomic
def treat_part(*, part: ResponsePart, result: str, answer: Text, actor: Actor, now: datetime) -> Disposition:
    """Says what became of a part. Said again before the outcome it replaces what was said; there is only ever one."""
    consultation = locked(part.response.consultation)
    require(actor, "response.treat", consultation.policy_facts())
    answered = any((answer.nb.strip(), answer.nn.strip(), answer.en.strip()))
    uphold(DispositionFacts(result, answered, consultation.outcome_at is not None), on=local_date(now))
    disposition = Disposition.objects.filter(part=part).first() or Disposition(part=part)
    before = disposition.result
    disposition.result = result
    disposition.answer = msgspec.to_builtins(answer) if answered else {}
    disposition.by = actor.id
    disposition.at = now
    disposition.save()
    record(
        data=PartTreated(part=part.ref, result=result, before=before),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        rows=[disposition],
    )
    return disposition
