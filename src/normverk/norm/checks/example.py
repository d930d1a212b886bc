"""A small norm in order, and short ways to put one thing wrong in it: the examples that are the tests of the checks."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from msgspec.structs import replace

from normverk.norm.blocks import Block, BulletList, Item, Paragraph
from normverk.norm.checks.subjects import Norm
from normverk.norm.content import NormContent, Section
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.words import same

_SOURCE: Final = Source("Eksempel", "own")


def limit(value: int, unit: Unit = Unit.CALENDAR_DAYS) -> Limit:
    """A limit from the example source."""
    return Limit(value, unit, _SOURCE)


def one_clock(id: str, start: str, stop: str, value: Limit | None, **more: Any) -> Clock:
    """A clock without treatment branches."""
    return Clock(id, same(id), Selector(start), Selector(stop), (Branch("", Text(""), limit=value),), **more)


def pathway(**changed: Any) -> PathwayDefinition:
    """Three milestones and three clocks: 7 + 12 = 19 calendar days."""
    made = PathwayDefinition(
        id="eksempel",
        title=same("Eksempel"),
        code_system="urn:oid:2.16.578.1.12.4.1.1.8480",
        valid_from=date(2021, 5, 1),
        milestones=tuple(Milestone(id, same(id), (Code(id, f"Kode {id}"),)) for id in "ASC"),
        clocks=(
            one_clock("T1", "A", "S", limit(7)),
            one_clock("T2", "S", "C", limit(12)),
            one_clock("T3", "A", "C", limit(19), parts=("T1", "T2")),
        ),
    )
    return replace(made, **changed)


def example(*sections: Section, **changed: Any) -> Norm:
    """The example norm with these sections and changes."""
    made = NormContent(
        kind="pathway",
        title=same("Eksempel"),
        purpose=same("Formål"),
        scope=same("Virkeområde"),
        target_group=same("Målgruppe"),
        owner="Demodirektoratet",
        sections=sections,
    )
    return Norm(replace(made, **changed))


def example_section(*blocks: Block, id: str = "a", title: Text | str = "Avsnitt", **changed: Any) -> Section:
    """One section with an id of its own."""
    return Section(id, same(title) if isinstance(title, str) else title, blocks, **changed)


def said(nb: str, nn: str = "", en: str = "") -> Paragraph:
    """A paragraph; what is not given in a language is said with the same words as in bokmål."""
    return Paragraph(Text(nb, nn or nb, en or nb))


def points(*words: str) -> BulletList:
    """A list with the same words in every language."""
    return BulletList(tuple(Item(same(one)) for one in words))
