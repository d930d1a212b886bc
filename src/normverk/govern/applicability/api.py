"""The reference catalogue for programs: the types of its answers, and how they are made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

import msgspec
from django.conf import settings
from django.urls import reverse

from normverk.base.api.openapi import Operation, Query, describe
from normverk.govern.applicability import queries
from normverk.govern.applicability.asking import Question
from normverk.govern.applicability.kinds import actor_kinds
from normverk.govern.applicability.models import CataloguedNorm, FormerFacts
from normverk.govern.applicability.shown import exemptions_from
from normverk.norm.applicability import Action, ActorKind, Applicability, Phase
from normverk.norm.applies import Answer, Change, Standing
from normverk.norm.source import Source
from normverk.norm.text import Text

CAUTION: Final = Text(
    nb="Ingen offisiell katalog: avskrift av kildene, med dagen kilden er fra. Kontroller mot kilden.",
    nn="Ingen offisiell katalog: avskrift av kjeldene, med dagen kjelda er frå. Kontroller mot kjelda.",
    en="No official catalogue: transcribed from the sources, with the day the source is of. Check with the source.",
)


class AppliesRow(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One row of an answer. `standing` is applies, trial or cannot-tell; `doubts` say why it cannot be told.

    `exempted` are the organisation numbers of those who need not follow it on that day.
    """

    number: str
    title: Text
    standing: Standing
    phase: Phase
    through: str
    doubts: tuple[str, ...]
    exempted: tuple[str, ...]
    row: Applicability
    url: str


class Applies(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What applies to a kind of actor doing something on a day, as known at a moment."""

    actor: str
    action: Action | None
    on: date
    known_on: datetime
    theme: str
    caution: Text
    rows: tuple[AppliesRow, ...]


class CalendarChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change of phase. `kind` is the phase it comes into, or mandatory-from."""

    day: date
    kind: str
    before: Phase
    after: Phase
    number: str
    title: Text
    row: Applicability
    url: str


class Calendar(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The changes of phase on some days, as known at a moment."""

    first: date
    last: date
    known_on: datetime
    caution: Text
    changes: tuple[CalendarChange, ...]


class NormInList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One catalogued norm."""

    id: str
    number: str
    title: Text
    kind: str
    theme: str
    product: str
    url: str
    api: str


class NormList(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every catalogued norm, and every kind of actor they can be for."""

    caution: Text
    norms: tuple[NormInList, ...]
    actors: tuple[ActorKind, ...]


class ExemptionHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One organisation's exemption. A revoked one has `recorded_to`; what is left of it names it in `shortens`."""

    id: str
    shortens: str
    version: str
    organisation: str
    organisation_name: str
    actor: str
    action: str
    valid_from: date
    valid_to: date
    legal_ground: str
    reason: str
    recorded_from: datetime
    recorded_to: datetime | None
    closed_reason: str


class FormerFactsHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was said of a norm between two moments. `changed` names what was replaced, and `by_hand` tells by whom."""

    title: Text
    kind: str
    number: str
    theme: str
    publisher: str
    address: str
    contact: str
    profile_of: str
    description: str
    product_slug: str
    changed: tuple[str, ...]
    by_hand: bool
    reason: str
    recorded_from: datetime
    recorded_to: datetime


class StanceHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One organisation's stance."""

    version: str
    organisation: str
    organisation_name: str
    stance: str
    reason: str
    recorded_from: datetime
    recorded_to: datetime | None


class NormVersionHeld(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One version of a norm."""

    label: str
    number: str
    published: date | None
    replaces: str


class NormInFull(NormInList, frozen=True, forbid_unknown_fields=True):
    """One catalogued norm with all its rows, in both times."""

    caution: Text
    publisher: str
    address: str
    contact: str
    profile_of: str
    description: str
    source: Source
    versions: tuple[NormVersionHeld, ...]
    rows: tuple[Applicability, ...]
    exemptions: tuple[ExemptionHeld, ...]
    stances: tuple[StanceHeld, ...]
    former: tuple[FormerFactsHeld, ...]


def applies(question: Question, answers: Iterable[tuple[Answer, CataloguedNorm]]) -> Applies:
    """An answer for programs."""
    exempted = queries.exempted(on=question.on, known_on=question.known_on)
    return Applies(
        question.actor,
        question.action,
        question.on,
        question.known_on,
        question.theme,
        CAUTION,
        tuple(
            AppliesRow(
                norm.number_of(answer.row.version),
                norm.title_text,
                answer.standing,
                answer.phase,
                answer.through,
                answer.doubts,
                tuple(one.organisation for one in exemptions_from(answer.row, exempted)),
                answer.row,
                _address("applies-norm", norm),
            )
            for answer, norm in answers
        ),
    )


def calendar_of(
    first: date, last: date, known_on: datetime, changes: Iterable[tuple[Change, CataloguedNorm]]
) -> Calendar:
    """The calendar for programs."""
    found = tuple(
        CalendarChange(
            change.day,
            change.kind,
            change.before,
            change.after,
            norm.number_of(change.row.version),
            norm.title_text,
            change.row,
            _address("applies-norm", norm),
        )
        for change, norm in changes
    )
    return Calendar(first, last, known_on, CAUTION, found)


def norm_list(norms: Iterable[CataloguedNorm]) -> NormList:
    """The catalogue for programs."""
    return NormList(CAUTION, tuple(NormInList(**_head(norm)) for norm in norms), tuple(actor_kinds().values()))


def norm_in_full(norm: CataloguedNorm) -> NormInFull:
    """One norm for programs."""
    return NormInFull(
        **_head(norm),
        caution=CAUTION,
        publisher=norm.publisher,
        address=norm.address,
        contact=norm.contact,
        profile_of=norm.profile_of,
        description=norm.description,
        source=norm.source_value,
        versions=tuple(
            NormVersionHeld(one.label, one.number, one.published, one.replaces) for one in norm.versions.all()
        ),
        rows=queries.values(queries.rows_of(norm)),
        exemptions=tuple(
            _held(ExemptionHeld, one, id=str(one.pk), shortens=str(one.shortens_id or ""))
            for one in queries.exemptions_of(norm)
        ),
        stances=tuple(_held(StanceHeld, one) for one in queries.stances_of(norm)),
        former=tuple(_former(one) for one in queries.former_of(norm)),
    )


def _held(kind: Any, row: Any, **more: Any) -> Any:
    known = {**more, "version": row.version.label}
    return kind(**known, **{name: getattr(row, name) for name in kind.__struct_fields__ if name not in known})


def _former(one: FormerFacts) -> FormerFactsHeld:
    content = {**one.content, "title": Text(**one.content["title"])}
    return FormerFactsHeld(
        **content,
        changed=tuple(one.changed),
        by_hand=one.by_hand,
        reason=one.reason,
        recorded_from=one.recorded_from,
        recorded_to=one.recorded_to,
    )


def _head(norm: CataloguedNorm) -> dict[str, Any]:
    return {
        "id": norm.key,
        "number": norm.number,
        "title": norm.title_text,
        "kind": norm.kind,
        "theme": norm.theme,
        "product": norm.product_slug,
        "url": _address("applies-norm", norm),
        "api": _address("api-applies-norm", norm),
    }


def _address(name: str, norm: CataloguedNorm) -> str:
    return str(settings.ORIGIN) + reverse(name, args=(norm.key,))


_KNOWN: Final = Query("known", "As known at the end of this day, or at this instant; left out: now.")
_THEME: Final = Query("theme", "Only norms of this theme.")
describe(
    Operation(
        "api-applies",
        "get",
        "What a kind of actor must follow when doing something on a day, as known at a moment, with the ground.",
        Applies,
        queries=(
            Query("actor", "The kind of actor, by its id; see the list of norms for all of them.", required=True),
            Query("action", "send, receive or use; left out: all."),
            Query("on", "The day, such as 2026-01-31; left out: today."),
            _KNOWN,
            _THEME,
        ),
        refusals=(400,),
    ),
    Operation(
        "api-applies-calendar",
        "get",
        "The coming changes: what is brought in, becomes mandatory, is phased out and expires.",
        Calendar,
        queries=(
            Query("first", "The first day; left out: today."),
            Query("last", "The last day; left out: two years after the first."),
            _KNOWN,
            _THEME,
        ),
        refusals=(400,),
    ),
    Operation("api-applies-norms", "get", "The catalogued norms and the kinds of actor.", NormList, refusals=()),
    Operation("api-applies-norm", "get", "One catalogued norm with all its rows, in both times.", NormInFull),
)
