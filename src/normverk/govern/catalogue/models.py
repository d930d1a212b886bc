"""Products (which live for ever), editions (which have numbers) and revisions (which are immutable content)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from normverk.norm.content import NormContent, read_stored
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
        """The content as a value; what was stored before ids were required is read with names in their place."""
        return read_stored(self.content)


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
        """What the policy may look at: who is responsible, who else may write in it, and who has."""
        named = self.writers.order_by("account").values_list("account", flat=True)
        return {
            "public": True,
            "responsible": self.responsible,
            "writers": tuple(named),
            "authors": tuple(self.authors),
        }


class EditionWriter(models.Model):
    """A norm owner whom the responsible has named to write in an edition beside them. `account` is the actor's id."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="writers")
    account = models.CharField(max_length=80)
    named_by = models.CharField(max_length=80)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "account"], name="edition_writer_named_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.account}"


class UnsavedWords(models.Model):
    """What one person has written in one form of a draft and not saved yet: theirs alone, and gone when it is saved.

    Working notes and not part of the norm, so the log does not follow them (see docs/decisions/0010-unsaved-words.md).
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="unsaved_words")
    owner = models.CharField(max_length=80)
    place = models.CharField(max_length=500)
    fields = models.JSONField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "owner", "place"], name="unsaved_words_once_per_form"),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.place}"


class ReviewComment(models.Model):
    """What a reviewer says of one section (empty: of the whole) of an edition, open until somebody has resolved it.

    It is anchored by the section's id and the words quoted from it, and stays with the revision it was made on; where
    those words stand now is worked out when it is shown (see `anchoring`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="review_comments")
    revision = models.CharField(max_length=64)
    section = models.CharField(max_length=200, blank=True)
    quote = models.TextField(blank=True, default="")
    text = models.TextField()
    author = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    answer = models.TextField(blank=True)
    resolved_by = models.CharField(max_length=80, blank=True)
    resolved_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.edition_id} {self.section}"

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the edition's facts."""
        return self.edition.policy_facts()


REVIEW_VERDICTS = ("ready", "back")


class Review(models.Model):
    """What a second person concluded about exactly one revision: ready, or back to the writers with a reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="reviews")
    revision = models.CharField(max_length=64)
    verdict = models.CharField(max_length=10, choices=[(verdict, verdict) for verdict in REVIEW_VERDICTS])
    reason = models.TextField(blank=True)
    reviewer = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(verdict__in=REVIEW_VERDICTS), name="review_verdict_is_known"),
            models.CheckConstraint(
                condition=models.Q(verdict="ready") | ~models.Q(reason=""), name="review_back_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.verdict}"
