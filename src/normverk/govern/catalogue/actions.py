"""Every write to the catalogue."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec
from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.events.models import Event
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.events import DraftSaved, EditionBegun, EditionMoved, ProductMade
from normverk.govern.catalogue.models import Edition, Product, Revision
from normverk.govern.catalogue.reuse import altered
from normverk.govern.catalogue.rules import BorrowedFacts, SavingFacts, StepFacts
from normverk.govern.catalogue.states import ASKS
from normverk.norm.content import NormContent, digest, to_plain
from normverk.norm.days import local_date
from normverk.norm.text import Text


@transaction.atomic
def make_product(
    *, slug: str, kind: str, title: Text, owner: str, actor: Actor, now: datetime, cause: Event | None = None
) -> Product:
    """Gives a norm its identity. `slug` is its name in addresses for ever; IntegrityError when it is taken."""
    require(actor, "case.open")
    product = Product(slug=slug, kind=kind, title=to_plain(title), owner=owner, created_at=now)
    product.save(force_insert=True)
    record(
        data=ProductMade(slug=slug, kind=kind),
        subject=f"product/{slug}",
        actor=actor,
        now=now,
        cause=cause,
        rows=[product],
    )
    return product


@transaction.atomic
def begin_edition(
    *,
    product: Product,
    number: str,
    content: NormContent,
    responsible: str,
    actor: Actor,
    now: datetime,
    change_note: Text | None = None,
    cause: Event | None = None,
) -> Edition:
    """Begins an edition as a draft with this content. `responsible` is the id of the actor who may write in it."""
    require(actor, "case.open")
    revision, fresh = _revision(product, content, actor, now, parent=None)
    edition = Edition(
        product=product,
        number=number,
        revision=revision,
        change_note=to_plain(change_note or Text(nb="")),
        authors=[actor.id],
        responsible=responsible,
        created_at=now,
    )
    edition.valid_from, edition.valid_to = _validity(content, None, None)
    edition.save(force_insert=True)
    record(
        data=EditionBegun(edition=edition.ref, revision=revision.digest),
        subject=f"edition/{edition.ref}",
        actor=actor,
        now=now,
        cause=cause,
        rows=[edition, *fresh],
    )
    return edition


@transaction.atomic
def save_draft(
    *,
    edition: Edition,
    content: NormContent,
    begun_from: str,
    actor: Actor,
    now: datetime,
    reason: str = "",
    change_note: Text | None = None,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Edition:
    """Saves the text of a draft as a new revision, and returns the edition that now points at it.

    `begun_from` is the digest of the text the writer started from; Broken when there is a newer one, or when the
    edition is no longer a draft. A pathway carries its own validity; for other kinds it is given here.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("product").get(pk=edition.pk)
    require(actor, "edition.write", edition.policy_facts())
    before = edition.revision_id
    uphold(SavingFacts(edition.state, begun_from, before), on=local_date(now))
    uphold(BorrowedFacts(altered(edition.revision.read(), content)), on=local_date(now))
    revision, fresh = _revision(edition.product, content, actor, now, parent=edition.revision)
    edition.revision = revision
    edition.valid_from, edition.valid_to = _validity(content, valid_from, valid_to)
    if change_note is not None:
        edition.change_note = to_plain(change_note)
    if actor.id not in edition.authors:
        edition.authors = [*edition.authors, actor.id]
    edition.save()
    record(
        data=DraftSaved(edition=edition.ref, before=before, after=revision.digest),
        subject=f"edition/{edition.ref}",
        actor=actor,
        now=now,
        reason=reason,
        rows=[edition, *fresh],
    )
    return edition


@transaction.atomic
def move(
    *, edition: Edition, to: str, actor: Actor, now: datetime, reason: str = "", cause: Event | None = None
) -> Edition:
    """Takes an edition to another state; Broken when that state may not follow the one it is in.

    Approving and publishing set their moments. Publishing also ends the edition that was published before: it becomes
    superseded, and its validity stops the day before the new one begins.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("product").get(pk=edition.pk)
    require(actor, ASKS[to], edition.policy_facts())
    before = edition.state
    uphold(StepFacts(before, to), on=local_date(now))
    edition.state = to
    superseded: list[Edition] = []
    if to == "approved":
        edition.approved_at = now
    if to == "published":
        edition.published_at = now
        superseded = _supersede(edition)
    edition.save()
    record(
        data=EditionMoved(
            edition=edition.ref,
            before=before,
            after=to,
            revision=edition.revision_id,
            superseded=tuple(earlier.ref for earlier in superseded),
        ),
        subject=f"edition/{edition.ref}",
        actor=actor,
        now=now,
        reason=reason,
        cause=cause,
        rows=[edition, *superseded],
    )
    return edition


def submit_for_review(*, edition: Edition, actor: Actor, now: datetime, reason: str = "") -> Edition:
    """Hands a draft in for review: from now on its text is fixed until somebody decides."""
    return move(edition=edition, to="review", actor=actor, now=now, reason=reason)


def _revision(
    product: Product, content: NormContent, actor: Actor, now: datetime, *, parent: Revision | None
) -> tuple[Revision, list[Revision]]:
    """The revision with this content, and the rows written to have it: none when the content is known already."""
    address = digest(content)
    known = Revision.objects.filter(pk=address).first()
    if known is not None:
        return known, []
    revision = Revision(
        digest=address,
        product=product,
        content=msgspec.to_builtins(content),
        author=actor.id,
        created_at=now,
        parent=parent,
    )
    revision.save(force_insert=True)
    return revision, [revision]


def _validity(content: NormContent, valid_from: date | None, valid_to: date | None) -> tuple[date | None, date | None]:
    if content.pathway is not None:
        return content.pathway.valid_from, content.pathway.valid_to
    return valid_from, valid_to


def _supersede(edition: Edition) -> list[Edition]:
    earlier = list(
        Edition.objects.select_for_update(of=("self",))
        .select_related("product")
        .filter(product=edition.product, state="published")
        .exclude(pk=edition.pk)
    )
    for old in earlier:
        old.state = "superseded"
        if edition.valid_from is not None:
            last = edition.valid_from - timedelta(days=1)
            if (old.valid_from is None or old.valid_from <= last) and (old.valid_to is None or old.valid_to > last):
                old.valid_to = last
        old.save()
    return earlier
