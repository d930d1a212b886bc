"""Recording, correcting and ending rows. A row is never changed: it is closed in knowledge time, and another is added."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

import msgspec
from django.db import transaction

from normverk.base.events.models import Head
from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.govern.applicability.actions.judging import judge_row
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import RowCorrected, RowEnded, RowRecorded
from normverk.govern.applicability.models import (
    COLUMNS,
    ApplicabilityRow,
    NormVersion,
    Proposal,
    source_json,
)
from normverk.govern.applicability.rules import EndFacts
from normverk.norm.applicability import Action, Applicability, Level
from normverk.norm.days import local_date
from normverk.norm.source import Source


class NewRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody wants recorded; the fields are those of norm/applicability.py.

    `decision` names our own case; without it and with `elsewhere` the decision is somebody else's, told with `source`.
    `succeeds` is the id of a row that ends the day before this one begins, as when a level is lifted.
    """

    source: Source
    actor: str | None = None
    action: Action | None = None
    level: Level | None = None
    valid_from: date | None = None
    trial_until: date | None = None
    active_from: date | None = None
    phase_out_from: date | None = None
    valid_to: date | None = None
    stated_on: date | None = None
    parallel: bool = False
    legal_basis: str = ""
    decided_by: str = ""
    decision: str = ""
    note: str = ""
    elsewhere: bool = True
    succeeds: str = ""

    def value(self, version: NormVersion, now: datetime) -> Applicability:
        """As a row of a version, known from `now`."""
        held = {name: getattr(self, name) for name in (*COLUMNS, "actor", "action", "level", "source")}
        return Applicability(
            id=str(uuid.uuid4()), norm=version.norm_id, version=version.label, recorded_from=now, **held
        )


@transaction.atomic
def record_row(
    *, version: NormVersion, row: NewRow, actor: Actor, now: datetime
) -> tuple[ApplicabilityRow, tuple[Finding, ...]]:
    """Records what somebody else has decided, with its source; raises Denied, or Broken with the rules not met.

    A version that is not stored yet is stored with it.
    """
    require(actor, "applicability.record", version.norm.policy_facts())
    hold_catalogue()
    new = store(version)
    value = row.value(version, now)
    findings = judge_row(version, value, elsewhere=True, now=now)
    kept = keep(version, value, actor, now)
    tell(
        data=RowRecorded(row=str(kept.pk), version=str(version), checks=tuple(one.plain() for one in findings)),
        norm=version.norm_id,
        actor=actor,
        now=now,
        reason=row.source.title,
        rows=[*new, kept],
    )
    return kept, findings


@transaction.atomic
def correct_row(
    *, row: ApplicabilityRow, new: NewRow, reason: str, actor: Actor, now: datetime
) -> tuple[ApplicabilityRow, tuple[Finding, ...]]:
    """Puts another row in the place of one that was recorded wrongly; what was known before stands unchanged.

    What we decided ourselves is corrected by a decision maker who did not propose it. Raises Denied or Broken.
    """
    require(actor, "applicability.decide" if row.proposal_id else "applicability.record", row.policy_facts())
    hold_catalogue()
    row = _open(row)
    value = new.value(row.version, now)
    findings = judge_row(row.version, value, elsewhere=not row.proposal_id, now=now, besides=(row.pk,))
    close(row, reason, actor, now)
    kept = keep(row.version, value, actor, now, proposal=row.proposal)
    tell(
        data=RowCorrected(closed=str(row.pk), row=str(kept.pk), checks=tuple(one.plain() for one in findings)),
        norm=row.version.norm_id,
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[row, kept],
    )
    return kept, findings


@transaction.atomic
def end_row(
    *, row: ApplicabilityRow, last_day: date, reason: str, legal_basis: str, actor: Actor, now: datetime
) -> tuple[ApplicabilityRow, tuple[Finding, ...]]:
    """Repeals or withdraws: the row gets a last day. Raises Denied, or Broken without a reason or its legal basis."""
    require(actor, "applicability.decide", row.policy_facts())
    hold_catalogue()
    kept, findings = cut(_open(row), last_day=last_day, reason=reason, legal_basis=legal_basis, actor=actor, now=now)
    tell(
        data=RowEnded(
            closed=str(row.pk), row=str(kept.pk), last_day=last_day, checks=tuple(one.plain() for one in findings)
        ),
        norm=row.version.norm_id,
        actor=actor,
        now=now,
        reason=reason.strip(),
        rows=[ApplicabilityRow.objects.get(pk=row.pk), kept],
    )
    return kept, findings


def cut(
    row: ApplicabilityRow, *, last_day: date, reason: str, legal_basis: str, actor: Actor, now: datetime
) -> tuple[ApplicabilityRow, tuple[Finding, ...]]:
    """Closes a row and adds it again with a last day; the caller records the event."""
    value = row.value()
    facts = EndFacts(
        level=row.level,
        reason=reason,
        legal_basis=legal_basis,
        ended=row.valid_to is not None and row.valid_to <= last_day,
        after_begin=last_day >= (row.valid_from or row.stated_on or last_day),
    )
    findings = uphold(facts, on=local_date(now))
    ended = msgspec.structs.replace(
        value,
        id=str(uuid.uuid4()),
        valid_to=last_day,
        recorded_from=now,
        note=" ".join(filter(None, (value.note, f"{reason.strip()} {legal_basis.strip()}".strip()))),
        **{
            name: None
            for name in ("trial_until", "active_from", "phase_out_from")
            if (getattr(value, name) or last_day) > last_day
        },
    )
    findings += judge_row(row.version, ended, elsewhere=not row.proposal_id, now=now, besides=(row.pk,))
    close(row, reason, actor, now)
    return keep(row.version, ended, actor, now, proposal=row.proposal), findings


def keep(
    version: NormVersion, value: Applicability, actor: Actor, now: datetime, *, proposal: Proposal | None = None
) -> ApplicabilityRow:
    """Writes a value as a row; the caller has judged it and records the event."""
    row = row_of(version, value, actor, now, proposal=proposal)
    row.save(force_insert=True)
    return row


def row_of(
    version: NormVersion, value: Applicability, actor: Actor, now: datetime, *, proposal: Proposal | None = None
) -> ApplicabilityRow:
    """A value as a row that is not stored yet."""
    held: dict[str, Any] = {name: getattr(value, name) for name in COLUMNS}
    return ApplicabilityRow(
        pk=uuid.UUID(value.id),
        version=version,
        actor=value.actor or "",
        action=value.action or "",
        level=value.level or "",
        source=source_json(value.source),
        proposal=proposal,
        recorded_from=now,
        recorded_by=actor.id,
        **held,
    )


def close(row: ApplicabilityRow, reason: str, actor: Actor, now: datetime) -> None:
    """Says from when a row is no longer held to be so. The database lets nothing else of it change."""
    row.recorded_to, row.closed_by, row.closed_reason = now, actor.id, reason.strip()
    row.save(update_fields=["recorded_to", "closed_by", "closed_reason"])


def store(version: NormVersion) -> list[NormVersion]:
    """Stores a version that is new; returns what the event must carry."""
    if version.pk is not None:
        return []
    version.save()
    return [version]


def hold_catalogue() -> None:
    """Makes writers of the catalogue take turns, so that knowledge time only moves forward."""
    Head.objects.select_for_update().get(pk=1)


def _open(row: ApplicabilityRow) -> ApplicabilityRow:
    """The row as it is now; raises AlreadyClosed when somebody has closed it meanwhile."""
    found = ApplicabilityRow.objects.select_related("version__norm", "proposal").get(pk=row.pk)
    if found.recorded_to is not None:
        raise AlreadyClosed(str(row.pk))
    return found


class AlreadyClosed(Exception):  # noqa: N818
    """The row was closed by somebody else in the meantime; look at the norm again."""
