"""Keeping an individual plan: each time a version of its own."""

from __future__ import annotations

from datetime import date, datetime

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.norm.days import local_date
from normverk.use.coordination.events import PlanKept
from normverk.use.coordination.models import Plan, PlanVersion
from normverk.use.coordination.plan import PlanContent, read_plan
from normverk.use.coordination.rules import PlanFacts
from normverk.use.pathways.models import Patient


@transaction.atomic
def keep_plan(
    *, patient: Patient, pathway: str, content: PlanContent, today: date, actor: Actor, now: datetime
) -> tuple[PlanVersion, tuple[Finding, ...]]:
    """Writes a new version of the patient's plan, and returns it with the warnings. The same content again changes nothing.

    Raises Denied and Broken.
    """
    require(actor, "patient.follow-up", patient.policy_facts())
    facts = PlanFacts(len(content.goals), len(content.activities), bool(content.own_words))
    findings = uphold(facts, on=local_date(now))
    begun, _ = Plan.objects.get_or_create(patient=patient, pathway=pathway, defaults={"begun_on": today})
    plan = Plan.objects.select_for_update().get(pk=begun.pk)
    last = plan.versions.order_by("-number").first()
    plain = msgspec.to_builtins(content)
    if last is not None and read_plan(last.content) == content:
        return last, findings
    version = PlanVersion.objects.create(
        plan=plan, number=last.number + 1 if last else 1, content=plain, written_by=actor.id, written_at=now
    )
    checks = tuple(finding.plain() for finding in findings)
    data = PlanKept(plan=str(plan.id), version=version.number, checks=checks)
    rows = [version] if last else [plan, version]
    record(data=data, subject=f"patient/{patient.id}", actor=actor, now=now, rows=rows)
    return version, findings
