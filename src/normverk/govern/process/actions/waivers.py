"""Waiving a rule, in writing and in public."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.process.actions.cases import locked
from normverk.govern.process.events import RuleWaived
from normverk.govern.process.models import Case, Waiver
from normverk.govern.process.rules import WaivingFacts
from normverk.norm.days import local_date


@transaction.atomic
def waive_rule(*, case: Case, rule: str, reason: str, actor: Actor, now: datetime) -> Waiver:
    """Lets a rule be in one case, with reasons everybody can read; it lapses when the case is sent back.

    Broken when the process does not let the rule be waived, the reasons are too short, or the case has ended.
    A rule that is waived already keeps its waiver, which is returned.
    """
    case = locked(case)
    require(actor, "rule.waive", case.policy_facts())
    uphold(WaivingFacts(rule, case.process().waivable, reason, case.state), on=local_date(now))
    known = Waiver.objects.filter(case=case, rule=rule, lapsed_by__isnull=True).first()
    if known is not None:
        return known
    waiver = Waiver(
        ref=f"{case.ref}/U{Waiver.objects.filter(case=case).count() + 1}",
        case=case,
        rule=rule,
        reason=reason.strip(),
        decided_by=actor.id,
        decided_at=now,
    )
    waiver.save(force_insert=True)
    record(
        data=RuleWaived(case=case.ref, waiver=waiver.ref, rule=rule),
        subject=f"case/{case.ref}",
        actor=actor,
        now=now,
        reason=waiver.reason,
        rows=[waiver],
    )
    return waiver
