"""Writes of a review: a second person comments, calls an edition ready, or sends it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from normverk.base.events.actions import record
from normverk.base.policy import Actor, require
from normverk.base.rules import uphold
from normverk.govern.catalogue.actions import move
from normverk.govern.catalogue.anchoring import Anchor, anchored, quotes
from normverk.govern.catalogue.events import ReviewCommented, Reviewed, ReviewResolved
from normverk.govern.catalogue.models import Edition, Review, ReviewComment, Revision
from normverk.govern.catalogue.rules import ReviewingFacts
from normverk.norm.content import find_section
from normverk.norm.days import local_date


@dataclass(frozen=True)
class ReviewState:
    """Where the review of an edition stands: the verdict on its present text (empty: none), and open comments."""

    verdict: str
    reason: str
    comments: tuple[ReviewComment, ...]

    @property
    def open_comments(self) -> tuple[ReviewComment, ...]:
        """The comments that nobody has resolved."""
        return tuple(comment for comment in self.comments if comment.resolved_at is None)


@dataclass(frozen=True)
class PlacedComment:
    """A comment with where its words stand now; no anchor for one on the whole edition."""

    comment: ReviewComment
    anchor: Anchor | None


def placed_comments(edition: Edition) -> tuple[PlacedComment, ...]:
    """The comments on an edition, each followed from the revision it was made on to what is written now."""
    comments = ReviewComment.objects.filter(edition=edition).order_by("made_at", "id")
    now = edition.revision.read()
    made_on = {row.pk: row.read() for row in Revision.objects.filter(pk__in={one.revision for one in comments})}
    return tuple(
        PlacedComment(one, anchored(made_on[one.revision], now, one.section, one.quote) if one.section else None)
        for one in comments
    )


def review_of(edition: Edition) -> ReviewState:
    """Where the review of an edition stands. A verdict on another revision does not count for this one."""
    newest = Review.objects.filter(edition=edition).order_by("made_at").last()
    counts = newest is not None and (newest.verdict == "back" or newest.revision == edition.revision_id)
    comments = tuple(ReviewComment.objects.filter(edition=edition).order_by("made_at", "id"))
    verdict, reason = (newest.verdict, newest.reason) if newest is not None and counts else ("", "")
    return ReviewState(verdict, reason, comments)


@transaction.atomic
def comment(
    *, edition: Edition, section: str, text: str, actor: Actor, now: datetime, quote: str = ""
) -> ReviewComment:
    """Says something of one section of an edition (empty: of the whole), and of the words quoted from it, if any are.

    Broken when the edition is past review or nothing is said; KeyError when there is no such section, ValueError when it
    does not say what is quoted.
    """
    edition = _held(edition)
    require(actor, "edition.review", edition.policy_facts())
    uphold(ReviewingFacts(edition.state, bool(text.strip())), on=local_date(now))
    found = find_section(edition.revision.read(), section) if section else None
    if section and found is None:
        raise KeyError(section)
    quote = " ".join(quote.split())
    if quote and (found is None or not quotes(found, quote)):
        raise ValueError(f"the section «{section}» does not say «{quote[:80]}»")
    made = ReviewComment(
        edition=edition,
        revision=edition.revision_id,
        section=section,
        quote=quote,
        text=text.strip(),
        author=actor.id,
        made_at=now,
    )
    made.save(force_insert=True)
    data = ReviewCommented(edition=edition.ref, comment=str(made.pk), section=section)
    record(data=data, subject=f"edition/{edition.ref}", actor=actor, now=now, rows=[made])
    return made


@transaction.atomic
def resolve(*, made: ReviewComment, answer: str, actor: Actor, now: datetime) -> ReviewComment:
    """Closes a comment with a word on what became of it. The responsible writer does; Broken without an answer."""
    made = ReviewComment.objects.select_for_update(of=("self",)).select_related("edition__product").get(pk=made.pk)
    edition = made.edition
    require(actor, "edition.write", edition.policy_facts())
    uphold(ReviewingFacts(edition.state, bool(answer.strip())), on=local_date(now))
    made.answer, made.resolved_by, made.resolved_at = answer.strip(), actor.id, now
    made.save()
    data = ReviewResolved(edition=edition.ref, comment=str(made.pk))
    record(data=data, subject=f"edition/{edition.ref}", actor=actor, now=now, rows=[made])
    return made


@transaction.atomic
def conclude(*, edition: Edition, verdict: str, reason: str, actor: Actor, now: datetime) -> Review:
    """Calls the text as it stands ready, or sends it back to the writers as a draft, with a reason.

    Broken when the edition is past review, or is sent back without a reason.
    """
    edition = _held(edition)
    require(actor, "edition.review", edition.policy_facts())
    uphold(ReviewingFacts(edition.state, verdict == "ready" or bool(reason.strip())), on=local_date(now))
    made = Review(
        edition=edition,
        revision=edition.revision_id,
        verdict=verdict,
        reason=reason.strip(),
        reviewer=actor.id,
        made_at=now,
    )
    made.save(force_insert=True)
    data = Reviewed(edition=edition.ref, revision=edition.revision_id, verdict=verdict)
    event = record(data=data, subject=f"edition/{edition.ref}", actor=actor, now=now, reason=made.reason, rows=[made])
    if verdict == "back" and edition.state == "review":
        move(edition=edition, to="draft", actor=actor, now=now, reason=made.reason, cause=event)
    return made


def _held(edition: Edition) -> Edition:
    rows = Edition.objects.select_for_update(of=("self",)).select_related("product", "revision")
    return rows.get(pk=edition.pk)
