"""Opening, extending and withdrawing a hearing, and publishing its outcome."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.govern.catalogue.models import Edition
from normverk.govern.catalogue.references import HEARING, next_reference
from normverk.govern.consultation.events import HearingExtended, HearingOpened, HearingWithdrawn, OutcomePublished
from normverk.govern.consultation.models import Consultation
from normverk.govern.consultation.queries import facts_of, running_of
from normverk.govern.consultation.rules import (
    AT_OPENING,
    AT_OUTCOME,
    EndingFacts,
    ExtensionFacts,
    HearingFacts,
    OpeningFacts,
)
from normverk.govern.consultation.timing import is_shorter_than_three_months, length
from normverk.norm.days import local_date


@transaction.atomic
def open_consultation(
    *,
    edition: Edition,
    opens: date,
    closes: date,
    actor: Actor,
    now: datetime,
    kind: str = "hearing",
    open_to_all: bool = True,
    invited: tuple[str, ...] = (),
    waived: frozenset[str] = frozenset(),
    waiver_ref: str = "",
    deviation_reason: str = "",
) -> tuple[Consultation, tuple[Finding, ...]]:
    """Opens a hearing on the edition's present revision, which is frozen with it; returns it with all findings.

    `closes` is the last day for answers. `waived` are ids of rules that the decision `waiver_ref` has waived;
    `deviation_reason` is shown to everybody. Raises Denied, or Broken for rules that are neither met nor waived.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("revision", "product").get(pk=edition.pk)
    require(actor, "consultation.open", edition.policy_facts())
    opening = _opening_facts(
        edition, opens, closes, now, kind=kind, waived=waived, waiver_ref=waiver_ref, reason=deviation_reason
    )
    findings = uphold(opening, on=local_date(now))
    facts = _facts_of_one_not_answered_yet(edition, opens, closes, kind=kind, open_to_all=open_to_all)
    findings += uphold(facts, on=local_date(now), waived=waived, only=AT_OPENING)
    departed = tuple(f.rule.id for f in findings if f.refuses or (f.rule.id == "hearing.three-months" and f.warns))
    consultation = Consultation.objects.create(
        ref=next_reference(Consultation, HEARING, local_date(now).year),
        edition=edition,
        revision=edition.revision,
        kind=kind,
        opens=opens,
        closes=closes,
        open_to_all=open_to_all,
        invited=list(invited),
        deviation_rules=list(departed),
        deviation_waiver=waiver_ref if any(f.refuses for f in findings) else "",
        deviation_reason=deviation_reason.strip() if departed else "",
        opened_by=actor.id,
        opened_at=now,
    )
    record(
        data=HearingOpened(
            edition=edition.ref,
            revision=edition.revision_id,
            opens=opens,
            closes=closes,
            deviations=departed,
            waiver=consultation.deviation_waiver,
            checks=tuple(finding.plain() for finding in findings),
        ),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        reason=consultation.deviation_reason,
        rows=[consultation],
    )
    return consultation, findings


def _facts_of_one_not_answered_yet(
    edition: Edition, opens: date, closes: date, *, kind: str, open_to_all: bool
) -> HearingFacts:
    return HearingFacts(
        held=True,
        ref="",
        opens=opens,
        closes=closes,
        days=length(opens, closes),
        open_to_all=open_to_all,
        closed=False,
        parts=0,
        untreated=0,
        unpublished=0,
        revision_digest=edition.revision_id,
        kind=kind,
    )


def _opening_facts(
    edition: Edition,
    opens: date,
    closes: date,
    now: datetime,
    *,
    kind: str,
    waived: frozenset[str],
    waiver_ref: str,
    reason: str,
) -> OpeningFacts:
    return OpeningFacts(
        announced=local_date(now),
        opens=opens,
        closes=closes,
        edition_state=edition.state,
        running=running_of(edition, now),
        waived=tuple(sorted(waived)),
        waiver_ref=waiver_ref,
        short=kind == "hearing" and is_shorter_than_three_months(opens, closes),
        reason=reason,
    )


@transaction.atomic
def extend_consultation(
    *, consultation: Consultation, closes: date, reason: str, actor: Actor, now: datetime
) -> Consultation:
    """Moves the deadline to a later day; raises Denied, or Broken when the new deadline gives no more time."""
    consultation = locked(consultation)
    require(actor, "consultation.open", consultation.policy_facts())
    before = consultation.closes
    uphold(ExtensionFacts(consultation.status(now), before, closes), on=local_date(now))
    consultation.closes = closes
    consultation.save()
    record(
        data=HearingExtended(before=before, after=closes),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[consultation],
    )
    return consultation


@transaction.atomic
def withdraw_consultation(*, consultation: Consultation, reason: str, actor: Actor, now: datetime) -> Consultation:
    """Calls a hearing off before its deadline, with a reason everybody can read; raises Denied or Broken."""
    consultation = locked(consultation)
    require(actor, "consultation.open", consultation.policy_facts())
    before = consultation.status(now)
    uphold(EndingFacts(before, reason), on=local_date(now))
    consultation.withdrawn_at = now
    consultation.withdrawn_reason = reason.strip()
    consultation.save()
    record(
        data=HearingWithdrawn(status_before=str(before)),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[consultation],
    )
    return consultation


@transaction.atomic
def publish_outcome(
    *, consultation: Consultation, actor: Actor, now: datetime
) -> tuple[Consultation, tuple[Finding, ...]]:
    """Publishes what became of every part of every answer; raises Denied, or Broken while one lacks its disposition."""
    consultation = locked(consultation)
    require(actor, "response.treat", consultation.policy_facts())
    facts = facts_of(consultation, now)
    findings = uphold(facts, on=local_date(now), only=AT_OUTCOME)
    if consultation.outcome_at is not None:
        return consultation, findings
    consultation.outcome_at = now
    consultation.save()
    record(
        data=OutcomePublished(
            responses=consultation.responses.count(),
            parts=facts.parts,
            checks=tuple(finding.plain() for finding in findings),
        ),
        subject=subject_of(consultation),
        actor=actor,
        now=now,
        rows=[consultation],
    )
    return consultation, findings


def locked(consultation: Consultation) -> Consultation:
    """The hearing as it is now, held until the transaction ends, so that two writers take turns."""
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("edition__product", "revision")
    return rows.get(pk=consultation.pk)


def subject_of(consultation: Consultation) -> str:
    """The address of a hearing in the event log; all that happens to its answers stands there too."""
    return f"consultation/{consultation.ref}"
