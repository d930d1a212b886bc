"""Proposing a row of our own and deciding on it: never the same person."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec
from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.base.rules import Finding
from normverk.govern.applicability.actions.judging import judge_row
from normverk.govern.applicability.actions.rows import AlreadyClosed, NewRow, cut, hold_catalogue, keep, store
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import ProposalDecided, RowProposed
from normverk.govern.applicability.models import ApplicabilityRow, NormVersion, Proposal
from normverk.govern.catalogue.references import next_reference
from normverk.norm.contradictions import binding_days
from normverk.norm.days import local_date

PROPOSAL: Final = "N"
"""The letter of a proposal's reference: N for normeringsnivå."""


@transaction.atomic
def propose_row(
    *, version: NormVersion, row: NewRow, reason: str, actor: Actor, now: datetime
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Proposes a row, judged as if it were decided now; raises Denied, or Broken with the rules not met.

    A version that is not stored yet is stored with it.
    """
    require(actor, "applicability.record", version.norm.policy_facts())
    hold_catalogue()
    new = store(version)
    besides = [ApplicabilityRow.objects.get(pk=row.succeeds).pk] if row.succeeds else []
    findings = judge_row(version, row.value(version, now), elsewhere=False, now=now, besides=besides)
    proposal = Proposal.objects.create(
        ref=next_reference(Proposal, PROPOSAL, local_date(now).year),
        version=version,
        content=msgspec.to_builtins(row),
        reason=reason.strip(),
        proposed_by=actor.id,
        proposed_at=now,
    )
    tell(
        data=RowProposed(proposal=proposal.ref, version=str(version), checks=tuple(one.plain() for one in findings)),
        norm=version.norm_id,
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[*new, proposal],
    )
    return proposal, findings


@transaction.atomic
def decide_proposal(
    *, proposal: Proposal, accept: bool, reason: str, actor: Actor, now: datetime
) -> tuple[Proposal, tuple[Finding, ...]]:
    """Accepts a proposal, which makes its row, or rejects it. Raises Denied, Broken, or AlreadyClosed when decided."""
    require(actor, "applicability.decide", proposal.policy_facts())
    hold_catalogue()
    proposal = Proposal.objects.select_related("version__norm").get(pk=proposal.pk)
    if proposal.state != "proposed":
        raise AlreadyClosed(proposal.ref)
    kept: list[ApplicabilityRow] = []
    findings: tuple[Finding, ...] = ()
    if accept:
        kept, findings = _make(proposal, reason, actor, now)
    proposal.state = "accepted" if accept else "rejected"
    proposal.decided_by, proposal.decided_at, proposal.decision_reason = actor.id, now, reason.strip()
    proposal.save()
    tell(
        data=ProposalDecided(
            proposal=proposal.ref,
            outcome=proposal.state,
            row=str(kept[0].pk) if kept else "",
            checks=tuple(one.plain() for one in findings),
        ),
        norm=proposal.version.norm_id,
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[proposal, *kept],
    )
    return proposal, findings


def proposed_row(proposal: Proposal) -> NewRow:
    """What is proposed, as a value."""
    return msgspec.convert(proposal.content, NewRow)


def _make(
    proposal: Proposal, reason: str, actor: Actor, now: datetime
) -> tuple[list[ApplicabilityRow], tuple[Finding, ...]]:
    """Makes the row of a proposal, and ends the row that it succeeds the day before."""
    row = proposed_row(proposal)
    value = row.value(proposal.version, now)
    rows: list[ApplicabilityRow] = []
    findings: tuple[Finding, ...] = ()
    span = binding_days(value)
    if row.succeeds and span is not None:
        earlier = ApplicabilityRow.objects.select_related("version__norm", "proposal").get(pk=row.succeeds)
        if earlier.recorded_to is not None:
            raise AlreadyClosed(str(earlier.pk))
        day_before = span[0].fromordinal(span[0].toordinal() - 1)
        shortened, findings = cut(
            earlier, last_day=day_before, reason=reason, legal_basis=row.legal_basis, actor=actor, now=now
        )
        rows += [ApplicabilityRow.objects.get(pk=earlier.pk), shortened]
    findings += judge_row(proposal.version, value, elsewhere=False, now=now)
    return [keep(proposal.version, value, actor, now, proposal=proposal), *rows], findings
