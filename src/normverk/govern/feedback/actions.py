"""Taking readers' answers, forgetting their words, and making needs of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.jobs.actions import enqueue
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.feedback.events import FeedbackBecameNeed, FeedbackForgotten, FeedbackGiven
from normverk.govern.feedback.models import Feedback
from normverk.govern.feedback.rules import AnswerFacts
from normverk.govern.process.actions import report_need
from normverk.govern.process.models import Need
from normverk.norm.days import local_date
from normverk.norm.text import unreadable_signs

KEPT: Final = timedelta(days=365)
"""How long the words of an answer are kept; the form says so."""
FORGET: Final = "feedback.forget"


class Forget(msgspec.Struct, frozen=True):
    """Forget the words of this answer."""

    id: str


@transaction.atomic
def give_feedback(
    *,
    product: str,
    version: str,
    found: bool,
    language: str,
    actor: Actor,
    now: datetime,
    section: str = "",
    words: str = "",
) -> Feedback:
    """Takes one answer from anybody. Broken when the words are too long or unreadable, or the product is flooded."""
    require(actor, "feedback.give")
    words = "\n".join(line.rstrip() for line in words.strip().splitlines())
    last_hour = Feedback.objects.filter(product=product, given_at__gt=now - timedelta(hours=1)).count()
    uphold(AnswerFacts(len(words), unreadable_signs(words), last_hour), on=local_date(now))
    given = Feedback(
        product=product, version=version, section=section, found=found, words=words, language=language, given_at=now
    )
    given.save(force_insert=True)
    data = FeedbackGiven(product=product, version=version, section=section, found=found, with_words=bool(words))
    record(data=data, subject=f"feedback/{given.pk}", actor=actor, now=now, rows=[given])
    if words:
        enqueue(
            kind=FORGET,
            payload=Forget(id=str(given.pk)),
            now=now,
            key=f"{FORGET}:{given.pk}",
            run_after=now + KEPT,
        )
    return given


@transaction.atomic
def forget_words(*, id: str, actor: Actor, now: datetime) -> None:
    """Erases the words of one answer; what was counted stays. Nothing happens when they are gone already."""
    require(actor, "jobs.run")
    given = Feedback.objects.select_for_update().filter(pk=UUID(id), forgotten_at__isnull=True).first()
    if given is None:
        return
    given.words, given.forgotten_at = "", now
    given.save()
    record(
        data=FeedbackForgotten(product=given.product),
        subject=f"feedback/{given.pk}",
        actor=actor,
        now=now,
        rows=[given],
    )


@transaction.atomic
def make_need(*, given: Feedback, title: str, text: str, actor: Actor, now: datetime) -> Need:
    """Puts an answer into the register of needs, in the owner's words. The need that it became already, if it did."""
    given = Feedback.objects.select_for_update().get(pk=given.pk)
    require(actor, "feedback.read", given.policy_facts())
    known = Need.objects.filter(pk=given.need).first() if given.need else None
    if known is not None:
        return known
    need = report_need(title=title, text=text, source="other", language=given.language, actor=actor, now=now)
    given.need = need.ref
    given.save()
    record(
        data=FeedbackBecameNeed(product=given.product, need=need.ref),
        subject=f"feedback/{given.pk}",
        actor=actor,
        now=now,
        rows=[given],
    )
    return need
