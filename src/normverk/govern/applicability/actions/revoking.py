"""Revoking an exemption before it has run out."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.govern.applicability.actions.rows import hold_catalogue
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import ExemptionRevoked
from normverk.govern.applicability.models import Exemption
from normverk.govern.applicability.rules import RevocationFacts
from normverk.norm.days import local_date


@transaction.atomic
def revoke_exemption(
    *, exemption: Exemption, last_day: date, reason: str, actor: Actor, now: datetime
) -> tuple[Exemption | None, tuple[Finding, ...]]:
    """Lets an exemption end on an earlier day; raises Denied, or Broken when it cannot be revoked so.

    The exemption is closed in knowledge time, so what was known before stands, and what is left of it until
    `last_day` (inclusive) is added and returned; None when it had not begun by then.
    """
    require(actor, "applicability.decide", exemption.policy_facts())
    hold_catalogue()
    held = Exemption.objects.select_related("version__norm").get(pk=exemption.pk)
    today = local_date(now)
    facts = RevocationFacts(
        reason=reason,
        revoked=held.is_revoked,
        run_out=held.valid_to < today,
        backwards=last_day < today,
        shortens=last_day < held.valid_to,
    )
    findings = uphold(facts, on=today)
    held.recorded_to, held.closed_by, held.closed_reason = now, actor.id, reason.strip()
    held.save(update_fields=["recorded_to", "closed_by", "closed_reason"])
    rest = _rest(held, last_day, actor, now) if last_day >= held.valid_from else None
    tell(
        data=ExemptionRevoked(
            exemption=str(held.pk),
            rest=str(rest.pk) if rest else "",
            version=str(held.version),
            organisation=held.organisation,
            last=last_day,
            checks=tuple(one.plain() for one in findings),
        ),
        norm=held.version.norm_id,
        actor=actor,
        now=now,
        reason=reason,
        rows=[held, *([rest] if rest else [])],
    )
    return rest, findings


def _rest(held: Exemption, last_day: date, actor: Actor, now: datetime) -> Exemption:
    """What is left of an exemption until its new last day."""
    kept = ("version", "organisation", "organisation_name", "actor", "action", "valid_from", "legal_ground", "reason")
    return Exemption.objects.create(
        **{name: getattr(held, name) for name in kept},
        valid_to=last_day,
        decided_by=actor.id,
        shortens=held,
        recorded_from=now,
    )
