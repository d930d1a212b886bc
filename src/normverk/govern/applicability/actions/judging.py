"""The facts of a row about to be recorded, and the rules that judge them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from normverk.base.rules import Finding, uphold
from normverk.govern.applicability.models import NormVersion
from normverk.govern.applicability.queries import case_facts, known_rows, latest_recorded
from normverk.govern.applicability.rules import LiftFacts, RowFacts
from normverk.norm.applicability import Applicability, Level, dates_in_order
from normverk.norm.contradictions import TWO_VERSIONS, between, binding_days
from normverk.norm.days import local_date


def judge_row(
    version: NormVersion,
    value: Applicability,
    *,
    elsewhere: bool,
    now: datetime,
    besides: Collection[UUID] = (),
    held: tuple[Applicability, ...] | None = None,
) -> tuple[Finding, ...]:
    """Judges a row against all that is known of its norm, rows `besides` left out; raises Broken.

    `held` are the known rows of the norm where the caller has them at hand.
    """
    left_out = {str(id) for id in besides}
    known = known_rows(now, norm=version.norm_id) if held is None else held
    others = tuple(row for row in known if row.id not in left_out)
    clashing = [found for other in others if (found := between(value, other)) is not None]
    latest = latest_recorded() if held is None else None
    facts = RowFacts(
        level=value.level or "",
        actor=value.actor or "",
        legal_basis=value.legal_basis,
        recommended_before=_recommended_before(value, known, elsewhere),
        decided_elsewhere=elsewhere,
        sourced=bool(value.source.title.strip()),
        wrong_dates=dates_in_order(value),
        clashes=tuple(_named(one.other) for one in clashing if one.kind != TWO_VERSIONS),
        undeclared=tuple(_named(one.other) for one in clashing if one.kind == TWO_VERSIONS),
        knowledge_in_order=latest is None or now >= latest,
    )
    findings = uphold(facts, on=local_date(now))
    before = level_before(value, known)
    if value.level is None or before is None or value.level.rank <= before.rank:
        return findings
    there, fits, approved, analysis = case_facts(value.decision, version.norm.product_slug)
    lift = LiftFacts(before, value.level, value.decision, there, fits, approved, analysis, decided_elsewhere=elsewhere)
    return findings + uphold(lift, on=local_date(now))


def level_before(value: Applicability, known: tuple[Applicability, ...]) -> Level | None:
    """The most binding level that the norm, in any version, had for the same actor and action before the row begins."""
    first = _first(value)
    levels = [
        row.level
        for row in known
        if (row.actor, row.action) == (value.actor, value.action)
        and row.level is not None
        and first is not None
        and (began := _first(row)) is not None
        and began < first
    ]
    return max(levels, key=lambda level: level.rank, default=None)


def _recommended_before(value: Applicability, known: tuple[Applicability, ...], elsewhere: bool) -> bool | None:
    """Whether somebody had it as recommended from an earlier day; None when others decided and we do not know."""
    first = _first(value)
    found = first is not None and any(
        row.level is Level.RECOMMENDED and (began := _first(row)) is not None and began < first for row in known
    )
    return True if found else None if elsewhere else False


def _first(row: Applicability) -> date | None:
    days = binding_days(row)
    return days[0] if days else None


def _named(row: Applicability) -> str:
    words = (row.version, row.actor, row.action, row.level, str(row.valid_from or "…"), str(row.valid_to or "…"))
    return " ".join(str(word) for word in words if word)
