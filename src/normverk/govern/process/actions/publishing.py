"""From an approved edition to its release."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from normverk.base.policy import Actor, require
from normverk.govern.catalogue.actions import move
from normverk.govern.catalogue.queries import editions_of, number_key
from normverk.govern.process.actions.cases import locked
from normverk.govern.process.chain import chain_of
from normverk.govern.process.models import Case
from normverk.publish.actions import build_release
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
    )
    move(edition=edition, to="published", actor=actor, now=now)
    return release
