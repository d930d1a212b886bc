"""From an approved edition to its release, and from one taken back to the withdrawal of its release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.events.models import Event
from normverk.base.policy import Actor, require
from normverk.govern.catalogue.actions import move
from normverk.govern.catalogue.queries import editions_of, number_key, said_so_far
from normverk.govern.catalogue.standing import standing_of
from normverk.govern.process.actions.cases import locked
from normverk.govern.process.chain import chain_of
from normverk.govern.process.models import Case, Decision
from normverk.govern.process.queries import release_of
from normverk.norm.text import Text
from normverk.publish.actions import build_release, withdraw_release
from normverk.publish.models import Release


@transaction.atomic
def publish_approved(*, case: Case, actor: Actor, now: datetime) -> Release:
    """Builds the release of a case's approved edition, with the chain that led to it, and marks the edition published.

    The edition published before becomes superseded. Raises Broken when the release cannot be made, KeyMissing when
    there is no signing key; nothing is changed then.
    """
    case = locked(case)
    edition = case.edition
    require(actor, "release.build", edition.policy_facts())
    earlier = [
        other
        for other in editions_of(edition.product)
        if other.state == "published" and number_key(other.number) < number_key(edition.number)
    ]
    release = build_release(
        product_slug=edition.product.slug,
        edition_number=edition.number,
        edition_ref=edition.ref,
        content=edition.revision.read(),
        chain=chain_of(case),
        change_note=edition.change_note_text,
        previous=earlier[0].number if earlier else None,
        valid_from=edition.valid_from,
        valid_to=edition.valid_to,
        actor=actor,
        now=now,
        lookup=standing_of,
        history=said_so_far(edition),
    )
    move(edition=edition, to="published", actor=actor, now=now)
    return release


@transaction.atomic
def withdraw_stopped(*, decision_ref: str, event: int, actor: Actor, now: datetime) -> Release | None:
    """Withdraws the release of the edition that a decision to stop has taken back; None when it has no release.

    The reasons of the decision are the release's, and `event`, the decision's place in the log, is the cause.
    """
    decision = Decision.objects.select_related("case__edition").get(pk=decision_ref)
    case = locked(decision.case)
    require(actor, "release.build", case.edition.policy_facts())
    release = release_of(case)
    if release is None or case.edition.state != "withdrawn":
        return None
    reason = Text(nb=decision.reason)
    cause = Event.objects.get(seq=event)
    return withdraw_release(release=release, reason=reason, actor=actor, now=now, cause=cause)
