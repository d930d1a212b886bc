"""Products (which live for ever), editions (which have numbers) and revisions (which are immutable content)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from normverk.norm.content import NormContent, read_content
from normverk.norm.kinds import KINDS
from normverk.norm.text import Text

_PRODUCT_KINDS = tuple(KINDS)
EDITION_STATES = ("draft", "review", "approved", "scheduled", "published", "superseded", "withdrawn", "discarded")


class Product(models.Model):
    """The identity of a norm: what stays the same from edition to edition."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    kind = models.CharField(max_length=40, choices=[(kind, kind) for kind in _PRODUCT_KINDS])
    title = models.JSONField()
    owner = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=_PRODUCT_KINDS), name="product_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def title_text(self) -> Text:
        """The title in all languages."""
        return Text(**self.title)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at."""
        return {"public": True}


class Revision(models.Model):
    """Content under its own address: the digest of its canonical JSON. A row is written once and never changed.

    `product` and `parent` say for what and from what it was first written; equal content is one row.
    """

    digest = models.CharField(max_length=64, primary_key=True)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="revisions")
    content = models.JSONField()
    author = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")

    def __str__(self) -> str:
        return self.digest[:12]

    def read(self) -> NormContent:
        """The content as a value."""
        return read_content(self.content)


class Edition(models.Model):
    """A numbered edition of a product: which content, in which state, valid for which days (inclusive)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="editions")
    number = models.CharField(max_length=40)
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="editions")
    state = models.CharField(max_length=20, default="draft", choices=[(state, state) for state in EDITION_STATES])
    change_note = models.JSONField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    authors = models.JSONField(default=list)
    responsible = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["product", "number"], name="edition_number_once_per_product"),
            models.CheckConstraint(condition=models.Q(state__in=EDITION_STATES), name="edition_state_is_known"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="edition_validity_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=("draft", "review", "discarded")) | models.Q(approved_at__isnull=False),
                name="edition_beyond_review_was_approved",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=("published", "superseded")) | models.Q(published_at__isnull=False),
                name="edition_published_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["product"],
                condition=models.Q(state__in=("draft", "review")),
                name="one_edition_being_written_per_product",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The name by which people and releases refer to the edition, for instance brystkreft/2.0.0."""
        return f"{self.product.slug}/{self.number}"

    @property
    def change_note_text(self) -> Text:
        """What is new in this edition, in all languages."""
        return Text(**self.change_note)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: who is responsible, and who has written in it."""
        return {"public": True, "responsible": self.responsible, "authors": tuple(self.authors)}
