"""Every read of hearings: the facts that rules look at, the lists, and the draft as it is heard."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Q

from normverk.base.events.models import Event
from normverk.base.events.queries import history
from normverk.govern.catalogue.models import Edition
from normverk.govern.consultation.models import Consultation, Disposition, Response, ResponsePart
from normverk.govern.consultation.rules import HearingFacts
from normverk.govern.consultation.rules.hearing import NOT_HELD
from normverk.govern.consultation.timing import OVER, RUNNING, Status
from normverk.norm.blocks import Block
from normverk.norm.content import NormContent, all_sections, anchors, digest
from normverk.norm.pathway import Limit
from normverk.norm.text import Text

_ORDER: Final = {Status.OPEN: 0, Status.PLANNED: 1, Status.CLOSED: 2, Status.WITHDRAWN: 3}


@dataclass(frozen=True)
class Listed:
    """A hearing in the list, with where it stands at the moment asked about."""

    consultation: Consultation
    status: Status
    days_left: int


@dataclass(frozen=True)
class Place:
    """A section of the draft with its anchor; `depth` counts from 0."""

    anchor: str
    title: Text
    depth: int
    blocks: tuple[Block, ...]

    @property
    def level(self) -> int:
        """The heading level on the page, where the draft itself has level 2."""
        return min(3 + self.depth, 6)


@dataclass(frozen=True)
class LimitRow:
    """One time limit of the draft: the clock it belongs to, its treatment, and the limit (None: none is stated)."""

    anchor: str
    clock: Text
    clock_id: str
    branch: Text
    limit: Limit | None
    counted: bool


@dataclass(frozen=True)
class ToTreat:
    """An answer with what the norm owner still has to do about it."""

    response: Response
    published: bool
    parts: int
    untreated: int


def find(ref: str) -> Consultation | None:
    """The hearing with this reference."""
    rows = Consultation.objects.select_related("edition__product", "revision")
    return rows.filter(ref=ref).first()


def find_response(ref: str) -> Response | None:
    """The answer with this reference."""
    rows = Response.objects.select_related("consultation__edition__product", "consultation__revision")
    return rows.filter(ref=ref).first()


def find_part(ref: str, position: int) -> ResponsePart | None:
    """A part of the answer with this reference."""
    rows = ResponsePart.objects.select_related("response__consultation__edition")
    return rows.filter(response__ref=ref, position=position).first()


def find_edition(edition_id: UUID) -> Edition | None:
    """The edition with this id."""
    return Edition.objects.select_related("product", "revision").filter(pk=edition_id).first()


def listed(now: datetime) -> list[Listed]:
    """All hearings: open ones first with the nearest deadline on top, then planned, then those that are over."""
    rows = [
        Listed(row, row.status(now), row.days_left(now))
        for row in Consultation.objects.select_related("edition__product", "revision")
    ]

    def order(row: Listed) -> tuple[int, int, str]:
        days = row.consultation.closes.toordinal()
        return _ORDER[row.status], -days if row.status in OVER else days, row.consultation.ref

    return sorted(rows, key=order)


def of_edition(edition_id: UUID) -> list[Consultation]:
    """The hearings of one edition, newest first."""
    rows = Consultation.objects.filter(edition_id=edition_id).select_related("edition__product", "revision")
    return list(rows.order_by("-opens", "-ref"))


def running_of(edition: Edition, now: datetime) -> str:
    """The reference of a hearing of the edition that is planned or open; empty when there is none."""
    for row in Consultation.objects.filter(edition=edition):
        if row.status(now) in RUNNING:
            return row.ref
    return ""


def facts_for_gate(edition_id: UUID, now: datetime) -> HearingFacts:
    """The facts a decision point judges the edition's hearing by at `now`: its newest hearing that was not withdrawn.

    `held` is False without a hearing; a round of input is none.
    """
    for consultation in of_edition(edition_id):
        if consultation.kind == "hearing" and consultation.status(now) is not Status.WITHDRAWN:
            return facts_of(consultation, now)
    return NOT_HELD


def facts_of(consultation: Consultation, now: datetime) -> HearingFacts:
    """What the rules of hearings look at, for one hearing at `now`."""
    parts = ResponsePart.objects.filter(response__consultation=consultation)
    answers = Response.objects.filter(consultation=consultation).select_related("consultation")
    return HearingFacts(
        held=True,
        ref=consultation.ref,
        opens=consultation.opens,
        closes=consultation.closes,
        days=consultation.days,
        open_to_all=consultation.open_to_all,
        closed=consultation.status(now) is Status.CLOSED,
        parts=parts.count(),
        untreated=parts.filter(disposition__isnull=True).count(),
        unpublished=sum(not row.withheld and not row.is_published(now) for row in answers),
        revision_digest=consultation.revision_id,
        kind=consultation.kind,
        frozen=is_frozen(consultation),
        changed_since=consultation.edition.revision_id != consultation.revision_id,
        outcome_published=consultation.outcome_at is not None,
    )


def is_frozen(consultation: Consultation) -> bool:
    """True when the revision heard is the one the log says the hearing was opened with, and its content is untouched."""
    opened = history(f"consultation/{consultation.ref}").filter(type="hearing.opened").first()
    return (
        opened is not None
        and opened.data["revision"] == consultation.revision_id
        and digest(consultation.revision.content) == consultation.revision_id
    )


def to_treat(consultation: Consultation, now: datetime) -> list[ToTreat]:
    """The answers of a hearing with what remains to be done, in the order they came."""
    rows = consultation.responses.annotate(
        untreated=Count("parts", filter=Q(parts__disposition__isnull=True)), all_parts=Count("parts")
    ).order_by("submitted_at", "ref")
    found = []
    for row in rows:
        row.consultation = consultation
        found.append(ToTreat(row, row.is_published(now), row.all_parts, row.untreated))
    return found


def parts_of(response: Response) -> list[tuple[ResponsePart, Text | None, Disposition | None]]:
    """The parts of an answer, each with its place in the draft (None: the whole) and its disposition, if any."""
    titles = anchors(response.consultation.revision.read())
    return [
        (part, titles.get(part.anchor), getattr(part, "disposition", None))
        for part in response.parts.select_related("disposition")
    ]


def extensions(consultation: Consultation) -> list[Event]:
    """Each time the deadline was moved, oldest first; the event carries before, after and the reason."""
    return list(history(f"consultation/{consultation.ref}").filter(type="hearing.extended"))


def places(content: NormContent) -> tuple[Place, ...]:
    """The sections of the draft in reading order."""
    return tuple(
        Place(section.id, section.title, depth - 1, section.blocks) for depth, section in all_sections(content.sections)
    )


def limits(content: NormContent) -> tuple[LimitRow, ...]:
    """The time limits of the draft, one row for each clock and treatment."""
    if content.pathway is None:
        return ()
    return tuple(
        LimitRow(f"clock-{clock.id}", clock.title, clock.id, branch.title, branch.limit, branch.counted)
        for clock in content.pathway.clocks
        for branch in clock.branches
    )
