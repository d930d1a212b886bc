"""Every door of the house, for tests that try them: each route with addresses of its own and of others' objects.

What is fact about the objects is written down here by hand, on purpose: the policy's answer is worked out from these
facts and the policy table, never from what the application says of its own objects.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from normverk.base.policy import Actor, Role
from normverk.govern.catalogue.models import ReviewComment
from normverk.govern.findings.queries import findings_of
from normverk.govern.process.models import Case
from normverk.norm.days import local_date
from normverk.publish.library.models import ImportRun
from normverk.sim.organisations import NORD, VEST
from tests.world import World

Facts = Mapping[str, Any] | Callable[[Actor], Mapping[str, Any]]
NOTHING: Final[Mapping[str, Any]] = {}
PUBLIC: Final[Mapping[str, Any]] = {"public": True}


@dataclass(frozen=True)
class Door:
    """One address of a route, the facts of its object, and what those who may get.

    `get` and `post` are the status of an answer to somebody the policy allows; 405 is everybody's. `form` is what a
    correct form holds, so that a refusal is never owed to a faulty form. `writes` is true when posting it leaves an
    event in the log, `seen` when looking does.
    """

    kwargs: Mapping[str, Any] = field(default_factory=dict)
    facts: Facts = field(default_factory=dict)
    get: int = 200
    post: int = 405
    form: Mapping[str, Any] = field(default_factory=dict)
    body: bytes = b""
    writes: bool = True
    seen: bool = False

    def facts_for(self, actor: Actor) -> Mapping[str, Any]:
        """The facts, where some depend on who asks."""
        return self.facts(actor) if callable(self.facts) else self.facts


def route_names(patterns: list[URLPattern | URLResolver] | None = None) -> Iterator[str]:
    """The name of every route of this installation, from the resolver."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            yield from route_names(pattern.url_patterns)
        else:
            yield pattern.name or f"unnamed: {pattern.pattern}"


def address(name: str, door: Door) -> str:
    """The address of a door."""
    return reverse(name, kwargs=dict(door.kwargs))


def doors(world: World) -> dict[str, tuple[Door, ...]]:
    """Every route's doors."""
    return (
        pages(world)
        | searches(world)
        | needs(world)
        | cases(world)
        | editions(world)
        | hearings(world)
        | answers(world)
        | edge(world)
        | catalogue(world)
        | library()
        | feedback(world)
    )


def responsible(world: World, name: str, **more: Any) -> dict[str, Any]:
    """The facts of what a norm owner is responsible for and has written."""
    owner = world.actors[name].id
    return {"public": True, "responsible": owner, "authors": (owner,), **more}


def feedback(world: World) -> dict[str, tuple[Door, ...]]:
    """What readers of norms say."""
    given = {"id": world.feedback.pk}
    about = {"slug": world.feedback.product, "version": world.feedback.version}
    need = {"title": "Leserne finner ikke reglene", "text": "Flere lesere finner ikke reglene om reise."}
    return {
        "feedback": (Door(),),
        "feedback-thanks": (Door(),),
        "feedback-give": (Door(about, post=302, form={"found": "no", "words": "Hva med reisen?"}),),
        "feedback-need": (Door(given, {"product": world.feedback.product}, post=302, form=need),),
    }


def pages(world: World) -> dict[str, tuple[Door, ...]]:
    """What is open to everybody."""
    row, clock = world.release, {"pathway": "brystkreft", "clock": "OF1"}
    one = {"package_id": row.package_id, "version": row.version}
    both = {"before": row.version, "after": row.version}
    edition = [{"slug": "brystkreft", "number": "1.0.0"}, {"slug": "testikkelkreft", "number": "1.0.0"}]
    clocked = [{**kwargs, "clock": "OF1"} for kwargs in edition]
    return {
        "front": (Door(),),
        "alive": (Door(),),
        "ready": (Door(),),
        "openapi": (Door(),),
        "language": (Door(get=405, post=302, form={"language": "nn"}, writes=False),),
        "login": (Door(post=422, form={"username": "x", "password": "y"}, writes=False),),
        "logout": (Door(get=405, post=302, writes=False),),
        "persons": (Door(post=302, form={"person": "demo-tilskudd"}),),
        "products": (Door(),),
        "product": (Door({"slug": "brystkreft"}),),
        "read-product": (
            Door({"slug": "brystkreft", "version": "1.0.0"}),
            Door({"slug": "brystkreft", "version": "current"}, get=302),
        ),
        "read-pdf": (Door({"slug": "brystkreft", "version": "1.0.0"}),),
        "read-languages": (Door({"slug": "brystkreft", "version": "1.0.0", "first": "nb", "second": "en"}),),
        "kinds": (Door(),),
        "written-forms": (Door(),),
        "read-section": (Door({"slug": "brystkreft", "version": "1.0.0", "section": "tid-of2"}),),
        "releases": (Door(),),
        "release": (Door(one),),
        "release-compare": (Door({"slug": "brystkreft", **both}),),
        "release-file": (
            Door({**one, "name": f"{row.package_id}-{row.version}.tgz"}),
            Door({**one, "name": "other/content.json"}),
        ),
        "package": (Door({"package_id": row.package_id}),),
        "package-version": (Door(one),),
        "package-feed": (Door(),),
        "releases-feed": (Door(),),
        "public-keys": (Door(),),
        "api-kinds": (Door(),),
        "api-releases": (Door(),),
        "api-release": (Door(one),),
        "api-release-diff": (Door({"package_id": row.package_id, **both}),),
        "trace": tuple(Door(kwargs) for kwargs in edition),
        "trace-clock": tuple(Door(kwargs) for kwargs in clocked),
        "trace-data": tuple(Door(kwargs) for kwargs in edition),
        "trace-clock-data": tuple(Door(kwargs) for kwargs in clocked),
        "indicators": (Door(),),
        "indicator": (Door(clock),),
        "indicator-file": (Door(clock),),
        "indicator-data": (Door(clock),),
    }


def searches(world: World) -> dict[str, tuple[Door, ...]]:
    """Searching, which is open to everybody, and searches that two persons have saved."""
    save = {"name": "Et navn", "query": "q=kreft"}

    def asked(actor: Actor) -> dict[str, Any]:
        return {"account": actor.id}

    saved = [
        ({"id": row.pk}, {"account": world.actors[who].id})
        for row, who in ((world.saved_own, "demo-normeier"), (world.saved_other, "author"))
    ]
    return {
        "search": (Door(),),
        "search-file": (Door(),),
        "api-search": (Door(),),
        "saved-searches": (Door(facts=asked, post=302, form=save),),
        "saved-search-remove": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts in saved),
    }


def needs(world: World) -> dict[str, tuple[Door, ...]]:
    """Needs that everybody may read, and one that nobody has read through yet."""
    opened, closed = {"ref": world.open_need.ref}, {"ref": world.closed_need.ref}
    shut = {"public": False}
    report = {"title": "Et behov til", "text": "Tallene er ulike i to kilder og bør være like.", "source": "enterprise"}
    assess = {"assessment": "inquire", "text": "Bør utredes.", "priority": "2"}
    begin = {"slug": "ny-norm", "title_nb": "Ny norm", "kind": "guideline", "owner": "Demodirektoratet"}
    return {
        "needs": (Door(facts=PUBLIC),),
        "need-report": (Door(post=302, form=report),),
        "need": (Door(opened, PUBLIC), Door(closed, shut)),
        "need-assess": (Door(opened, PUBLIC, post=302, form=assess), Door(closed, shut, post=302, form=assess)),
        "case-open": (Door(opened, PUBLIC, post=302, form=begin), Door(closed, shut, post=422, form=begin)),
        "api-needs": (Door(facts=PUBLIC),),
        "api-need": (Door(opened, PUBLIC), Door(closed, shut, get=404)),
    }


def cases(world: World) -> dict[str, tuple[Door, ...]]:
    """A case at a gate whose author may also decide, and a case of another norm owner whose hearing is open."""
    own = responsible(world, "demo-normeier")
    other = responsible(world, "author")
    heard, waiting = {"ref": world.heard.ref}, {"ref": world.waiting.ref}
    inquiry = {"version": "1", "level": "guideline", "analysis": "minimum", "essential": "yes", "answer_1": "Ja."}
    decide = {"outcome": "on", "reason": "Utredningen svarer på de seks spørsmålene. Vi lager et utkast."}
    waive = {
        "rule": "hearing.six-weeks",
        "reason": "Endringen retter en feil i tabellen, og pasientene kan ikke vente.",
    }
    today = local_date(world.now)
    hearing = {"kind": "hearing", "opens": today.isoformat(), "closes": (today + timedelta(days=100)).isoformat()}
    return {
        "cases": (Door(),),
        "case": (Door(heard, own), Door(waiting, other)),
        "api-cases": (Door(),),
        "api-case": (Door(heard, own), Door(waiting, other)),
        "case-inquiry": (
            Door(heard, own, post=302, form=inquiry),
            Door(waiting, other, post=302, form=inquiry),
        ),
        "case-decide": (
            Door(heard, own, post=422, form=decide, writes=False),
            Door(waiting, other, post=302, form=decide),
        ),
        "case-hearing": (
            Door(heard, own, post=422, form=hearing, writes=False),
            Door(waiting, other, post=302, form=hearing),
        ),
        "case-waive": (Door(heard, own, post=302, form=waive), Door(waiting, other, post=302, form=waive)),
        "case-change": (
            Door(heard, own, get=404, post=404, writes=False),
            Door(waiting, other, get=404, post=404, writes=False),
        ),
    }


def _finding(case: Case, kwargs: dict[str, str], facts: dict[str, Any]) -> Door:
    """The door to answering something in the case's draft; it leads nowhere when the draft is in order."""
    key = next((one.key for one in findings_of(case.edition) if one.can_be_answered), None)
    if key is None:
        return Door({**kwargs, "finding": "0" * 64}, facts, get=404, post=404, writes=False)
    form = {"reason": "Fristen står i kilden uten tall, og vi lar den stå åpen."}
    return Door({**kwargs, "finding": key}, facts, post=302, form=form)


def editions(world: World) -> dict[str, tuple[Door, ...]]:
    """A draft of each norm owner."""
    own = responsible(world, "demo-normeier")
    second = world.actors["demo-medeier"].id
    other = responsible(world, "author", writers=(second,))
    heard, waiting = {"slug": "lymfomer", "number": "1.0.0"}, {"slug": "testikkelkreft", "number": "1.0.0"}
    both = ((heard, own, world.heard), (waiting, other, world.waiting))

    def head(revision: str) -> dict[str, str]:
        return {"begun_from": revision, "title_nb": "Endret tittel", "owner": "Demodirektoratet"}

    def section(revision: str) -> dict[str, str]:
        return {"begun_from": revision, "title_nb": "Nytt avsnitt", "body_nb": "Nye ord.", "change": "editorial"}

    def reference(revision: str) -> dict[str, str]:
        return {"begun_from": revision, "kind": "article", "title": "Et verk"}

    def first(case: Case) -> str:
        return case.edition.revision.read().sections[0].id

    said = {
        case.pk: ReviewComment.objects.filter(edition=case.edition).first()
        or ReviewComment.objects.create(
            edition=case.edition, revision=case.edition.revision_id, text="Uklart.", author="x", made_at=world.now
        )
        for _, _, case in both
    }

    return {
        "edition": tuple(Door(kwargs, facts) for kwargs, facts, _ in both),
        "edition-findings": tuple(Door(kwargs, facts) for kwargs, facts, _ in both),
        "edition-finding-answer": tuple(_finding(case, kwargs, facts) for kwargs, facts, case in both),
        "edition-submit": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts, _ in both),
        "edition-edit": tuple(
            Door({**kwargs, "part": "head"}, facts, post=302, form=head(case.edition.revision_id))
            for kwargs, facts, case in both
        ),
        "edition-edit-section": tuple(
            Door({**kwargs, "section": "new"}, facts, post=302, form=section(case.edition.revision_id))
            for kwargs, facts, case in both
        ),
        "edition-edit-item": tuple(
            Door(
                {**kwargs, "part": "reference", "section": "new"},
                facts,
                post=302,
                form=reference(case.edition.revision_id),
            )
            for kwargs, facts, case in both
        ),
        "edition-edit-pico": tuple(
            Door({**kwargs, "section": first(case), "item": "new"}, facts, get=404, post=404, writes=False)
            for kwargs, facts, case in both
        ),
        "edition-writers": (
            Door(heard, own, get=405, post=302, form={"act": "name", "writer": second}),
            Door(waiting, other, get=405, post=302, form={"act": "take-off", "writer": second}),
        ),
        "edition-reuse": tuple(
            Door(
                kwargs,
                facts,
                post=302,
                form={"act": "borrow", "section": "brystkreft/om", "begun_from": case.edition.revision_id},
            )
            for kwargs, facts, case in both
        ),
        "edition-import": tuple(
            Door(kwargs, facts, post=302, form={"take": "1"}, writes=False) for kwargs, facts, _ in both
        ),
        "edition-order": tuple(
            Door(
                kwargs,
                facts,
                get=405,
                post=302,
                form={"begun_from": case.edition.revision_id, "section": first(case), "step": "down"},
            )
            for kwargs, facts, case in both
        ),
        "edition-review": tuple(
            Door(kwargs, facts, post=302, form={"section": first(case), "text": "Uklart."})
            for kwargs, facts, case in both
        ),
        "edition-review-conclude": tuple(
            Door(kwargs, facts, get=405, post=302, form={"verdict": "ready"}) for kwargs, facts, _ in both
        ),
        "edition-review-resolve": tuple(
            Door({**kwargs, "comment_id": said[case.pk].pk}, facts, get=405, post=302, form={"answer": "Rettet."})
            for kwargs, facts, case in both
        ),
    }


def hearings(world: World) -> dict[str, tuple[Door, ...]]:
    """The open hearing, which one norm owner runs."""
    ref, own = {"ref": world.hearing}, responsible(world, "demo-normeier")
    hearing = cases(world)["case-hearing"][0].form
    later = (local_date(world.now) + timedelta(days=120)).isoformat()
    edition = {"edition": world.waiting.edition_id}
    answer = {"name": "Noen", "comment": "Et svar.", "parts": "1"}
    return {
        "consultations": (Door(facts=PUBLIC),),
        "consultation": (Door(ref, own),),
        "consultation-outcome": (Door(ref, own),),
        "consultation-answers-csv": (Door(ref, own),),
        "consultation-deadline": (Door(ref, own),),
        "api-consultations": (Door(facts=PUBLIC),),
        "api-consultation": (Door(ref, own),),
        "api-consultation-responses": (Door(ref, own),),
        "consultation-respond": (Door(ref, own, post=302, form=answer),),
        "consultation-open": (Door(edition, responsible(world, "author"), post=302, form=hearing),),
        "consultation-manage": (Door(ref, own),),
        "consultation-extend": (
            Door(ref, own, get=405, post=302, form={"extend-closes": later, "extend-reason": "Mer tid."}),
        ),
        "consultation-withdraw": (Door(ref, own, get=405, post=302, form={"withdraw-reason": "En feil."}),),
        "consultation-treat": (Door(ref, own),),
        "consultation-publish-outcome": (Door(ref, own, get=405, post=422, writes=False),),
    }


def answers(world: World) -> dict[str, tuple[Door, ...]]:
    """Answers: one published, one withheld and one unread, each of another sender."""
    own = responsible(world, "demo-normeier")
    sender, other = world.actors["demo-horingspart"].id, world.actors["respondent-other"].id
    kinds = (
        (world.public, {**own, "sender": ""}),
        (world.withheld, {**own, "public": False, "sender": sender}),
        (world.unread, {**own, "public": False, "sender": other}),
    )
    ref = {"ref": world.hearing}
    each = [({**ref, "response": row.ref}, facts) for row, facts in kinds]
    treated = {"part-1-result": "followed", "part-1-answer": "Takk."}
    ground = {"withhold-ground": "Offentleglova § 13"}
    return {
        "response": tuple(Door(kwargs, facts) for kwargs, facts in each),
        "consultation-treat-answer": tuple(Door(kwargs, facts) for kwargs, facts in each),
        "response-publish": tuple(Door(kwargs, facts, get=405, post=302) for kwargs, facts in each),
        "response-withhold": tuple(Door(kwargs, facts, get=405, post=302, form=ground) for kwargs, facts in each),
        "response-treat-part": tuple(
            Door({**kwargs, "position": 1}, facts, get=405, post=302, form=treated) for kwargs, facts in each
        ),
    }


def catalogue(world: World) -> dict[str, tuple[Door, ...]]:
    """The reference catalogue: an invented standard decided elsewhere, our own norm, and proposals of two norm owners."""

    def stands(actor: Actor) -> dict[str, Any]:
        held = (actor.organisations(role) for role in (Role.VENDOR, Role.RESPONDENT, Role.PATHWAY_COORDINATOR))
        return {"organisations": frozenset().union(*held) - {""}}

    norm, today = {"key": "demostandard-henvisning"}, local_date(world.now)
    elsewhere = {"public": True, "authors": ()}
    own = {"public": True, "authors": (world.actors["demo-normeier"].id,)}
    other = {"public": True, "authors": (world.actors["author"].id,)}
    new = {"key": "ny-norm", "title_nb": "Ny norm", "kind": "standard", "source_title": "Kilde", "reason": "Mangler."}
    row = {"actor": "pharmacy", "action": "use", "level": "guideline", "source_title": "En kilde", "reason": "Mangler."}
    mended = {**row, "actor": "general-practice", "action": "send", "level": "recommended", "parallel": "on"}
    end = {"last_day": (today + timedelta(days=9)).isoformat(), "legal_basis": "§ 3", "reason": "Brukes ikke lenger."}
    exempt = {
        "organisation": NORD.number,
        "organisation_name": NORD.name,
        "valid_from": today.isoformat(),
        "valid_to": (today + timedelta(days=9)).isoformat(),
        "legal_ground": "§ 2",
        "reason": "Byttes ut.",
    }
    mandatory, practice, decided = ({"row": id} for id in (world.mandatory, world.practice, world.decided))
    proposals = (({"ref": world.proposed}, own), ({"ref": world.proposed_by_author}, other))
    accept = {"outcome": "accept", "reason": "Følger av utgivelsen."}
    return {
        "applies": (Door(),),
        "applies-csv": (Door(get=400),),  # nothing is asked
        "applies-calendar": (Door(),),
        "applies-calendar-file": (Door(),),
        "applies-norms": (Door(),),
        "applies-norm": (Door(norm),),
        "applies-add": (Door(facts=PUBLIC, post=302, form=new),),
        "applies-propose": (Door(norm, PUBLIC, post=302, form={**row, "who": "elsewhere", "version": "1.0"}),),
        "applies-stance": (Door(norm, stands, post=422, form={"stance": "adapts"}, writes=False),),
        "applies-correct": (
            Door(practice, elsewhere, post=302, form=mended),
            Door(decided, own, get=404, post=404, writes=False),
        ),
        "applies-end": (Door(mandatory, elsewhere, post=302, form=end), Door(decided, own, post=302, form=end)),
        "applies-exempt": (Door(mandatory, elsewhere, post=302, form=exempt),),
        "applies-proposals": (Door(),),
        "applies-proposal": tuple(Door(kwargs, facts) for kwargs, facts in proposals),
        "applies-decide": tuple(Door(kwargs, facts, get=405, post=302, form=accept) for kwargs, facts in proposals),
        "api-applies": (Door(get=400),),  # nothing is asked
        "api-applies-calendar": (Door(),),
        "api-applies-norms": (Door(),),
        "api-applies-norm": (Door(norm),),
    }


def edge(world: World) -> dict[str, tuple[Door, ...]]:
    """Patients of two organisations, and the deliveries of two sites."""

    def asked(actor: Actor) -> dict[str, Any]:
        held = (actor.organisations(role) for role in (Role.PATHWAY_COORDINATOR, Role.CLINICIAN))
        return {"organisations": frozenset().union(*held)}

    both = ((world.patient_vest, VEST.number), (world.patient_nord, NORD.number))
    return {
        "patients": (Door(facts=asked, seen=True),),
        "patient": tuple(Door({"id": one.pk}, {"organisations": {at}}, seen=True) for one, at in both),
        "patient-why": tuple(Door(world.clock_of(one), {"organisations": {at}}, seen=True) for one, at in both),
        "histograms": tuple(
            Door(facts={"site": site}, get=405, post=200, body=delivery(site)) for site in ("vest", "nord")
        ),
    }


def delivery(site: str) -> bytes:
    """A day histogram of a site, with one cell."""
    cell = {
        "site": site,
        "pathway": "brystkreft",
        "release": "no.demo.normverk.brystkreft#1.0.0",
        "clock": "OF1",
        "branch": "",
        "organisation": VEST.number,
        "month": "2021-03",
        "state": "met",
        "n": 9,
        "days": 5,
    }
    told = {
        "site": site,
        "as_of": "2022-04-30",
        "made_at": "2022-05-01T06:00:00Z",
        "organisations": {},
        "cells": [cell],
    }
    return json.dumps(told).encode()


def library() -> dict[str, tuple[Door, ...]]:
    """Norms of others: one invented recommendation with two revisions, and the interface at /innhold."""
    node = {"node_id": "9999-0002-00000000-0000-4000-8000-000000000021"}
    structure = "9999-11111111-0000-4000-8000-000000000001-structure"
    return {
        "library": (Door(),),
        "library-readings": (Door(),),
        "library-reading": (Door({"number": ImportRun.objects.order_by("pk").values_list("pk", flat=True)[0]}),),
        "library-node": (Door(node),),
        "library-revision": (Door({**node, "number": 1}),),
        "library-choose": (Door(node, get=302),),
        "library-compare": (Door({**node, "before": 1, "after": 2}),),
        "innhold": (Door(),),
        "innhold-one": (Door(node),),
        "innhold-infobit": (Door(node),),
        "innhold-publication": (Door({"structure": structure}),),
        "innhold-changes": (Door(),),
        "innhold-listing": (Door({"listing": "anbefalinger"}),),
        "innhold-listing-one": (Door({"listing": "anbefalinger", **node}),),
    }
