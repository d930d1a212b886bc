"""A small pathway written by hand, and short ways to change one thing in it."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from normverk.norm.content import NormContent
from normverk.norm.days import Unit
from normverk.norm.pathway import Branch, Clock, Code, Limit, Milestone, PathwayDefinition, Selector
from normverk.norm.source import Source
from normverk.norm.text import Text
from normverk.norm.words import same

SOURCE = Source("Eksempel", "own")


def limit(value: int, unit: Unit = Unit.CALENDAR_DAYS) -> Limit:
    """A limit from the example source."""
    return Limit(value, unit, SOURCE)


def milestone(id: str, *codes: str) -> Milestone:
    """A milestone reached by `codes`."""
    return Milestone(id, same(id), tuple(Code(code, f"Kode {code}") for code in codes))


def clock(id: str, start: str, stop: str, *branches: Branch, parts: tuple[str, ...] = ()) -> Clock:
    """A clock between two milestones."""
    return Clock(id, same(id), Selector(start), Selector(stop), branches, parts)


def breast() -> PathwayDefinition:
    """Four milestones and four clocks whose limits add up: 7 + 7 + 13 = 27 and 7 + 7 + 10 = 24."""

    def treatment(surgery: int, drugs: int) -> tuple[Branch, Branch]:
        return (
            Branch("kirurgi", Text("Kirurgi", "Kirurgi", "Surgery"), ("FK",), limit(surgery)),
            Branch("medikamentell", Text("Medikamentell", "Medikamentell", "Drugs"), ("FM",), limit(drugs)),
        )

    return PathwayDefinition(
        id="brystkreft",
        title=Text("Brystkreft", "Brystkreft", "Breast cancer"),
        code_system="urn:oid:2.16.578.1.12.4.1.1.8480",
        valid_from=date(2015, 1, 1),
        milestones=(milestone("A", "A"), milestone("S", "S"), milestone("C", "CK"), milestone("F", "FK", "FM")),
        clocks=(
            clock("OF1", "A", "S", Branch("", Text(""), limit=limit(7))),
            clock("OF2", "S", "C", Branch("", Text(""), limit=limit(7))),
            clock("OF3", "C", "F", *treatment(13, 10)),
            clock("OF4", "A", "F", *treatment(27, 24), parts=("OF1", "OF2", "OF3")),
        ),
    )


def changed_clock(
    pathway: PathwayDefinition, clock_id: str, *, branch: str = "", limit: Limit | None
) -> PathwayDefinition:
    """The pathway with another limit in one branch of one clock."""

    def change(one: Clock) -> Clock:
        branches = (replace(known, limit=limit) if known.id == branch else known for known in one.branches)
        return replace(one, branches=tuple(branches)) if one.id == clock_id else one

    return replace(pathway, clocks=tuple(change(one) for one in pathway.clocks))


def content(pathway: PathwayDefinition | None) -> NormContent:
    """A complete content around a pathway."""
    return NormContent(
        kind="pathway",
        title=same("Brystkreft"),
        purpose=same("Formål"),
        scope=same("Virkeområde"),
        target_group=same("Målgruppe"),
        owner="Demodirektoratet",
        pathway=pathway,
    )
