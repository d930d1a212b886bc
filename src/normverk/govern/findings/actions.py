"""Answering a finding."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.models import Edition
from normverk.govern.findings.events import FindingAnswered
from normverk.govern.findings.models import FindingAnswer
from normverk.govern.findings.queries import findings_of
from normverk.govern.findings.rules import AnsweringFacts
from normverk.norm.days import local_date


@transaction.atomic
def answer_finding(*, edition: Edition, key: str, reason: str, actor: Actor, now: datetime) -> FindingAnswer:
    """Says why a finding may stand, for everybody to read, and for those who decide at the gate.

    Broken when the present text has no such finding, it is an error, the reason is too short, or the edition is decided
    on. A finding that is answered already keeps its answer, which is returned.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("product", "revision").get(pk=edition.pk)
    require(actor, "edition.write", edition.policy_facts())
    found = next((one for one in findings_of(edition) if one.key == key), None)
    strength = found.finding.strength if found is not None else ""
    uphold(AnsweringFacts(edition.state, strength, reason), on=local_date(now))
    if found is None:
        raise KeyError(key)
    if found.answer is not None:
        return found.answer
    answer = FindingAnswer(
        edition=edition,
        finding=key,
        check_id=found.finding.check,
        place=found.finding.place,
        what=found.finding.what.plain(),
        reason=reason.strip(),
        answered_by=actor.id,
        answered_at=now,
    )
    answer.save(force_insert=True)
    record(
        data=FindingAnswered(edition=edition.ref, finding=key, check=answer.check_id, place=answer.place),
        subject=f"edition/{edition.ref}",
        actor=actor,
        now=now,
        reason=answer.reason,
        rows=[answer],
    )
    return answer
