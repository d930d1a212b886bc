"""Invented content for tests: a small pathway norm, and a text norm."""

from __future__ import annotations

from datetime import date, datetime

from normverk.base.policy import Actor, Role
from normverk.govern.catalogue.actions import begin_edition, make_product
from normverk.govern.catalogue.models import Edition
from normverk.norm.blocks import BulletList, Item, Paragraph
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from tests.conftest import actor_with

SOURCE = Source(title="Oppdiktet kilde", basis="own")


def same(words: str) -> Text:
    """The same words in all languages."""
    return Text(nb=words, nn=words, en=words)


def clock(id: str, start: str, stop: str, value: int, parts: tuple[str, ...] = ()) -> Clock:
    """A clock without treatment branches."""
    limit = Limit(value, Unit.CALENDAR_DAYS, SOURCE, warn_before=min(2, value))
    return Clock(
        id=id,
        title=same(f"Klokke {id}"),
        start=Selector(start),
        stop=Selector(stop),
        branches=(Branch(id="", title=Text(nb=""), limit=limit),),
        parts=parts,
    )


def pathway_content(
    title: str = "Oppdiktet forløp", limit: int = 7, valid_from: date = date(2021, 5, 1)
) -> NormContent:
    """A pathway with two partial clocks that add up to a third."""
    milestones = tuple(
        Milestone(id=id, title=same(id), codes=(Code(code=f"X{number}", display=id),), ends_pathway=id == "treated")
        for number, id in enumerate(("referred", "met", "treated"))
    )
    clocks = (
        clock("OF1", "referred", "met", limit),
        clock("OF2", "met", "treated", 14),
        clock("OF4", "referred", "treated", limit + 14, parts=("OF1", "OF2")),
    )
    pathway = PathwayDefinition(
        id="oppdiktet",
        title=same(title),
        code_system="urn:oid:2.16.578.1.12.4.1.1.9999",
        valid_from=valid_from,
        milestones=milestones,
        clocks=clocks,
        sources=(SOURCE,),
    )
    return NormContent(
        kind="pathway",
        title=same(title),
        purpose=same("Rask og forutsigbar behandling."),
        scope=same("Utredning og behandling i sykehus."),
        target_group=same("Ansatte i sykehus."),
        owner="Demonstrasjonsdirektoratet",
        sections=(
            Section(
                id="innledning",
                title=same("Innledning"),
                blocks=(Paragraph(same("Dette er oppdiktet.")), BulletList((Item(same("først")), Item(same("så"))))),
                sections=(Section(id="mer", title=same("Mer"), blocks=(Paragraph(same("Enda mer.")),)),),
            ),
        ),
        pathway=pathway,
        sources=(SOURCE,),
        demonstration=True,
    )


OWNER = actor_with(Role.NORM_OWNER, id="owner-1")


def draft_edition(
    now: datetime, *, owner: Actor = OWNER, slug: str = "oppdiktet", content: NormContent | None = None
) -> Edition:
    """A product with one draft edition, written by `owner`."""
    held = content or pathway_content()
    product = make_product(slug=slug, kind=held.kind, title=held.title, owner=held.owner, actor=owner, now=now)
    return begin_edition(product=product, number="1.0.0", content=held, responsible=owner.id, actor=owner, now=now)
