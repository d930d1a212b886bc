"""The way an edition came to be, as the chain that its release carries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.urls import reverse

from normverk.base.languages import say
from normverk.base.policy import Role
from normverk.govern.process.events import InquirySaved
from normverk.govern.process.models import Case
from normverk.govern.process.queries import case_history, decisions_of, hearings_of, inquiry_of, waivers_of
from normverk.norm.chain import Chain, Link, LinkKind
from normverk.norm.days import local_date
from normverk.norm.text import LANGUAGES, Text


def chain_of(case: Case) -> Chain:
    """The stations of a case in the order in which they happened, with the addresses of their pages."""
    stations = sorted(_stations(case), key=lambda station: station[0])
    return Chain(tuple(link for _at, link in stations))


def _stations(case: Case) -> Iterator[tuple[datetime, Link]]:
    need, page = case.need, _at("case", case.ref)
    plain_title = Text(nb=need.title, nn=need.title, en=need.title)
    yield need.reported_at, _link("need", need.ref, plain_title, _at("need", need.ref), at=need.reported_at)
    title = case.edition.revision.read().title
    yield case.opened_at, _link("case", case.ref, title, page, at=case.opened_at, by=_by(Role.NORM_OWNER, case))
    inquiry = inquiry_of(case)
    if inquiry is not None:
        words = _words("process.chain.inquiry")
        by = _by(Role.NORM_OWNER, case)
        at = case_history(case).filter(type=InquirySaved.type_name).values_list("at", flat=True)[0]
        yield at, _link("inquiry", f"{case.ref}/inquiry", words, f"{page}#inquiry", at=at, by=by)
    for hearing in hearings_of(case):
        if hearing.withdrawn_at is None:
            by = _by(Role.NORM_OWNER, case)
            at = hearing.opened_at
            yield at, _link("hearing", hearing.ref, hearing.title, _at("consultation", hearing.ref), at=at, by=by)
    by = _by(Role.DECISION_MAKER, case)
    for waiver in waivers_of(case):
        words = _words("process.chain.waiver", rule=waiver.rule)
        anchor = f"{page}#{waiver.ref.rpartition('/')[2]}"
        yield waiver.decided_at, _link("waiver", waiver.ref, words, anchor, at=waiver.decided_at, by=by)
    for decision in decisions_of(case):
        phase = case.process().phase(decision.phase)
        words = _words(f"process.chain.decision.{decision.outcome}", phase=phase.name)
        anchor = f"{page}#{decision.ref.rpartition('/')[2]}"
        yield decision.decided_at, _link("decision", decision.ref, words, anchor, at=decision.decided_at, by=by)
    edition = case.edition
    at = edition.approved_at or edition.created_at
    address = _at("edition", edition.product.slug, edition.number)
    yield at, _link("edition", edition.ref, title, address, at=at, by=by)


def _link(kind: LinkKind, ref: str, title: Text, url: str, /, *, at: datetime, by: Text | None = None) -> Link:
    return Link(kind=kind, ref=ref, title=title, url=url, on=local_date(at), by=by or Text(nb=""))


def _at(name: str, *arguments: str) -> str:
    return settings.ORIGIN + reverse(name, args=arguments)


def _by(role: Role, case: Case) -> Text:
    """A role and an organisation, never a person."""
    return Text(**{language: f"{say(f'role.{role}', language)}, {case.product.owner}" for language in LANGUAGES})


def _words(key: str, **values: str | Text) -> Text:
    """The words of a key in all languages, with texts filled in each in its own."""

    def filled(language: str) -> dict[str, str]:
        return {n: v.in_language(language) if isinstance(v, Text) else v for n, v in values.items()}

    return Text(**{language: say(key, language, **filled(language)) for language in LANGUAGES})
