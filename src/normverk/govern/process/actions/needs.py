"""Reporting and assessing needs."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.references import NEED, next_reference
from normverk.govern.process.events import NeedAssessed, NeedReported
from normverk.govern.process.models import Need
from normverk.govern.process.rules import ReportFacts
from normverk.norm.days import local_date
from normverk.norm.text import unreadable_signs


@transaction.atomic
def report_need(
    *,
    title: str,
    text: str,
    source: str,
    language: str,
    actor: Actor,
    now: datetime,
    reporter_name: str = "",
    organisation: str = "",
    email: str = "",
) -> Need:
    """Takes a need from anybody and returns it with its reference. Broken when it is too short, too long or unreadable."""
    require(actor, "need.report")
    title, text = _tidy(title), _tidy(text)
    words = "".join((title, text, reporter_name, organisation, email))
    uphold(ReportFacts(len(title), len(text), unreadable_signs(words)), on=local_date(now))
    need = Need(
        ref=next_reference(Need, NEED, local_date(now).year),
        title=title,
        text=text,
        source=source,
        language=language,
        reporter_name=reporter_name.strip(),
        organisation=organisation.strip(),
        email=email.strip(),
        reported_at=now,
    )
    need.save(force_insert=True)
    record(
        data=NeedReported(need=need.ref, source=source),
        subject=f"need/{need.ref}",
        actor=actor,
        now=now,
        rows=[need],
    )
    return need


@transaction.atomic
def assess_need(
    *,
    need: Need,
    assessment: str,
    text: str,
    priority: int,
    actor: Actor,
    now: datetime,
    merged_into: Need | None = None,
) -> Need:
    """Says what should become of a need, why, and how urgent it is (1 is the most urgent); it is public from then on.

    `assessment` is inquire, improve-existing, decline or merged; with merged, `merged_into` is the need it is part of.
    """
    need = Need.objects.select_for_update(of=("self",)).get(pk=need.pk)
    require(actor, "need.assess", need.policy_facts())
    need.assessment = assessment
    need.assessment_text = _tidy(text)
    need.priority = priority
    need.merged_into = merged_into
    need.assessed_by = actor.id
    need.assessed_at = now
    need.save()
    record(
        data=NeedAssessed(
            need=need.ref,
            assessment=assessment,
            priority=priority,
            merged_into=merged_into.ref if merged_into else "",
        ),
        subject=f"need/{need.ref}",
        actor=actor,
        now=now,
        reason=need.assessment_text,
        rows=[need],
    )
    return need


def _tidy(words: str) -> str:
    return words.replace("\r\n", "\n").replace("\r", "\n").strip()
