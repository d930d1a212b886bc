"""Correcting what the catalogue says of a norm; what it said before still answers for the time before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.base.rules import Finding, uphold
from normverk.govern.applicability.actions.rows import hold_catalogue
from normverk.govern.applicability.actions.telling import tell
from normverk.govern.applicability.events import NormCorrected
from normverk.govern.applicability.models import FACTS, CataloguedNorm, FormerFacts
from normverk.govern.applicability.rules import CorrectionFacts
from normverk.norm.days import local_date
from normverk.norm.text import Text


class NormFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that the catalogue says of a norm beside its rows; the fields are those of FACTS."""

    title: Text
    kind: str
    number: str = ""
    theme: str = ""
    publisher: str = ""
    address: str = ""
    contact: str = ""
    profile_of: str = ""
    description: str = ""
    product_slug: str = ""

    def plain(self) -> dict[str, Any]:
        """As the norm's row holds it."""
        held = {name: getattr(self, name) for name in FACTS}
        return {**held, "title": msgspec.to_builtins(self.title)}


def facts_of(norm: CataloguedNorm) -> NormFacts:
    """What the catalogue says of a norm now."""
    return NormFacts(**{name: getattr(norm, name) for name in FACTS if name != "title"}, title=norm.title_text)


@transaction.atomic
def correct_norm(
    *, norm: CataloguedNorm, facts: NormFacts, seen: int, reason: str, actor: Actor, now: datetime
) -> tuple[CataloguedNorm, tuple[Finding, ...]]:
    """Puts these facts in the place of those the norm has; raises Denied, or Broken without a reason or a difference.

    `seen` is how many times the facts had been changed when whoever corrects looked at them.
    """
    require(actor, "applicability.record", norm.policy_facts())
    hold_catalogue()
    held = CataloguedNorm.objects.get(pk=norm.pk)
    before, after = facts_of(held).plain(), facts.plain()
    changed = [name for name in FACTS if before[name] != after[name]]
    findings = uphold(
        CorrectionFacts(
            reason=reason,
            titled=bool(facts.title.written()),
            differs=bool(changed),
            seen=held.former.count() == seen,
            knowledge_in_order=now >= known_since(held),
        ),
        on=local_date(now),
    )
    former = replace_facts(
        held, {name: after[name] for name in changed}, actor, now, reason=reason.strip(), by_hand=True
    )
    tell(
        data=NormCorrected(
            norm=held.key,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            checks=tuple(one.plain() for one in findings),
        ),
        norm=held.key,
        actor=actor,
        now=now,
        reason=reason,
        rows=[held, former],
        products=(before["product_slug"],),
    )
    return held, findings


def known_since(norm: CataloguedNorm) -> datetime:
    """The moment from which the norm's present facts are known."""
    latest = norm.former.order_by("recorded_to", "pk").last()
    return latest.recorded_to if latest else norm.created_at


def replace_facts(
    norm: CataloguedNorm, new: Mapping[str, Any], actor: Actor, now: datetime, *, reason: str, by_hand: bool
) -> FormerFacts:
    """Keeps what the norm's facts were, and writes the new ones; the caller has judged them and records the event."""
    former = FormerFacts.objects.create(
        norm=norm,
        content=facts_of(norm).plain(),
        changed=list(new),
        by_hand=by_hand,
        recorded_from=known_since(norm),
        recorded_to=now,
        replaced_by=actor.id,
        reason=reason,
    )
    for name, value in new.items():
        setattr(norm, name, value)
    norm.save(update_fields=list(new))
    return former
