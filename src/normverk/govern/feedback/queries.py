"""Reading readers' answers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from normverk.govern.feedback.models import Feedback

SHOWN = 200


@dataclass(frozen=True)
class Tally:
    """How many found what they looked for in a section of a product («» is the product itself), and how many did not."""

    product: str
    section: str
    yes: int
    no: int


def tallies() -> tuple[Tally, ...]:
    """The counts place by place; those where most did not find it first."""
    rows = (
        Feedback.objects.values("product", "section")
        .annotate(yes=Count("pk", filter=Q(found=True)), no=Count("pk", filter=Q(found=False)))
        .order_by("-no", "product", "section")
    )
    return tuple(Tally(row["product"], row["section"], row["yes"], row["no"]) for row in rows[:SHOWN])


def with_words() -> QuerySet[Feedback]:
    """The answers that have words, the latest first."""
    return Feedback.objects.exclude(words="").order_by("-given_at")[:SHOWN]


def find_feedback(id: UUID) -> Feedback | None:
    """One answer; None when there is none."""
    return Feedback.objects.filter(pk=id).first()
