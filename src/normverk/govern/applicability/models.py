"""Catalogued norms with versions; rows of applicability, exemptions and stances that are only ever added to."""

from __future__ import annotations

import uuid
from typing import Any, Final

import msgspec
from django.db import models
from django.db.models import F, Q

from normverk.govern.applicability.kinds import NORM_KINDS
from normverk.norm.applicability import Action, Applicability, Level
from normverk.norm.source import Source, web_address
from normverk.norm.text import Text

STANCES: Final = ("follows", "adapts", "does-not-follow")
PROPOSAL_STATES: Final = ("proposed", "accepted", "rejected")
PUBLIC: Final = {"public": True}


def _one_of(field: str, words: tuple[str, ...], name: str, *, empty: bool = False) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(**{f"{field}__in": (*words, *([""] if empty else []))}), name=name)


def _closed_with_reason(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(recorded_to__isnull=True, closed_reason="", closed_by="")
        | (Q(recorded_to__gte=F("recorded_from")) & ~Q(closed_reason="") & ~Q(closed_by="")),
        name=name,
    )


class CataloguedNorm(models.Model):
    """A norm in the catalogue, ours or somebody else's. `product_slug` names our own product, when it is ours."""

    key = models.SlugField(max_length=100, primary_key=True)
    title = models.JSONField()
    number = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in NORM_KINDS])
    theme = models.CharField(max_length=200, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=500, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    profile_of = models.CharField(max_length=100, blank=True)
    description = models.TextField(blank=True)
    product_slug = models.CharField(max_length=80, blank=True)
    source = models.JSONField()
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    class Meta:
        constraints = [_one_of("kind", NORM_KINDS, "catalogued_norm_kind_is_known")]

    def __str__(self) -> str:
        return self.key

    @property
    def title_text(self) -> Text:
        """The title in the languages it is known in."""
        return Text(**self.title)

    @property
    def source_value(self) -> Source:
        """Where the norm was read of."""
        return Source(**self.source)

    @property
    def page(self) -> str:
        """The norm's address if it leads to a web page, otherwise nothing; templates link to this and never to `address`."""
        return web_address(self.address)

    def number_of(self, label: str) -> str:
        """The number of a version, or the norm's own where the version has none."""
        return next((one.number for one in self.versions.all() if one.label == label and one.number), self.number)

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: the catalogue is public."""
        return dict(PUBLIC)


class FormerFacts(models.Model):
    """What a norm's title and facts were held to be between two moments. Added when they change, and never changed.

    `content` has every fact by the names of FACTS, `changed` those that were replaced. `by_hand` tells a correction by a
    person from what a file filled in.
    """

    norm = models.ForeignKey(CataloguedNorm, on_delete=models.PROTECT, related_name="former")
    content = models.JSONField()
    changed = models.JSONField()
    by_hand = models.BooleanField()
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField()
    replaced_by = models.CharField(max_length=80)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["norm_id", "recorded_to", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(recorded_to__gte=F("recorded_from")), name="former_facts_in_order"),
            models.CheckConstraint(condition=Q(by_hand=False) | ~Q(reason=""), name="correction_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.norm_id} until {self.recorded_to}"


FACTS: Final = (
    "title",
    "number",
    "kind",
    "theme",
    "publisher",
    "address",
    "contact",
    "profile_of",
    "description",
    "product_slug",
)
"""What is said of a norm and can be corrected: everything but its key and its source."""


class NormVersion(models.Model):
    """One version of a catalogued norm. The label is empty where the source names no version."""

    norm = models.ForeignKey(CataloguedNorm, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=40, blank=True)
    number = models.CharField(max_length=60, blank=True)
    published = models.DateField(null=True)
    replaces = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["norm_id", "label"]
        constraints = [models.UniqueConstraint(fields=["norm", "label"], name="norm_version_once")]

    def __str__(self) -> str:
        return f"{self.norm_id} {self.label}".strip()


class Proposal(models.Model):
    """A row of applicability that a norm owner proposes, or an end to one, until somebody else decides."""

    ref = models.CharField(max_length=20, primary_key=True)
    version = models.ForeignKey(NormVersion, on_delete=models.PROTECT, related_name="proposals")
    content = models.JSONField()
    reason = models.TextField()
    state = models.CharField(max_length=20, default="proposed", choices=[(state, state) for state in PROPOSAL_STATES])
    proposed_by = models.CharField(max_length=80)
    proposed_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            _one_of("state", PROPOSAL_STATES, "proposal_state_is_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_has_a_reason"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_at__isnull=False) & ~Q(decision_reason="")),
                name="proposal_decided_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: who proposed it must not decide it."""
        return {"public": True, "authors": (self.proposed_by,)}


class ApplicabilityRow(models.Model):
    """One row as norm/applicability.py describes it. Nothing in it changes but its closing in knowledge time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(NormVersion, on_delete=models.PROTECT, related_name="rows")
    actor = models.CharField(max_length=60, blank=True, db_index=True)
    action = models.CharField(max_length=20, blank=True)
    level = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField(null=True)
    trial_until = models.DateField(null=True)
    active_from = models.DateField(null=True)
    phase_out_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    stated_on = models.DateField(null=True)
    parallel = models.BooleanField(default=False)
    legal_basis = models.CharField(max_length=300, blank=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decision = models.CharField(max_length=80, blank=True)
    note = models.TextField(blank=True)
    source = models.JSONField()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, null=True, related_name="rows")
    recorded_from = models.DateTimeField(db_index=True)
    recorded_by = models.CharField(max_length=80)
    recorded_to = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            _one_of("action", tuple(Action), "applicability_action_is_known", empty=True),
            _one_of("level", tuple(Level), "applicability_level_is_known", empty=True),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="applicability_days_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(level="mandatory") | (~Q(legal_basis="") & ~Q(actor="")),
                name="mandatory_has_legal_basis_and_group",
            ),
            _closed_with_reason("applicability_closed_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.actor} {self.action} {self.level}"

    def value(self) -> Applicability:
        """The row as a value; `version` must be loaded with it."""
        return Applicability(
            id=str(self.pk),
            norm=self.version.norm_id,
            version=self.version.label,
            actor=self.actor or None,
            action=Action(self.action) if self.action else None,
            level=Level(self.level) if self.level else None,
            source=Source(**self.source),
            **{name: getattr(self, name) for name in COPIED},
        )

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at; who proposed the row is its author."""
        return {"public": True, "authors": (self.proposal.proposed_by,) if self.proposal else ()}


COPIED: Final = (
    "valid_from",
    "trial_until",
    "active_from",
    "phase_out_from",
    "valid_to",
    "stated_on",
    "parallel",
    "legal_basis",
    "decided_by",
    "decision",
    "note",
    "recorded_from",
    "recorded_to",
)
"""The fields that a row and its value have alike."""
COLUMNS: Final = tuple(name for name in COPIED if not name.startswith("recorded_"))
"""Those of them that say something of the norm."""


def source_json(source: Source) -> dict[str, Any]:
    """A source as it is stored."""
    plain: dict[str, Any] = msgspec.to_builtins(source)
    return plain


class Exemption(models.Model):
    """One organisation need not follow a mandatory version for some time, by decision with legal ground.

    Revoking closes it in knowledge time; what is left of it until its new last day is another, which `shortens` it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    version = models.ForeignKey(NormVersion, on_delete=models.PROTECT, related_name="exemptions")
    organisation = models.CharField(max_length=20)
    organisation_name = models.CharField(max_length=200)
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_to = models.DateField()
    legal_ground = models.CharField(max_length=300)
    reason = models.TextField()
    decided_by = models.CharField(max_length=80)
    shortens = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="shortened")
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            _one_of("action", tuple(Action), "exemption_action_is_known"),
            models.CheckConstraint(condition=Q(valid_to__gte=F("valid_from")), name="exemption_days_in_order"),
            models.CheckConstraint(condition=~Q(legal_ground=""), name="exemption_has_legal_ground"),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_a_reason"),
            _closed_with_reason("exemption_closed_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.organisation}"

    @property
    def is_revoked(self) -> bool:
        """Whether it was revoked, or is what a revocation left of an earlier one."""
        return self.recorded_to is not None or self.shortens_id is not None

    def policy_facts(self) -> dict[str, Any]:
        """What the policy may look at: an exemption has no author who must keep away, as when it was granted."""
        return {"public": True, "authors": ()}


class Stance(models.Model):
    """Whether one organisation follows a version, adapts it or does not follow it, and why. Public."""

    version = models.ForeignKey(NormVersion, on_delete=models.PROTECT, related_name="stances")
    organisation = models.CharField(max_length=20)
    organisation_name = models.CharField(max_length=200)
    stance = models.CharField(max_length=20, choices=[(word, word) for word in STANCES])
    reason = models.TextField(blank=True)
    recorded_from = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    recorded_to = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            _one_of("stance", STANCES, "stance_is_known"),
            models.CheckConstraint(condition=Q(stance="follows") | ~Q(reason=""), name="stance_explained"),
            models.UniqueConstraint(
                fields=["version", "organisation"], condition=Q(recorded_to__isnull=True), name="one_stance_at_a_time"
            ),
            _closed_with_reason("stance_closed_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.organisation} {self.stance}"
