"""Exempting one organisation for some time, and taking down whether an organisation follows a norm."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.govern.applicability.actions.rows import hold_catalogue
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import ExemptionGranted, StanceRecorded
from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import STANCES, Exemption, NormVersion, Stance
from normverk.govern.applicability.queries import is_exempted, known_rows
from normverk.govern.applicability.rules import ExemptionFacts, StanceFacts
from normverk.norm.applicability import Action, Level, in_force, kinds_of
from normverk.norm.days import local_date


@transaction.atomic
def grant_exemption(
    *,
    version: NormVersion,
    organisation: str,
    organisation_name: str,
    actor_kind: str,
    action: Action,
    valid_from: date,
    valid_to: date | None,
    legal_ground: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> tuple[Exemption, tuple[Finding, ...]]:
    """Exempts one organisation from a mandatory version from the first to the last day; raises Denied or Broken."""
    require(actor, "applicability.decide", {**version.norm.policy_facts(), "authors": ()})
    hold_catalogue()
    facts = ExemptionFacts(
        mandatory=_is_mandatory(version, actor_kind, action, valid_from, now),
        legal_ground=legal_ground,
        reason=reason,
        has_end=valid_to is not None,
        in_order=valid_to is not None and valid_from <= valid_to,
    )
    findings = uphold(facts, on=local_date(now))
    exemption = Exemption.objects.create(
        version=version,
        organisation=organisation,
        organisation_name=organisation_name.strip(),
        actor=actor_kind,
        action=action,
        valid_from=valid_from,
        valid_to=valid_to or valid_from,
        legal_ground=legal_ground.strip(),
        reason=reason.strip(),
        decided_by=actor.id,
        recorded_from=now,
    )
    tell(
        data=ExemptionGranted(
            exemption=str(exemption.pk),
            version=str(version),
            organisation=organisation,
            first=exemption.valid_from,
            last=exemption.valid_to,
            checks=tuple(one.plain() for one in findings),
        ),
        norm=version.norm_id,
        actor=actor,
        now=now,
        reason=exemption.reason,
        rows=[exemption],
    )
    return exemption, findings


def _is_mandatory(version: NormVersion, actor_kind: str, action: Action, on: date, now: datetime) -> bool:
    mine = kinds_of(actor_kind, actor_kinds())
    return any(
        row.level is Level.MANDATORY
        and row.version == version.label
        and row.actor in mine
        and row.action is action
        and bool(in_force(row, on))
        for row in known_rows(now, norm=version.norm_id)
    )


@transaction.atomic
def record_stance(
    *,
    version: NormVersion,
    organisation: str,
    organisation_name: str,
    stance: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> tuple[Stance, tuple[Finding, ...]]:
    """Takes down an organisation's stance in place of the one it had; raises Denied, or Broken without its reason.

    `stance` is one of STANCES; ValueError otherwise.
    """
    require(actor, "stance.record", {**version.norm.policy_facts(), "organisations": (organisation,)})
    if stance not in STANCES:
        raise ValueError(f"there is no stance «{stance}»")
    hold_catalogue()
    today = local_date(now)
    levels = [
        row.level
        for row in known_rows(now, norm=version.norm_id)
        if row.version == version.label and row.level is not None and in_force(row, today)
    ]
    highest = max(levels, key=lambda level: level.rank, default=None)
    facts = StanceFacts(stance, reason, highest or "", is_exempted(version, organisation, today))
    findings = uphold(facts, on=today)
    held = Stance.objects.select_for_update().filter(
        version=version, organisation=organisation, recorded_to__isnull=True
    )
    before = held.first()
    if before is not None:
        before.recorded_to, before.closed_by, before.closed_reason = now, actor.id, f"→ {stance}"
        before.save(update_fields=["recorded_to", "closed_by", "closed_reason"])
    taken = Stance.objects.create(
        version=version,
        organisation=organisation,
        organisation_name=organisation_name.strip(),
        stance=stance,
        reason=reason.strip(),
        recorded_from=now,
        recorded_by=actor.id,
    )
    tell(
        data=StanceRecorded(
            version=str(version),
            organisation=organisation,
            stance=stance,
            before=before.stance if before else "",
            checks=tuple(one.plain() for one in findings),
        ),
        norm=version.norm_id,
        actor=actor,
        now=now,
        reason=taken.reason,
        rows=[*([before] if before else []), taken],
    )
    return taken, findings
